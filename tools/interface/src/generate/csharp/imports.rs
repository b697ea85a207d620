//! Native.cs, the functions, and NativeTypes.cs, the callbacks and structs that go into them.

use super::super::model::{Field, Kind, Model};
use super::super::names::pascal;
use super::{file, marshal};
use anyhow::Context;
use harness::Result;

const ABOUT: &str = "The functions of authforge.h, and nothing that decides anything";
const ABOUT_TYPES: &str = "The callbacks of authforge.h, and the structs that go into its functions";
const USINGS: &str = "using System;\nusing System.Runtime.InteropServices;\n\n";
/// On iOS and tvOS the library is a part of the program.
const HEAD: &str = "\
internal static partial class Native
{
#if AUTHFORGE_INTERNAL || ((UNITY_IOS || UNITY_TVOS) && !UNITY_EDITOR)
    internal const string Library = \"__Internal\";
#else
    internal const string Library = \"authforge\";
#endif

    private const CallingConvention Cdecl = CallingConvention.Cdecl;
";
/// Longest line, of which four columns are the namespace's.
const WIDTH: usize = 116;

/// Native.cs.
pub fn text(model: &Model) -> Result<String> {
    let mut body = HEAD.to_owned();
    for (item, function) in model.functions() {
        let (attribute, result) = marshal::result(model, &function.result)?;
        let parameters =
            marshal::parameters(model, &function.parameters).with_context(|| item.name.to_owned())?;
        body += "\n    [DllImport(Library, CallingConvention = Cdecl)]\n";
        if !attribute.is_empty() {
            body += &format!("    {attribute}");
        }
        body += &wrapped(&format!("    internal static extern {result} {}(", item.name), &parameters);
    }
    Ok(file(ABOUT, USINGS, &(body + "}\n")))
}

/// NativeTypes.cs.
pub fn types(model: &Model) -> Result<String> {
    let mut types = Vec::new();
    for item in &model.items {
        if let Kind::Callback(parameters) = &item.kind {
            types.push(delegate(model, &item.name, parameters)?);
        }
    }
    for (item, fields) in model.structs().filter(|(item, _)| !marshal::BYTES.contains(&item.name.as_str())) {
        types.push(structure(model, &item.name, fields)?);
    }
    let body = types.concat();
    let body = format!("internal static partial class Native\n{{\n{}}}\n", body.trim_start_matches('\n'));
    Ok(file(ABOUT_TYPES, USINGS, &body))
}

fn delegate(model: &Model, name: &str, parameters: &[Field]) -> Result<String> {
    let parameter = |field: &Field| {
        Ok(format!("{} {}", marshal::handed_over(model, &field.kind)?, marshal::name(&field.name)))
    };
    let parameters = parameters.iter().map(parameter).collect::<Result<Vec<_>>>()?;
    let head = format!("    internal delegate void {}(", marshal::callback(name));
    let attribute = "\n    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]\n";
    Ok(format!("{attribute}{}", wrapped(&head, &parameters)))
}

fn structure(model: &Model, name: &str, fields: &[Field]) -> Result<String> {
    let mut text =
        format!("\n    /// <summary><c>{name}</c>.</summary>\n    [StructLayout(LayoutKind.Sequential)]\n");
    text += &format!("    internal struct {}\n    {{\n", marshal::structure(name));
    for field in fields {
        text +=
            &format!("        internal {} {};\n", marshal::field(model, &field.kind)?, pascal(&field.name));
    }
    Ok(text + "    }\n")
}

/// A declaration, on as many lines as it takes.
fn wrapped(head: &str, parameters: &[String]) -> String {
    let (mut text, mut line) = (String::new(), head.to_owned());
    for (at, parameter) in parameters.iter().enumerate() {
        let last = at + 1 == parameters.len();
        let part = format!("{parameter}{}", if last { "" } else { "," });
        if line.len() + part.len() + 2 > WIDTH {
            text += &format!("{}\n", line.trim_end());
            line = " ".repeat(8);
        }
        line += &part;
        line += if last { "" } else { " " };
    }
    text + &line + ");\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::not_in_code;
    use harness::project;

    /// Events are polled for when the library wakes; what a status or a reason is called stands in tables; a session is read
    /// while it is lent, and one call reads a variable of any type.
    const LEFT_OUT: [&str; 16] = [
        "af_client_pump",
        "af_client_set_event_callback",
        "af_client_set_failure_callback",
        "af_reason_name",
        "af_session_clone",
        "af_session_variable_bool",
        "af_session_variable_double",
        "af_session_variable_int",
        "af_session_variable_string",
        "af_session_variable_type",
        "af_status_advice",
        "af_status_code",
        "af_status_is_fatal",
        "af_status_is_transient",
        "af_status_message",
        "af_status_user_message_id",
    ];

    #[test]
    fn every_function_is_called_somewhere_in_the_binding_but_for_those_that_it_needs_not() {
        let model = Model::read().unwrap();
        let files = project::files(&project::root().join(crate::generate::csharp::FOLDER), "cs").unwrap();
        let others: Vec<_> = files.into_iter().filter(|path| !path.ends_with("Native.cs")).collect();
        let names = model.functions().map(|(item, _)| item.name.as_str());
        let mut left_out = not_in_code(names, &others);
        left_out.sort_unstable();
        assert_eq!(left_out, LEFT_OUT);
    }
}
