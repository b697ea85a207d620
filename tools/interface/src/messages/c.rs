//! `include/authforge/messages_<code>.h`: a translation as C and C++ take it.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::{Translation, all, shout};

pub fn file(translation: &Translation) -> (PathBuf, String) {
    let code = &translation.code;
    (PathBuf::from(format!("include/authforge/messages_{code}.h")), text(translation))
}

fn text(translation: &Translation) -> String {
    let (code, language) = (&translation.code, &translation.language);
    let name = format!("AF_USER_MESSAGES_{}", shout(code));
    let guard = format!("AUTHFORGE_MESSAGES_{}_H", shout(code));
    let mut text = format!(
        "/* authforge/messages_{code}.h - what users are told, in {language}.
 *
 * Made from messages/{code}.toml by `cargo xtask generate`; do not edit. Escaped, so that it is UTF-8 whatever the
 * compiler takes its sources for. Put it to use with
 *
 *   af_set_user_messages({name}, {name}_COUNT, NULL);
 */
#ifndef {guard}
#define {guard}

#include \"authforge.h\"

static const af_user_message {name}[] = {{\n"
    );
    for ((_, word), sentence) in all().zip(&translation.texts) {
        let _ = writeln!(text, "  {{AF_USER_MESSAGE_ID_{},\n   \"{}\"}},", shout(&word), escaped(sentence));
    }
    let _ = write!(
        text,
        "}};\n\n#define {name}_COUNT (sizeof {name} / sizeof {name}[0])\n\n#endif /* {guard} */\n"
    );
    text
}

/// In three octal digits, behind which any digit may come.
fn escaped(sentence: &str) -> String {
    let mut text = String::new();
    for byte in sentence.bytes() {
        match byte {
            b'"' | b'\\' | b'?' | 0x7f.. => {
                let _ = write!(text, "\\{byte:03o}");
            }
            plain => text.push(char::from(plain)),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_ascii_and_ends_no_literal() {
        assert_eq!(escaped("f\u{fc}r 7 \"a\\b\"??/"), "f\\303\\274r 7 \\042a\\134b\\042\\077\\077/");
    }
}
