//! The certificates of a PEM text, however editors and `cat` have left it.

use base64::Engine as _;
use rustls::pki_types::CertificateDer;

use crate::values::encoding::BASE64;

const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";
const END: &[u8] = b"-----END CERTIFICATE-----";

/// A mark counts wherever it stands: behind a byte order mark, behind blanks, behind the mark before it where a
/// line end was lost. Otherwise such a certificate would be missing without a word.
pub fn certificates(text: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(begin) = find(rest, BEGIN) {
        rest = &rest[begin + BEGIN.len()..];
        let number = found.len() + 1;
        let end = find(rest, END).ok_or_else(|| format!("has no end of its certificate {number}"))?;
        let content: Vec<u8> = rest[..end]
            .iter()
            .copied()
            .filter(|byte| byte.is_ascii() && !byte.is_ascii_whitespace())
            .collect();
        let bytes =
            BASE64.decode(content).map_err(|_| format!("has no base64 in its certificate {number}"))?;
        found.push(CertificateDer::from(bytes));
        rest = &rest[end + END.len()..];
    }
    if found.is_empty() { Err(why_none(text).to_owned()) } else { Ok(found) }
}

fn find(text: &[u8], mark: &[u8]) -> Option<usize> {
    text.windows(mark.len()).position(|window| window == mark)
}

fn why_none(text: &[u8]) -> &'static str {
    match text {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "is UTF-16, need PEM in ASCII or UTF-8",
        // A sequence, as DER begins.
        [0x30, 0x80..=0x84, ..] => "is DER, need PEM",
        _ => "holds no certificate in PEM form",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Vec<u8>> {
        certificates(text.as_bytes()).unwrap().iter().map(|found| found.as_ref().to_vec()).collect()
    }

    #[test]
    fn no_certificate_is_lost_however_the_text_was_left() {
        let plain = "-----BEGIN CERTIFICATE-----\nAQ\nID\n-----END CERTIFICATE-----\n";
        let expected = [[1, 2, 3], [1, 2, 3]];
        for text in [
            format!("{plain}{plain}"),
            format!("\u{feff}{plain}\u{feff}{plain}"),
            format!("{plain}{plain}").replace('\n', "\r\n"),
            format!("{plain}{plain}").replace('\n', "\r"),
            format!("{plain}{plain}").replace('\n', "\n  "),
            format!("{plain}{plain}").replace('\n', ""),
            format!(
                "subject=A\n{plain}subject=B\u{eb}\n{plain}-----BEGIN X509 CRL-----\n!\n-----END X509 CRL-----"
            ),
        ] {
            assert_eq!(read(&text), expected, "{text}");
        }
    }

    #[test]
    fn what_holds_none_says_why() {
        for (text, why) in [
            (&b""[..], "holds no certificate in PEM form"),
            (b"text", "holds no certificate in PEM form"),
            (
                b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "holds no certificate in PEM form",
            ),
            (b"\xff\xfe-\0-\0", "is UTF-16, need PEM in ASCII or UTF-8"),
            (b"\x30\x82\x01\x02", "is DER, need PEM"),
            (b"-----BEGIN CERTIFICATE-----\nAAAA", "has no end of its certificate 1"),
            (
                b"-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----",
                "has no base64 in its certificate 1",
            ),
        ] {
            assert_eq!(certificates(text).unwrap_err(), why);
        }
    }
}
