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
use super::lease::Lease;
use super::request_context;
use super::socket::{blocking, is_silent, send};
use crate::runtime::{descriptors, engine, readiness};
use crate::values::pause::short_ms;

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
        let lease = request_context::current().map_err(io::Error::from)?;
        if lease.has_connection() {
            return Ok(None);
        }
        lease.note_new();
        let host = details.uri.host().unwrap_or_default();
        let secure = details.needs_tls();
        let port = details.uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
        let addresses = self.dns.resolve(host.trim_matches(['[', ']']), port)?;
        let socket = dial(&addresses)?;
        let buffers =
            LazyBuffers::new(details.config.input_buffer_size(), details.config.output_buffer_size());
        Ok(Some(Either::B(TcpTransport { socket, buffers, patience: Patience::default() })))
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
    patience: Patience,
}

/// For how long the system waits, in either direction, in milliseconds.
#[derive(Default)]
struct Patience(u32);

/// It is told anew only where what it knows would be too short, or too long by more than this.
const SLACK: u32 = 20;

impl Patience {
    /// What the system is to be told, so that it waits for `left`.
    fn change(&mut self, left: Duration) -> Option<Duration> {
        let least = short_ms(left).min(u32::MAX - SLACK);
        if self.0.wrapping_sub(least) <= SLACK {
            return None;
        }
        self.0 = least + SLACK / 2;
        Some(Duration::from_millis(self.0.into()))
    }

    fn set(&mut self, socket: &Socket, left: Duration) -> io::Result<()> {
        let Some(most) = self.change(left) else { return Ok(()) };
        socket.set_read_timeout(Some(most))?;
        socket.set_write_timeout(Some(most))
    }
}

/// How a system says that the time which a socket was given is over. Elsewhere than on Windows `TimedOut`
/// is the network's own word, for a peer that has vanished.
const OUT_OF_TIME: ErrorKind = if cfg!(windows) { ErrorKind::TimedOut } else { ErrorKind::WouldBlock };

/// Reads or writes once, when `step` is told how long it may take; notes if the deadline cuts it.
fn transfer(
    socket: &Arc<Socket>,
    step: impl FnOnce(&Lease, Duration) -> io::Result<usize>,
) -> io::Result<usize> {
    let result = blocking(Arc::<Socket>::clone(socket), step);
    if result.as_ref().is_err_and(|error| error.kind() == OUT_OF_TIME) {
        request_context::current()?.note_timed_out();
    }
    result
}

/// For so long the thread that has asked waits for the answer, whoever else may need it.
const STAY: Duration = Duration::from_millis(50);

/// Whether the thread goes on waiting. Polled, because on Windows a read that has run out of time may have lost something.
fn stays(socket: &Arc<Socket>, lease: &Lease, left: Duration) -> io::Result<()> {
    if !lease.may_leave() {
        return Ok(());
    }
    let came = readiness::wait(std::slice::from_ref(socket), readiness::READABLE, STAY.min(left));
    // Where the system cannot tell, it is waited for.
    let silent = came.is_ok_and(|came| !came.contains(&true));
    if !silent || !engine::is_crowded() || !descriptors::are_plenty(&**socket) {
        return Ok(());
    }
    lease.hand(Some(Box::new(Arc::clone(socket))));
    Err(ErrorKind::Other.into())
}

impl Transport for TcpTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, _: NextTimeout) -> Result<(), ureq::Error> {
        let mut done = 0;
        while done < amount {
            let rest = &self.buffers.output()[done..amount];
            let written = transfer(&self.socket, |_, left| {
                self.patience.set(&self.socket, left)?;
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
        self.receive()
    }

    fn is_open(&mut self) -> bool {
        is_silent(&self.socket)
    }
}

impl TcpTransport {
    /// One copy, whatever is above it.
    #[inline(never)]
    fn receive(&mut self) -> Result<bool, ureq::Error> {
        let room = self.buffers.input_append_buf();
        let count = loop {
            let read = transfer(&self.socket, |lease, left| {
                stays(&self.socket, lease, left)?;
                self.patience.set(&self.socket, left)?;
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
}

impl fmt::Debug for TcpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TcpTransport")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_told_how_long_to_wait_only_where_that_changes() {
        let mut patience = Patience::default();
        let mut told = |left| patience.change(Duration::from_millis(left)).map(|most| most.as_millis());
        for (left, wanted) in [
            (1, Some(11)),
            (15_000, Some(15_010)),
            (15_000, None),
            (14_991, None),
            (14_990, None),
            (14_989, Some(14_999)),
            (14_999, None),
            (15_000, Some(15_010)),
            (1, Some(11)),
            (u64::from(u32::MAX) * 2, Some(u128::from(u32::MAX) - 10)),
            (u64::MAX, None),
        ] {
            assert_eq!(told(left), wanted, "{left}");
        }
    }
}
