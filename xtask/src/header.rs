//! include/authforge.h, made from the C face's source.

use crate::shell::{Result, root};

const PATH: &str = "include/authforge.h";

fn made() -> Result<String> {
    let mut config = cbindgen::Config::from_file(root().join("cbindgen.toml"))?;
    let numbers = env!("CARGO_PKG_VERSION").split('.');
    for (word, number) in ["{major}", "{minor}", "{patch}"].into_iter().zip(numbers) {
        config.after_includes = config.after_includes.map(|text| text.replace(word, number));
    }
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
/// What the header takes from every program that includes it, and is not ours to take: its own names begin with
/// `af_` or `AF_`, and the rest is the language's.
fn foreign_names(header: &str) -> Vec<String> {
    let code = header.split("/*").map(|part| part.split_once("*/").map_or(part, |(_, code)| code));
    let code: String = code.collect::<Vec<_>>().join(" ");
    let code = code.lines().map(|line| line.split("//").next().unwrap_or(line));
    let mut foreign = Vec::new();
    for line in code {
        let mut before = "";
        for word in line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
            let declares =
                word.starts_with(|c: char| c.is_ascii_uppercase()) || ["struct", "enum"].contains(&before);
            let ours = ["af_", "AF_", "AUTHFORGE_H"].iter().any(|start| word.starts_with(start));
            if declares && !word.is_empty() && !ours {
                foreign.push(word.to_owned());
            }
            before = word;
        }
    }
    // A suffix of numbers, and what other headers bring.
    foreign.retain(|name| !["L", "C", "NULL"].contains(&name.as_str()));
    foreign
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_header_takes_no_name_but_its_own() {
        let text = std::fs::read_to_string(crate::shell::root().join(super::PATH)).unwrap();
        assert_eq!(super::foreign_names(&text), Vec::<String>::new());
        let names = super::foreign_names(
            "/* Any Word */ typedef struct Lane Lane; // More\nenum side { AF_LEFT, RIGHT };",
        );
        assert_eq!(names, ["Lane", "Lane", "side", "RIGHT"]);
    }

    #[test]
    fn the_checked_in_header_is_what_the_source_makes() {
        super::check().unwrap();
    }
}
