//! The public side: logins, heartbeats, activations and self-bans, each with its checks in the service's order, and
//! what a fault makes of the answer.

mod activation;
mod admission;
mod envelope;
mod exchange;
mod failure;
pub(crate) mod front;
mod grant;
mod heartbeat;
mod offline_activate;
mod request;
mod self_ban;
mod token;
mod validate;
