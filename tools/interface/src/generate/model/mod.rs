//! What crosses the border, as the Rust source has it: the one description that every face is made from.

mod kinds;
mod layout;
mod reader;

pub use kinds::Type;
pub use layout::ByPointer;

use super::header;
use super::names::{bare, snake};
use harness::Result;

/// All of it, in the reading order of the header.
pub struct Model {
    pub items: Vec<Item>,
}

/// One thing that the header declares.
pub struct Item {
    /// In C.
    pub name: String,
    /// Where it is in `src`: `ffi/session`.
    pub file: String,
    /// The lines of its comment.
    pub docs: Vec<String>,
    pub kind: Kind,
}

pub enum Kind {
    Function(Function),
    Struct(Vec<Field>),
    Enum(Vec<Variant>),
    /// An opaque type.
    Handle,
    /// A pointer to a function of the host's, which gives nothing back.
    Callback(Vec<Field>),
    /// Another name of an integer.
    Number(Type),
}

pub struct Function {
    pub parameters: Vec<Field>,
    pub result: Type,
}

/// A parameter, or a field of a struct.
pub struct Field {
    /// In C.
    pub name: String,
    pub kind: Type,
}

pub struct Variant {
    /// In Rust.
    pub name: String,
    pub docs: Vec<String>,
    pub number: i32,
}

impl Model {
    /// Reads the source, and puts it into the order of the header.
    pub fn read() -> Result<Model> {
        let mut model = reader::read()?;
        let order = header::order(&model)?;
        model.items.sort_by_key(|item| order.iter().position(|name| *name == item.name));
        Ok(model)
    }

    pub fn find(&self, name: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.name == name)
    }

    pub fn functions(&self) -> impl Iterator<Item = (&Item, &Function)> {
        self.items.iter().filter_map(|item| match &item.kind {
            Kind::Function(function) => Some((item, function)),
            _ => None,
        })
    }

    pub fn enums(&self) -> impl Iterator<Item = (&Item, &[Variant])> {
        self.items.iter().filter_map(|item| match &item.kind {
            Kind::Enum(variants) => Some((item, variants.as_slice())),
            _ => None,
        })
    }

    pub fn structs(&self) -> impl Iterator<Item = (&Item, &[Field])> {
        self.items.iter().filter_map(|item| match &item.kind {
            Kind::Struct(fields) => Some((item, fields.as_slice())),
            _ => None,
        })
    }

    /// The enum and the variant of a constant such as `AF_STATUS_OK`.
    pub fn constant(&self, name: &str) -> Option<(&Item, &Variant)> {
        self.enums().find_map(|(item, variants)| {
            variants.iter().find(|variant| item.constant(variant) == name).map(|variant| (item, variant))
        })
    }
}

impl Item {
    /// The types that it names.
    pub fn types(&self) -> Vec<&Type> {
        match &self.kind {
            Kind::Function(function) => {
                function.parameters.iter().map(|one| &one.kind).chain([&function.result]).collect()
            }
            Kind::Struct(fields) | Kind::Callback(fields) => fields.iter().map(|field| &field.kind).collect(),
            Kind::Number(kind) => vec![kind],
            Kind::Enum(_) | Kind::Handle => Vec::new(),
        }
    }

    /// `AF_STATUS_OK`.
    pub fn constant(&self, variant: &Variant) -> String {
        format!("AF_{}_{}", bare(&self.name), snake(&variant.name)).to_ascii_uppercase()
    }
}
