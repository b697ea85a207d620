//! Looks at a connection from above TLS, where a handshake is not an answer: sends a request as one piece, and takes the
//! connection out of ureq's hands, for the next request or because its thread has better to do.

use std::fmt;
use std::io;

use socket2::Socket;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, Transport,
};
use zeroize::Zeroize;

use super::idle::{Connection, Idle};
use super::lease::{Handed, Lease};
use super::request_context;
use crate::runtime::sync::Arc;
use crate::values::limits;

/// What a request begins with.
pub struct Supply {
    /// Scheme, host and port.
    pub server: Arc<str>,
    /// In place of a new one.
    pub connection: Option<Connection>,
    /// The request has gone out on it, and only its answer is to be read.
    pub sent: bool,
}

/// What a thread has left that waited for an answer.
pub struct Left {
    pub connection: Connection,
    pub socket: Arc<Socket>,
}

/// What was handed, if it is that.
pub fn taken<T: 'static>(handed: Option<Handed>) -> Option<T> {
    handed?.downcast().ok().map(|what| *what)
}

/// The last of the connectors.
pub struct WatchConnector(pub Arc<Idle>);

impl<In: Transport> Connector<In> for WatchConnector {
    type Out = Watched;

    fn connect(&self, _: &ConnectionDetails, chained: Option<In>) -> Result<Option<Watched>, ureq::Error> {
        let lease = request_context::current().map_err(io::Error::from)?;
        let Some(Supply { server, connection, sent }) = taken(lease.hand(None)) else { return Ok(None) };
        let connection = connection.or_else(|| chained.map(|new| -> Connection { Box::new(new) }));
        let (idle, nothing) = (Arc::clone(&self.0), LazyBuffers::new(limits::BUFFER, limits::BUFFER));
        Ok(Some(Watched { connection, server, idle, sent, held: Vec::new(), nothing }))
    }
}

impl fmt::Debug for WatchConnector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WatchConnector")
    }
}

/// The connection of a request.
pub struct Watched {
    /// `None` once it was left, or is idle.
    connection: Option<Connection>,
    server: Arc<str>,
    idle: Arc<Idle>,
    /// The request has gone out before.
    sent: bool,
    /// The request, until an answer is waited for: ureq hands over header and body apart, which would be two packets, and
    /// two records of TLS. Nothing once an answer was awaited.
    held: Vec<u8>,
    /// What nobody asks for once the connection is not here any more.
    nothing: LazyBuffers,
}

impl Watched {
    fn connection(&mut self) -> io::Result<&mut dyn Transport> {
        // Nobody asks for what is not there.
        self.connection.as_deref_mut().ok_or_else(|| io::ErrorKind::NotConnected.into())
    }

    fn send_held(&mut self, timeout: NextTimeout) -> Result<(), ureq::Error> {
        // Wiped where it is freed.
        let held = std::mem::take(&mut self.held);
        if held.is_empty() {
            return Ok(());
        }
        request_context::current().map_err(io::Error::from)?.note_sent();
        let connection = self.connection()?;
        held.chunks(limits::BUFFER).try_for_each(|piece| {
            connection.buffers().output()[..piece.len()].copy_from_slice(piece);
            connection.transmit_output(piece.len(), timeout)
        })
    }

    /// Hands the whole connection on, if its thread has left it.
    fn keep(&mut self, lease: &Lease) {
        if let Some(socket) = taken(lease.hand(None))
            && let Some(connection) = self.connection.take()
        {
            lease.hand(Some(Box::new(Left { connection, socket })));
        }
    }

    /// The request is done with it; it is closed if it must be.
    fn give_back(&mut self) {
        let Some(mut connection) = self.connection.take() else { return };
        // App secret, license key and token would stay there as long as it is idle.
        let buffers = connection.buffers();
        buffers.output().zeroize();
        buffers.input_append_buf().zeroize();
        if request_context::current().is_ok_and(|lease| lease.give_back()) && connection.is_open() {
            self.idle.put(Arc::clone(&self.server), connection);
        }
    }
}

