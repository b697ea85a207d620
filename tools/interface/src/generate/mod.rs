//! `cargo xtask generate`: everything that is mechanical about the C interface, written from one description, the Rust
//! source of the border. `model` reads it; each other module makes one face of it.

mod cpp;
mod csharp;
mod header;
mod made;
mod model;
pub(crate) mod names;
mod status_page;
mod unreal;

use crate::messages;
use harness::{Result, project};
use made::Made;
use model::Model;

/// The sentence that stands at the top of every file that is made, and at the top of every region.
const MARK: &str = "made by `cargo xtask generate`";

/// Every file as it has to be.
fn files() -> Result<Made> {
    let model = Model::read()?;
    let mut made = Made::default();
    made.whole(header::PATH, header::text(&model)?);
    csharp::make(&model, &mut made)?;
    made.whole(cpp::PATH, cpp::text(&model));
    status_page::make(&mut made)?;
    unreal::make(&model, &mut made)?;
    for (path, text) in messages::files()? {
        made.whole(&path.to_string_lossy(), text);
    }
    Ok(made)
}

/// Writes them anew.
pub fn write() -> Result {
    files()?.write(&project::root())
}

/// Fails when a file is not what the source makes.
pub fn check() -> Result {
    files()?.check(&project::root())
}

/// The functions that leave the library, sorted.
pub fn functions() -> Result<Vec<String>> {
    let model = Model::read()?;
    let mut names: Vec<String> = model.functions().map(|(item, _)| item.name.clone()).collect();
    names.sort();
    Ok(names)
}

/// The lines of C that open each section of the header, with the section's title.
pub fn samples() -> Result<Vec<(String, String)>> {
    header::samples()
}

/// Which of these words no line of code has in these files: comments may name anything.
#[cfg(test)]
fn not_in_code<'a>(words: impl Iterator<Item = &'a str>, files: &[std::path::PathBuf]) -> Vec<&'a str> {
    let mut found = std::collections::BTreeSet::new();
    for file in files {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let is_letter = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        found.extend(code.flat_map(|line| line.split(|letter| !is_letter(letter))).map(str::to_owned));
    }
    words.filter(|word| !found.contains(*word)).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_file_that_is_made_is_what_the_source_makes() {
        super::check().unwrap();
    }
}
