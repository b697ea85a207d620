//! Sockets that respect the deadline and the cancelling of the current request.

use std::fmt;
use std::io::{self, ErrorKind, Read};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use socket2::{Domain, Protocol, Socket, Type};
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, Either, LazyBuffers, NextTimeout, Transport,
};

use super::cancel;
use super::dns::Dns;
use super::socket::{begin, connect, send};

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
        let host = details.uri.host().unwrap_or_default();
        let secure = details.needs_tls();
        let port = details.uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
        let addresses = self.dns.resolve(host.trim_matches(['[', ']']), port)?;
        let socket = connect_any(&addresses)?;
        let buffers =
            LazyBuffers::new(details.config.input_buffer_size(), details.config.output_buffer_size());
        Ok(Some(Either::B(TcpTransport { socket, buffers, sent: false, answered: false, reused: false })))
    }
}

impl fmt::Debug for TcpConnector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TcpConnector")
    }
}

/// An address that does not answer gives way to the next after this long, so that a broken route of one
/// family does not use up the time of the other.
const PATIENCE: Duration = Duration::from_secs(3);

/// Tries the addresses in order.
fn connect_any(addresses: &[SocketAddr]) -> Result<Arc<Socket>, ureq::Error> {
    let mut last = io::Error::new(ErrorKind::AddrNotAvailable, "the name has no address");
    for (index, address) in addresses.iter().enumerate() {
        let domain = Domain::for_address(*address);
        let socket = Arc::new(Socket::new(domain, Type::STREAM, Some(Protocol::TCP))?);
        let left = begin(&socket)?.saturating_duration_since(Instant::now());
        let share = if index + 1 == addresses.len() { left } else { left.min(PATIENCE) };
        match connect(&socket, *address, share) {
            Ok(()) => {
                socket.set_tcp_nodelay(true)?;
                return Ok(socket);
            }
            Err(error) => last = error,
        }
    }
    if last.kind() == ErrorKind::TimedOut {
        cancel::note_timeout();
    }
    Err(ureq::Error::Io(last))
}

/// A connected socket; ureq keeps it in its pool between requests.
pub struct TcpTransport {
    socket: Arc<Socket>,
    buffers: LazyBuffers,
    sent: bool,
    answered: bool,
    reused: bool,
}

impl TcpTransport {
    fn time_left(&self) -> io::Result<Duration> {
        let deadline = begin(&self.socket)?;
        Ok(deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(1)))
    }
}

fn timeouts_noted(result: io::Result<usize>) -> io::Result<usize> {
    if let Err(error) = &result
        && matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
    {
        cancel::note_timeout();
    }
    result
}

impl Transport for TcpTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, _: NextTimeout) -> Result<(), ureq::Error> {
        if self.answered {
            // The first bytes of the next request on a pooled connection.
            self.answered = false;
            self.reused = true;
        }
        if self.reused {
            cancel::note_silent_reuse(true);
        }
        let mut done = 0;
        while done < amount {
            let left = self.time_left()?;
            self.socket.set_write_timeout(Some(left))?;
            let written = timeouts_noted(send(&self.socket, &self.buffers.output()[done..amount]));
            match written {
                Ok(0) => return Err(io::Error::from(ErrorKind::WriteZero).into()),
                Ok(count) => done += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        self.sent = true;
        Ok(())
    }

    fn await_input(&mut self, _: NextTimeout) -> Result<bool, ureq::Error> {
        let count = loop {
            let left = self.time_left()?;
            self.socket.set_read_timeout(Some(left))?;
            match timeouts_noted((&*self.socket).read(self.buffers.input_append_buf())) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.buffers.input_appended(count);
        if count > 0 && self.sent {
            self.answered = true;
            cancel::note_silent_reuse(false);
        }
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
