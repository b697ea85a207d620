//! What TLS is made of: ring, as rustls itself puts it together, but for ChaCha20 and the loading of private keys. We
//! never show a certificate, and a provider that could would bring 50 kB of signing code along.

use std::sync::Arc;

use rustls::crypto::ring::{DEFAULT_KX_GROUPS, cipher_suite};
use rustls::crypto::{CryptoProvider, GetRandomFailed, KeyProvider, SecureRandom, WebPkiSupportedAlgorithms};
use rustls::pki_types::PrivateKeyDer;
use rustls::sign::SigningKey;
use rustls::{SignatureScheme, SupportedCipherSuite};
use webpki::ring as webpki_ring;

/// AES-GCM, which a server of TLS 1.3 has to offer, and each of TLS 1.2 that is trusted today does. ChaCha20-Poly1305,
/// which is there for phones without instructions for AES, would bring 45 kB of code.
const SUITES: [SupportedCipherSuite; 6] = [
    cipher_suite::TLS13_AES_256_GCM_SHA384,
    cipher_suite::TLS13_AES_128_GCM_SHA256,
    cipher_suite::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    cipher_suite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    cipher_suite::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    cipher_suite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
];

pub fn provider() -> Arc<CryptoProvider> {
    Arc::new(CryptoProvider {
        cipher_suites: SUITES.to_vec(),
        kx_groups: DEFAULT_KX_GROUPS.to_vec(),
        signature_verification_algorithms: SIGNATURES,
        secure_random: &System,
        key_provider: &System,
    })
}

/// ring draws random bits of its own. Where the system has no call for that it keeps a file open, which gets its
/// number now.
pub fn initialise() {
    let _ = ring::rand::SecureRandom::fill(&ring::rand::SystemRandom::new(), &mut [0]);
}

#[derive(Debug)]
struct System;

impl SecureRandom for System {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), GetRandomFailed> {
        crate::runtime::random::fill(bytes).map_err(|_| GetRandomFailed)
    }
}

impl KeyProvider for System {
    fn load_private_key(&self, _: PrivateKeyDer<'static>) -> Result<Arc<dyn SigningKey>, rustls::Error> {
        Err(rustls::Error::General("client certificates are not supported".to_owned()))
    }
}

/// A test compares this with rustls' own list, which cannot be had without the rest.
static SIGNATURES: WebPkiSupportedAlgorithms = WebPkiSupportedAlgorithms {
    all: &[
        webpki_ring::ECDSA_P256_SHA256,
        webpki_ring::ECDSA_P256_SHA384,
        webpki_ring::ECDSA_P384_SHA256,
        webpki_ring::ECDSA_P384_SHA384,
        webpki_ring::ED25519,
        webpki_ring::RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
        webpki_ring::RSA_PSS_2048_8192_SHA384_LEGACY_KEY,
        webpki_ring::RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
        webpki_ring::RSA_PKCS1_2048_8192_SHA256,
        webpki_ring::RSA_PKCS1_2048_8192_SHA384,
        webpki_ring::RSA_PKCS1_2048_8192_SHA512,
        webpki_ring::RSA_PKCS1_2048_8192_SHA256_ABSENT_PARAMS,
        webpki_ring::RSA_PKCS1_2048_8192_SHA384_ABSENT_PARAMS,
        webpki_ring::RSA_PKCS1_2048_8192_SHA512_ABSENT_PARAMS,
    ],
    mapping: &[
        (
            SignatureScheme::ECDSA_NISTP384_SHA384,
            &[webpki_ring::ECDSA_P384_SHA384, webpki_ring::ECDSA_P256_SHA384],
        ),
        (
            SignatureScheme::ECDSA_NISTP256_SHA256,
            &[webpki_ring::ECDSA_P256_SHA256, webpki_ring::ECDSA_P384_SHA256],
        ),
        (SignatureScheme::ED25519, &[webpki_ring::ED25519]),
        (SignatureScheme::RSA_PSS_SHA512, &[webpki_ring::RSA_PSS_2048_8192_SHA512_LEGACY_KEY]),
        (SignatureScheme::RSA_PSS_SHA384, &[webpki_ring::RSA_PSS_2048_8192_SHA384_LEGACY_KEY]),
        (SignatureScheme::RSA_PSS_SHA256, &[webpki_ring::RSA_PSS_2048_8192_SHA256_LEGACY_KEY]),
        (SignatureScheme::RSA_PKCS1_SHA512, &[webpki_ring::RSA_PKCS1_2048_8192_SHA512]),
        (SignatureScheme::RSA_PKCS1_SHA384, &[webpki_ring::RSA_PKCS1_2048_8192_SHA384]),
        (SignatureScheme::RSA_PKCS1_SHA256, &[webpki_ring::RSA_PKCS1_2048_8192_SHA256]),
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_provider_is_rustls_own_but_for_private_keys_and_chacha() {
        let (ours, theirs) = (provider(), rustls::crypto::ring::default_provider());
        let mut suites = theirs.cipher_suites;
        suites.retain(|suite| !format!("{:?}", suite.suite()).contains("CHACHA20"));
        assert_eq!(format!("{:?}", ours.cipher_suites), format!("{suites:?}"));
        assert_eq!(format!("{:?}", ours.kx_groups), format!("{:?}", theirs.kx_groups));
        let (ours, theirs) =
            (ours.signature_verification_algorithms, theirs.signature_verification_algorithms);
        assert_eq!(format!("{:?}", ours.mapping), format!("{:?}", theirs.mapping));
        assert_eq!(format!("{:?}", ours.all), format!("{:?}", theirs.all));
    }
}
