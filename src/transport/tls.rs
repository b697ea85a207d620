//! TLS: connections, and why one failed.

use crate::runtime::lock::lock;
use crate::runtime::sync::{Arc, Mutex, MutexGuard};
use std::fmt;
use std::io::{self, Read, Write};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustls::pki_types::{ServerName, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{CertificateError, ClientConfig, ClientConnection, StreamOwned};
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, Either, LazyBuffers, NextTimeout, Transport, TransportAdapter,
};

use super::roots::{Digest, Issuers, Roots};
use super::{cryptography, request_context};
use crate::runtime::clock::{self, Moment};
use crate::status::Status;
use crate::values::error::Error;

/// Issuers that were not believed are looked for again, in case that somebody has just added them, but not more
/// often than this.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// Makes TLS connections. Clones share roots and settings, which are read on the first connection and kept.
#[derive(Clone)]
pub struct TlsConnector(Arc<Shared>);

struct Shared {
    roots: Roots,
    known: Mutex<Known>,
}

/// Never locked while something is read.
#[derive(Default)]
struct Known {
    settings: Option<Settings>,
    looked_again: Option<Moment>,
}

#[derive(Clone)]
struct Settings {
    config: Arc<ClientConfig>,
    /// Of the issuers; `None` where the system judges.
    digest: Option<Digest>,
}

impl TlsConnector {
    pub fn new(roots: Roots) -> TlsConnector {
        TlsConnector(Arc::new(Shared { roots, known: Mutex::default() }))
    }

    /// The settings, and whether their issuers were read just now.
    fn settings(&self) -> io::Result<(Settings, bool)> {
        if let Some(settings) = &self.known().settings {
            return Ok((settings.clone(), false));
        }
        let read = Settings::new(self.0.roots.issuers()?)?;
        // Another thread may have been faster.
        Ok((self.known().settings.get_or_insert(read).clone(), true))
    }

    /// After a server was refused whose issuer is not among those of `used`: whether others are believed now.
    fn renew(&self, used: &Settings) -> bool {
        let mut known = self.known();
        if known.settings.as_ref().is_some_and(|settings| settings.digest != used.digest) {
            return true;
        }
        if !may_look_again(known.looked_again, clock::now()) {
            return false;
        }
        known.looked_again = Some(clock::now());
        drop(known);
        let Some(issuers) = self.0.roots.issuers_now() else { return false };
        if Some(issuers.digest) == used.digest {
            return false;
        }
        let Ok(settings) = Settings::new(Some(issuers)) else { return false };
        self.known().settings = Some(settings);
        true
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        lock(&self.0.known)
    }
}

fn may_look_again(last: Option<Moment>, now: Moment) -> bool {
    last.is_none_or(|last| now.since(last) >= LOOK_AGAIN)
}

impl Settings {
    fn new(issuers: Option<Issuers>) -> io::Result<Settings> {
        let digest = issuers.as_ref().map(|issuers| issuers.digest);
        crate::runtime::descriptors::away_from_standard(cryptography::initialise);
        let config = client_config(issuers).map_err(as_io)?;
        Ok(Settings { config: Arc::new(config), digest })
    }
}

fn client_config(issuers: Option<Issuers>) -> std::result::Result<ClientConfig, rustls::Error> {
    let provider = cryptography::provider();
    let builder = ClientConfig::builder_with_details(Arc::clone(&provider), Arc::new(WallClock))
        .with_protocol_versions(rustls::ALL_VERSIONS)?;
    let builder = match issuers {
        Some(issuers) => builder.with_root_certificates(issuers.store),
        None => systems_own(builder, provider)?,
    };
    Ok(builder.with_no_client_auth())
}

type Builder<State> = rustls::ConfigBuilder<ClientConfig, State>;

#[cfg(any(windows, target_vendor = "apple"))]
fn systems_own(
    builder: Builder<rustls::WantsVerifier>,
    provider: Arc<rustls::crypto::CryptoProvider>,
) -> std::result::Result<Builder<rustls::client::WantsClientCert>, rustls::Error> {
    let judge = Arc::new(rustls_platform_verifier::Verifier::new(provider)?);
    let verifier = Arc::new(super::judgement::Beside::new(judge));
    // "Dangerous" is what rustls calls any verifier but its own.
    Ok(builder.dangerous().with_custom_certificate_verifier(verifier))
}

/// Elsewhere the trust store is always read by us.
#[cfg(not(any(windows, target_vendor = "apple")))]
fn systems_own(
    _: Builder<rustls::WantsVerifier>,
    _: Arc<rustls::crypto::CryptoProvider>,
) -> std::result::Result<Builder<rustls::client::WantsClientCert>, rustls::Error> {
    Err(rustls::Error::General("there is no trust store".to_owned()))
}

/// rustls' own panics when the wall clock stands before 1970.
#[derive(Debug)]
struct WallClock;

impl TimeProvider for WallClock {
    fn current_time(&self) -> Option<UnixTime> {
        SystemTime::now().duration_since(UNIX_EPOCH).ok().map(UnixTime::since_unix_epoch)
    }
}

/// As rustls itself hands its errors through a stream.
fn as_io(error: rustls::Error) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}

impl<In: Transport> Connector<In> for TlsConnector {
    type Out = Either<In, TlsTransport<In>>;

