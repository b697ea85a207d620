//! What users are told, in every language, as C, C#, Unreal's C++ and Markdown. English comes from the library's own source, the
//! translations from `messages/`.

mod c;
mod csharp;
mod page;
mod template;
mod translation;
mod unreal;

use std::path::PathBuf;

use crate::shell::Result;
use crate::status::{USER_MESSAGES, UserMessage};
use translation::Translation;

/// Whole files, each by its path from the root.
pub fn files() -> Result<Vec<(PathBuf, String)>> {
    let translations = translation::all_translations()?;
    let mut files = vec![
        (PathBuf::from(template::PATH), template::text()),
        (PathBuf::from(csharp::PATH), csharp::text(&translations)),
        (PathBuf::from(unreal::PATH), unreal::text(&translations)),
    ];
    files.extend(translations.iter().map(c::file));
    Ok(files)
}

/// The tables of a page, each with the name of its region.
pub fn tables() -> Result<[(&'static str, String); 2]> {
    Ok(page::tables(&translation::all_translations()?))
}

/// Every message with its word: `no_connection`, as translators see it.
fn all() -> impl Iterator<Item = (UserMessage, String)> {
    USER_MESSAGES.into_iter().map(|message| (message, snake(&format!("{message:?}"))))
}

fn english(message: UserMessage) -> &'static str {
    message.english().to_str().unwrap_or_default()
}

/// `NoConnection` as `no_connection`.
fn snake(name: &str) -> String {
    let mut word = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !word.is_empty() {
            word.push('_');
        }
        word.push(letter.to_ascii_lowercase());
    }
    word
}

/// `no_connection` as `NO_CONNECTION`.
fn shout(word: &str) -> String {
    word.to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_the_name_in_snake_case() {
        assert_eq!(snake("NoConnection"), "no_connection");
        assert_eq!(shout("no_connection"), "NO_CONNECTION");
    }
}
