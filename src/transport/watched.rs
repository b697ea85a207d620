//! Looks at a connection from above TLS, where a handshake is not an answer, and decides whether an idle
//! one may be used again.

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
        Ok(chained.map(|connection| Watched { connection, in_use: true, last_use: clock::now() }))
    }
}

/// A connection, in use by the request of the current thread or idle.
pub struct Watched<T> {
    connection: T,
    in_use: bool,
    /// ureq measures idle time with a clock that stops during suspend; a server's does not.
    last_use: Moment,
}

impl<T: Transport> Watched<T> {
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
        request_context::current().map_err(std::io::Error::from)?.note_sent();
        self.connection.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
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
