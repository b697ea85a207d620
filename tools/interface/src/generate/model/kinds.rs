//! Types, as C has them.

use std::fmt;

use super::super::names::snake;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    Void,
    Bool,
    Char,
    Int32,
    Uint32,
    Int64,
    Uint64,
    Size,
    Double,
    /// An item of the model, by its name in C.
    Named(String),
    Pointer {
        to: Box<Type>,
        is_const: bool,
    },
    Array {
        of: Box<Type>,
        length: u64,
    },
}

impl Type {
    /// What stands in Rust, but for the project's own names.
    pub fn of_rust(word: &str) -> Option<Type> {
        let plain = match word {
            "bool" => Type::Bool,
            "c_char" => Type::Char,
            "c_void" => Type::Void,
            "i32" => Type::Int32,
            "u32" => Type::Uint32,
            "i64" => Type::Int64,
            "u64" => Type::Uint64,
            "usize" => Type::Size,
            "f64" => Type::Double,
            _ => return None,
        };
        Some(plain)
    }

    /// The item that it is of, points to, or is an array of.
    pub fn item(&self) -> Option<&str> {
        match self {
            Type::Named(name) => Some(name),
            Type::Pointer { to, .. } => to.item(),
            Type::Array { of, .. } => of.item(),
            _ => None,
        }
    }

    /// What it points to, if it is a pointer: `Some((to, is_const))`.
    pub fn target(&self) -> Option<(&Type, bool)> {
        match self {
            Type::Pointer { to, is_const } => Some((to, *is_const)),
            _ => None,
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Named(name) => write!(out, "{name}"),
            Type::Pointer { to, is_const } => write!(out, "{}{to} *", if *is_const { "const " } else { "" }),
            Type::Array { of, length } => write!(out, "{of}[{length}]"),
            Type::Size => write!(out, "size_t"),
            Type::Int32 | Type::Uint32 | Type::Int64 | Type::Uint64 => {
                write!(out, "{}_t", format!("{self:?}").to_ascii_lowercase())
            }
            plain => write!(out, "{}", snake(&format!("{plain:?}"))),
        }
    }
}
