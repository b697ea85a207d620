//! What proves that a session token is the server's own: HMAC-SHA256.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The key of one app under one secret: a rotated secret makes every earlier token unreadable.
#[derive(Clone)]
pub(crate) struct TokenKey(Hmac<Sha256>);

impl TokenKey {
    pub fn derive(server_secret: &[u8; 32], app_id: &str, app_secret: &str) -> Self {
        let mut parent = keyed(server_secret);
        // The length keeps ("ab", "c") and ("a", "bc") apart.
        parent.update(&(app_id.len() as u64).to_be_bytes());
        parent.update(app_id.as_bytes());
        parent.update(app_secret.as_bytes());
        Self(keyed(&parent.finalize().into_bytes()))
    }

    pub fn proof_of(&self, body: &str) -> [u8; 32] {
        self.mac(body).finalize().into_bytes().into()
    }

    /// In constant time.
    pub fn proves(&self, body: &str, proof: &[u8]) -> bool {
        self.mac(body).verify_slice(proof).is_ok()
    }

    fn mac(&self, body: &str) -> Hmac<Sha256> {
        self.0.clone().chain_update(body.as_bytes())
    }
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    // HMAC takes keys of any length; all of these have 32 bytes, which fits the block as they are.
    let mut block = hmac::digest::Key::<Hmac<Sha256>>::default();
    block[..key.len()].copy_from_slice(key);
    <Hmac<Sha256> as KeyInit>::new(&block)
}
