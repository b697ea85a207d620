//! Programs that have more rights than whoever starts them. He must not choose whom they believe: of the issuers'
//! places none is taken from the environment (`docs/environment.md`).

#![allow(unsafe_code)]

use std::path::Path;

use rustls_native_certs::{CertificateResult, load_certs_from_paths};

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

/// Those of the places that distributions have.
pub fn load() -> CertificateResult {
    let file = FILES.into_iter().map(Path::new).find(|path| path.exists());
    let folder = Some(Path::new(FOLDER)).filter(|_| file.is_none());
    load_certs_from_paths(file, folder)
}
