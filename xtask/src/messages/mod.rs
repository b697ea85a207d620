//! What users are told, in every language, as C, C#, Unreal's C++ and Markdown. English comes from the library's own source, the
//! translations from `messages/`.

mod c;
mod csharp;
mod page;
mod template;
mod translation;
mod unreal;

use std::path::PathBuf;

use crate::shell::{self, Result};
use crate::status::{USER_MESSAGES, UserMessage};
use translation::Translation;

/// What is made: each file by its path from the root.
pub fn files() -> Result<Vec<(PathBuf, String)>> {
    let translations = translation::all_translations()?;
    let mut files = vec![
        (PathBuf::from(template::PATH), template::text()),
        (PathBuf::from(csharp::PATH), csharp::text(&translations)),
        (PathBuf::from(unreal::PATH), unreal::text(&translations)),
        (PathBuf::from(page::PATH), page::of_disk(&translations)?),
    ];
    files.extend(translations.iter().map(c::file));
    Ok(files)
}

/// Writes them anew, or with `--check` fails when one is not what it would write.
pub fn run(words: &[String]) -> Result {
    let check = match words {
        [] => false,
        [word] if word == "--check" => true,
        other => return Err(format!("messages {}: only --check is known", other.join(" "))),
    };
    for (path, text) in files()? {
        let whole = shell::root().join(&path);
        let name = path.display();
        if check {
            if std::fs::read_to_string(&whole).unwrap_or_default() != text {
                return Err(format!(
                    "{name} is stale; run `cargo xtask messages` and look at the difference"
                ));
            }
        } else {
            let folder = whole.parent().ok_or("a file without a folder")?;
            std::fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
            std::fs::write(&whole, text).map_err(|e| format!("{name}: {e}"))?;
        }
    }
    Ok(())
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
    fn the_files_of_the_messages_are_what_the_source_and_the_translations_make() {
        run(&["--check".to_owned()]).unwrap();
    }

    #[test]
    fn a_word_is_the_name_in_snake_case() {
        assert_eq!(snake("NoConnection"), "no_connection");
        assert_eq!(shout("no_connection"), "NO_CONNECTION");
    }
}
