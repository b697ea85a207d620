//! The header under every compiler and language level that hosts use.

use std::process::Command;

use anyhow::{Context, bail};
use harness::once::in_turn;
use harness::{Result, build, command, project};
use programs::Case;
use programs::case::as_name;

const C: [&str; 4] = ["c99", "c11", "c17", "c2x"];
const CXX: [&str; 5] = ["c++11", "c++14", "c++17", "c++20", "c++2b"];
/// What strict hosts ask for.
const FLAGS: [&str; 11] = [
    "-Wall",
    "-Wextra",
    "-Wpedantic",
    "-Wconversion",
    "-Wsign-conversion",
    "-Wshadow",
    "-Wundef",
    "-Wcast-align",
    "-Wcast-qual",
    "-Wredundant-decls",
    "-Werror",
];
const C_FLAGS: [&str; 3] = ["-Wstrict-prototypes", "-Wmissing-prototypes", "-Wold-style-definition"];
const CXX_FLAGS: [&str; 3] = ["-Wold-style-cast", "-Wextra-semi", "-Wzero-as-null-pointer-constant"];
/// What Clang alone knows: comments that name what is not there.
const CLANG_FLAGS: [&str; 2] = ["-Wdocumentation", "-Wdocumentation-pedantic"];

/// Included twice, used once.
const UNIT: &str = "#include \"authforge.h\"\n#include \"authforge.h\"\n\
    #include \"authforge/messages_de.h\"\n#include \"authforge/messages_es.h\"\n\
    #include \"authforge/messages_de.h\"\n\
    const char *NAME(void);\nconst char *NAME(void) {\n  af_error error = AF_ERROR_INIT;\n  \
    af_event event = AF_EVENT_INIT;\n  af_self_ban_options ban = AF_SELF_BAN_OPTIONS_INIT;\n  \
    af_activation_request_options request = AF_ACTIVATION_REQUEST_OPTIONS_INIT;\n  \
    af_variable variable = AF_VARIABLE_INIT;\n  \
    if (ban.struct_size == request.struct_size) return af_status_code(0);\n  \
    af_set_user_messages(AF_USER_MESSAGES_DE, AF_USER_MESSAGES_DE_COUNT, &error);\n  \
    af_set_user_messages(AF_USER_MESSAGES_ES, AF_USER_MESSAGES_ES_COUNT, &error);\n  \
    if (AF_VERSION_NUMBER == 0 || variable.type != AF_VARIABLE_TYPE_NONE) return AF_VERSION_STRING;\n  \
    return error.status == event.status ? af_version() : af_status_message(0);\n}\n";

/// A language: its compilers, the end of its files' names, its levels, and flags of its own.
type Language = ([&'static str; 2], &'static str, &'static [&'static str], [&'static str; 3]);

const LANGUAGES: [Language; 2] =
    [(["gcc", "clang"], "c", &C, C_FLAGS), (["g++", "clang++"], "cpp", &CXX, CXX_FLAGS)];

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (compilers, extension, levels, flags) in LANGUAGES {
        for compiler in compilers {
            for level in levels {
                let sentence = format!(
                    "header::the header is clean, twice and from two units, for {compiler} -std={level}"
                );
                let scratch = format!("header/{}", as_name(&sentence));
                cases.push(Case::new(sentence, move || {
                    in_turn(|| is_clean(&scratch, compiler, extension, level, &flags))
                }));
            }
        }
    }
    cases.push(Case::new(
        "header::AF_DLL imports from a DLL, AF_API says something else, and neither is asked for by itself",
        marks,
    ));
    cases
}

fn is_clean(scratch: &str, compiler: &str, extension: &str, level: &str, flags: &[&str]) -> Result {
    let scratch = project::scratch(scratch)?;
    let sources = ["first", "second"].map(|name| scratch.join(format!("{name}.{extension}")));
    for (source, name) in sources.iter().zip(["first", "second"]) {
        project::write(source, &UNIT.replace("NAME", name))?;
    }
    let main = scratch.join(format!("main.{extension}"));
    project::write(
        &main,
        "#include \"authforge.h\"\nconst char *first(void);\nconst char *second(void);\n\
        int main(void) { return first() == second() ? 0 : 1; }\n",
    )?;
    let mut command = Command::new(compiler);
    command.arg(format!("-std={level}")).args(FLAGS).args(flags);
    if compiler.starts_with("clang") {
        command.args(CLANG_FLAGS);
    }
    let program = scratch.join("program");
    build::link(command.arg(&main).args(&sources), &build::library()?, &program)?;
    command::output(&mut Command::new(&program)).map(drop)
}

/// What stands before a function on Windows, as Clang takes it for a call.
fn marks() -> Result {
    let source = project::scratch("header")?.join("marks.c");
    project::write(
        &source,
        "#include \"authforge.h\"\nconst char *version(void) { return af_version(); }\n",
    )?;
    let declared = |definition: &[&str]| -> Result<String> {
        let mut command = Command::new("clang");
        command.args(["--target=x86_64-pc-windows-gnu", "-ffreestanding", "-S", "-emit-llvm", "-o", "-"]);
        command.args(definition).arg("-I").arg(project::root().join("include")).arg(&source);
        let text = command::output(&mut command)?;
        let line = text.lines().find(|line| line.starts_with("declare") && line.contains("@af_version("));
        line.map(str::to_owned).context("af_version is not declared")
    };
    for (definition, imported, hidden) in [
        (&[][..], false, false),
        (&["-DAF_DLL"], true, false),
        (&["-DAF_DLL", "-DAF_API=__attribute__((visibility(\"hidden\")))"], false, true),
    ] {
        let line = declared(definition)?;
        if (line.contains("dllimport"), line.contains("hidden")) != (imported, hidden) {
            bail!("{definition:?}: {line}");
        }
    }
    Ok(())
}
