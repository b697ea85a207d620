//! The issuers that the operating system believes.

use std::sync::Arc;

use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls_platform_verifier::Verifier;

/// On Linux those of `SSL_CERT_FILE` and `SSL_CERT_DIR`, if one is set (`docs/environment.md`). Whoever starts a
/// program that has more rights than they must not choose whom it believes.
pub fn verifier(provider: Arc<CryptoProvider>) -> Result<Arc<dyn ServerCertVerifier>, rustls::Error> {
    #[cfg(all(unix, not(target_os = "android"), not(target_vendor = "apple")))]
    if privileged::is() {
        return privileged::verifier(provider);
    }
    Ok(Arc::new(Verifier::new(provider)?))
}

#[cfg(all(unix, not(target_os = "android"), not(target_vendor = "apple")))]
#[allow(unsafe_code)]
mod privileged {
    use std::path::Path;

    use rustls::RootCertStore;
    use rustls::client::WebPkiServerVerifier;

    use super::{Arc, CryptoProvider, ServerCertVerifier};

    /// Where distributions keep them; the first that is there counts.
    const FILES: [&str; 6] = [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem",
        "/usr/local/share/certs/ca-root-nss.crt",
    ];
    const FOLDER: &str = "/etc/ssl/certs";

    /// Started with other rights than those of its user: setuid, setgid or file capabilities.
    #[cfg(target_os = "linux")]
    pub fn is() -> bool {
        // SAFETY: reads what the kernel said at the start.
        unsafe { libc::getauxval(libc::AT_SECURE) != 0 }
    }

    #[cfg(not(target_os = "linux"))]
    pub fn is() -> bool {
        // SAFETY: asks for four numbers.
        unsafe { libc::getuid() != libc::geteuid() || libc::getgid() != libc::getegid() }
    }

    pub fn verifier(provider: Arc<CryptoProvider>) -> Result<Arc<dyn ServerCertVerifier>, rustls::Error> {
        let file = FILES.into_iter().map(Path::new).find(|path| path.exists());
        let folder = Some(Path::new(FOLDER)).filter(|_| file.is_none());
        let found = rustls_native_certs::load_certs_from_paths(file, folder);
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(found.certs);
        if roots.is_empty() {
            return Err(rustls::Error::General("No CA certificates were loaded from the system".to_owned()));
        }
        let verifier = WebPkiServerVerifier::builder_with_provider(roots.into(), provider).build();
        Ok(verifier.map_err(|cause| rustls::Error::General(cause.to_string()))?)
    }
}
