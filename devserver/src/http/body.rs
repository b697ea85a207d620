//! Request bodies as they come in.

use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};

use super::listener::Closed;

/// Nothing when it is longer than `most`; an error when the client did not finish it.
pub(crate) async fn read_body(body: Incoming, most: usize) -> Result<Option<Bytes>, Closed> {
    match Limited::new(body, most).collect().await {
        Ok(body) => Ok(Some(body.to_bytes())),
        Err(error) if error.is::<LengthLimitError>() => Ok(None),
        Err(_) => Err(Closed::Silently),
    }
}
