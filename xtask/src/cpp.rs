//! The C++ face: its header under every compiler and language level, the programs of `tests/cpp`, each
//! against a development server of its own, and the example.
//!
//! A program's name is the sentence that it proves. A first line `// flags: ...` adds compiler flags. What must
//! not compile stands in `tests/cpp/lines`.

mod lines;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

use crate::need::{self, CLANG, CXX};
use crate::server::{SECRET, Server};
use crate::shell::{self, Result};
use crate::tally::Tally;

const FLAGS: &[&str] =
    &["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror", "-pthread", "-g"];
/// What strict hosts ask of every compiler.
const STRICT: &[&str] = &[
    "-Wsign-conversion",
    "-Wold-style-cast",
    "-Wextra-semi",
    "-Wnon-virtual-dtor",
    "-Woverloaded-virtual",
    "-Wundef",
    "-Wcast-align",
    "-Wcast-qual",
    "-Wfloat-equal",
    "-Wformat=2",
    "-Wmissing-declarations",
    "-Wredundant-decls",
    "-Wswitch-enum",
    "-Wzero-as-null-pointer-constant",
    "-Wdeprecated-copy-dtor",
];
/// What only one of them knows. Not `-Weverything`: what that says changes with each Clang.
const STRICT_GCC: &[&str] = &[
    "-Weffc++",
    "-Wuseless-cast",
    "-Wduplicated-branches",
    "-Wduplicated-cond",
    "-Wlogical-op",
    "-Wnull-dereference",
    "-Wsuggest-override",
    "-O2",
];
const STRICT_CLANG: &[&str] = &[
    "-Wdocumentation",
    "-Wdocumentation-pedantic",
    "-Wdangling",
    "-Wshadow-all",
    "-Wimplicit-fallthrough",
    "-Wunreachable-code-aggressive",
    "-Wnewline-eof",
    "-Wrange-loop-analysis",
    "-Wweak-vtables",
    "-Wexit-time-destructors",
    "-Wglobal-constructors",
    "-Wundefined-reinterpret-cast",
    "-Wreserved-identifier",
    "-Wsuggest-destructor-override",
];
const COMPILERS: [&str; 2] = ["g++", "clang++"];
const BARE: &[&str] = &["-fno-exceptions", "-fno-rtti"];
/// The last is C++23 by the name that all of them know.
const LEVELS: [&str; 3] = ["-std=c++17", "-std=c++20", "-std=c++2b"];
const LIMIT: Duration = Duration::from_secs(60);
/// Programs that are compiled and run at the same time.
const BESIDE: usize = 2;

/// Where everything is.
struct Bench<'a> {
    library: &'a Path,
    scratch: PathBuf,
    devserver: PathBuf,
}

/// `library` is the folder with the shared library.
pub fn run(tally: &mut Tally, library: &Path) -> Result {
    need::tools(&[CXX, CLANG])?;
    let library = library.canonicalize().map_err(|e| format!("{}: {e}", library.display()))?;
    let bench = Bench { library: &library, scratch: shell::scratch("cpp")?, devserver: shell::devserver()? };
    header(tally, &bench);
    lifetimes(tally, &bench)?;
    for sources in programs()?.chunks(BESIDE) {
        let results: Vec<Result> = thread::scope(|scope| {
            let runs: Vec<_> = sources.iter().map(|source| scope.spawn(|| bench.prove(source))).collect();
            runs.into_iter().map(|run| run.join().unwrap_or_else(|_| Err("panicked".to_owned()))).collect()
        });
        for (source, result) in sources.iter().zip(results) {
            tally.note(&format!("C++: {}", sentence(source)), result);
        }
    }
    tally.note("C++: the example logs in, asks again after a wrong key, and ends", bench.example());
    Ok(())
}

/// Two units that share the header, by compiler, language level and what they may use.
fn header(tally: &mut Tally, bench: &Bench) {
    for compiler in COMPILERS {
        for level in LEVELS {
            for (flags, first, second) in [
                ("with exceptions", &[][..], &[][..]),
                ("without exceptions and RTTI", BARE, BARE),
                ("in units with and without exceptions", &[][..], &BARE[..1]),
            ] {
                let sentence = format!("C++: authforge.hpp is clean for {compiler} {level} {flags}");
                tally.note(&sentence, bench.units(compiler, level, first, second));
            }
        }
    }
}

/// What would keep a text, a view or a range of an owner that is gone.
fn lifetimes(tally: &mut Tally, bench: &Bench) -> Result {
    for source in shell::files(&shell::root().join("tests/cpp/lines"), "cpp")? {
        for compiler in COMPILERS {
            for level in LEVELS {
                let sentence = format!(
                    "C++: {} that outlive their owner do not compile: {compiler} {level}",
                    stem(&source)
                );
                let made = || bench.with_headers(compiler, level);
                tally.note(&sentence, lines::check(&source, &bench.scratch, compiler == "clang++", made));
            }
        }
    }
    Ok(())
}

fn programs() -> Result<Vec<PathBuf>> {
    let folder = shell::root().join("tests/cpp");
    let sources = shell::files(&folder, "cpp")?;
    if sources.is_empty() { Err(format!("{} has no programs", folder.display())) } else { Ok(sources) }
}

