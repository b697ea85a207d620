//! Looks at a connection from above TLS, where a handshake is not an answer: sends a request as one piece, and decides
//! whether an idle connection may be used again.

use std::fmt;

use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};
use zeroize::Zeroize;

use super::request_context;
use crate::runtime::clock::{self, Moment};
use crate::values::limits;

/// The last of the connectors.
#[derive(Debug)]
pub struct WatchConnector;

impl<In: Transport> Connector<In> for WatchConnector {
    type Out = Watched<In>;

    fn connect(&self, _: &ConnectionDetails, chained: Option<In>) -> Result<Option<Self::Out>, ureq::Error> {
        Ok(chained.map(|connection| Watched {
            connection,
            in_use: true,
            last_use: clock::now(),
            held: Vec::new(),
        }))
    }
}

/// A connection, in use by the request of the current thread or idle.
pub struct Watched<T> {
    connection: T,
    in_use: bool,
    /// ureq measures idle time with a clock that stops during suspend; a server's does not.
    last_use: Moment,
    /// The request, until an answer is waited for: ureq hands over header and body apart, which would be two packets, and
    /// two records of TLS. Nothing once an answer was awaited.
    held: Vec<u8>,
}

impl<T: Transport> Watched<T> {
    fn send_held(&mut self, timeout: NextTimeout) -> Result<(), ureq::Error> {
        // Wiped where it is freed.
        let held = std::mem::take(&mut self.held);
        if !held.is_empty() {
            request_context::current().map_err(std::io::Error::from)?.note_sent();
        }
        held.chunks(limits::BUFFER).try_for_each(|piece| {
            self.connection.buffers().output()[..piece.len()].copy_from_slice(piece);
            self.connection.transmit_output(piece.len(), timeout)
        })
    }

    /// The request is done with it; false if it must be closed.
    fn give_back(&mut self) -> bool {
        self.in_use = false;
        self.last_use = clock::now();
        // App secret, license key and token would stay there as long as it is idle.
        let buffers = self.connection.buffers();
        buffers.output().zeroize();
        buffers.input_append_buf().zeroize();
        request_context::current().is_ok_and(|lease| lease.give_back()) && self.connection.is_open()
    }

    /// A request would like to have it; false if it is of no use.
    fn take(&mut self) -> bool {
        let young = clock::now().since(self.last_use) < limits::IDLE_AGE;
        self.in_use = young
            && self.connection.is_open()
            && request_context::current().is_ok_and(|lease| lease.take_pooled());
        self.in_use
    }
}

impl<T: Transport> Transport for Watched<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.connection.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        self.held.extend_from_slice(self.connection.buffers().output().get(..amount).unwrap_or_default());
        if self.held.len() > limits::BUFFER { self.send_held(timeout) } else { Ok(()) }
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        self.send_held(timeout)?;
        let came = self.connection.await_input(timeout)?;
        if came {
            request_context::current().map_err(std::io::Error::from)?.note_answered();
        }
        Ok(came)
    }

    /// ureq asks before it puts a connection into its pool and before it takes one out, and never between.
    fn is_open(&mut self) -> bool {
        if self.in_use { self.give_back() } else { self.take() }
    }

    fn is_tls(&self) -> bool {
        self.connection.is_tls()
    }
}

impl<T> fmt::Debug for Watched<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watched")
    }
}

#[cfg(test)]
mod tests {
    use super::super::lease::{Choice, Lease};
    use super::*;
    use std::time::{Duration, Instant};
    use ureq::unversioned::transport::LazyBuffers;

    /// Notes what is sent through it, in pieces.
    #[derive(Debug)]
    struct Wire {
        buffers: LazyBuffers,
        sent: Vec<Vec<u8>>,
    }

    impl Transport for Wire {
        fn buffers(&mut self) -> &mut dyn Buffers {
            &mut self.buffers
        }

        fn transmit_output(&mut self, amount: usize, _: NextTimeout) -> Result<(), ureq::Error> {
            let piece = self.buffers.output()[..amount].to_vec();
            self.sent.push(piece);
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
        let connection = Wire { buffers, sent: Vec::new() };
        let mut watched = Watched { connection, in_use: true, last_use: clock::now(), held: Vec::new() };
        let timeout = NextTimeout::default();
        let lease = Lease::new();
        lease.begin(Instant::now() + Duration::from_secs(60), Choice::Any);
        request_context::with(&lease, || {
            for part in parts {
                watched.buffers().output()[..part.len()].copy_from_slice(part);
                watched.transmit_output(part.len(), timeout).unwrap();
            }
            assert!(watched.await_input(timeout).unwrap());
            assert!(watched.give_back() && watched.take());
        });
        assert!(lease.end().sent);
        watched.connection.sent
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
