//! Text for C: with its terminator, wiped when it is dropped, because it may hold a key or a token.

use std::ffi::{CStr, c_char};

use zeroize::{Zeroize, Zeroizing};

/// Has no zero byte but the last.
#[derive(Clone, PartialEq, Eq)]
pub struct Text(Box<[u8]>);

impl Text {
    /// `None` for a text that C could not hold whole.
    pub fn new(text: String) -> Option<Text> {
        let mut bytes = Zeroizing::new(text.into_bytes());
        if bytes.contains(&0) {
            return None;
        }
        // Growing would leave the old place unwiped.
        let mut block = Vec::with_capacity(bytes.len() + 1);
        block.append(&mut bytes);
        block.push(0);
        Some(Text(block.into()))
    }

    /// Without the terminator.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0[..self.0.len() - 1]
    }

    pub fn as_c_str(&self) -> &CStr {
        CStr::from_bytes_until_nul(&self.0).unwrap_or_default()
    }

    pub fn as_ptr(&self) -> *const c_char {
        self.0.as_ptr().cast()
    }
}

impl Drop for Text {
    fn drop(&mut self) {
        // As a slice: a `Vec` is wiped byte by byte, which a game that frees a session would feel.
        <[u8]>::zeroize(&mut self.0);
    }
}

impl Default for Text {
    fn default() -> Text {
        Text([0].into())
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Text(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_ends_once_and_does_not_print() {
        let text = Text::new("key".to_owned()).unwrap();
        assert_eq!((text.as_bytes(), text.as_c_str()), (&b"key"[..], c"key"));
        assert_eq!(format!("{text:?}"), "Text(..)");
        assert!(Text::new("a\0b".to_owned()).is_none());
        assert_eq!(Text::default().as_c_str(), c"");
    }
}
