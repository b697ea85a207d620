//! The template: C that stands in the header as it is, and lines that begin with `@`.
//!
//! - `@section Title` begins a section. What follows, up to `@end`, introduces it: prose, and indented by four
//!   columns the lines of C that use it, which a test compiles and runs.
//! - `@item af_error` is an item by its name; `@from session` all that is left of `src/ffi/session.rs`, in the
//!   order of the file.
//! - `@contents` is the list of the sections; `@major@`, `@minor@` and `@patch@` are the version's numbers.

use super::super::model::Model;
use super::read;
use anyhow::{Context, bail};
use harness::Result;

const PATH: &str = "src/ffi/authforge.h.in";
/// Up to where the line that begins a section reaches.
const WIDTH: usize = 104;
/// What makes a line of an introduction one of C.
const CODE: &str = "    ";

pub enum Part {
    Text(String),
    Item(String),
}

/// The header's parts. An error if an item is not in it exactly once.
pub fn parts(model: &Model) -> Result<Vec<Part>> {
    parts_of(&numbered(&read(PATH)?), model).context(PATH)
}

pub fn samples() -> Result<Vec<(String, String)>> {
    Ok(samples_of(&read(PATH)?))
}

fn numbered(template: &str) -> String {
    let words = ["@major@", "@minor@", "@patch@"].into_iter().zip(env!("CARGO_PKG_VERSION").split('.'));
    words.fold(template.to_owned(), |text, (word, number)| text.replace(word, number))
}

fn titles(template: &str) -> Vec<&str> {
    template.lines().filter_map(|line| line.strip_prefix("@section ")).collect()
}

fn parts_of(template: &str, model: &Model) -> Result<Vec<Part>> {
    let named: Vec<&str> = template.lines().filter_map(|line| line.strip_prefix("@item ")).collect();
    let (mut parts, mut placed) = (Vec::new(), Vec::new());
    let mut lines = template.lines();
    let mut section = 0;
    while let Some(line) = lines.next() {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let names: Vec<String> = match word {
            "@contents" => {
                parts.push(Part::Text(contents(template)));
                continue;
            }
            "@section" => {
                section += 1;
                let about: Vec<&str> = lines.by_ref().take_while(|line| *line != "@end").collect();
                parts.push(Part::Text(introduction(section, rest, &about)));
                continue;
            }
            "@item" => vec![rest.to_owned()],
            "@from" => rest_of(model, rest, &named)?,
            _ if word.starts_with('@') => bail!("{line:?} is not known"),
            _ => {
                parts.push(Part::Text(format!("{line}\n")));
                continue;
            }
        };
        for (at, name) in names.into_iter().enumerate() {
            if at > 0 {
                parts.push(Part::Text("\n".to_owned()));
            }
            placed.push(name.clone());
            parts.push(Part::Item(name));
        }
    }
    all_are_placed(model, &placed)?;
    Ok(parts)
}

/// What a file has besides the items that are named one by one.
fn rest_of(model: &Model, file: &str, named: &[&str]) -> Result<Vec<String>> {
    let items = model.items.iter().filter(|item| item.file == format!("ffi/{file}"));
    let names: Vec<String> =
        items.map(|item| item.name.clone()).filter(|name| !named.contains(&name.as_str())).collect();
    if names.is_empty() { bail!("@from {file}: nothing is left of it") } else { Ok(names) }
}

fn all_are_placed(model: &Model, placed: &[String]) -> Result {
    if let Some(item) = model.items.iter().find(|item| !placed.contains(&item.name)) {
        bail!("{} of src/{}.rs is in no section", item.name, item.file);
    }
    let twice = placed.iter().enumerate().find(|(at, name)| placed[..*at].contains(name));
    match twice {
        Some((_, name)) => bail!("{name} is there twice"),
        None => match placed.iter().find(|name| model.find(name).is_none()) {
            Some(name) => bail!("there is no {name}"),
            None => Ok(()),
        },
    }
}

fn contents(template: &str) -> String {
    let line = |(number, title): (usize, &str)| format!(" *   {:>2}. {title}\n", number + 1);
    titles(template).into_iter().enumerate().map(line).collect()
}

fn introduction(number: usize, title: &str, about: &[&str]) -> String {
    let head = format!("/* == {number}. {title} ");
    let mut text = format!("{head}{}\n *\n", "=".repeat(WIDTH - head.len()));
    for line in about {
        text.push_str(format!(" * {line}").trim_end());
        text.push('\n');
    }
    text + " */\n"
}

fn samples_of(template: &str) -> Vec<(String, String)> {
    let sections = template.split("@section ").skip(1).filter_map(|section| section.split_once("\n@end\n"));
    let code = |about: &str| {
        let lines = about.lines().filter_map(|line| line.strip_prefix(CODE));
        lines.map(|line| format!("{line}\n")).collect::<String>()
    };
    sections
        .filter_map(|(head, _)| head.split_once('\n'))
        .map(|(title, about)| (title.to_owned(), code(about)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::model::{Item, Kind};
    use super::*;

    fn model() -> Model {
        let item = |name: &str, file: &str| Item {
            name: name.to_owned(),
            file: file.to_owned(),
            docs: Vec::new(),
            kind: Kind::Handle,
        };
        Model { items: vec![item("af_b", "ffi/x"), item("af_a", "ffi/x"), item("af_c", "event")] }
    }

    fn text(template: &str) -> Result<String> {
        let line = |part| match part {
            Part::Text(text) => text,
            Part::Item(name) => format!("[{name}]\n"),
        };
        Ok(parts_of(template, &model())?.into_iter().map(line).collect())
    }

    #[test]
    fn items_stand_where_they_are_named_and_the_rest_of_a_file_in_its_order() {
        let template =
            "@contents\n@section One\nAbout.\n\n    af_a();\n@end\n@item af_c\n#define X\n@from x\n";
        let head = format!("/* == 1. One {}", "=".repeat(WIDTH - 13));
        let expected = format!(
            " *    1. One\n{head}\n *\n * About.\n *\n *     af_a();\n */\n[af_c]\n#define X\n[af_b]\n\n[af_a]\n"
        );
        assert_eq!(text(template).unwrap(), expected);
        assert_eq!(samples_of(template), [("One".to_owned(), "af_a();\n".to_owned())]);
    }

    #[test]
    fn an_item_that_is_nowhere_or_twice_is_named() {
        let told = |template: &str| text(template).unwrap_err().to_string();
        assert_eq!(told("@from x\n"), "af_c of src/event.rs is in no section");
        assert_eq!(told("@from x\n@item af_c\n@item af_c\n"), "af_c is there twice");
        assert_eq!(told("@from x\n@item af_c\n@item af_d\n"), "there is no af_d");
        assert_eq!(told("@from y\n"), "@from y: nothing is left of it");
        assert_eq!(told("@form x\n"), "\"@form x\" is not known");
    }

    #[test]
    fn every_section_of_the_header_has_lines_of_c_that_use_it() {
        for (title, code) in samples().unwrap() {
            let lines = code.lines().count();
            assert!((3..=8).contains(&lines), "{title}: {lines} lines");
        }
    }
}
