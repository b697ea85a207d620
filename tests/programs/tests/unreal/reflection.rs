//! In the place of Unreal's header tool: refuses what that would refuse, as far as it is known here, and makes
//! the `.generated.h` that the stubs need.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, bail, ensure};
use harness::Result;

/// What a reflected function or property may be made of, besides the plugin's own types.
const TYPES: &str = "void bool uint8 int32 int64 float double FString FName FText FDateTime UObject* \
                     TArray<FString> TArray<uint8>";

/// Checks the headers and writes what is generated for each into `out`.
pub fn generate(headers: &[(String, String)], out: &Path) -> Result {
    let own: Vec<String> = headers.iter().flat_map(|(_, text)| declared(text)).collect();
    fs::create_dir_all(out).with_context(|| out.display().to_string())?;
    for (name, text) in headers {
        let stem = name.trim_end_matches(".h");
        if !["UCLASS(", "USTRUCT(", "UENUM("].iter().any(|word| text.contains(word)) {
            continue;
        }
        own_include_comes_last(stem, text).with_context(|| name.to_owned())?;
        check_types(text, &own).with_context(|| name.to_owned())?;
        let made = bodies(stem, text).with_context(|| name.to_owned())?;
        let path = out.join(format!("{stem}.generated.h"));
        fs::write(&path, made).with_context(|| path.display().to_string())?;
    }
    Ok(())
}

fn own_include_comes_last(stem: &str, text: &str) -> Result {
    let need = format!("#include \"{stem}.generated.h\"");
    match text.lines().rfind(|line| line.starts_with("#include")) {
        Some(last) if last == need => Ok(()),
        last => bail!("the last include is {last:?}, need {need}"),
    }
}

/// Names of the reflected types and dynamic delegates of a header.
fn declared(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut names = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some(rest) = line.strip_prefix("DECLARE_DYNAMIC_") {
            names.extend(rest.split(['(', ')', ',']).nth(1).map(str::to_owned));
        } else if ["UCLASS(", "USTRUCT(", "UENUM("].iter().any(|word| line.starts_with(word)) {
            let next = lines.get(at + 1).copied().unwrap_or_default();
            let name = next.split(':').next().unwrap_or_default().split_whitespace().last();
            names.extend(
                name.map(|name| format!("{name}{}", if line.starts_with("UCLASS") { "*" } else { "" })),
            );
        }
    }
    names
}

/// What stands for each GENERATED_BODY(), by its line.
fn bodies(stem: &str, text: &str) -> Result<String> {
    let mut made = format!("#undef CURRENT_FILE_ID\n#define CURRENT_FILE_ID FID_{stem}_h\n");
    let mut open: Option<(&str, &str)> = None;
    for (number, line) in (1..).zip(text.lines()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["class", rest @ ..] if rest.len() >= 4 && rest[rest.len() - 3] == ":" => {
                let (name, base) = (rest[rest.len() - 4], rest[rest.len() - 1]);
                if !name.starts_with('U') || rest.len() < 5 && text.contains("_API ") {
                    bail!("class {name} needs a U and an _API");
                }
                open = Some((name, base));
            }
            ["struct", .., name] if !name.ends_with(';') => open = Some((name, "")),
            ["GENERATED_BODY()"] => {
                let (name, base) =
                    open.take().with_context(|| format!("line {number}: GENERATED_BODY of what?"))?;
                let _ = writeln!(made, "#define FID_{stem}_h_{number}_GENERATED_BODY {}", body(name, base));
            }
            _ => {}
        }
    }
    match open {
        Some((name, _)) => bail!("{name} has no GENERATED_BODY()"),
        None => Ok(made),
    }
}

fn body(name: &str, base: &str) -> String {
    if base.is_empty() {
        return String::new();
    }
    let class = format!("static UClass Class{{\"{name}\"}}; return &Class;");
    format!(
        "public: using Super = {base}; using ThisClass = {name}; \
         static UClass* StaticClass() {{ {class} }} private:"
    )
}

/// The declaration after each UFUNCTION and UPROPERTY.
fn check_types(text: &str, own: &[String]) -> Result {
    let mut functions = Vec::new();
    let mut lines = text.lines().map(str::trim);
    while let Some(line) = lines.next() {
        let (function, property) = (line.starts_with("UFUNCTION("), line.starts_with("UPROPERTY("));
        if !function && !property {
            continue;
        }
        let declaration = lines.next().unwrap_or_default();
        let known = |written: &str| {
            let kind = written.trim().trim_start_matches("static ").trim_start_matches("const ");
            let kind = kind.trim_end_matches('&').trim();
            ensure!(
                TYPES.split_whitespace().any(|name| name == kind) || own.iter().any(|name| name == kind),
                "{declaration}: {kind} cannot be reflected"
            );
            Ok(())
        };
        let (head, parameters) = match declaration.split_once('(') {
            Some((head, rest)) if function => (head, rest.rsplit_once(')').map_or("", |(given, _)| given)),
            _ => (declaration.split(['=', ';']).next().unwrap_or_default(), ""),
        };
        let (kind, name) = head.trim().rsplit_once(' ').with_context(|| format!("{declaration}: no name"))?;
        known(kind)?;
        for parameter in parameters.split(',').filter(|parameter| !parameter.trim().is_empty()) {
            known(
                parameter.trim().rsplit_once(' ').with_context(|| format!("{declaration}: {parameter}"))?.0,
            )?;
        }
        if function && functions.contains(&name) {
            bail!("{name} is overloaded, which reflection does not know");
        }
        functions.push(name);
    }
    Ok(())
}
