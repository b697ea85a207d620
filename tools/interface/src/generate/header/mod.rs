//! include/authforge.h: the template `src/ffi/authforge.h.in`, with the C of each item in its place.

use anyhow::{Context, bail};

mod declaration;
mod rendered;
mod template;

#[cfg(test)]
mod comments;

use super::model::{Model, Type};
use harness::Result;
use harness::project::root;

pub const PATH: &str = "include/authforge.h";

/// The whole header.
pub fn text(model: &Model) -> Result<String> {
    declared_before_use(model)?;
    let rendered = rendered::items(model)?;
    let mut text = String::new();
    for part in template::parts(model)? {
        match part {
            template::Part::Text(part) => text.push_str(&part),
            template::Part::Item(name) => {
                let item = model.find(&name).with_context(|| format!("there is no {name}"))?;
                text.push_str(&declaration::tidy(item, &rendered[&name]));
            }
        }
    }
    Ok(text)
}

/// C wants to know a type before it is used.
fn declared_before_use(model: &Model) -> Result {
    for (at, item) in model.items.iter().enumerate() {
        let known = |name: &str| model.items[..at].iter().any(|before| before.name == name);
        if let Some(late) = item.types().into_iter().filter_map(Type::item).find(|name| !known(name)) {
            bail!("{} stands before {late}, which it uses", item.name);
        }
    }
    Ok(())
}

/// The names of all items in the order in which the header declares them.
pub fn order(model: &Model) -> Result<Vec<String>> {
    let name = |part| match part {
        template::Part::Item(name) => Some(name),
        template::Part::Text(_) => None,
    };
    Ok(template::parts(model)?.into_iter().filter_map(name).collect())
}

/// The lines of C that open each section, with the section's title.
pub fn samples() -> Result<Vec<(String, String)>> {
    template::samples()
}

/// A file of the project.
fn read(path: &str) -> Result<String> {
    std::fs::read_to_string(root().join(path)).with_context(|| path.to_owned())
}

/// What the header takes from every program that includes it, and is not ours to take: its own names begin with
/// `af_` or `AF_`, and the rest is the language's.
#[cfg(test)]
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
    // A suffix of numbers, what other headers bring, and the parameter of a macro.
    foreign.retain(|name| !["L", "C", "NULL", "name"].contains(&name.as_str()));
    foreign
}

#[cfg(test)]
mod tests {
    use super::super::model::{Item, Kind};
    use super::*;

    #[test]
    fn a_type_that_is_declared_after_its_use_is_named() {
        let item =
            |name: &str, kind| Item { name: name.to_owned(), file: String::new(), docs: Vec::new(), kind };
        let names = |name: &str| Kind::Number(Type::Named(name.to_owned()));
        let items = vec![item("af_a", Kind::Handle), item("af_b", names("af_a"))];
        declared_before_use(&Model { items }).unwrap();
        let items = vec![item("af_b", names("af_a")), item("af_a", Kind::Handle)];
        let told = "af_b stands before af_a, which it uses";
        assert_eq!(declared_before_use(&Model { items }).unwrap_err().to_string(), told);
    }

    #[test]
    fn no_line_of_the_header_is_longer_than_108_columns() {
        let header = super::read(super::PATH).unwrap();
        let long: Vec<&str> = header.lines().filter(|line| line.chars().count() > 108).collect();
        assert_eq!(long, Vec::<&str>::new());
    }

    #[test]
    fn the_header_takes_no_name_but_its_own() {
        assert_eq!(super::foreign_names(&super::read(super::PATH).unwrap()), Vec::<String>::new());
        let names = super::foreign_names(
            "/* Any Word */ typedef struct Lane Lane; // More\nenum side { AF_LEFT, RIGHT };",
        );
        assert_eq!(names, ["Lane", "Lane", "side", "RIGHT"]);
    }
}
