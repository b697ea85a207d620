//! What a program is built upon when it is compiled with the header, and the file that keeps it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use harness::Result;

/// A number for each processor.
pub type PerTarget = BTreeMap<String, i64>;

/// The binary interface, as the header declares it.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Interface {
    /// The numbers of each enum.
    pub enums: BTreeMap<String, BTreeMap<String, i64>>,
    /// The signature of each function.
    pub functions: BTreeMap<String, String>,
    /// What each macro is replaced with; empty where that differs by version or compiler.
    pub macros: BTreeMap<String, String>,
    pub structs: BTreeMap<String, Struct>,
    /// What each name for a type stands for: numbers, callbacks, handles.
    pub types: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Struct {
    pub align: PerTarget,
    pub fields: Vec<Field>,
    pub size: PerTarget,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Field {
    pub name: String,
    pub offset: PerTarget,
    #[serde(rename = "type")]
    pub kind: String,
}

impl Struct {
    /// Whether the library knows by its first field how much of it the program has.
    pub fn is_growable(&self) -> bool {
        self.fields.first().is_some_and(|field| field.name == "struct_size" && field.kind == "uint32_t")
    }
}

/// The interface of a minor version: `abi/0.1.json`.
#[derive(Debug, Deserialize, PartialEq, Serialize)]
pub struct Baseline {
    #[serde(flatten)]
    pub interface: Interface,
    /// Once it was handed out it is never written anew.
    pub released: bool,
    /// The name that programs look for the library by.
    pub soname: String,
}

impl Baseline {
    pub fn parse(text: &str) -> Result<Baseline> {
        Ok(serde_json::from_str(text)?)
    }

    /// JSON with one fact in a line, so that a difference of two files shows what has changed.
    pub fn text(&self) -> Result<String> {
        let value = serde_json::to_value(self)?;
        let mut text = String::new();
        print(&value, 0, &mut text);
        Ok(text + "\n")
    }
}

fn print(value: &Value, depth: usize, text: &mut String) {
    let (brackets, items): (_, Vec<(String, &Value)>) = match value {
        Value::Array(items) => ("[]", items.iter().map(|item| (String::new(), item)).collect()),
        Value::Object(map) if depth < 3 => (
            "{}",
            map.iter().map(|(name, item)| (format!("{}: ", Value::from(name.as_str())), item)).collect(),
        ),
        fact => return text.push_str(&fact.to_string()),
    };
    text.push_str(&brackets[..1]);
    for (at, (name, item)) in items.iter().enumerate() {
        text.push_str(if at == 0 { "\n" } else { ",\n" });
        text.push_str(&"  ".repeat(depth + 1));
        text.push_str(name);
        print(item, depth + 1, text);
    }
    text.push('\n');
    text.push_str(&"  ".repeat(depth));
    text.push_str(&brackets[1..]);
}
