//! The C# binding's part that decides nothing: imports, enums and layouts.

mod docs;
mod enums;
mod imports;
mod layout;
mod marshal;
mod status_table;

use super::MARK;
use super::made::Made;
use super::model::Model;
use harness::Result;

const FOLDER: &str = "bindings/csharp/LibAuthForge";

pub fn make(model: &Model, made: &mut Made) -> Result {
    let mut file = |name: &str, text: String| made.whole(&format!("{FOLDER}/{name}"), text);
    file("Native.cs", imports::text(model)?);
    file("NativeTypes.cs", imports::types(model)?);
    file("Layout.cs", layout::text(model)?);
    file("AuthForgeStatus.cs", enums::status(model));
    file("StatusTable.cs", status_table::text());
    file("AuthForgeEnums.cs", enums::public(model));
    file("NativeEnums.cs", enums::internal(model));
    Ok(())
}

/// The first line of a file, and its body in the namespace.
fn file(about: &str, usings: &str, body: &str) -> String {
    let body: String = body
        .lines()
        .map(|line| match line {
            "" => "\n".to_owned(),
            line if line.starts_with('#') => format!("{line}\n"),
            line => format!("    {line}\n"),
        })
        .collect();
    format!("// {about}: {MARK}; do not edit.\n\n{usings}namespace LibAuthForge\n{{\n{body}}}\n")
}
