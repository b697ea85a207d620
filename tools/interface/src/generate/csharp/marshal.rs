//! How a type of C is written in C#. Handles are IntPtr: the library never follows one, so a stale one is harmless and
//! needs no marshalling.

use super::super::model::{Field, Kind, Model, Type};
use super::super::names::{bare, camel, pascal};
use super::enums;
use anyhow::{anyhow, bail};
use harness::Result;

/// Structs that are bytes in C#, so that polling an empty queue makes no garbage. `layout` says where their fields
/// are.
pub const BYTES: [&str; 2] = ["af_error", "af_event"];
/// Of these texts the library may hand back the pointer itself, so that they have to outlive the call.
const LENT: [&str; 1] = ["fallback"];
/// Words that C# has taken.
const TAKEN: [&str; 12] =
    ["as", "base", "checked", "default", "event", "in", "is", "object", "out", "params", "ref", "string"];

/// The name of a parameter.
pub fn name(c: &str) -> String {
    let name = camel(c);
    if TAKEN.contains(&name.as_str()) { format!("@{name}") } else { name }
}

/// `af_self_ban_options` is `SelfBanOptions`.
pub fn structure(c: &str) -> String {
    pascal(bare(c))
}

/// `af_failure_fn` is `FailureCallback`.
pub fn callback(c: &str) -> String {
    pascal(bare(c).trim_end_matches("_fn")) + "Callback"
}

/// The parameters of an import.
pub fn parameters(model: &Model, fields: &[Field]) -> Result<Vec<String>> {
    let one = |(at, field): (usize, &Field)| {
        let counted = fields.get(at + 1).is_some_and(|next| next.kind == Type::Size && next.name == "count");
        Ok(format!("{} {}", parameter(model, field, counted)?, name(&field.name)))
    };
    fields.iter().enumerate().map(one).collect()
}

/// One of them; `counted` says that the number of its elements follows.
fn parameter(model: &Model, field: &Field, counted: bool) -> Result<String> {
    if let Some((to, is_const)) = field.kind.target() {
        return pointer(model, field, to, is_const, counted);
    }
    match &field.kind {
        Type::Bool => Ok("[MarshalAs(UnmanagedType.I1)] bool".to_owned()),
        Type::Named(name) => match model.find(name).map(|item| &item.kind) {
            Some(Kind::Callback(_)) => Ok(callback(name)),
            _ => value(model, &field.kind),
        },
        other => value(model, other),
    }
}

fn pointer(model: &Model, field: &Field, to: &Type, is_const: bool, counted: bool) -> Result<String> {
    let unknown = || anyhow!("{} {}: C# has no rule for it", field.kind, field.name);
    let written = match to {
        Type::Char if LENT.contains(&field.name.as_str()) => "IntPtr".to_owned(),
        Type::Char if is_const => "byte[]".to_owned(),
        Type::Char => "[Out] byte[]".to_owned(),
        Type::Void => "IntPtr".to_owned(),
        Type::Pointer { .. } if field.name.starts_with("out_") => "out IntPtr".to_owned(),
        Type::Named(name) => match model.find(name).map(|item| &item.kind) {
            Some(Kind::Handle) => "IntPtr".to_owned(),
            Some(Kind::Struct(_)) if BYTES.contains(&name.as_str()) => "[In, Out] byte[]".to_owned(),
            Some(Kind::Struct(_)) if is_const && counted => format!("[In] {}[]", structure(name)),
            Some(Kind::Struct(_)) if is_const => format!("[In] ref {}", structure(name)),
            Some(Kind::Struct(_)) => format!("[In, Out] ref {}", structure(name)),
            Some(Kind::Number(_)) if !is_const => format!("out {}", value(model, to)?),
            _ => return Err(unknown()),
        },
        _ if !is_const => format!("out {}", value(model, to)?),
        _ => return Err(unknown()),
    };
    Ok(written)
}

/// What an import gives back, with its attribute.
pub fn result(model: &Model, kind: &Type) -> Result<(&'static str, String)> {
    match kind {
        Type::Bool => Ok(("[return: MarshalAs(UnmanagedType.I1)]\n", "bool".to_owned())),
        Type::Void => Ok(("", "void".to_owned())),
        Type::Pointer { .. } => Ok(("", "IntPtr".to_owned())),
        other => Ok(("", value(model, other)?)),
    }
}

/// A parameter of a callback: what C hands over, as it is.
pub fn handed_over(model: &Model, kind: &Type) -> Result<String> {
    match kind {
        Type::Pointer { .. } => Ok("IntPtr".to_owned()),
        Type::Named(name) if matches!(model.find(name).map(|item| &item.kind), Some(Kind::Enum(_))) => {
            Ok("int".to_owned())
        }
        other => value(model, other),
    }
}

