//! The project's pages, whose examples are compiled as pasted.

use std::fs;

use anyhow::Context;

use crate::{Result, project};

/// The first example in a language (`c`, `cpp`, `csharp`) of a page, named from the root.
pub fn example(page: &str, language: &str) -> Result<String> {
    let first = examples(page, language)?.into_iter().next();
    first.with_context(|| format!("{page} has no example in {language}"))
}

/// All of them, in order.
pub fn examples(page: &str, language: &str) -> Result<Vec<String>> {
    let text = fs::read_to_string(project::root().join(page)).with_context(|| page.to_owned())?;
    let begin = format!("```{language}\n");
    let parts = text.split(&begin).skip(1);
    Ok(parts.filter_map(|part| Some(part.split("```").next()?.to_owned())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    const BUILD: &str = "cargo rustc --release --locked";
    const KINDS: &str = "-p libauthforge --lib --crate-type cdylib,staticlib";

    fn pages(folder: &Path, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() && !["target", ".git", "build", "vendored"].contains(&name.as_str()) {
                pages(&path, found);
            } else if name.ends_with(".md") {
                found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
            }
        }
    }

    #[test]
    fn every_page_builds_the_library_with_the_same_command() {
        let mut found = Vec::new();
        pages(&project::root(), &mut found);
        let mut commands = 0;
        for (page, text) in found {
            let whole = text.replace("\\\n", " ").replace("\n   ", " ");
            for (at, _) in whole.match_indices("cargo rustc --release") {
                let line = whole[at..].split(['\n', '`']).next().unwrap_or_default();
                assert!(line.starts_with(BUILD) && line.contains(KINDS), "{page}: {line}");
                commands += 1;
            }
            // Said once, of what it does not do.
            let other = whole.matches("cargo build --release").count();
            assert!(
                other == usize::from(page.ends_with("docs/building.md")),
                "{page}: cargo build --release"
            );
        }
        assert!(commands >= 4, "{commands} commands");
    }

    #[test]
    fn no_example_has_the_app_secret_in_its_source() {
        let secret = "c47e1a90-3f5d-4b62-9a8c-e0d7b1f26a34";
        let mut sources = Vec::new();
        for folder in ["examples/c", "examples/cpp", "examples/csharp"] {
            for extension in ["c", "cpp", "cs"] {
                sources.extend(project::files(&project::root().join(folder), extension).unwrap());
            }
        }
        assert!(sources.len() >= 8, "{sources:?}");
        for path in sources {
            let text = fs::read_to_string(&path).unwrap();
            assert!(!text.contains(secret) && !text.contains("URL APP_ID APP_SECRET"), "{}", path.display());
            let online = text.contains("CA_FILE");
            assert_eq!(online, text.contains("AUTHFORGE_APP_SECRET"), "{}", path.display());
        }
        let mut found = Vec::new();
        pages(&project::root(), &mut found);
        for (page, text) in found {
            let blocks: Vec<&str> = text.split("```").skip(1).step_by(2).collect();
            let code = |block: &&str| ["c\n", "cpp\n", "csharp\n"].iter().any(|name| block.starts_with(name));
            assert!(!blocks.into_iter().filter(code).any(|block| block.contains(secret)), "{page}");
        }
    }
}
