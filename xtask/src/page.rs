//! The project's pages, whose examples are compiled as pasted.

use std::fs;

use crate::shell::{self, Result};

/// The first example in a language (`c`, `cpp`, `csharp`) of a page, named from the root.
pub fn example(page: &str, language: &str) -> Result<String> {
    let first = examples(page, language)?.into_iter().next();
    first.ok_or_else(|| format!("{page} has no example in {language}"))
}

/// All of them, in order.
pub fn examples(page: &str, language: &str) -> Result<Vec<String>> {
    let text = fs::read_to_string(shell::root().join(page)).map_err(|e| format!("{page}: {e}"))?;
    let begin = format!("```{language}\n");
    let parts = text.split(&begin).skip(1);
    Ok(parts.filter_map(|part| Some(part.split("```").next()?.to_owned())).collect())
}
