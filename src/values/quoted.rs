//! Texts of others in our messages.

use super::clip;
use super::limits::MOST_QUOTED;
use super::redacted::redacted;

/// A text for a message: quoted and escaped, without a license key, and where it is long without its middle, so that
/// there is room for what is said about it.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", shortened(&escaped(text), MOST_QUOTED / 2))
}

/// The same of a path, whose end says more than its beginning.
pub fn quoted_path(path: &str) -> String {
    let escaped = escaped(path);
    // People know their paths with one, and no quote can be in them.
    #[cfg(windows)]
    let escaped = escaped.replace(r"\\", r"\");
    format!("\"{}\"", shortened(&escaped, MOST_QUOTED / 4))
}

/// The same of a server's address, which is not quoted.
pub fn shown_server(address: &str) -> String {
    shortened(address, MOST_QUOTED / 2)
}

fn escaped(text: &str) -> String {
    let quoted = format!("{:?}", redacted(text));
    quoted[1..quoted.len() - 1].to_owned()
}

/// So many bytes of its beginning, and of its end what there is room for.
fn shortened(text: &str, beginning: usize) -> String {
    const CUT: &str = "...";
    if text.len() <= MOST_QUOTED {
        return text.to_owned();
    }
    let end = MOST_QUOTED - beginning - CUT.len();
    format!("{}{CUT}{}", clip::beginning(text, beginning), clip::end(text, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_value_lacks_its_middle_and_has_both_ends() {
        let hidden = "\"/a/*******************.authforge\"";
        assert_eq!(quoted_path("/a/ABCD-EFGH-2345-6789.authforge"), hidden);
        assert_eq!(quoted_path("ABCD-EFGH-2345-678"), "\"ABCD-EFGH-2345-678\"");
        let long = quoted_path(&format!("/start/{}/license.authforge", "\u{eb}".repeat(100)));
        assert!(
            long.starts_with("\"/start/\u{eb}") && long.ends_with("\u{eb}/license.authforge\""),
            "{long}"
        );
        let long = quoted(&format!("https://{}.end", "x".repeat(2000)));
        assert!(
            long.starts_with("\"https://xx") && long.contains("x...x") && long.ends_with("x.end\""),
            "{long}"
        );
        for text in ["\u{1}".repeat(100), "\u{eb}".repeat(100), "a".repeat(5000), "\u{1f600}".repeat(81)] {
            for shown in [quoted_path(&text), quoted(&text), shown_server(&text)] {
                assert!(shown.len() <= MOST_QUOTED + 2 && shown.len() > MOST_QUOTED - 10, "{shown}");
            }
        }
        for fits in ["a".repeat(MOST_QUOTED), "\"".repeat(MOST_QUOTED / 2)] {
            assert_eq!(quoted(&fits), format!("{fits:?}"));
        }
    }

    #[test]
    #[cfg(windows)]
    fn the_separators_of_a_path_are_shown_as_people_write_them() {
        assert_eq!(quoted_path("C:\\new\\a\tb"), r#""C:\new\a\tb""#);
        assert_eq!(quoted(r"a\b"), r#""a\\b""#);
    }

    #[test]
    fn a_key_that_would_be_cut_in_its_middle_is_hidden_before() {
        for length in 0..100 {
            for around in 0..100 {
                let text = format!("{}ABCD-EFGH-2345-6789{}", "/".repeat(around), "/".repeat(length));
                let shown = [quoted(&text), quoted_path(&text)].concat();
                assert!(!shown.contains(|letter: char| letter.is_ascii_alphanumeric()), "{shown}");
            }
        }
    }

    #[test]
    fn a_license_key_is_hidden_whole_whatever_stands_beside_it() {
        for text in ["copy-ABCD-EFGH-2345-6789", "ABCD-EFGH-2345-6789-copy", "xABCD-EFGH-2345-6789x"] {
            let shown = quoted(text);
            assert!(!shown.contains("ABCD") && !shown.contains("6789"), "{shown}");
        }
        assert_eq!(quoted("\u{eb}-abcd-efgh-2345-6789"), "\"\u{eb}-*******************\"");
    }

    #[test]
    fn the_id_of_an_app_is_shown_although_a_part_of_it_looks_like_a_license_key() {
        let id = "5b2f8c1e-7d43-4a9b-8e06-2f1d90c3ab57";
        assert_eq!(quoted(id), format!("{id:?}"));
        let path = format!("/{id}/ABCD-EFGH-2345-6789");
        assert_eq!(quoted_path(&path), format!("\"/{id}/*******************\""));
        // Not hexadecimal, so no id.
        assert!(!quoted("5b2fABCD-EFGH-2345-6789-2f1d90c3ab57").contains("ABCD"));
    }
}
