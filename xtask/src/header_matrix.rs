//! The header under every compiler and language level that hosts use.

use std::path::Path;
use std::process::Command;

use crate::shell::{self, Result};
use crate::tally::Tally;

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

pub fn run(tally: &mut Tally, library: &Path) -> Result {
    let scratch = shell::scratch("header")?;
    for (compilers, extension, levels, flags) in
        [(["gcc", "clang"], "c", &C[..], C_FLAGS), (["g++", "clang++"], "cpp", &CXX[..], CXX_FLAGS)]
    {
        let sources = ["first", "second"].map(|name| scratch.join(format!("{name}.{extension}")));
        for (source, name) in sources.iter().zip(["first", "second"]) {
            write(source, &UNIT.replace("NAME", name))?;
        }
        let main = scratch.join(format!("main.{extension}"));
        write(
            &main,
            "#include \"authforge.h\"\nconst char *first(void);\nconst char *second(void);\n\
            int main(void) { return first() == second() ? 0 : 1; }\n",
        )?;
        for compiler in compilers {
            for level in levels {
                let mut command = Command::new(compiler);
                command.arg(format!("-std={level}")).args(FLAGS).args(flags);
                if compiler.starts_with("clang") {
                    command.args(CLANG_FLAGS);
                }
                command.arg("-I").arg(shell::root().join("include")).arg(&main).args(&sources);
                let program = scratch.join("program");
                command.arg("-o").arg(&program).arg("-L").arg(library).arg("-lauthforge");
                command.arg(format!("-Wl,-rpath,{}", library.display()));
                let result =
                    shell::output(&mut command).and_then(|_| shell::output(&mut Command::new(&program)));
                let sentence =
                    format!("the header is clean, twice and from two units, for {compiler} -std={level}");
                tally.note(&sentence, result.map(drop));
            }
        }
    }
    tally.note(
        "AF_DLL imports from a DLL, AF_API says something else, and neither is asked for by itself",
        marks(&scratch),
    );
    Ok(())
}

/// What stands before a function on Windows, as Clang takes it for a call.
fn marks(scratch: &Path) -> Result {
    let source = scratch.join("marks.c");
    write(&source, "#include \"authforge.h\"\nconst char *version(void) { return af_version(); }\n")?;
    let declared = |definition: &[&str]| -> Result<String> {
        let mut command = Command::new("clang");
        command.args(["--target=x86_64-pc-windows-gnu", "-ffreestanding", "-S", "-emit-llvm", "-o", "-"]);
        command.args(definition).arg("-I").arg(shell::root().join("include")).arg(&source);
        let text = shell::output(&mut command)?;
        let line = text.lines().find(|line| line.starts_with("declare") && line.contains("@af_version("));
        line.map(str::to_owned).ok_or_else(|| "af_version is not declared".to_owned())
    };
    for (definition, imported, hidden) in [
        (&[][..], false, false),
        (&["-DAF_DLL"], true, false),
        (&["-DAF_DLL", "-DAF_API=__attribute__((visibility(\"hidden\")))"], false, true),
    ] {
        let line = declared(definition)?;
        if (line.contains("dllimport"), line.contains("hidden")) != (imported, hidden) {
            return Err(format!("{definition:?}: {line}"));
        }
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Result {
    std::fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()))
}
