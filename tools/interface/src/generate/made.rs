//! What is to stand in files: whole ones, and regions between two marks in files that people write.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::MARK;
use anyhow::{Context, bail};
use harness::{Result, project};

/// The text of every file that is made, by its path from the root.
#[derive(Default)]
pub struct Made(BTreeMap<String, String>);

impl Made {
    pub fn whole(&mut self, path: &str, text: String) {
        self.0.insert(path.to_owned(), text);
    }

    /// Puts `text` in the place of what stands between the marks of `name`, which are comments of the file's
    /// language.
    pub fn region(&mut self, path: &str, name: &str, text: &str) -> Result {
        let before = match self.0.get(path) {
            Some(made) => made.clone(),
            None => fs::read_to_string(project::root().join(path)).with_context(|| path.to_owned())?,
        };
        let after = replaced(&before, name, text).with_context(|| path.to_owned())?;
        self.whole(path, after);
        Ok(())
    }

    pub fn write(&self, root: &Path) -> Result {
        for path in self.stale(root) {
            fs::write(root.join(path), &self.0[path]).with_context(|| path.to_owned())?;
            println!("written: {path}");
        }
        Ok(())
    }

    pub fn check(&self, root: &Path) -> Result {
        let stale = self.stale(root);
        if stale.is_empty() {
            return Ok(());
        }
        bail!("stale: {}; run `cargo xtask generate` and look at the difference", stale.join(", "))
    }

    fn stale(&self, root: &Path) -> Vec<&str> {
        let differs = |(path, text): &(&String, &String)| {
            fs::read_to_string(root.join(path)).ok() != Some((*text).clone())
        };
        self.0.iter().filter(differs).map(|(path, _)| path.as_str()).collect()
    }
}

/// The lines of the marks stay, as does all around them.
fn replaced(file: &str, name: &str, text: &str) -> Result<String> {
    let (first, last) = (format!("{MARK}: {name}"), format!("end of {name}"));
    let place = |mark: &str| {
        let at = file.find(mark).with_context(|| format!("there is no mark {mark:?}"))?;
        if file[at + mark.len()..].contains(mark) {
            bail!("the mark {mark:?} is there twice")
        } else {
            Ok(at)
        }
    };
    let (first, last) = (place(&first)?, place(&last)?);
    let begin = file[first..].find('\n').map_or(file.len(), |at| first + at + 1);
    let end = file[..last].rfind('\n').map_or(0, |at| at + 1);
    if end < begin {
        bail!("the marks of {name} are in the wrong order");
    }
    Ok(format!("{}{text}{}", &file[..begin], &file[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_two_marks_is_replaced_and_nothing_else() {
        let file = format!("a\n<!-- {MARK}: list -->\nold\nolder\n<!-- end of list -->\nb\n");
        let after = format!("a\n<!-- {MARK}: list -->\nnew\n<!-- end of list -->\nb\n");
        assert_eq!(replaced(&file, "list", "new\n").unwrap(), after);
        assert_eq!(
            replaced(&file, "other", "").unwrap_err().to_string(),
            format!("there is no mark \"{MARK}: other\"")
        );
        assert_eq!(
            replaced(&file.repeat(2), "list", "").unwrap_err().to_string(),
            format!("the mark \"{MARK}: list\" is there twice")
        );
        let turned = format!("// end of list\n// {MARK}: list\n");
        assert_eq!(
            replaced(&turned, "list", "").unwrap_err().to_string(),
            "the marks of list are in the wrong order"
        );
    }

    #[test]
    fn a_file_that_is_stale_or_missing_is_named_and_written_once() {
        let root = project::scratch("made").unwrap();
        let _ = fs::remove_file(root.join("absent"));
        fs::write(root.join("fresh"), "same\n").unwrap();
        fs::write(root.join("old"), "before\n").unwrap();
        let mut made = Made::default();
        for (path, text) in [("fresh", "same\n"), ("old", "after\n"), ("absent", "new\n")] {
            made.whole(path, text.to_owned());
        }
        assert_eq!(made.stale(&root), ["absent", "old"]);
        assert!(made.check(&root).is_err_and(|why| why.to_string().starts_with("stale: absent, old; ")));
        made.write(&root).unwrap();
        made.check(&root).unwrap();
    }
}
