//! `/v1/licenses/{key}/offline-files`: the license files of a license, and new ones.

use axum::extract::State;
use serde_json::json;

use super::extract::{LicenseKey, Sent, Shared};
use super::reply::{AdminError, AdminReply, AdminResult};
use crate::model::minting::mint;
use crate::offline::file_order::FileOrder;
use crate::offline::mint_refusal::MintRefusal;
use crate::offline::offline_file::OfflineFile;

pub(super) async fn list(State(service): Shared, LicenseKey(key): LicenseKey) -> AdminResult {
    let state = service.state();
    let files: Vec<_> = state
        .license(&key)
        .map_err(AdminError::not_found)?
        .offline_files
        .iter()
        .map(OfflineFile::to_json)
        .collect();
    AdminReply::ok(json!({ "offlineFiles": files }))
}

pub(super) async fn order(
    State(service): Shared,
    LicenseKey(key): LicenseKey,
    Sent(order): Sent<FileOrder>,
) -> AdminResult {
    let mut state = service.state();
    let now = state.clock.now();
    let file = mint(&mut state, &key, &order, now)?;
    AdminReply::created(file.to_json())
}

impl From<MintRefusal> for AdminError {
    fn from(refusal: MintRefusal) -> Self {
        Self::new(refusal.http, refusal.code, refusal.reason)
    }
}
