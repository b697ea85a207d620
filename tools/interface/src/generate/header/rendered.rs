//! The C of each item, as cbindgen renders it. What the model has and what cbindgen finds have to be the same items:
//! each holds the other to account.

use std::collections::BTreeMap;

use super::super::model::{Item, Kind, Model};
use anyhow::{Context, Error, bail};
use harness::Result;
use harness::project::root;

/// By the item's name.
pub fn items(model: &Model) -> Result<BTreeMap<String, String>> {
    assign(model, &everything(model)?)
}

/// All items, an empty line between each two.
fn everything(model: &Model) -> Result<String> {
    let config = cbindgen::Config::from_file(root().join("cbindgen.toml"));
    let mut config = config.map_err(Error::msg).context("cbindgen.toml")?;
    // Also what no function names: an enum goes in as a number.
    config.export.include.extend(config.export.rename.keys().cloned());
    config.export.include.extend(model.enums().map(|(item, _)| item.name.clone()));
    let bindings = cbindgen::generate_with_config(root(), config).context("cbindgen")?;
    let mut text = Vec::new();
    bindings.write(&mut text);
    Ok(String::from_utf8(text)?)
}

fn assign(model: &Model, text: &str) -> Result<BTreeMap<String, String>> {
    let mut left: Vec<&str> = text.split("\n\n").map(str::trim).filter(|one| !one.is_empty()).collect();
    let mut items = BTreeMap::new();
    for item in &model.items {
        let at = left.iter().position(|one| declares(declaration(one), item));
        let found = left.remove(at.with_context(|| format!("cbindgen does not declare {}", item.name))?);
        hold_numbers(item, found)?;
        items.insert(item.name.clone(), found.to_owned());
    }
    match left.first() {
        None => Ok(items),
        Some(other) => bail!("cbindgen declares what the model does not have:\n{other}"),
    }
}

/// What follows the comment.
fn declaration(chunk: &str) -> &str {
    match chunk.strip_prefix("/**").and_then(|rest| rest.split_once("*/")) {
        Some((_, declaration)) => declaration.trim_start(),
        None => chunk,
    }
}

fn declares(declaration: &str, item: &Item) -> bool {
    let name = &item.name;
    match item.kind {
        Kind::Function(_) => {
            declaration.starts_with("AF_API") && declaration.contains(&format!(" {name}("))
                || declaration.contains(&format!("*{name}("))
        }
        Kind::Struct(_) => declaration.starts_with(&format!("typedef struct {name} {{")),
        Kind::Enum(_) => declaration.starts_with(&format!("enum {name}\n")),
        Kind::Handle => declaration == format!("typedef struct {name} {name};"),
        Kind::Callback(_) => declaration.starts_with(&format!("typedef void (*{name})(")),
        Kind::Number(_) => declaration.starts_with("typedef ") && declaration.ends_with(&format!(" {name};")),
    }
}

/// The model's numbers are in what cbindgen wrote.
fn hold_numbers(item: &Item, chunk: &str) -> Result {
    let Kind::Enum(variants) = &item.kind else { return Ok(()) };
    let missing =
        variants.iter().map(|variant| format!("  {} = {},", item.constant(variant), variant.number));
    match missing.into_iter().find(|line| !chunk.lines().any(|one| one == line)) {
        Some(line) => bail!("cbindgen's {} has no line {line:?}", item.name),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::model::{Function, Type, Variant};
    use super::*;

    fn item(name: &str, kind: Kind) -> Item {
        Item { name: name.to_owned(), file: String::new(), docs: Vec::new(), kind }
    }

    #[test]
    fn what_only_one_of_the_two_finds_is_named() {
        let function = Function { parameters: Vec::new(), result: Type::Void };
        let model = Model { items: vec![item("af_x", Kind::Function(function)), item("af_y", Kind::Handle)] };
        let (x, y) = ("/**\n * Does.\n */\nAF_API void af_x(void);", "typedef struct af_y af_y;");
        let both = assign(&model, &format!("{y}\n\n{x}\n\n")).unwrap();
        assert_eq!((both["af_x"].as_str(), both["af_y"].as_str()), (x, y));
        assert_eq!(assign(&model, x).unwrap_err().to_string(), "cbindgen does not declare af_y");
        let more = assign(&model, &format!("{y}\n\n{x}\n\n#define X 1\n")).unwrap_err().to_string();
        assert_eq!(more, "cbindgen declares what the model does not have:\n#define X 1");
    }

    #[test]
    fn a_number_that_the_two_read_differently_is_named() {
        let variant = Variant { name: "One".to_owned(), docs: Vec::new(), number: 1 };
        let model = Model { items: vec![item("af_e", Kind::Enum(vec![variant]))] };
        assert!(assign(&model, "enum af_e\n {\n  AF_E_ONE = 1,\n};").is_ok());
        let told = assign(&model, "enum af_e\n {\n  AF_E_ONE = 10,\n};").unwrap_err().to_string();
        assert_eq!(told, "cbindgen's af_e has no line \"  AF_E_ONE = 1,\"");
    }
}
