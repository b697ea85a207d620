//! How bytes travel: connections, TLS, bodies that come in and bodies that go out whole, slow or broken. What is
//! answered is for others to decide.

pub(crate) mod body;
pub(crate) mod listener;
pub(crate) mod reply;
pub(crate) mod tls;
pub(crate) mod tls_flaw;
pub(crate) mod wire;
