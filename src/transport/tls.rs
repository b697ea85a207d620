//! TLS: trust roots, connections, and why one failed.

use std::fmt;
use std::io::{self, Read, Write};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use once_cell::sync::OnceCell;
use ring::digest::{SHA256, SHA256_OUTPUT_LEN, digest};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{CertificateError, ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use rustls_platform_verifier::Verifier;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, Either, LazyBuffers, NextTimeout, Transport, TransportAdapter,
};

use super::{cryptography, limits};
use crate::error::{Error, Result, quoted_path};
use crate::status::Status;
use crate::sync::no_lock_held;

/// Which issuers are believed.
#[derive(Clone)]
pub enum Roots {
    /// Those of the operating system.
    System,
    /// Those of a PEM file, and no others.
    File { digest: [u8; SHA256_OUTPUT_LEN], certificates: Arc<Vec<CertificateDer<'static>>> },
}

/// Equal keys share TLS settings and connections.
#[derive(Clone, PartialEq, Eq)]
pub enum RootsKey {
    System,
    File([u8; SHA256_OUTPUT_LEN]),
}

impl Roots {
    /// Reads a PEM file; every certificate in it becomes a root.
    pub fn from_file(path: &str) -> Result<Roots> {
        no_lock_held("reading the CA file");
        let wrong = |why: String| Error::config(format!("ca_file {} {why}", quoted_path(path)));
        let size = std::fs::metadata(path).map_err(|e| wrong(format!("cannot be read: {e}")))?.len();
        if size > limits::CA_FILE {
            return Err(wrong(format!("is {size} bytes, at most {}", limits::CA_FILE)));
        }
        let text = std::fs::read(path).map_err(|e| wrong(format!("cannot be read: {e}")))?;
        let certificates = CertificateDer::pem_slice_iter(&text)
            .collect::<std::result::Result<Vec<_>, _>>()
            .map_err(|e| wrong(format!("is not PEM: {e}")))?;
        if certificates.is_empty() {
            return Err(wrong("holds no certificate in PEM form".to_owned()));
        }
        Ok(Roots::File {
            digest: digest(&SHA256, &text).as_ref().try_into().unwrap_or_default(),
            certificates: Arc::new(certificates),
        })
    }

    pub fn key(&self) -> RootsKey {
        match self {
            Roots::System => RootsKey::System,
            Roots::File { digest, .. } => RootsKey::File(*digest),
        }
    }
}

/// Makes TLS connections. Clones share roots and settings, which are read on the first connection and kept.
#[derive(Clone)]
pub struct TlsConnector(Arc<Shared>);

struct Shared {
    roots: Roots,
    config: OnceCell<Arc<ClientConfig>>,
}

impl TlsConnector {
    pub fn new(roots: Roots) -> TlsConnector {
        TlsConnector(Arc::new(Shared { roots, config: OnceCell::new() }))
    }

    fn config(&self) -> std::result::Result<Arc<ClientConfig>, rustls::Error> {
        self.0.config.get_or_try_init(|| client_config(&self.0.roots).map(Arc::new)).cloned()
    }
}

fn client_config(roots: &Roots) -> std::result::Result<ClientConfig, rustls::Error> {
    let provider = cryptography::provider();
    let builder = ClientConfig::builder_with_details(Arc::clone(&provider), Arc::new(WallClock))
        .with_protocol_versions(rustls::ALL_VERSIONS)?;
    let builder = match roots {
        // "Dangerous" is what rustls calls any verifier but its own.
        Roots::System => {
            builder.dangerous().with_custom_certificate_verifier(Arc::new(Verifier::new(provider)?))
        }
        Roots::File { certificates, .. } => {
            let mut store = RootCertStore::empty();
            store.add_parsable_certificates(certificates.iter().cloned());
            builder.with_root_certificates(store)
        }
    };
    Ok(builder.with_no_client_auth())
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
        let config = self.config().map_err(as_io)?;
        let mut conn = ClientConnection::new(config, name).map_err(as_io)?;
        let mut sock = TransportAdapter::new(plain, Arc::clone(&details.current_time));
        conn.complete_io(&mut sock)?;
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
