//! What leaves the shared library, what it needs, and how large it is.

use std::path::PathBuf;

use anyhow::{bail, ensure};
use harness::{Result, binary, build};
use programs::Case;

const NEEDED: [&str; 3] = ["libc.so.", "libgcc_s.so.", "ld-linux"];
const MOST_BYTES: u64 = 2_000_000;

pub fn cases() -> Vec<Case> {
    vec![
        Case::new(
            "shared library::the functions of the header leave the shared library, and nothing else does",
            || binary::compare(&binary::exported(&object()?)?, &interface::generate::functions()?),
        ),
        Case::new(
            "shared library::the shared library needs nothing but libc, libgcc_s and the loader",
            needs_little,
        ),
        Case::new("shared library::the stripped shared library has at most 2.0 MB", is_small),
    ]
}

fn object() -> Result<PathBuf> {
    Ok(build::shipped_library()?.join("libauthforge.so"))
}

fn needs_little() -> Result {
    let needed = binary::needed(&object()?)?;
    if needed.is_empty() {
        bail!("it needs nothing at all, not even libc");
    }
    let foreign: Vec<_> =
        needed.into_iter().filter(|name| !NEEDED.iter().any(|known| name.starts_with(known))).collect();
    ensure!(foreign.is_empty(), foreign.join("\n"));
    Ok(())
}

fn is_small() -> Result {
    let bytes = std::fs::metadata(object()?)?.len();
    ensure!(bytes <= MOST_BYTES, "{bytes} bytes, at most {MOST_BYTES}");
    Ok(())
}
