//! Where C compilers put the fields of a struct.

use super::{Field, Kind, Model, Type};
use anyhow::bail;
use harness::Result;

/// What of a processor decides that.
#[derive(Clone, Copy)]
struct Machine {
    /// Bytes of a pointer.
    pointer: u64,
    /// What integers of 64 bits are aligned to: 4 on i686, 8 elsewhere.
    wide: u64,
}

/// 64 bits.
const WIDE: [Machine; 1] = [Machine { pointer: 8, wide: 8 }];
/// Both ways of 32 bits: i686, and ARM or WebAssembly.
const NARROW: [Machine; 2] = [Machine { pointer: 4, wide: 4 }, Machine { pointer: 4, wide: 8 }];

/// A number for pointers of 4 bytes and of 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByPointer {
    pub four: u64,
    pub eight: u64,
}

impl Model {
    /// Where a field is. An error if machines with pointers of the same size do not agree on that.
    pub fn offset(&self, fields: &[Field], name: &str) -> Result<ByPointer> {
        let on = |machine: Machine| self.layout(fields, Some(name), machine);
        let (four, other) = (on(NARROW[0])?, on(NARROW[1])?);
        if four != other {
            bail!("{name} is at {four} on i686 and at {other} on ARM: move it");
        }
        Ok(ByPointer { four, eight: on(WIDE[0])? })
    }

    /// Bytes of a struct; the most that machines with pointers of the same size give it.
    pub fn size(&self, fields: &[Field]) -> Result<ByPointer> {
        let on = |machine: Machine| self.layout(fields, None, machine);
        Ok(ByPointer { four: on(NARROW[0])?.max(on(NARROW[1])?), eight: on(WIDE[0])? })
    }

    /// The offset of the field of that name, or the size of the whole.
    fn layout(&self, fields: &[Field], until: Option<&str>, machine: Machine) -> Result<u64> {
        let (mut at, mut widest) = (0u64, 1);
        for field in fields {
            let (size, alignment) = self.extent(&field.kind, machine)?;
            at = at.next_multiple_of(alignment);
            if until == Some(field.name.as_str()) {
                return Ok(at);
            }
            at += size;
            widest = alignment.max(widest);
        }
        match until {
            Some(name) => bail!("there is no field {name}"),
            None => Ok(at.next_multiple_of(widest)),
        }
    }

    /// Size and alignment.
    fn extent(&self, kind: &Type, machine: Machine) -> Result<(u64, u64)> {
        Ok(match kind {
            Type::Bool | Type::Char => (1, 1),
            Type::Int32 | Type::Uint32 => (4, 4),
            Type::Int64 | Type::Uint64 | Type::Double => (8, machine.wide),
            Type::Size | Type::Pointer { .. } => (machine.pointer, machine.pointer),
            Type::Array { of, length } => {
                let (size, alignment) = self.extent(of, machine)?;
                (size * length, alignment)
            }
            Type::Named(name) => match self.find(name).map(|item| &item.kind) {
                Some(Kind::Enum(_)) => (4, 4),
                Some(Kind::Number(kind)) => self.extent(kind, machine)?,
                Some(Kind::Callback(_)) => (machine.pointer, machine.pointer),
                _ => bail!("{name} is no type of a field"),
            },
            Type::Void => bail!("void is no type of a field"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str, kind: Type) -> Field {
        Field { name: name.to_owned(), kind }
    }

    #[test]
    fn fields_are_where_c_compilers_put_them() {
        let model = Model { items: Vec::new() };
        let pointer = Type::Pointer { to: Box::new(Type::Void), is_const: false };
        let text = Type::Array { of: Box::new(Type::Char), length: 3 };
        let fields = [
            field("size", Type::Uint32),
            field("text", text),
            field("flag", Type::Bool),
            field("pointer", pointer),
            field("last", Type::Bool),
        ];
        let at = |name| model.offset(&fields, name).map(|both| (both.four, both.eight));
        assert_eq!(at("text").unwrap(), (4, 4));
        assert_eq!(at("flag").unwrap(), (7, 7));
        assert_eq!(at("pointer").unwrap(), (8, 8));
        assert_eq!(at("last").unwrap(), (12, 16));
        assert_eq!(model.size(&fields).unwrap(), ByPointer { four: 16, eight: 24 });
        assert_eq!(at("none").unwrap_err().to_string(), "there is no field none");
    }

    #[test]
    fn a_field_that_is_elsewhere_on_i686_than_on_arm_is_refused() {
        let model = Model { items: Vec::new() };
        let fields = [field("size", Type::Uint32), field("time", Type::Int64)];
        assert_eq!(
            model.offset(&fields, "time").unwrap_err().to_string(),
            "time is at 4 on i686 and at 8 on ARM: move it"
        );
        assert_eq!(model.size(&fields).unwrap(), ByPointer { four: 16, eight: 16 });
    }
}
