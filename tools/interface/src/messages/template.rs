//! `messages/en.toml`: what translators begin with.

use std::fmt::Write as _;

use super::{all, english};
use authforge_status::{TABLE, UserMessage};

pub const PATH: &str = "messages/en.toml";

const HEAD: &str = "\
# What users of a program with libauthforge are told. Made from the library's source by `cargo xtask generate`; do not
# edit. For another language copy it, name the copy after the language (fr.toml), translate what is between quotes, and
# run `cargo xtask generate`. Above each sentence stand the outcomes that it is shown for.

language = \"English\"

[messages]
";

pub fn text() -> String {
    let mut text = HEAD.to_owned();
    for (message, word) in all() {
        let _ = writeln!(text, "# {}\n{word} = \"{}\"", codes(message), english(message));
    }
    text
}

fn codes(message: UserMessage) -> String {
    let rows = TABLE.iter().filter(|row| row.user_message == message);
    rows.map(|row| row.code().to_string_lossy()).collect::<Vec<_>>().join(", ")
}
