//! Trust roots, and why a TLS connection failed.

use std::fmt;
use std::sync::Arc;

use ring::digest::{SHA256, SHA256_OUTPUT_LEN, digest};
use rustls::CertificateError;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::unversioned::transport::{ConnectionDetails, Connector, RustlsConnector, Transport};

use super::{cryptography, limits};
use crate::error::{Error, Result};
use crate::status::Status;

/// Which issuers are believed.
#[derive(Clone)]
pub enum Roots {
    /// Those of the operating system.
    System,
    /// Those of a PEM file, and no others.
    File { digest: [u8; SHA256_OUTPUT_LEN], certificates: Arc<Vec<Certificate<'static>>> },
}

/// Equal keys share TLS settings and connections.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum RootsKey {
    System,
    File([u8; SHA256_OUTPUT_LEN]),
}

impl Roots {
    /// Reads a PEM file; every certificate in it becomes a root.
    pub fn from_file(path: &str) -> Result<Roots> {
        let wrong = |why: String| Error::config(format!("ca_file {path:?} {why}"));
        let size = std::fs::metadata(path).map_err(|e| wrong(format!("cannot be read: {e}")))?.len();
        if size > limits::CA_FILE {
            return Err(wrong(format!("is {size} bytes, at most {}", limits::CA_FILE)));
        }
        let text = std::fs::read(path).map_err(|e| wrong(format!("cannot be read: {e}")))?;
        let mut certificates = Vec::new();
        for item in parse_pem(&text) {
            match item.map_err(|e| wrong(format!("is not PEM: {e}")))? {
                PemItem::Certificate(certificate) => certificates.push(certificate),
                _ => continue,
            }
        }
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

    pub fn config(&self) -> TlsConfig {
        let roots = match self {
            Roots::System => RootCerts::PlatformVerifier,
            Roots::File { certificates, .. } => RootCerts::Specific(Arc::clone(certificates)),
        };
        TlsConfig::builder()
            .root_certs(roots)
            .unversioned_rustls_crypto_provider(cryptography::provider())
            .build()
    }
}

/// ureq's TLS connector, shared between agents: it builds roots and settings on its first connection and
/// keeps them, so they are made once per process.
#[derive(Clone, Default)]
pub struct SharedTls(Arc<RustlsConnector>);

impl<In: Transport> Connector<In> for SharedTls {
    type Out = <RustlsConnector as Connector<In>>::Out;

    fn connect(
        &self,
        details: &ConnectionDetails,
        chained: Option<In>,
    ) -> std::result::Result<Option<Self::Out>, ureq::Error> {
        self.0.connect(details, chained)
    }
}

impl fmt::Debug for SharedTls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedTls")
    }
}

/// ureq hands a failed handshake over as an I/O error around rustls' own.
pub fn error_of(cause: &rustls::Error, server: &str) -> Error {
    use CertificateError as C;
    let (status, why) = match cause {
        rustls::Error::InvalidCertificate(
            C::Expired | C::ExpiredContext { .. } | C::NotValidYet | C::NotValidYetContext { .. },
        ) => (Status::TlsClock, "is not valid at this computer's date; check the clock".to_owned()),
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
        assert_eq!(of(CertificateError::UnknownIssuer), Status::TlsUntrusted);
        assert_eq!(of(CertificateError::NotValidForName), Status::TlsUntrusted);
        let other = error_of(&rustls::Error::HandshakeNotComplete, "https://x");
        assert_eq!(other.status, Status::TlsError);
    }
}
