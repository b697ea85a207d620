//! A license file as the host gives it: a path, or the text itself.

use std::borrow::Cow;

use super::armor::{Armored, Kind};
use crate::runtime::disk::store;
use crate::status::Status;
use crate::values::error::{Error, Result};
use crate::values::limits::{LICENSE_FILE, MAX_PATH};

/// Whether it is a text that holds a license file, or what is taken for one, and no path.
pub fn is_text(path_or_text: &str) -> bool {
    let armored = Armored::new(path_or_text);
    armored.has(Kind::License) || armored.has(Kind::Request)
}

/// Whether it can be a path.
pub fn is_path(path_or_text: &str) -> bool {
    path_or_text.len() <= MAX_PATH && !path_or_text.contains(['\n', '\r']) && !is_text(path_or_text)
}

/// The text, read from disk unless it is given.
pub fn read(path_or_text: &str) -> Result<Cow<'_, str>> {
    if is_text(path_or_text) {
        return Ok(Cow::Borrowed(path_or_text));
    }
    // A damaged text may hold a license key, so it is not repeated in the message.
    if !is_path(path_or_text) {
        let begin = Kind::License.begin();
        return Err(Error::new(Status::ReadError, format!("the text has no line {begin:?}, and is no path")));
    }
    Ok(Cow::Owned(decoded(&store::read(path_or_text, LICENSE_FILE)?)))
}

/// Whatever a text is written in, armor is ASCII. In UTF-16 that has a zero byte in each character, first or
/// second, and it is UTF-16 if that shows a license file. A character of two units is none of it.
fn decoded(bytes: &[u8]) -> String {
    for low in [0, 1] {
        let unit = |pair: &[u8]| u32::from(pair[low]) | u32::from(pair[1 - low]) << 8;
        let letter = |pair: &[u8]| char::from_u32(unit(pair)).unwrap_or(char::REPLACEMENT_CHARACTER);
        let text: String = bytes.chunks_exact(2).map(letter).collect();
        if bytes.contains(&0) && is_text(&text) {
            return text;
        }
    }
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_known_by_its_marker_in_every_encoding() {
        let text = "Gr\u{fc}\u{df}e\u{202f}\n-----BEGIN AUTHFORGE LICENSE-----\n";
        let units = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        for bytes in [text.as_bytes().to_vec(), units(u16::to_le_bytes), units(u16::to_be_bytes)] {
            assert_eq!(decoded(&bytes), text);
        }
        let latin = decoded(b"caf\xe9 \xa0\n-----BEGIN AUTHFORGE LICENSE-----\n");
        assert!(is_text(&latin) && latin.starts_with("caf\u{fffd} \u{fffd}\n"), "{latin}");
        let mixed = decoded(b"\xff\xfea\0b\0x-----BEGIN AUTHFORGE LICENSE-----");
        assert!(is_text(&mixed), "{mixed:?}");
    }
}
