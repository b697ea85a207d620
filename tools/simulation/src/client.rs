//! What the library decides about heartbeats.

#[path = "../../../src/client/heartbeat_policy.rs"]
pub mod heartbeat_policy;
#[path = "../../../src/client/pace.rs"]
pub mod pace;

pub mod config {
    pub const DEFAULT_REQUEST_TIMEOUT: i32 = 15;
}
