//! Random material from the operating system, in the forms the service uses.

use super::error::Error;

/// Letters without I and O, digits without 0 and 1: keys get read aloud and typed. 32 symbols, so a
/// byte modulo 32 is not biased.
const KEY_SYMBOLS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::new(format!("no random bytes from the operating system: {error}")))?;
    Ok(bytes)
}

pub(crate) fn hex<const N: usize>() -> Result<String, Error> {
    Ok(bytes::<N>()?.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// `XXXX-XXXX-XXXX-XXXX`.
pub(crate) fn license_key() -> Result<String, Error> {
    let mut key = String::with_capacity(19);
    for (at, byte) in bytes::<16>()?.iter().enumerate() {
        if at > 0 && at % 4 == 0 {
            key.push('-');
        }
        key.push(char::from(KEY_SYMBOLS[usize::from(byte % 32)]));
    }
    Ok(key)
}

/// A version 4 UUID. Its bytes come from here and not from the crate, which panics where there are none.
pub(crate) fn uuid() -> Result<String, Error> {
    Ok(uuid::Builder::from_random_bytes(bytes()?).into_uuid().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn license_keys_have_the_generated_form() {
        let key = license_key().unwrap();
        let groups: Vec<&str> = key.split('-').collect();
        assert_eq!(groups.len(), 4);
        for symbol in groups.concat().bytes() {
            assert!(KEY_SYMBOLS.contains(&symbol), "{key}");
        }
    }

    #[test]
    fn uuids_are_of_version_four() {
        let uuid = uuid().unwrap();
        assert_eq!((uuid.len(), uuid.as_bytes()[14]), (36, b'4'));
        assert!(matches!(uuid.as_bytes()[19], b'8' | b'9' | b'a' | b'b'), "{uuid}");
    }
}
