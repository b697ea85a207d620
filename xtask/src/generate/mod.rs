//! `cargo xtask generate`: everything that is mechanical about the C interface, written from one description, the Rust
//! source of the border. `model` reads it; each other module makes one face of it.

mod cpp;
mod csharp;
mod header;
mod made;
mod model;
mod names;
mod status_page;
mod unreal;

use crate::shell::{self, Result};
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
    Ok(made)
}

/// Writes them anew, or with `--check` fails and names each that is not what it would write.
pub fn run(words: &[String]) -> Result {
    match words {
        [] => files()?.write(&shell::root()),
        [word] if word == "--check" => check(),
        other => Err(format!("generate {}: only --check is known", other.join(" "))),
    }
}

/// Fails when a file is not what the source makes.
pub fn check() -> Result {
    files()?.check(&shell::root())
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

#[cfg(test)]
mod tests {
    #[test]
    fn every_file_that_is_made_is_what_the_source_makes() {
        super::check().unwrap();
    }
}
