//! The project's pages, whose examples are compiled as pasted.

use std::fs;

use crate::shell::{self, Result};

/// The first example in a language (`c`, `cpp`, `csharp`) of a page, named from the root.
pub fn example(page: &str, language: &str) -> Result<String> {
    let text = fs::read_to_string(shell::root().join(page)).map_err(|e| format!("{page}: {e}"))?;
    let example = text.split(&format!("```{language}\n")).nth(1).and_then(|rest| rest.split("```").next());
    Ok(example.ok_or_else(|| format!("{page} has no example in {language}"))?.to_owned())
}