    fn connect(
        &self,
        details: &ConnectionDetails,
        chained: Option<In>,
    ) -> std::result::Result<Option<Self::Out>, ureq::Error> {
        let Some(plain) = chained else { return Ok(None) };
        if !details.needs_tls() {
            return Ok(Some(Either::A(plain)));
        }
        let host = details.uri.host().unwrap_or_default().trim_matches(['[', ']']);
        let name = ServerName::try_from(host.to_owned()).map_err(|_| {
            as_io(rustls::Error::General("the host name is not one for a certificate".into()))
        })?;
        let (settings, just_read) = self.settings()?;
        let mut conn = ClientConnection::new(Arc::clone(&settings.config), name).map_err(as_io)?;
        let mut sock = TransportAdapter::new(plain, Arc::clone(&details.current_time));
        if let Err(cause) = conn.complete_io(&mut sock) {
            if !just_read && is_untrusted(&cause) && self.renew(&settings) {
                request_context::current().map_err(io::Error::from)?.note_issuers_renewed();
            }
            return Err(cause.into());
        }
        let buffers =
            LazyBuffers::new(details.config.input_buffer_size(), details.config.output_buffer_size());
        Ok(Some(Either::B(TlsTransport { stream: StreamOwned { conn, sock }, buffers })))
    }
}

impl fmt::Debug for TlsConnector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TlsConnector")
    }
}

/// A connection under TLS. The socket below keeps the deadlines, so none are set here.
pub struct TlsTransport<In: Transport> {
    stream: StreamOwned<ClientConnection, TransportAdapter<In>>,
    buffers: LazyBuffers,
}

impl<In: Transport> Transport for TlsTransport<In> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, _: NextTimeout) -> std::result::Result<(), ureq::Error> {
        self.stream.write_all(&self.buffers.output()[..amount])?;
        Ok(())
    }

    fn await_input(&mut self, _: NextTimeout) -> std::result::Result<bool, ureq::Error> {
        let count = self.stream.read(self.buffers.input_append_buf())?;
        self.buffers.input_appended(count);
        Ok(count > 0)
    }

    fn is_open(&mut self) -> bool {
        // The peer's farewell may have come with its last answer.
        let ended = self.stream.conn.process_new_packets().map_or(true, |state| state.peer_has_closed());
        !ended && self.stream.sock.get_mut().is_open()
    }

    fn is_tls(&self) -> bool {
        true
    }
}

impl<In: Transport> fmt::Debug for TlsTransport<In> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TlsTransport")
    }
}

/// A failed handshake comes as an I/O error around rustls' own.
pub fn cause_of(error: &io::Error) -> Option<&rustls::Error> {
    error.get_ref()?.downcast_ref()
}

fn is_untrusted(error: &io::Error) -> bool {
    cause_of(error).is_some_and(|cause| error_of(cause, "").status == Status::TlsUntrusted)
}

pub fn error_of(cause: &rustls::Error, server: &str) -> Error {
    use CertificateError as C;
    let (status, why) = match cause {
        rustls::Error::InvalidCertificate(
            C::Expired | C::ExpiredContext { .. } | C::NotValidYet | C::NotValidYetContext { .. },
        ) => (Status::TlsClock, "is not valid at this computer's date; check the clock".to_owned()),
        rustls::Error::FailedToGetCurrentTime => (
            Status::TlsClock,
            "cannot be checked: this computer's date is before 1970; check the clock".to_owned(),
        ),
        rustls::Error::InvalidCertificate(C::UnknownIssuer) => {
            (Status::TlsUntrusted, "comes from an issuer that is not trusted here".to_owned())
        }
        rustls::Error::InvalidCertificate(why) => (Status::TlsUntrusted, format!("is not accepted: {why:?}")),
        rustls::Error::FailedToGetRandomBytes => {
            return Error::new(Status::OutOfResources, "the system gave no random bytes");
        }
        rustls::Error::InvalidMessage(rustls::InvalidMessage::InvalidContentType) => {
            let text = format!("{server} does not speak TLS; its port may be one for http://");
            return Error::new(Status::TlsError, text);
        }
        rustls::Error::General(why) => {
            return Error::new(Status::TlsError, format!("TLS with {server} failed: {why}"));
        }
        other => {
            return Error::new(Status::TlsError, format!("TLS with {server} failed: {other}"));
        }
    };
    Error::new(status, format!("the certificate of {server} {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuers_are_looked_for_again_at_once_and_then_once_a_minute() {
        let at = |seconds| Moment::ZERO.after(Duration::from_secs(seconds));
        assert!(may_look_again(None, at(5)));
        for (seconds, may) in [(5, false), (64, false), (65, true), (3600, true)] {
            assert_eq!(may_look_again(Some(at(5)), at(seconds)), may, "{seconds}");
        }
    }

    #[test]
    fn a_wrong_clock_and_an_untrusted_issuer_are_told_apart() {
        let of = |why| error_of(&rustls::Error::InvalidCertificate(why), "https://x").status;
        assert_eq!(of(CertificateError::Expired), Status::TlsClock);
        assert_eq!(of(CertificateError::NotValidYet), Status::TlsClock);
        let no_clock = error_of(&rustls::Error::FailedToGetCurrentTime, "https://x");
        assert_eq!(no_clock.status, Status::TlsClock);
        assert_eq!(of(CertificateError::UnknownIssuer), Status::TlsUntrusted);
        assert_eq!(of(CertificateError::NotValidForName), Status::TlsUntrusted);
        let other = error_of(&rustls::Error::HandshakeNotComplete, "https://x");
        assert_eq!(other.status, Status::TlsError);
    }
}
