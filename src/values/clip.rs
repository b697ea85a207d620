//! Clipping between characters.

/// As many whole characters of the beginning as `most` bytes have room for.
pub fn beginning(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or(0)]
}

/// The same of the end.
pub fn end(text: &str, most: usize) -> &str {
    let from = (text.len().saturating_sub(most)..=text.len()).find(|from| text.is_char_boundary(*from));
    &text[from.unwrap_or(text.len())..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_characters_are_kept_at_both_ends_and_no_half_of_one() {
        let text = "a\u{eb}\u{65e5}\u{1f600}";
        for (most, first, last) in [
            (0, "", ""),
            (1, "a", ""),
            (2, "a", ""),
            (3, "a\u{eb}", ""),
            (4, "a\u{eb}", "\u{1f600}"),
            (6, "a\u{eb}\u{65e5}", "\u{1f600}"),
            (9, "a\u{eb}\u{65e5}", "\u{eb}\u{65e5}\u{1f600}"),
            (10, text, text),
            (99, text, text),
        ] {
            assert_eq!((beginning(text, most), end(text, most)), (first, last), "{most}");
        }
    }
}
