//! License keys are not shown: they become asterisks wherever a text for a person is put together.

use std::borrow::Cow;

/// What looks like a license key becomes asterisks: the service names its files after them, and so do
/// players their folders. Ids of apps and machines look like one in their middle.
pub fn redacted(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut shown: Option<Vec<u8>> = None;
    // Wherever it may begin: `copy-` before a key looks like the first part of one.
    for from in 0..bytes.len() {
        if let Some(end) = key_at(bytes, from).filter(|_| !is_in_id(bytes, from)) {
            shown.get_or_insert_with(|| bytes.to_vec())[from..end].fill(b'*');
        }
    }
    // Only whole characters were replaced.
    shown.map_or(Cow::Borrowed(text), |shown| Cow::Owned(String::from_utf8(shown).unwrap_or_default()))
}

/// The end of four times four letters and digits that begin here. Between dashes they are a key however they are
/// written. With other marks between them or none, as words have them too, in capitals only, and not as a part of
/// something longer.
fn key_at(bytes: &[u8], from: usize) -> Option<usize> {
    const GROUP: usize = 4;
    let (mut end, mut has_dashes) = (from, true);
    for group in 0..4 {
        if group > 0 {
            let dash = dash_at(bytes.get(end..)?);
            has_dashes &= dash > 0;
            end += if dash > 0 { dash } else { usize::from(matches!(bytes.get(end)?, b'_' | b'.' | b' ')) };
        }
        bytes.get(end..end + GROUP).filter(|part| part.iter().all(u8::is_ascii_alphanumeric))?;
        end += GROUP;
    }
    let key = &bytes[from..end];
    let stands_alone =
        |at: Option<usize>| !at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    let is_key = has_dashes
        || (!key.iter().any(u8::is_ascii_lowercase)
            && key.iter().any(u8::is_ascii_uppercase)
            && stands_alone(from.checked_sub(1))
            && stands_alone(Some(end)));
    is_key.then_some(end)
}

/// The length of the dash that a text begins with: a hyphen, or one of Unicode's.
fn dash_at(bytes: &[u8]) -> usize {
    match bytes {
        [b'-', ..] => 1,
        [0xe2, 0x80, 0x90..=0x95, ..] | [0xe2, 0x88, 0x92, ..] => 3,
        _ => 0,
    }
}

/// So far into an id its dashes lie as those of a key.
fn is_in_id(bytes: &[u8], from: usize) -> bool {
    const ID: &[u8] = b"hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh";
    let is_id = |text: &[u8]| {
        text.len() >= ID.len()
            && text
                .iter()
                .zip(ID)
                .all(|(byte, form)| if *form == b'h' { byte.is_ascii_hexdigit() } else { byte == form })
    };
    [4, 9].iter().any(|before| from.checked_sub(*before).is_some_and(|from| is_id(&bytes[from..])))
}
