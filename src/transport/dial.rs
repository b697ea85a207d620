//! Connecting to a server that has several addresses: whichever connects first is the one.

use std::fmt;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use socket2::Socket;

use super::race::Race;
use super::socket::{Connecting, begin, has_connected};
use crate::runtime::resources;

/// Tries the addresses, within the deadline of the current request. Those that lose are closed.
pub fn dial(addresses: &[SocketAddr]) -> io::Result<Arc<Socket>> {
    let mut race = Race::new(addresses);
    let mut running: Vec<(SocketAddr, Arc<Socket>)> = Vec::new();
    let mut failures = Failures::default();
    loop {
        begin_due(&mut race, &mut running, &mut failures);
        if running.is_empty() {
            return Err(failures.into_error());
        }
        let connecting = Connecting::new(running.iter().map(|(_, socket)| Arc::clone(socket)).collect());
        let ready = match connecting.wait(race.left(Instant::now())) {
            Err(late) if late.kind() == ErrorKind::TimedOut => return Err(failures.into_late(late)),
            other => other?,
        };
        let mut going_on = Vec::with_capacity(running.len());
        for ((address, socket), ready) in running.into_iter().zip(ready) {
            match has_connected(&socket, ready) {
                Ok(true) => return settled(socket),
                Ok(false) => going_on.push((address, socket)),
                Err(cause) => {
                    race.failed();
                    failures.note(address, cause);
                }
            }
        }
        running = going_on;
    }
}

/// An address whose socket cannot be made, as of a family that is not there, is one that has failed.
fn begin_due(race: &mut Race, running: &mut Vec<(SocketAddr, Arc<Socket>)>, failures: &mut Failures) {
    while let Some(address) = race.due(Instant::now()) {
        match begin(address) {
            Ok(socket) => running.push((address, Arc::new(socket))),
            Err(cause) => {
                race.failed();
                failures.note(address, cause);
            }
        }
    }
}

fn settled(socket: Arc<Socket>) -> io::Result<Arc<Socket>> {
    socket.set_nonblocking(false)?;
    // Without it answers come later, and nothing worse.
    let _ = socket.set_tcp_nodelay(true);
    Ok(socket)
}

/// Of all that failed, what a person should hear of.
#[derive(Default)]
struct Failures {
    worst: Option<Unreached>,
    count: usize,
}

/// Why an address could not be connected to.
#[derive(Debug)]
pub struct Unreached {
    address: IpAddr,
    cause: io::Error,
}

impl Failures {
    fn note(&mut self, address: SocketAddr, cause: io::Error) {
        self.count += 1;
        if self.worst.as_ref().is_none_or(|worst| weight(&cause) > weight(&worst.cause)) {
            self.worst = Some(Unreached { address: address.ip(), cause });
        }
    }

    /// Which address it was is said where there were several.
    fn into_error(self) -> io::Error {
        match self.worst {
            None => io::Error::new(ErrorKind::AddrNotAvailable, "the name has no address"),
            // Numbers of the system are looked at.
            Some(worst) if self.count == 1 || resources::exhausted(&worst.cause) => worst.cause,
            Some(worst) => io::Error::new(worst.cause.kind(), worst),
        }
    }

    /// The deadline came while others were still silent.
    fn into_late(self, late: io::Error) -> io::Error {
        self.worst.map_or(late, |worst| io::Error::new(ErrorKind::TimedOut, worst))
    }
}

/// How much a failure says about the server. What this machine could not try says least of all, but for want of
/// a resource: then nothing at all is known of that address.
fn weight(cause: &io::Error) -> u8 {
    match cause.kind() {
        _ if resources::exhausted(cause) => 4,
        ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset => 3,
        // Nowhere to go in this family, as on machines without IPv6.
        ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => 1,
        // Also what a kernel without the family says.
        ErrorKind::AddrNotAvailable | ErrorKind::Unsupported | ErrorKind::InvalidInput => 0,
        _ if is_of_family(cause) => 0,
        _ => 2,
    }
}

/// The family, or TCP in it, is not there. std has no kind for it.
fn is_of_family(cause: &io::Error) -> bool {
    #[cfg(unix)]
    const NUMBERS: [i32; 3] = [libc::EAFNOSUPPORT, libc::EPROTONOSUPPORT, libc::ESOCKTNOSUPPORT];
    // WSAEAFNOSUPPORT, WSAEPROTONOSUPPORT, WSAESOCKTNOSUPPORT.
    #[cfg(windows)]
    const NUMBERS: [i32; 3] = [10047, 10043, 10044];
    cause.raw_os_error().is_some_and(|number| NUMBERS.contains(&number))
}

impl fmt::Display for Unreached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.address, self.cause)
    }
}

impl std::error::Error for Unreached {}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// What is said when the first addresses have failed like this.
    fn told(numbers: &[i32]) -> String {
        let mut failures = Failures::default();
        for (at, number) in (1..).zip(numbers) {
            failures.note(SocketAddr::from(([192, 0, 2, at], 443)), io::Error::from_raw_os_error(*number));
        }
        failures.into_error().to_string()
    }

    #[test]
    fn the_failure_that_says_most_of_the_server_is_told_with_its_address() {
        use libc::{
            EADDRNOTAVAIL, EAFNOSUPPORT, ECONNREFUSED, EHOSTUNREACH, EMFILE, ENETUNREACH, EPERM, ETIMEDOUT,
        };
        for (numbers, address) in [
            (&[EAFNOSUPPORT, ECONNREFUSED][..], 2),
            (&[ECONNREFUSED, EAFNOSUPPORT], 1),
            (&[ENETUNREACH, ECONNREFUSED, ENETUNREACH], 2),
            (&[ENETUNREACH, EHOSTUNREACH], 2),
            (&[EADDRNOTAVAIL, ENETUNREACH], 2),
            (&[EPERM, EAFNOSUPPORT], 1),
            (&[ETIMEDOUT, ECONNREFUSED], 2),
            (&[ECONNREFUSED, ECONNREFUSED], 1),
        ] {
            let told = told(numbers);
            assert!(told.starts_with(&format!("192.0.2.{address}: ")), "{told}");
        }
        let text = |number| io::Error::from_raw_os_error(number).to_string();
        assert!(told(&[ECONNREFUSED]).starts_with(&text(ECONNREFUSED)));
        let scarce = Failures {
            count: 2,
            worst: Some(Unreached {
                address: IpAddr::from([192, 0, 2, 1]),
                cause: io::Error::from_raw_os_error(EMFILE),
            }),
        };
        assert!(resources::exhausted(&scarce.into_error()));
        assert!(told(&[ECONNREFUSED, EMFILE]).starts_with(&text(EMFILE)));
    }
}
