//! Clang reads the header: what it declares, and how that lies in memory on each processor. It knows nothing of the
//! Rust source that the header is made from, so it is a witness of its own.

use anyhow::{Context, bail, ensure};
use serde_json::Value;
use xshell::cmd;

use super::model::{Field, Interface, Struct};
use harness::{Result, command};

/// The processors, by our name and by Clang's.
pub const TARGETS: [(&str, &str); 4] = [
    ("aarch64", "aarch64-unknown-linux-gnu"),
    ("armv7", "armv7-unknown-linux-gnueabihf"),
    ("i686", "i686-unknown-linux-gnu"),
    ("x86-64", "x86_64-unknown-linux-gnu"),
];
const C: [&str; 3] = ["-x", "c", "-std=c11"];
const CXX: [&str; 3] = ["-x", "c++", "-std=c++11"];
/// Macros that are another text by design; that they are there is kept.
const FREE_MACROS: [&str; 5] =
    ["AF_API", "AF_VERSION_MAJOR", "AF_VERSION_MINOR", "AF_VERSION_PATCH", "AF_VERSION_STRING"];
const ALIGN: &str = "\n#ifdef __cplusplus\n#define ALIGN alignof\n#else\n#define ALIGN _Alignof\n#endif\n";

/// The interface that the text of a header declares. An error is a header that does not compile, or is not the same
/// to C and C++.
pub fn read(header: &str) -> Result<Interface> {
    let tree = clang(TARGETS[0].1, C, &["-fsyntax-only", "-Xclang", "-ast-dump=json"], header)?;
    let tree: Value = serde_json::from_str(&tree).context("clang's syntax tree")?;
    let mut interface = declared(&tree);
    let macros = clang(TARGETS[0].1, C, &["-E", "-dM"], header)?;
    interface.macros = macros.lines().filter_map(macro_of).collect();
    for (name, target) in TARGETS {
        measure(&mut interface, header, name, target)?;
    }
    Ok(interface)
}

/// Runs Clang with `input` as its source. The C library's headers of the target are not needed.
fn clang(target: &str, language: [&str; 3], wish: &[&str], input: &str) -> Result<String> {
    let flags = ["-ffreestanding", "-nostdlibinc", "-w"].iter().chain(&language).chain(wish);
    let shell = command::shell()?;
    let clang = cmd!(shell, "clang -target {target} {flags...} -o - -").stdin(input);
    let output = clang.ignore_status().output()?;
    let complained = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "clang refuses the header: {complained}");
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn macro_of(line: &str) -> Option<(String, String)> {
    let definition = line.strip_prefix("#define ").filter(|rest| rest.starts_with("AF_"))?;
    let (name, text) = definition.split_once(' ').unwrap_or((definition, ""));
    let text = if FREE_MACROS.contains(&name) { "" } else { text };
    Some((name.to_owned(), text.to_owned()))
}

/// The names and types; all numbers are 0 yet.
fn declared(tree: &Value) -> Interface {
    let mut found = Interface::default();
    for node in children(tree) {
        let name = node["name"].as_str().unwrap_or_default().to_owned();
        if !name.starts_with("af_") {
            continue; // Of the C library.
        }
        match node["kind"].as_str().unwrap_or_default() {
            "FunctionDecl" => drop(found.functions.insert(name, type_of(node))),
            "TypedefDecl" => drop(found.types.insert(name, type_of(node))),
            "EnumDecl" => {
                let constants = children(node).filter(|child| child["kind"] == "EnumConstantDecl");
                let names = constants.filter_map(|constant| constant["name"].as_str());
                found.enums.insert(name, names.map(|name| (name.to_owned(), 0)).collect());
            }
            "RecordDecl" if node["completeDefinition"] == true => {
                let fields = children(node).filter(|child| child["kind"] == "FieldDecl").map(field_of);
                found.structs.insert(name, Struct { fields: fields.collect(), ..Struct::default() });
            }
            _ => {}
        }
    }
    for (name, kind) in &mut found.types {
        if name == kind {
            *kind = if found.structs.contains_key(name) { "struct" } else { "opaque" }.to_owned();
        }
    }
    found
}

fn children(node: &Value) -> impl Iterator<Item = &Value> {
    node["inner"].as_array().into_iter().flatten()
}

fn field_of(node: &Value) -> Field {
    let name = node["name"].as_str().unwrap_or_default().to_owned();
    Field { name, kind: type_of(node), ..Field::default() }
}

/// A type as the header spells it, and as every version of Clang would.
fn type_of(node: &Value) -> String {
    let spelled = node["type"]["qualType"].as_str().unwrap_or_default();
    spelled.replace("struct ", "").replace("enum ", "").replace("_Bool", "bool").replace(" [", "[")
}

/// Fills in sizes, offsets and numbers for a target.
fn measure(interface: &mut Interface, header: &str, name: &str, target: &str) -> Result {
    let mut questions = Vec::new();
    for (record, layout) in &interface.structs {
        questions.extend([format!("sizeof({record})"), format!("ALIGN({record})")]);
        questions.extend(layout.fields.iter().map(|field| format!("offsetof({record}, {})", field.name)));
    }
    questions.extend(interface.enums.values().flat_map(|constants| constants.keys().cloned()));
    let numbers = answers(header, target, C, &questions)?;
    // Languages differ alike on all processors.
    let others =
        if target == TARGETS[0].1 { answers(header, target, CXX, &questions)? } else { numbers.clone() };
    if let Some(at) = (0..questions.len()).find(|at| numbers[*at] != others[*at]) {
        bail!("{} is {} in C and {} in C++", questions[at], numbers[at], others[at]);
    }
    let mut numbers = numbers.into_iter();
    let mut next = || numbers.next().unwrap_or_default();
    for layout in interface.structs.values_mut() {
        layout.size.insert(name.to_owned(), next());
        layout.align.insert(name.to_owned(), next());
        for field in &mut layout.fields {
            field.offset.insert(name.to_owned(), next());
        }
    }
    interface
        .enums
        .values_mut()
        .flat_map(|constants| constants.values_mut())
        .for_each(|number| *number = next());
    Ok(())
}

/// What constant expressions come to: Clang makes a variable of each, and its assembler says the value.
fn answers(header: &str, target: &str, language: [&str; 3], questions: &[String]) -> Result<Vec<i64>> {
    let asked = questions.iter().enumerate().map(|(at, question)| format!("long long p{at} = {question};\n"));
    let source = format!("{header}{ALIGN}{}", asked.collect::<String>());
    let said = clang(target, language, &["-S", "-emit-llvm"], &source)?;
    let globals = said.lines().filter_map(|line| line.strip_prefix("@p")?.split_once(" = "));
    let values = globals.filter_map(|(at, rest)| {
        let (_, value) = rest.split_once(" i64 ")?;
        Some((at.parse::<usize>().ok()?, value.split(',').next()?.parse().ok()?))
    });
    let mut values: Vec<(usize, i64)> = values.collect();
    values.sort_unstable();
    if values.iter().enumerate().any(|(at, (found, _))| at != *found) || values.len() != questions.len() {
        bail!("clang says {} values of {}", values.len(), questions.len());
    }
    Ok(values.into_iter().map(|(_, value)| value).collect())
}