impl Transport for Watched {
    fn buffers(&mut self) -> &mut dyn Buffers {
        match &mut self.connection {
            Some(connection) => connection.buffers(),
            None => &mut self.nothing,
        }
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        if self.sent {
            return Ok(());
        }
        let connection = self.connection.as_deref_mut().ok_or(ureq::Error::ConnectionFailed)?;
        self.held.extend_from_slice(connection.buffers().output().get(..amount).unwrap_or_default());
        if self.held.len() > limits::BUFFER { self.send_held(timeout) } else { Ok(()) }
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        self.send_held(timeout)?;
        let came = self.connection()?.await_input(timeout);
        let lease = request_context::current().map_err(io::Error::from)?;
        match &came {
            Ok(true) => lease.note_answered(),
            Ok(false) => {}
            Err(_) => self.keep(&lease),
        }
        came
    }

    /// ureq asks when it is done with it, before it would put it into its own pool.
    fn is_open(&mut self) -> bool {
        self.give_back();
        false
    }

    fn is_tls(&self) -> bool {
        self.connection.as_ref().is_some_and(|connection| connection.is_tls())
    }
}

impl fmt::Debug for Watched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watched")
    }
}

#[cfg(test)]
mod tests {
    use super::super::lease::{Choice, Lease};
    use super::*;
    use std::sync::Mutex;
    use std::time::{Duration, Instant};

    /// Notes what is sent through it, in pieces.
    #[derive(Debug)]
    struct Wire {
        buffers: LazyBuffers,
        sent: Arc<Mutex<Vec<Vec<u8>>>>,
    }

    impl Transport for Wire {
        fn buffers(&mut self) -> &mut dyn Buffers {
            &mut self.buffers
        }

        fn transmit_output(&mut self, amount: usize, _: NextTimeout) -> Result<(), ureq::Error> {
            let piece = self.buffers.output()[..amount].to_vec();
            self.sent.lock().unwrap().push(piece);
            Ok(())
        }

        fn await_input(&mut self, _: NextTimeout) -> Result<bool, ureq::Error> {
            Ok(true)
        }

        fn is_open(&mut self) -> bool {
            true
        }
    }

    fn sent(parts: &[&[u8]]) -> Vec<Vec<u8>> {
        let buffers = LazyBuffers::new(limits::BUFFER, limits::BUFFER);
        let pieces = Arc::<Mutex<Vec<Vec<u8>>>>::default();
        let connection = Box::new(Wire { buffers, sent: Arc::clone(&pieces) });
        let (timeout, lease, idle) = (NextTimeout::default(), Lease::new(), Arc::<Idle>::default());
        lease.begin(Instant::now() + Duration::from_secs(60), Choice::Any);
        let mut watched = watched(connection, &idle, false);
        request_context::with(&lease, || {
            for part in parts {
                watched.buffers().output()[..part.len()].copy_from_slice(part);
                watched.transmit_output(part.len(), timeout).unwrap();
            }
            assert!(watched.await_input(timeout).unwrap());
            assert!(!watched.is_open());
        });
        let given_back = idle.take("http://localhost", Choice::Any, &lease);
        assert!(given_back.is_some());
        drop((given_back, watched));
        assert!(lease.end().sent);
        Arc::try_unwrap(pieces).unwrap().into_inner().unwrap()
    }

    fn watched(connection: Box<dyn Transport>, idle: &Arc<Idle>, sent: bool) -> Watched {
        let (server, idle) = ("http://localhost".into(), Arc::clone(idle));
        let nothing = LazyBuffers::new(limits::BUFFER, limits::BUFFER);
        Watched { connection: Some(connection), server, idle, sent, held: Vec::new(), nothing }
    }

    #[test]
    fn a_request_goes_out_in_one_piece() {
        assert_eq!(sent(&[b"header", b"body"]), [b"headerbody"]);
        assert_eq!(sent(&[b"header"]), [b"header"]);
    }

    #[test]
    fn what_is_longer_than_the_buffer_arrives_whole_and_in_order() {
        let long: Vec<u8> = (0..limits::BUFFER).map(|at| at as u8).collect();
        let pieces = sent(&[b"header", &long, &long[..100], b"end"]);
        assert!(pieces.iter().all(|piece| piece.len() <= limits::BUFFER));
        assert_eq!(pieces.concat(), [b"header", &long[..], &long[..100], b"end"].concat());
    }
}
