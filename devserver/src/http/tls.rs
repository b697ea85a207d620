//! Certificates for `--tls`: an authority of its own and a server certificate for this machine, kept in a
//! directory and used again while they are valid.
//!
//! The authority's key is never written: nobody who reads the directory can make certificates that those
//! who trust `ca.pem` would accept.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::NoServerSessionStorage;
use rustls::{CertificateError, RootCertStore, ServerConfig, SupportedProtocolVersion};
use tempfile::NamedTempFile;
use time::OffsetDateTime;

use super::tls_flaw::TlsFlaw;
use crate::values::error::Error;

/// Some clients refuse certificates that are valid for longer than 398 days.
const VALID_FOR: Duration = Duration::from_secs(390 * 86_400);
const DAY: Duration = Duration::from_secs(86_400);
/// A kept certificate has to outlive the run that uses it.
const SPARE_TIME: Duration = DAY;
/// One that has expired was good then, in the first weeks of its keeping.
const LONG_AGO: Duration = Duration::from_secs(30 * 86_400);

/// A file that others hold is tried again, for a second.
const ATTEMPTS: u32 = 100;
const PAUSE: Duration = Duration::from_millis(10);

/// What the listener needs and what clients have to trust.
pub(crate) struct Tls {
    pub config: Arc<ServerConfig>,
    pub ca_file: PathBuf,
}

/// Key, certificate and authority, in one file so that they can only be replaced together.
struct Identity {
    key: PrivateKeyDer<'static>,
    certificate: CertificateDer<'static>,
    authority: CertificateDer<'static>,
    authority_pem: String,
}

/// What a server agrees to.
#[derive(Clone, Copy)]
pub(crate) struct Handshakes {
    pub versions: &'static [&'static SupportedProtocolVersion],
    /// Takes up what an earlier connection has agreed on.
    pub resumed: bool,
}

pub(crate) fn prepare(directory: &Path, flaw: TlsFlaw, handshakes: Handshakes) -> Result<Tls, Error> {
    let failed = |error: Error| error.within(format!("tls directory {}", directory.display()));
    fs::create_dir_all(directory).map_err(|error| failed(Error::new(error.to_string())))?;
    load_or_issue(directory, flaw, handshakes).map_err(failed)
}

fn load_or_issue(directory: &Path, flaw: TlsFlaw, handshakes: Handshakes) -> Result<Tls, Error> {
    let kept = directory.join(format!("{}server.pem", flaw.prefix()));
    let ca_file = directory.join(format!("{}ca.pem", flaw.prefix()));
    // Asked before reading: a file that comes in between is another server's, and good.
    let there = kept.exists();
    let (identity, config) = match read(&kept).and_then(|identity| usable(identity, flaw, handshakes).ok()) {
        Some(kept) => kept,
        None => usable(renew(&kept, flaw, there)?, flaw, handshakes)?,
    };
    let is_there = || fs::read_to_string(&ca_file).ok().as_ref() == Some(&identity.authority_pem);
    let mut attempts = 0;
    while !is_there() {
        match replace(&ca_file, &identity.authority_pem) {
            Ok(()) => break,
            Err(error) if is_held(&error) && attempts < ATTEMPTS => {
                attempts += 1;
                thread::sleep(PAUSE);
            }
            Err(error) => return Err(Error::new(format!("ca.pem: {error}"))),
        }
    }
    let ca_file = std::path::absolute(ca_file).map_err(|error| Error::new(error.to_string()))?;
    Ok(Tls { config, ca_file })
}

/// On Windows, while another server that starts reads a file or puts the same there.
fn is_held(error: &io::Error) -> bool {
    cfg!(windows) && error.kind() == io::ErrorKind::PermissionDenied
}

fn renew(path: &Path, flaw: TlsFlaw, damaged: bool) -> Result<Identity, Error> {
    let failed = |error| Error::new(format!("server.pem: {error}"));
    let pem = issue(flaw).map_err(|error| Error::new(format!("no certificate: {error}")))?;
    // Servers that start at the same time in a new directory have to agree: the first file stays, and
    // everybody reads that one. One that is no longer good is replaced.
    match damaged {
        true => replace(path, &pem).map_err(failed)?,
        false => place(path, &pem).map_err(failed)?,
    }
    read(path).ok_or_else(|| Error::new("server.pem cannot be read back"))
}