/// A field of a struct.
pub fn field(model: &Model, kind: &Type) -> Result<String> {
    match kind {
        Type::Pointer { .. } => Ok("IntPtr".to_owned()),
        Type::Bool => Ok("byte".to_owned()),
        other => value(model, other),
    }
}

/// What is the same wherever it stands.
fn value(model: &Model, kind: &Type) -> Result<String> {
    let written = match kind {
        Type::Int32 => "int",
        Type::Uint32 => "uint",
        Type::Int64 => "long",
        Type::Uint64 => "ulong",
        Type::Size => "UIntPtr",
        Type::Double => "double",
        Type::Named(name) => match model.find(name).map(|item| &item.kind) {
            Some(Kind::Enum(_)) => return Ok(enums::name(name)),
            Some(Kind::Number(number)) => return value(model, number),
            _ => bail!("{name}: C# has no rule for it"),
        },
        other => bail!("{other}: C# has no rule for it"),
    };
    Ok(written.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::super::model::Item;
    use super::*;

    fn model() -> Model {
        let item =
            |name: &str, kind| Item { name: name.to_owned(), file: String::new(), docs: Vec::new(), kind };
        Model {
            items: vec![
                item("af_client", Kind::Handle),
                item("af_error", Kind::Struct(Vec::new())),
                item("af_ban_options", Kind::Struct(Vec::new())),
                item("af_event_fn", Kind::Callback(Vec::new())),
                item("af_request", Kind::Number(Type::Uint64)),
                item("af_scope", Kind::Enum(Vec::new())),
                item("af_reason", Kind::Enum(Vec::new())),
            ],
        }
    }

    fn to(kind: Type, is_const: bool) -> Type {
        Type::Pointer { to: Box::new(kind), is_const }
    }

    fn named(name: &str) -> Type {
        Type::Named(name.to_owned())
    }

    fn written(fields: &[(&str, Type)]) -> Result<Vec<String>> {
        let field = |(name, kind): &(&str, Type)| Field { name: (*name).to_owned(), kind: kind.clone() };
        parameters(&model(), &fields.iter().map(field).collect::<Vec<_>>())
    }

    #[test]
    fn a_parameter_is_marshalled_by_its_type_in_c() {
        let rules = [
            ("client", to(named("af_client"), true), "IntPtr client"),
            ("license_key", to(Type::Char, true), "byte[] licenseKey"),
            ("fallback", to(Type::Char, true), "IntPtr fallback"),
            ("buffer", to(Type::Char, false), "[Out] byte[] buffer"),
            ("size", Type::Size, "UIntPtr size"),
            ("out_len", to(Type::Size, false), "out UIntPtr outLen"),
            ("out_request", to(named("af_request"), false), "out ulong outRequest"),
            ("out_client", to(to(named("af_client"), false), false), "out IntPtr outClient"),
            ("allow", Type::Bool, "[MarshalAs(UnmanagedType.I1)] bool allow"),
            ("options", to(named("af_ban_options"), true), "[In] ref BanOptions options"),
            ("event", to(named("af_ban_options"), false), "[In, Out] ref BanOptions @event"),
            ("callback", named("af_event_fn"), "EventCallback callback"),
            ("user_data", to(Type::Void, false), "IntPtr userData"),
            ("error", to(named("af_error"), false), "[In, Out] byte[] error"),
        ];
        for (name, kind, expected) in rules {
            assert_eq!(written(&[(name, kind)]).unwrap(), vec![expected.to_owned()]);
        }
        let list = [("list", to(named("af_ban_options"), true)), ("count", Type::Size)];
        assert_eq!(written(&list).unwrap()[0], "[In] BanOptions[] list");
        let unknown = written(&[("x", to(Type::Int32, true))]);
        assert_eq!(unknown.unwrap_err().to_string(), "const int32_t * x: C# has no rule for it");
    }

    #[test]
    fn enums_come_out_as_enums_and_go_into_callbacks_as_numbers() {
        let model = model();
        assert_eq!(result(&model, &named("af_reason")).unwrap(), ("", "AuthForgeReason".to_owned()));
        assert_eq!(result(&model, &named("af_scope")).unwrap(), ("", "NativeScope".to_owned()));
        assert_eq!(handed_over(&model, &named("af_reason")).unwrap(), "int".to_owned());
        assert_eq!(result(&model, &Type::Bool).unwrap().1, "bool");
        assert_eq!(field(&model, &Type::Bool).unwrap(), "byte".to_owned());
    }
}
