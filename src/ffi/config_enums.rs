//! What may be set to one of a few things. The setters take the numbers.

/// How callbacks reach the host.
#[repr(i32)]
#[derive(Clone, Copy)]
pub enum af_dispatch {
    /// On a thread of the library.
    Background = 0,
    /// On the host's thread, when it calls `af_client_pump` or `af_client_poll`.
    Pump = 1,
}

/// Whether an answer has to be about what was asked.
#[repr(i32)]
#[derive(Clone, Copy)]
pub enum af_token_binding {
    /// It is proven by its signature and nonce alone.
    Off = 0,
    /// What the session token names has to be this app, license key and machine.
    IfPresent = 1,
}

/// Whose hardware id of this machine is sent.
#[repr(i32)]
#[derive(Clone, Copy)]
pub enum af_hwid_source {
    /// That of all AuthForge libraries since their 2.0: another for each app.
    Default = 0,
    /// That of the official C++ client 1.0.x.
    Cpp_1 = 1,
    /// That of the official C# client 1.0.x.
    Csharp_1 = 2,
}
