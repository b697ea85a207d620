//! What users are told, in every language, as C, C#, Unreal's C++ and Markdown. English comes from the library's own source, the
//! translations from `messages/`.

mod c;
mod csharp;
mod page;
mod template;
mod translation;
mod unreal;

use std::path::PathBuf;

use crate::generate::names::snake;
use authforge_status::{USER_MESSAGES, UserMessage};
use harness::Result;
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

/// `no_connection` as `NO_CONNECTION`.
fn shout(word: &str) -> String {
    word.to_ascii_uppercase()
}
