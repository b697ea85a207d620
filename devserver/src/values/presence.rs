//! Tells a JSON field that is null from one that is absent.

use serde::{Deserialize, Deserializer};

/// For `Option<Option<T>>` with a default: absent is `None`, null is `Some(None)`.
pub(crate) fn some<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}
