//! What a host holds: handles under the names of types, never dereferenced.

/// What a client will be made of. A handle: never dereferenced.
pub struct af_config {
    _private: [u8; 0],
}

/// One app on one machine. A handle: never dereferenced.
pub struct af_client {
    _private: [u8; 0],
}

/// What the service said of a license at one moment. A handle: never dereferenced. Texts that it lends out
/// live as long as it does.
pub struct af_session {
    _private: [u8; 0],
}
