//! `docs/unity.md` as the package has it: with links that lead somewhere there.

use std::fs;
use std::path::Path;

use super::SOURCE;
use anyhow::Context;
use harness::{Result, project};

const PAGE: &str = "docs/unity.md";

/// Writes the page to a place in a folder of the package.
pub fn write(to: &Path) -> Result {
    let page = fs::read_to_string(project::root().join(PAGE)).context(PAGE)?;
    let folder = to.parent().context("a manual without a folder")?;
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    fs::write(to, relinked(&page)).with_context(|| to.display().to_string())
}

/// Links into the package are shortened, and of those to other pages only the words stay.
fn relinked(page: &str) -> String {
    let inside = format!("../{SOURCE}/");
    let mut text = String::new();
    let mut rest = page;
    while let Some((words, target, after)) = next_link(&mut text, rest) {
        if let Some(path) = target.strip_prefix(&inside) {
            text += &format!("[{words}](../{path})");
        } else if target.starts_with("https://") {
            text += &format!("[{words}]({target})");
        } else {
            text += words;
        }
        rest = after;
    }
    text + rest
}

/// Moves what stands before the first link to `before`; gives its words, its target and what follows.
fn next_link<'a>(before: &mut String, text: &'a str) -> Option<(&'a str, &'a str, &'a str)> {
    let middle = text.find("](")?;
    let start = text[..middle].rfind('[')?;
    let end = middle + text[middle..].find(')')?;
    *before += &text[..start];
    Some((&text[start + 1..middle], &text[middle + 2..end], &text[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_into_the_package_or_nowhere() {
        let page = "a [b](../bindings/unity/cc.authforge.sdk/README.md), [c d](e.md) [f](https://g) [h] i";
        assert_eq!(relinked(page), "a [b](../README.md), c d [f](https://g) [h] i");
    }
}
