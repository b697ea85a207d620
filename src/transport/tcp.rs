//! Sockets that respect the deadline and the cancelling of the current request.

use std::fmt;
use std::io::{self, ErrorKind, Read};
use std::sync::Arc;
use std::time::Duration;

use socket2::Socket;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, Either, LazyBuffers, NextTimeout, Transport,
};

use super::dial::dial;
use super::dns::Dns;
use super::request_context;
use super::socket::{blocking, send};

/// Opens sockets. Resolves names itself, so that a request on a pooled connection resolves nothing.
pub struct TcpConnector {
    dns: Arc<Dns>,
}

impl TcpConnector {
    pub fn new(dns: Arc<Dns>) -> TcpConnector {
        TcpConnector { dns }
    }
}

impl<In: Transport> Connector<In> for TcpConnector {
    type Out = Either<In, TcpTransport>;

    fn connect(
        &self,
        details: &ConnectionDetails,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, ureq::Error> {
        if let Some(chained) = chained {
            return Ok(Some(Either::A(chained)));
        }
        request_context::current().map_err(io::Error::from)?.note_new();
        let host = details.uri.host().unwrap_or_default();
        let secure = details.needs_tls();
        let port = details.uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
        let addresses = self.dns.resolve(host.trim_matches(['[', ']']), port)?;
        let socket = dial(&addresses)?;
        let buffers =
            LazyBuffers::new(details.config.input_buffer_size(), details.config.output_buffer_size());
        Ok(Some(Either::B(TcpTransport { socket, buffers })))
    }
}

impl fmt::Debug for TcpConnector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TcpConnector")
    }
}

/// A connected socket; ureq keeps it in its pool between requests.
pub struct TcpTransport {
    socket: Arc<Socket>,
    buffers: LazyBuffers,
}

/// How a system says that the time which a socket was given is over. Elsewhere than on Windows `TimedOut`
/// is the network's own word, for a peer that has vanished.
const OUT_OF_TIME: ErrorKind = if cfg!(windows) { ErrorKind::TimedOut } else { ErrorKind::WouldBlock };

/// Reads or writes once, when `step` is told how long it may take; notes if the deadline cuts it.
fn transfer(socket: &Arc<Socket>, step: impl FnOnce(Duration) -> io::Result<usize>) -> io::Result<usize> {
    let result = blocking(Arc::<Socket>::clone(socket), step);
    if result.as_ref().is_err_and(|error| error.kind() == OUT_OF_TIME) {
        request_context::current()?.note_timed_out();
    }
    result
}

impl Transport for TcpTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, _: NextTimeout) -> Result<(), ureq::Error> {
        let mut done = 0;
        while done < amount {
            let rest = &self.buffers.output()[done..amount];
            let written = transfer(&self.socket, |left| {
                self.socket.set_write_timeout(Some(left))?;
                send(&self.socket, rest)
            });
            match written {
                Ok(0) => return Err(io::Error::from(ErrorKind::WriteZero).into()),
                Ok(count) => done += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    fn await_input(&mut self, _: NextTimeout) -> Result<bool, ureq::Error> {
        let room = self.buffers.input_append_buf();
        let count = loop {
            let read = transfer(&self.socket, |left| {
                self.socket.set_read_timeout(Some(left))?;
                (&*self.socket).read(room)
            });
            match read {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.buffers.input_appended(count);
        Ok(count > 0)
    }

    fn is_open(&mut self) -> bool {
        if self.socket.set_nonblocking(true).is_err() {
            return false;
        }
        // A byte that nobody asked for means a broken peer, none at all an ended connection.
        let silent = matches!((&*self.socket).read(&mut [0u8]), Err(e) if e.kind() == ErrorKind::WouldBlock);
        silent && self.socket.set_nonblocking(false).is_ok()
    }
}

impl fmt::Debug for TcpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TcpTransport")
    }
}