fn stem(source: &Path) -> String {
    source.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn sentence(source: &Path) -> String {
    stem(source).replace('_', " ")
}

impl Bench<'_> {
    /// A compiler that has been told of the headers and the warnings.
    fn compiler(&self, name: &str, level: &str) -> Command {
        let mut command = self.with_headers(name, level);
        command.args(FLAGS);
        command
    }

    /// A compiler that has been told of the headers.
    fn with_headers(&self, name: &str, level: &str) -> Command {
        let mut command = Command::new(name);
        command.arg(level);
        command.arg("-I").arg(shell::root().join("include"));
        command.arg("-I").arg(shell::root().join("bindings/cpp"));
        command
    }

    fn link(&self, command: &mut Command, program: &Path) -> Result {
        command.arg("-o").arg(program).arg("-L").arg(self.library).arg("-lauthforge");
        command.arg(format!("-Wl,-rpath,{}", self.library.display()));
        shell::output(command).map(drop)
    }

    fn units(&self, compiler: &str, level: &str, first: &[&str], second: &[&str]) -> Result {
        let mut objects = Vec::new();
        for (unit, flags) in [("first", first), ("second", second)] {
            let source = shell::root().join("tests/cpp/units").join(unit).with_extension("cpp");
            let object = self.scratch.join(unit).with_extension("o");
            let mut command = self.compiler(compiler, level);
            command.args(STRICT).args(flags);
            command.args(if compiler == "clang++" { STRICT_CLANG } else { STRICT_GCC });
            shell::output(command.arg("-c").arg(source).arg("-o").arg(&object))?;
            objects.push(object);
        }
        let program = self.scratch.join("units");
        self.link(self.compiler(compiler, level).args(objects), &program)?;
        shell::output(&mut Command::new(program)).map(drop)
    }

    /// Compiles a program and runs it; an error tells how it ended and what it said.
    fn prove(&self, source: &Path) -> Result {
        let program = self.scratch.join(stem(source));
        let text = fs::read_to_string(source).map_err(|e| format!("{}: {e}", source.display()))?;
        let flags = text.lines().next().and_then(|line| line.strip_prefix("// flags: ")).unwrap_or_default();
        let mut compile = self.compiler("c++", LEVELS[0]);
        self.link(compile.args(flags.split_whitespace()).arg(source), &program)?;

        let server = Server::start(&self.devserver, &[])?;
        let said = program.with_extension("said");
        let mut command = Command::new(&program);
        command.envs(server.environment()).stdin(Stdio::null());
        let (status, said) = watch(&mut command, &said)?;
        match status {
            None => Err(format!("did not end in {} s\n{said}", LIMIT.as_secs())),
            Some(status) if !status.success() => Err(format!("ended with {status}\n{said}")),
            Some(_) if !said.is_empty() => Err(format!("something was printed\n{said}")),
            Some(_) => Ok(()),
        }
    }

    /// The example, with a key that is wrong and one that is typed in.
    fn example(&self) -> Result {
        let program = self.scratch.join("quickstart");
        let source = shell::root().join("examples/cpp/quickstart.cpp");
        self.link(self.compiler("c++", LEVELS[0]).arg(source), &program)?;

        let server = Server::start(&self.devserver, &[])?;
        let typed = self.scratch.join("quickstart.typed");
        fs::write(&typed, format!("{}\n", server.get("license_key"))).map_err(|e| e.to_string())?;
        let mut command = Command::new(&program);
        command.args(["url", "app_id", "public_key"].map(|field| server.get(field)));
        command.env(SECRET, server.get("app_secret"));
        command.arg("WRNG-WRNG-WRNG-WRNG");
        command.stdin(File::open(&typed).map_err(|e| e.to_string())?);
        let (status, said) = watch(&mut command, &program.with_extension("said"))?;
        // Not the failure callback: it runs on another thread, and the example may be over before it.
        let expected = [
            "login: invalid_key",
            "This license key is not valid for this program",
            "login: ok",
            "Ada Lovelace, tier pro",
            "closed with a license",
        ];
        match expected.iter().find(|text| !said.contains(**text)) {
            Some(missing) => Err(format!("it did not say {missing:?}\n{said}")),
            None if status.is_some_and(|status| status.success()) => Ok(()),
            None => Err(format!("it ended with {status:?}\n{said}")),
        }
    }
}

/// Runs a program; how it ended, `None` if it had to be killed, and all that it said.
fn watch(command: &mut Command, said: &Path) -> Result<(Option<ExitStatus>, String)> {
    let file = File::create(said).map_err(|e| format!("{}: {e}", said.display()))?;
    let copy = file.try_clone().map_err(|e| e.to_string())?;
    let mut child = command.stdout(file).stderr(copy).spawn().map_err(|e| format!("{command:?}: {e}"))?;
    let status = shell::wait(&mut child, LIMIT)?;
    let text = fs::read(said).map_err(|e| format!("{}: {e}", said.display()))?;
    Ok((status, String::from_utf8_lossy(&text).into_owned()))
}
