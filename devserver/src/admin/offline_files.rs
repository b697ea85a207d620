//! `/v1/licenses/{key}/offline-files`: the license files of a license, and new ones.

use hyper::Method;
use serde_json::json;

use super::reply::{AdminError, AdminReply, AdminResult};
use super::request::AdminRequest;
use crate::OfflineFile;
use crate::offline::minting::{MintRefusal, mint};
use crate::state::State;

pub(super) fn route(state: &mut State, request: &AdminRequest, license_key: &str) -> AdminResult {
    let license = state.license(license_key).map_err(AdminError::not_found)?;
    match request.method {
        Method::GET => {
            let files: Vec<_> = license.offline_files.iter().map(OfflineFile::to_json).collect();
            AdminReply::ok(json!({ "offlineFiles": files }))
        }
        Method::POST => {
            let now = state.clock.now();
            let file = mint(state, license_key, &request.body()?, now)?;
            AdminReply::created(file.to_json())
        }
        _ => request.unknown_method(),
    }
}

impl From<MintRefusal> for AdminError {
    fn from(refusal: MintRefusal) -> Self {
        Self::new(refusal.http, refusal.code, refusal.reason)
    }
}
