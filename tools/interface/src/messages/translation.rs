//! A translation as it stands in `messages/`: every sentence once, none of them empty.

use std::path::Path;

use super::all;
use anyhow::{Context, bail};
use harness::{Result, project};

pub const FOLDER: &str = "messages";
/// In bytes: what `af_set_user_messages` takes.
const LONGEST: usize = 1024;

pub struct Translation {
    /// The name of its file, such as `de`.
    pub code: String,
    /// Its name in English, such as `German`.
    pub language: String,
    /// In the order of the messages.
    pub texts: Vec<String>,
}

/// All of them, in the order of their codes. The English one is made, and is none of them.
pub fn in_folder(folder: &Path) -> Result<Vec<Translation>> {
    let mut found = Vec::new();
    for path in project::files(folder, "toml")? {
        let code = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if code != "en" {
            let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            found.push(read(&code, &text)?);
        }
    }
    Ok(found)
}

pub fn all_translations() -> Result<Vec<Translation>> {
    in_folder(&project::root().join(FOLDER))
}

fn read(code: &str, text: &str) -> Result<Translation> {
    let name = format!("{FOLDER}/{code}.toml");
    let table: toml::Table = toml::from_str(text).with_context(|| name.clone())?;
    let language = table.get("language").and_then(toml::Value::as_str).unwrap_or_default();
    if !is_name(language) || !code.chars().all(|letter| letter.is_ascii_lowercase()) {
        bail!(
            "{name}: language is {language:?}, need a name such as \"German\", and the file's in small letters"
        );
    }
    let messages = table.get("messages").and_then(toml::Value::as_table);
    let messages = messages.with_context(|| format!("{name} has no [messages]"))?;
    if let Some(extra) = messages.keys().find(|key| !all().any(|(_, word)| word == **key)) {
        bail!("{name}: {extra} is no message of the library");
    }
    let texts = all().map(|(_, word)| sentence(&name, &word, messages.get(&word))).collect::<Result<_>>()?;
    Ok(Translation { code: code.to_owned(), language: language.to_owned(), texts })
}

/// What becomes a name in C and C#.
fn is_name(language: &str) -> bool {
    language.starts_with(|first: char| first.is_ascii_uppercase())
        && language.chars().all(|letter| letter.is_ascii_alphabetic())
}

fn sentence(name: &str, word: &str, value: Option<&toml::Value>) -> Result<String> {
    let text = value.and_then(toml::Value::as_str).with_context(|| format!("{name} has no {word}"))?;
    let odd = text.trim() != text || text.contains(char::is_control) || text.contains('|');
    if text.is_empty() || odd || text.len() > LONGEST {
        bail!("{name}: {word} has to be one line of 1 to {LONGEST} bytes, without blanks around it");
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::english;
    use std::fmt::Write as _;

    /// English as a translation, with one line changed.
    fn changed(word: &str, line: &str) -> String {
        let mut text = "language = \"German\"\n[messages]\n".to_owned();
        for (message, own) in all() {
            if own == word {
                text.push_str(line);
            } else {
                let _ = writeln!(text, "{own} = {:?}", english(message));
            }
        }
        text
    }

    #[test]
    fn the_translations_of_the_project_are_complete_and_no_copies_of_english() {
        let found = all_translations().unwrap();
        let codes: Vec<&str> = found.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(codes, ["de", "es"]);
        for translation in found {
            for ((message, word), text) in all().zip(&translation.texts) {
                assert_ne!(text, english(message), "{} {word}", translation.code);
            }
        }
    }

    #[test]
    fn a_translation_that_lacks_a_sentence_or_has_an_empty_or_unknown_one_is_refused() {
        let told = |text: &str| read("de", text).err().map(|why| format!("{why:#}")).unwrap_or_default();
        let refused = |word, line| told(&changed(word, line));
        assert_eq!(refused("", ""), "");
        assert_eq!(refused("no_seat", ""), "messages/de.toml has no no_seat");
        assert!(refused("no_seat", "no_seat = \"\"\n").contains("no_seat has to be one line"));
        assert!(refused("no_seat", "no_seat = \" Nein.\"\n").contains("without blanks"));
        assert!(refused("no_seat", "no_seat = \"Nein.\\n\"\n").contains("one line"));
        assert!(refused("no_seat", "no_seat = 7\n").contains("has no no_seat"));
        let unknown = "no_seat = \"Nein.\"\nno_seats = \"Nein.\"\n";
        assert_eq!(refused("no_seat", unknown), "messages/de.toml: no_seats is no message of the library");
        assert!(told("[messages]\n").contains("language is \"\""));
    }
}
