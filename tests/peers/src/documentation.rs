//! docs/compatibility.md and the list of differences name the same things.

use std::path::Path;

use anyhow::Context;

use crate::Result;
use crate::differences::DIFFERENCES;

/// Differences that the page does not describe, and those that it describes and do not exist.
pub fn complaints() -> Result<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/compatibility.md");
    let page = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    // The row of a difference begins with its id.
    let ids = page.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`').map(|(id, _)| id));
    let described: Vec<&str> = ids.collect();
    let missing = DIFFERENCES.iter().filter(|difference| !described.contains(&difference.id));
    let unknown = described.iter().filter(|id| DIFFERENCES.iter().all(|difference| difference.id != **id));
    Ok(missing
        .map(|difference| format!("docs/compatibility.md has no row for {}", difference.id))
        .chain(unknown.map(|id| format!("docs/compatibility.md describes {id}, which does not exist")))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_a_row_for_every_difference_and_no_other() {
        assert_eq!(complaints().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn no_two_differences_have_one_name_and_none_has_a_case_twice() {
        for (number, difference) in DIFFERENCES.iter().enumerate() {
            assert!(DIFFERENCES[..number].iter().all(|other| other.id != difference.id), "{}", difference.id);
            for (place, (_, case)) in difference.cases.iter().enumerate() {
                let before = &difference.cases[..place];
                assert!(before.iter().all(|(_, other)| other != case), "{}: {case}", difference.id);
            }
        }
    }
}
