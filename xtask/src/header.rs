//! include/authforge.h, made from the C face's source.

use crate::shell::{Result, root};

const PATH: &str = "include/authforge.h";

fn made() -> Result<String> {
    let config = cbindgen::Config::from_file(root().join("cbindgen.toml"))?;
    let bindings = cbindgen::generate_with_config(root(), config).map_err(|e| format!("cbindgen: {e}"))?;
    let mut text = Vec::new();
    bindings.write(&mut text);
    String::from_utf8(text).map_err(|e| e.to_string())
}

/// Writes the header anew.
pub fn write() -> Result {
    std::fs::write(root().join(PATH), made()?).map_err(|e| format!("{PATH}: {e}"))
}

/// Fails when the checked-in header is not what the source makes.
pub fn check() -> Result {
    let checked_in = std::fs::read_to_string(root().join(PATH)).map_err(|e| format!("{PATH}: {e}"))?;
    if made()? == checked_in {
        return Ok(());
    }
    Err(format!("{PATH} is stale; run `cargo xtask header` and look at the difference"))
}

/// The functions that the header declares, sorted.
pub fn functions() -> Result<Vec<String>> {
    let text = std::fs::read_to_string(root().join(PATH)).map_err(|e| format!("{PATH}: {e}"))?;
    let code = text.lines().filter(|line| !line.starts_with([' ', '#', '/', '*']));
    let mut names: Vec<String> = code
        .filter_map(|line| line.split_once('(').map(|(before, _)| before))
        .filter(|before| !before.starts_with("typedef"))
        .filter_map(|before| before.rsplit([' ', '*']).next())
        .filter(|name| name.starts_with("af_"))
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    Ok(names)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_checked_in_header_is_what_the_source_makes() {
        super::check().unwrap();
    }
}