fn read(path: &Path) -> Option<Identity> {
    let pem = fs::read_to_string(path).ok()?;
    let key = PrivateKeyDer::from_pem_slice(pem.as_bytes()).ok()?;
    let mut certificates = CertificateDer::pem_slice_iter(pem.as_bytes());
    let certificate = certificates.next()?.ok()?;
    let authority = certificates.next()?.ok()?;
    let authority_pem = pem[pem.rfind("-----BEGIN CERTIFICATE-----")?..].to_owned();
    Some(Identity { key, certificate, authority, authority_pem })
}

/// Checks an identity the way a client will, for every name, for now and for a while; and that one with a flaw
/// has this flaw alone.
fn usable(
    identity: Identity,
    flaw: TlsFlaw,
    handshakes: Handshakes,
) -> Result<(Identity, Arc<ServerConfig>), Error> {
    let failed = |error: rustls::Error| Error::new(format!("server.pem: {error}"));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(identity.authority.clone()).map_err(failed)?;
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone())
        .build()
        .map_err(|error| Error::new(format!("server.pem: {error}")))?;
    let now = Duration::from_secs(UnixTime::now().as_secs());
    let judge = |name: &'static str, at: Duration| {
        let server = ServerName::try_from(name).map_err(|error| rustls::Error::General(error.to_string()))?;
        let at = UnixTime::since_unix_epoch(at);
        verifier.verify_server_cert(&identity.certificate, &[], &server, &[], at).map(drop)
    };
    let good_at = if flaw == TlsFlaw::Expired { [now - LONG_AGO; 2] } else { [now, now + SPARE_TIME] };
    for name in flaw.names() {
        for at in good_at {
            judge(name, at).map_err(failed)?;
        }
    }
    for name in TlsFlaw::HOSTS {
        let refused = match judge(name, now) {
            Err(rustls::Error::InvalidCertificate(why)) => Some(why),
            _ => None,
        };
        let as_meant = match flaw {
            TlsFlaw::None => refused.is_none(),
            TlsFlaw::Expired => {
                matches!(refused, Some(CertificateError::Expired | CertificateError::ExpiredContext { .. }))
            }
            TlsFlaw::WrongHost => matches!(
                refused,
                Some(CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. })
            ),
        };
        if !as_meant {
            return Err(Error::new(format!("server.pem: for {name} it is {refused:?}, need {flaw:?}")));
        }
    }
    let config = server_config(&identity, provider, handshakes).map_err(failed)?;
    Ok((identity, Arc::new(config)))
}

fn server_config(
    identity: &Identity,
    provider: Arc<CryptoProvider>,
    handshakes: Handshakes,
) -> Result<ServerConfig, rustls::Error> {
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(handshakes.versions)?
        .with_no_client_auth()
        .with_single_cert(vec![identity.certificate.clone()], identity.key.clone_key())?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    if !handshakes.resumed {
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
    }
    Ok(config)
}

fn issue(flaw: TlsFlaw) -> Result<String, rcgen::Error> {
    let now = OffsetDateTime::now_utc();
    let mut params = CertificateParams::default();
    (params.not_before, params.not_after) = (now - DAY, now + VALID_FOR);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.distinguished_name.push(DnType::CommonName, "authforge-devserver test authority");
    let key = KeyPair::generate()?;
    let authority_pem = params.self_signed(&key)?.pem();
    let issuer = Issuer::new(params, key);

    let names: Vec<String> = flaw.names().iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names)?;
    // From yesterday, so that a client whose clock is a little behind accepts it too; or until yesterday.
    (params.not_before, params.not_after) = match flaw {
        TlsFlaw::Expired => (now - VALID_FOR, now - DAY),
        _ => (now - DAY, now + VALID_FOR),
    };
    params.distinguished_name.push(DnType::CommonName, "authforge-devserver");
    params.use_authority_key_identifier_extension = true;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let key = KeyPair::generate()?;
    let certificate_pem = params.signed_by(&key, &issuer)?.pem();
    Ok([key.serialize_pem(), certificate_pem, authority_pem].concat())
}

/// Nobody ever reads half a file, and the last one to write wins.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    beside(path, text)?.persist(path)?;
    Ok(())
}

/// Nobody ever reads half a file, and the first one to write wins.
fn place(path: &Path, text: &str) -> io::Result<()> {
    match beside(path, text)?.persist_noclobber(path) {
        Err(failed) if failed.error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        // Not every file system can do this.
        Err(failed) => failed.file.persist(path).map(drop).map_err(io::Error::from),
        Ok(_) => Ok(()),
    }
}

/// A file in the same folder, for its owner alone, that is gone unless it gets a name.
fn beside(path: &Path, text: &str) -> io::Result<NamedTempFile> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    Ok(file)
}
