//! The server and the library test each other, so that neither may have a line of the other: a mistake that both made would
//! agree with itself, and pass.

#![allow(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn nothing_is_shared_with_the_library() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(!fs::read_to_string(root.join("Cargo.toml")).unwrap().contains("libauthforge"));
    let mut found = Vec::new();
    sources(&root.join("src"), &mut found);
    assert!(found.len() >= 60, "{} files were found", found.len());
    for path in found {
        let text = fs::read_to_string(&path).unwrap();
        for way in ["#[path", "include!", "use authforge::"] {
            assert!(!text.contains(way), "{} has {way}", path.display());
        }
    }
}
