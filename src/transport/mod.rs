//! One request, one answer: what the rest of the library knows of the network.

mod cryptography;
mod dial;
mod dns;
mod http;
mod idle;
#[cfg(any(windows, target_vendor = "apple", test))]
mod judgement;
mod lease;
mod pem;
mod post;
#[cfg(all(unix, not(target_vendor = "apple"), not(target_os = "android")))]
mod privileged;
mod race;
mod request_context;
mod roots;
mod socket;
mod tcp;
mod tls;
mod url;
mod watched;

#[cfg(feature = "testing")]
pub use dns::fault as lookup_fault;
pub use http::pool_for;
pub use lease::{Choice, Interrupt, Lease};
pub use post::{Answer, Awaited, Failure, Reply, Request, Transport};
pub use roots::Roots;
pub use url::BaseUrl;
