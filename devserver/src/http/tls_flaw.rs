//! What may be wrong with a certificate, on purpose.

/// Nobody has this name, by RFC 2606.
const ANOTHER_HOST: &str = "wrong-host.invalid";

/// A certificate that is good, or one that is bad in exactly one way: its issuer is always the one of `ca_file`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TlsFlaw {
    #[default]
    None,
    /// It ended yesterday.
    Expired,
    /// It is another host's.
    WrongHost,
}

impl TlsFlaw {
    /// Whom clients of this machine ask for.
    pub(crate) const HOSTS: [&'static str; 3] = ["localhost", "127.0.0.1", "::1"];

    /// Each kind has files of its own, so that one directory serves them all.
    pub(crate) fn prefix(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Expired => "expired-",
            Self::WrongHost => "wrong-host-",
        }
    }

    pub(crate) fn names(self) -> &'static [&'static str] {
        if self == Self::WrongHost { &[ANOTHER_HOST] } else { &Self::HOSTS }
    }
}
