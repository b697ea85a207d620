//! What people paste: keys with something around them that nobody sees.

use zeroize::Zeroizing;

/// Without blanks, line ends, byte order marks, zero-width characters, soft hyphens and marks of direction at its
/// ends.
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(is_unseen)
}

#[inline(never)]
fn is_unseen(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Whether two texts are the same license key: case, blanks and dashes are how it is written.
pub fn is_same_key(one: &str, other: &str) -> bool {
    *letters(one) == *letters(other)
}

#[inline(never)]
fn letters(key: &str) -> Zeroizing<String> {
    let mut letters = Zeroizing::new(String::with_capacity(key.len()));
    letters.extend(key.chars().filter(|letter| !is_unseen(*letter) && !is_dash(*letter)));
    letters.make_ascii_uppercase();
    letters
}

/// Hyphens, dashes and the minus, as editors put one for the other.
fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_trimmed_at_the_ends_and_nowhere_else() {
        for unseen in
            ["", " ", "\r\n", "\u{feff}", "\u{200b}\u{a0}", "\u{ad}", "\u{200e}\u{202c}\u{2069}", "\u{7f}"]
        {
            assert_eq!(trimmed(&format!("{unseen}A\u{200b}B{unseen}")), "A\u{200b}B", "{unseen:?}");
            assert_eq!(trimmed(unseen), "", "{unseen:?}");
        }
        assert_eq!(trimmed("-\u{e9}\u{301}-"), "-\u{e9}\u{301}-");
    }

    #[test]
    fn a_key_is_the_same_however_it_is_written() {
        for same in ["abcd-efgh", "ABCDEFGH", " AB CD\u{2011}EF\u{2013}GH\n", "\u{feff}abcdEFGH-"] {
            assert!(is_same_key("ABCD-EFGH", same), "{same:?}");
        }
        for other in ["", "-", "ABCD", "ABCD-EFGI", "ABCD_EFGH", "\u{c5}BCD-EFGH"] {
            assert!(!is_same_key("ABCD-EFGH", other), "{other:?}");
        }
    }
}
