//! Whom a client asks.

use std::sync::Arc;

use super::token::TokenBinding;
use super::trust::TrustList;
use crate::transport::{BaseUrl, Transport};

/// What every question of a client has in common.
pub struct Peer {
    pub transport: Arc<dyn Transport>,
    pub base: BaseUrl,
    pub trust: TrustList,
    pub binding: TokenBinding,
}

impl Peer {
    /// Tells servers apart, so that none takes the threads of others.
    pub fn server(&self) -> u32 {
        self.base.number()
    }
}
