//! Which issuers of servers' certificates are believed, and where they are read.

use std::io;
use std::sync::Arc;

use ring::digest::{Context, SHA256, SHA256_OUTPUT_LEN};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;

use super::pem;
use crate::runtime::disk::store;
use crate::runtime::resources;
use crate::status::Status;
use crate::values::error::{Error, Result};
use crate::values::limits;
use crate::values::quoted::quoted_path;

/// Which issuers are believed.
#[derive(Clone)]
pub enum Roots {
    /// Those of the operating system.
    System,
    /// Those of a PEM file, and no others.
    File { path: Arc<str>, issuers: Issuers },
}

/// Equal keys share TLS settings and connections.
#[derive(Clone, PartialEq, Eq)]
pub enum RootsKey {
    System,
    File(Arc<str>, Digest),
}

/// Tells whether they are the same.
pub type Digest = [u8; SHA256_OUTPUT_LEN];

#[derive(Clone)]
pub struct Issuers {
    pub store: Arc<RootCertStore>,
    pub digest: Digest,
}

impl Roots {
    /// Reads a PEM file; every certificate in it becomes a root.
    pub fn from_file(path: &str) -> Result<Roots> {
        let wrong = |why: &str| Error::config(format!("ca_file {} {why}", quoted_path(path)));
        let text = store::read_bytes(path, limits::CA_FILE).map_err(|cause| {
            let mut error = wrong(&format!("cannot be read: {cause}"));
            if resources::exhausted(&cause) {
                error = Error::new(Status::OutOfResources, error.message);
            }
            error
        })?;
        let issuers = Issuers::new(&pem::certificates(&text).map_err(|why| wrong(&why))?);
        if issuers.store.is_empty() {
            return Err(wrong("holds no certificate that can be used"));
        }
        Ok(Roots::File { path: path.into(), issuers })
    }

    pub fn key(&self) -> RootsKey {
        match self {
            Roots::System => RootsKey::System,
            Roots::File { path, issuers } => RootsKey::File(Arc::clone(path), issuers.digest),
        }
    }

    /// As they were read first; those of the system are read now. `None` where the system judges by itself.
    pub fn issuers(&self) -> io::Result<Option<Issuers>> {
        match self {
            Roots::System => system::issuers(),
            Roots::File { issuers, .. } => Ok(Some(issuers.clone())),
        }
    }

    /// As they are by now. What cannot be read has not changed.
    pub fn issuers_now(&self) -> Option<Issuers> {
        match self {
            Roots::System => system::issuers().ok()?,
            Roots::File { path, .. } => Roots::from_file(path).ok()?.issuers().ok()?,
        }
    }
}

impl Issuers {
    /// What cannot be used as an issuer is left out.
    fn new(certificates: &[CertificateDer<'static>]) -> Issuers {
        let mut store = RootCertStore::empty();
        let mut digest = Context::new(&SHA256);
        certificates.iter().for_each(|certificate| digest.update(certificate));
        let (_, unusable) = store.add_parsable_certificates(certificates.iter().cloned());
        if unusable > 0 {
            crate::runtime::log::debug(|| format!("{unusable} certificates cannot be used as issuers"));
        }
        let digest = digest.finish().as_ref().try_into().unwrap_or_default();
        Issuers { store: Arc::new(store), digest }
    }
}

/// Systems that keep their trust store in files.
#[cfg(all(unix, not(target_vendor = "apple")))]
mod system {
    use super::*;
    #[cfg(not(target_os = "android"))]
    use rustls_native_certs::load_native_certs;
    use rustls_native_certs::{CertificateResult, ErrorKind};

    use crate::runtime::descriptors;
    #[cfg(not(target_os = "android"))]
    use crate::transport::privileged;

    /// `SSL_CERT_FILE` may name anything.
    #[cfg(not(target_os = "android"))]
    fn check_environment() -> io::Result<()> {
        let Some(path) = std::env::var_os("SSL_CERT_FILE") else { return Ok(()) };
        // What is not there is told by whoever reads it.
        let there = std::fs::metadata(path).ok();
        let good = there.is_none_or(|there| there.is_file() && there.len() <= limits::CA_FILE as u64);
        if good { Ok(()) } else { Err(none("SSL_CERT_FILE is no regular file, or too long")) }
    }

    /// Where Android has its issuers since version 14, and where it had them before. Every app may read them; what its
    /// user has added or switched off is known to Java alone.
    #[cfg(target_os = "android")]
    fn load() -> io::Result<CertificateResult> {
        const FOLDERS: [&str; 2] = ["/apex/com.android.conscrypt/cacerts", "/system/etc/security/cacerts"];
        let folder = FOLDERS.into_iter().map(std::path::Path::new).find(|folder| folder.is_dir());
        Ok(rustls_native_certs::load_certs_from_paths(None, folder))
    }

    #[cfg(not(target_os = "android"))]
    fn load() -> io::Result<CertificateResult> {
        if privileged::is() {
            return Ok(privileged::load());
        }
        check_environment()?;
        Ok(load_native_certs())
    }

    pub fn issuers() -> io::Result<Option<Issuers>> {
        let found = descriptors::away_from_standard(load)?;
        let mut first = None;
        for error in found.errors {
            first.get_or_insert_with(|| error.to_string());
            if let ErrorKind::Io { inner, .. } = error.kind
                && resources::exhausted(&inner)
            {
                // Half a trust store would be kept as if it were the whole.
                return Err(inner);
            }
        }
        let issuers = Issuers::new(&found.certs);
        if issuers.store.is_empty() {
            return Err(none(&first.unwrap_or_else(|| "install them, or set a ca_file".to_owned())));
        }
        Ok(Some(issuers))
    }

    fn none(why: &str) -> io::Error {
        let text = format!("this system has no CA certificates ({why})");
        #[cfg(target_os = "android")]
        let text = text + "; set a ca_file";
        io::Error::new(io::ErrorKind::InvalidData, rustls::Error::General(text))
    }
}

/// Windows is asked about each certificate. Wine would refuse all of them, since it cannot tell whether one was revoked; but
/// its store has the issuers of the machine below. What the environment says of issuers there, it says to that machine.
#[cfg(windows)]
mod system {
    use schannel::cert_context::{CertContext, ValidUses};
    use schannel::cert_store::CertStore;

    use super::*;
    use crate::runtime::wine;

    const TLS_SERVER: &str = "1.3.6.1.5.5.7.3.1";

    pub fn issuers() -> io::Result<Option<Issuers>> {
        if !wine::is() {
            return Ok(None);
        }
        let all = CertStore::open_current_user("ROOT")?;
        let known: Vec<_> =
            all.certs().filter(is_for_servers).map(|one| one.to_der().to_vec().into()).collect();
        let issuers = Issuers::new(&known);
        if issuers.store.is_empty() {
            let text = "Wine has no CA certificates; install those of the machine below, or set a ca_file";
            return Err(io::Error::new(io::ErrorKind::InvalidData, rustls::Error::General(text.to_owned())));
        }
        Ok(Some(issuers))
    }

    fn is_for_servers(issuer: &CertContext) -> bool {
        match issuer.valid_uses() {
            Ok(ValidUses::Oids(uses)) => uses.iter().any(|one| one == TLS_SERVER),
            Ok(ValidUses::All) => true,
            Err(_) => false,
        }
    }
}

/// The others are asked about each certificate.
#[cfg(target_vendor = "apple")]
mod system {
    use super::*;

    pub fn issuers() -> io::Result<Option<Issuers>> {
        Ok(None)
    }
}
