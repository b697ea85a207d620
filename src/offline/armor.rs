//! Armor: marker lines around header lines and base64, as mail programs and editors leave it.

use crate::error::{Error, Result};
use crate::status::Status;

/// Lines are wrapped here.
const WIDTH: usize = 64;

/// Lines of a text, whatever its line ends, without its byte order mark.
pub fn lines(text: &str) -> Vec<&str> {
    let text = text.trim_start_matches('\u{FEFF}');
    let whole = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    whole.flat_map(|line| line.split('\r')).collect()
}

/// A part of an armored text.
pub struct Part<'a> {
    pub lines: &'a [&'a str],
    /// What follows the end marker.
    pub rest: &'a [&'a str],
}

/// The lines between two markers; what stands before the first is ignored.
pub fn part<'a>(lines: &'a [&'a str], begin: &str, end: &str) -> Result<Part<'a>> {
    let find = |from: usize, marker: &str| {
        let at = lines[from..].iter().position(|line| line.trim() == marker);
        at.map(|at| from + at).ok_or_else(|| damaged(format!("there is no line {marker:?}")))
    };
    let first = find(0, begin)? + 1;
    let last = find(first, end)?;
    Ok(Part { lines: &lines[first..last], rest: &lines[last + 1..] })
}

/// Splits a part at its first blank line into headers and base64.
pub fn headers_and_body<'a>(lines: &'a [&'a str]) -> Result<(Vec<(&'a str, &'a str)>, String)> {
    let blank = lines.iter().position(|line| line.trim().is_empty());
    let blank = blank.ok_or_else(|| damaged("no blank line ends the headers"))?;
    let headers = lines[..blank].iter().map(|line| header(line)).collect::<Result<_>>()?;
    Ok((headers, base64(&lines[blank + 1..])?))
}

fn header(line: &str) -> Result<(&str, &str)> {
    match line.trim().split_once(':') {
        Some((name, value)) if !name.is_empty() => Ok((name.trim(), value.trim())),
        _ => Err(damaged("a header line has no name before a colon")),
    }
}

/// Base64 text of any wrapping as one line, without decoding it: this text is what is signed.
pub fn base64(lines: &[&str]) -> Result<String> {
    let text: String =
        lines.iter().flat_map(|line| line.chars()).filter(|letter| !letter.is_whitespace()).collect();
    let data = text.strip_suffix('=').map_or(text.as_str(), |rest| rest.strip_suffix('=').unwrap_or(rest));
    let all = !data.is_empty()
        && data.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/');
    if all { Ok(text) } else { Err(damaged("the text inside is not base64")) }
}

/// ASCII text in lines.
pub fn wrap(text: &str) -> String {
    let mut wrapped = String::with_capacity(text.len() + text.len() / WIDTH + 1);
    for (at, letter) in text.chars().enumerate() {
        if at > 0 && at % WIDTH == 0 {
            wrapped.push('\n');
        }
        wrapped.push(letter);
    }
    wrapped
}

fn damaged(why: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(Status::BadArmor, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_line_ends_and_a_byte_order_mark_are_fine() {
        assert_eq!(lines("\u{FEFF}a\r\nb\rc\n\r\nd"), ["a", "b", "c", "", "d"]);
    }

    #[test]
    fn base64_may_be_wrapped_anywhere_and_is_not_decoded() {
        assert_eq!(base64(&["QU ", "\tJD", "RA=="]).unwrap(), "QUJDRA==");
        for bad in ["", "=", "QUJ===", "QU=JD", "QU-D"] {
            assert_eq!(base64(&[bad]).unwrap_err().status, Status::BadArmor, "{bad}");
        }
    }

    #[test]
    fn headers_end_at_the_first_blank_line_and_have_names() {
        let (headers, body) = headers_and_body(&["A: 1", " B:x:y ", " ", "QUJD"]).unwrap();
        assert_eq!((headers, body.as_str()), (vec![("A", "1"), ("B", "x:y")], "QUJD"));
        assert!(headers_and_body(&["A: 1", "QUJD"]).is_err());
        assert!(headers_and_body(&[": 1", "", "QUJD"]).is_err());
    }

    #[test]
    fn text_is_wrapped_at_64_columns_without_an_empty_last_line() {
        assert_eq!(wrap(&"x".repeat(64)), "x".repeat(64));
        assert_eq!(wrap(&"x".repeat(65)), format!("{}\nx", "x".repeat(64)));
    }
}
