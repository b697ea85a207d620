//! Layout.cs: where the fields are of the structs that are bytes in C#. A test holds the numbers against C compilers.

use super::super::model::{ByPointer, Field, Model, Type};
use super::super::names::pascal;
use super::{file, marshal};
use anyhow::{Context, bail};
use harness::Result;

const ABOUT: &str = "Where the fields of af_error and af_event are";

pub fn text(model: &Model) -> Result<String> {
    let mut body = "/// <summary>Offsets and sizes in bytes, of structs that are read out of bytes: so a poll of an empty \
                    queue makes no\n/// garbage. Some depend on how many bytes a pointer has.</summary>\n\
                    internal static class Layout\n{\n"
        .to_owned();
    body += "    /// <summary>The version of the library that this was made with.</summary>\n";
    body += &format!("    internal const string Version = \"{}\";\n\n", env!("CARGO_PKG_VERSION"));
    for name in marshal::BYTES {
        body += &numbers(model, name, fields_of(model, name)?).with_context(|| name.to_owned())?;
    }
    body += "\n    /// <summary>From here on the fields of an error are in an event where they are in an error.</summary>\n";
    let begin = error_in_event(model)?;
    body += &number("EventError", true, begin);
    Ok(file(ABOUT, "", &(body + "}\n")))
}

fn fields_of<'a>(model: &'a Model, name: &str) -> Result<&'a [Field]> {
    Ok(model.structs().find(|(item, _)| item.name == name).with_context(|| format!("there is no {name}"))?.1)
}

fn numbers(model: &Model, name: &str, fields: &[Field]) -> Result<String> {
    let prefix = marshal::structure(name);
    let (mut text, mut behind_a_pointer) = (String::new(), false);
    for field in fields {
        let name = format!("{prefix}{}", pascal(&field.name));
        text += &number(&name, behind_a_pointer, model.offset(fields, &field.name)?);
        if let Type::Array { length, .. } = field.kind {
            text += &number(&format!("{name}Size"), false, ByPointer { four: length, eight: length });
        }
        behind_a_pointer |= matches!(field.kind, Type::Pointer { .. } | Type::Size);
    }
    Ok(text + &number(&format!("{prefix}Size"), behind_a_pointer, model.size(fields)?))
}

/// Where an `af_error` would begin whose fields are those of an `af_event`. An error if they are elsewhere in one of them.
fn error_in_event(model: &Model) -> Result<ByPointer> {
    let (error, event) = (fields_of(model, "af_error")?, fields_of(model, "af_event")?);
    let mut begins = Vec::new();
    for field in error.iter().filter(|field| field.name != "struct_size") {
        let (here, there) = (model.offset(error, &field.name)?, model.offset(event, &field.name)?);
        begins.push(ByPointer { four: there.four - here.four, eight: there.eight - here.eight });
    }
    match begins.first() {
        Some(first) if begins.iter().all(|begin| begin == first) => Ok(*first),
        _ => bail!("the fields of af_error do not stand in af_event as they do in it"),
    }
}

/// A constant, or a function of the size of a pointer.
fn number(name: &str, depends: bool, number: ByPointer) -> String {
    let ByPointer { four, eight } = number;
    if !depends {
        return format!("    internal const int {name} = {eight};\n");
    }
    format!("    internal static int {name}(int pointer) {{ return pointer == 8 ? {eight} : {four}; }}\n")
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_depends_on_a_pointer_is_a_function_of_its_size() {
        let number = |depends| super::number("B", depends, super::ByPointer { four: 20, eight: 24 });
        assert_eq!(number(false), "    internal const int B = 24;\n");
        assert!(number(true).contains("B(int pointer) { return pointer == 8 ? 24 : 20; }"));
    }
}
