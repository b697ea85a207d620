//! How a server is to be started.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use rustls::version::TLS12;
use rustls::{ALL_VERSIONS, SupportedProtocolVersion};

use crate::http::tls::Handshakes;
use crate::http::tls_flaw::TlsFlaw;
use crate::model::fixtures::FixtureSource;
use crate::model::state::Rules;

/// The default is what a test wants: the demo fixtures, ports of the system's choice on loopback, every
/// limit as in the real service.
#[derive(Clone, Debug)]
pub struct Options {
    pub listen: SocketAddr,
    /// Always plain HTTP, so that scripts need no certificate.
    pub admin_listen: SocketAddr,
    /// Otherwise an admin address that is not loopback is refused.
    pub allow_remote_admin: bool,
    pub fixtures: FixtureSource,
    /// Speak TLS, with certificates kept in this directory.
    pub tls: Option<PathBuf>,
    /// What is wrong with the certificate, which no client may overlook.
    pub tls_flaw: TlsFlaw,
    /// TLS 1.2 alone, which sends nothing of its own after the handshake.
    pub tls12_only: bool,
    /// Every connection over TLS shakes hands in full.
    pub no_tls_resumption: bool,
    /// A connection ends with its answer, as behind some proxies.
    pub no_keep_alive: bool,
    /// Generated when left out.
    pub admin_key: Option<String>,
    /// No rate limits, billing, replay memory or recording: for benchmarks.
    pub no_limits: bool,
    /// Only no rate limits: for tests that log in often.
    pub no_rate_limits: bool,
    /// A line on standard error for every auth request.
    pub verbose: bool,
}

impl Default for Options {
    fn default() -> Self {
        let any_port = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self {
            listen: any_port,
            admin_listen: any_port,
            allow_remote_admin: false,
            fixtures: FixtureSource::Demo,
            tls: None,
            tls_flaw: TlsFlaw::None,
            tls12_only: false,
            no_tls_resumption: false,
            no_keep_alive: false,
            admin_key: None,
            no_limits: false,
            no_rate_limits: false,
            verbose: false,
        }
    }
}

impl Options {
    pub(crate) fn handshakes(&self) -> Handshakes {
        const ONE: &[&SupportedProtocolVersion] = &[&TLS12];
        let versions = if self.tls12_only { ONE } else { ALL_VERSIONS };
        Handshakes { versions, resumed: !self.no_tls_resumption }
    }

    pub(crate) fn rules(&self) -> Rules {
        Rules {
            rate_limits: !self.no_limits && !self.no_rate_limits,
            billing: !self.no_limits,
            replay_memory: !self.no_limits,
            recording: !self.no_limits,
        }
    }
}
