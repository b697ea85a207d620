//! Unescapes text that went through mail, chat and web pages; nothing is left but ASCII.

/// Escapes of escapes, as in the source of a mail that quotes a web page.
const LAYERS: usize = 3;

/// Longer ones are a `<` with text behind it.
const LONGEST_TAG: usize = 300;
const LONGEST_ENTITY: usize = 10;

/// Taken for what cannot be base64, and left out.
const NOTHING: u8 = 0;

/// An escape's character, and what follows it.
type Undone<'a> = Option<(u8, &'a [u8])>;

/// Line ends are `\n`, other controls and all that is not ASCII are gone: marks that nobody sees, dashes and
/// blanks that an editor finds nicer, the text of another encoding around. Nothing of it is base64.
pub fn unescape(text: &[u8]) -> Vec<u8> {
    let mut text = undo(text);
    for _ in 1..LAYERS {
        let undone = undo(&text);
        if undone == text {
            break;
        }
        text = undone;
    }
    text
}

fn undo(text: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(text.len());
    // Where that stands for each `=`, one at the end of a line is none: the line goes on.
    let is_quoted = text.windows(3).any(|bytes| bytes == b"=3D");
    let mut rest = text;
    while let Some((&first, after)) = rest.split_first() {
        let undone = match first {
            b'=' if is_quoted && after.starts_with(b"\n") => Some((NOTHING, &after[1..])),
            b'=' if is_quoted && after.starts_with(b"\r\n") => Some((NOTHING, &after[2..])),
            // Quoted-printable, and addresses of the web.
            b'=' | b'%' => hex(after, 2),
            b'\\' => backslash(after),
            b'&' => entity(after),
            b'<' => tag(after),
            _ => None,
        };
        let (byte, next) = undone.unwrap_or((first, after));
        rest = next;
        match byte {
            b'\r' => plain.push(b'\n'),
            b'\n' | b'\t' | b' '..=b'~' => plain.push(byte),
            _ => {}
        }
    }
    plain
}

fn hex(text: &[u8], digits: usize) -> Undone<'_> {
    let (number, rest) = text.split_at_checked(digits)?;
    Some((character(number, 16)?, rest))
}

fn character(digits: &[u8], radix: u32) -> Option<u8> {
    let number = u32::from_str_radix(str::from_utf8(digits).ok()?, radix).ok()?;
    Some(u8::try_from(number).unwrap_or(NOTHING))
}

/// As texts of programs are written, or Markdown. Behind several of them one is meant.
fn backslash(after: &[u8]) -> Undone<'_> {
    let after = &after[after.iter().take_while(|byte| **byte == b'\\').count()..];
    let (letter, rest) = after.split_first()?;
    let undone = match letter {
        b'n' | b'r' => Some((b'\n', rest)),
        b't' => Some((b' ', rest)),
        b'u' => hex(rest, 4),
        b'x' => hex(rest, 2),
        _ => None,
    };
    undone.or(Some((NOTHING, after)))
}

/// As web pages are written.
fn entity(after: &[u8]) -> Undone<'_> {
    let end = after.iter().take(LONGEST_ENTITY).position(|byte| *byte == b';')?;
    let undone = match &after[..end] {
        b"lt" => b'<',
        b"gt" => b'>',
        b"amp" => b'&',
        b"equals" => b'=',
        b"plus" => b'+',
        b"sol" => b'/',
        [b'#', b'x' | b'X', digits @ ..] => character(digits, 16)?,
        [b'#', digits @ ..] => character(digits, 10)?,
        name if name.iter().all(u8::is_ascii_alphanumeric) => b' ',
        _ => return None,
    };
    Some((undone, &after[end + 1..]))
}

/// A line ends there, as it does at `<br>` and `</p>`: within base64 it may end anywhere.
fn tag(after: &[u8]) -> Undone<'_> {
    let begins = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!');
    after.first().filter(|byte| begins(byte))?;
    let end = after.iter().take(LONGEST_TAG).position(|byte| matches!(byte, b'<' | b'>'))?;
    (after[end] == b'>').then(|| (b'\n', &after[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain_text(text: &str) -> String {
        String::from_utf8(unescape(text.as_bytes())).unwrap()
    }

    #[test]
    fn what_is_no_escape_stays_and_what_is_not_ascii_goes() {
        for text in ["", "a b\tc\n", "QUI=\n-----", "QQ==", "100 %", "a & b;", "a<b", "1 < 2 > 1", "a\n<b"] {
            assert_eq!(plain_text(text), text);
        }
        assert_eq!(plain_text("\u{feff}a\u{200b}b\u{a0}c\u{2013}d\0e\r\r\nf"), "abcde\n\n\nf");
        assert_eq!(unescape(b"caf\xe9 \xff\xfeA\0B\0"), b"caf AB");
    }

    #[test]
    fn escapes_are_undone_layer_by_layer() {
        for (escaped, text) in [
            ("a=3D=3D\n=E2=80=8B&g=\r\nt;b=\nc", "a==\n>bc"),
            ("a%2Bb%0Ac%3d", "a+b\nc="),
            ("a\\nb\\r\\nc\\\\n\\/\\+\\u002B\\x2f\\t\\", "a\nb\n\nc\n/++/ \\"),
            ("&gt; a&nbsp;b&#43;&#x2F;&#x200b;&equals;&plus;&sol;", "> a b+/=+/"),
            ("a<br>b</p ><span class=\"x:y\">c", "a\nb\n\nc"),
            ("&lt;br&gt;a&amp;gt;&amp;lt;br&amp;gt;", "\na>\n"),
        ] {
            assert_eq!(plain_text(escaped), text, "{escaped}");
        }
    }
}
