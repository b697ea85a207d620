//! The Unreal plugin: assembled as it is handed out, its package checked, compiled against stubs of the engine,
//! and driven by the programs of `tests/engines/unreal`, each against a development server of its own.
//!
//! A program's name is the sentence that it proves. A first line `// alone` means that it brings the module itself.

mod reflection;
mod rules;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use crate::need::{self, CLANG, CXX, MCS, MONO};
use crate::package::unreal::{self as package, NATIVES};
use crate::page;
use crate::server::Server;
use crate::shell::{self, Result};
use crate::tally::Tally;

/// What Unreal compiles with, and its warnings.
const FLAGS: &[&str] = &[
    "-fno-exceptions",
    "-fno-rtti",
    "-fvisibility=hidden",
    "-fPIC",
    "-Wall",
    "-Wextra",
    "-Wshadow",
    "-Wundef",
    "-Werror",
    "-pthread",
    "-g",
    "-DAUTHFORGE_API=__attribute__((visibility(\"default\")))",
];
const LEVELS: [&str; 2] = ["-std=c++17", "-std=c++20"];
const LIMIT: Duration = Duration::from_secs(60);
/// Programs at the same time; the longest mostly wait.
const BESIDE: usize = 3;

/// Where everything is.
struct Bench {
    scratch: PathBuf,
    plugin: PathBuf,
    devserver: PathBuf,
    /// Unreal's name of this platform.
    platform: &'static str,
}

/// `library` is the folder with the shared library.
pub fn run(tally: &mut Tally, library: &Path) -> Result {
    need::tools(&[CXX, CLANG, MCS, MONO])?;
    let Some(platform) = package::here() else { return Err("Unreal has no platform like this".to_owned()) };
    let scratch = shell::scratch("unreal")?;
    let plugin = scratch.join("Plugins/AuthForge");
    let missing = package::assemble(library, &plugin)?;
    rules::check(tally, &plugin, &missing, &scratch);

    let bench = Bench { scratch, plugin, devserver: shell::devserver()?, platform };
    tally.note("Unreal: the headers have what its header tool wants", bench.reflect());
    for compiler in ["g++", "clang++"] {
        for level in LEVELS {
            let sentence = format!(
                "Unreal: the module is clean for {compiler} {level}, in one unit, no exceptions, no RTTI"
            );
            tally.note(&sentence, bench.unity(compiler, level, &[]));
        }
    }
    let shipping = bench.unity("clang++", LEVELS[1], &["-DUE_BUILD_SHIPPING=1"]);
    tally.note("Unreal: the module is clean in a Shipping build", shipping);
    let linked = bench.engine().and_then(|()| bench.module());
    let runs = linked.is_ok();
    tally.note("Unreal: the module links with the library, from where the package has it", linked);
    if !runs {
        return Ok(());
    }
    let left = Mutex::new(programs()?);
    let results = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..BESIDE {
            scope.spawn(|| {
                while let Some(source) = take(&left) {
                    let result = bench.prove(&source);
                    results.lock().unwrap_or_else(|e| e.into_inner()).push((source, result));
                }
            });
        }
    });
    let mut results = results.into_inner().unwrap_or_else(|e| e.into_inner());
    results.sort_by(|a, b| a.0.cmp(&b.0));
    for (source, result) in results {
        tally.note(&format!("Unreal: {}", stem(&source).replace('_', " ")), result);
    }
    Ok(())
}

fn take(left: &Mutex<Vec<PathBuf>>) -> Option<PathBuf> {
    left.lock().unwrap_or_else(|e| e.into_inner()).pop()
}

fn programs() -> Result<Vec<PathBuf>> {
    let sources = shell::files(&shell::root().join("tests/engines/unreal"), "cpp")?;
    if sources.is_empty() { Err("tests/engines/unreal has no programs".to_owned()) } else { Ok(sources) }
}

fn stem(source: &Path) -> String {
    source.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

impl Bench {
    fn reflect(&self) -> Result {
        let generated = self.scratch.join("generated");
        let mut headers = vec![("LicenseGate.h".to_owned(), page::example("docs/unreal.md", "cpp")?)];
        for path in shell::files(&self.module_source("Public"), "h")? {
            let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
            headers.push((format!("{}.h", stem(&path)), text));
        }
        reflection::generate(&headers, &generated)?;
        fs::write(generated.join("LicenseGate.h"), &headers[0].1).map_err(|e| e.to_string())
    }

    fn module_source(&self, part: &str) -> PathBuf {
        self.plugin.join("Source/AuthForge").join(part)
    }

    fn natives(&self) -> PathBuf {
        self.plugin.join(NATIVES)
    }

    fn binaries(&self) -> PathBuf {
        self.plugin.join("Binaries").join(self.platform)
    }

    /// A compiler that has been told of the headers and the warnings.
    fn compiler(&self, name: &str, level: &str) -> Command {
        let mut command = Command::new(name);
        command.arg(level).args(FLAGS);
        let shared = format!("{NATIVES}/{}/libauthforge.so.0", self.platform);
        command.arg(format!("-DAUTHFORGE_LIBRARY=\"{shared}\""));
        for folder in ["tests/engines/unreal/stubs", "tests/engines/unreal", "tests/cpp"] {
            command.arg("-I").arg(shell::root().join(folder));
        }
        let folders = [self.scratch.join("generated"), self.natives().join("include")];
        for folder in folders.into_iter().chain(["Public", "Private"].map(|part| self.module_source(part))) {
            command.arg("-I").arg(folder);
        }
        command
    }

    /// All sources as one, as Unreal does unless told otherwise.
    fn unity(&self, compiler: &str, level: &str, flags: &[&str]) -> Result {
        let mut text = String::new();
        for source in shell::files(&self.module_source("Private"), "cpp")? {
            text.push_str(&format!("#include \"{}\"\n", source.display()));
        }
        let unit = self.scratch.join("Module.AuthForge.cpp");
        fs::write(&unit, text).map_err(|e| e.to_string())?;
        let mut command = self.compiler(compiler, level);
        shell::output(command.args(flags).arg("-fsyntax-only").arg(&unit)).map(drop)
    }

    fn engine(&self) -> Result {
        let mut command = self.compiler("c++", LEVELS[0]);
        command.arg("-shared").arg(shell::root().join("tests/engines/unreal/stubs/engine.cpp"));
        command.arg("-o").arg(self.scratch.join("libUnrealEditor-Engine.so"));
        shell::output(command.arg("-ldl")).map(drop)
    }

    /// From its sources one by one, in the place and with the search path that it has in a game.
    fn module(&self) -> Result {
        fs::create_dir_all(self.binaries()).map_err(|e| e.to_string())?;
        let mut command = self.compiler("c++", LEVELS[0]);
        command
            .args(["-shared", "-Wl,--no-undefined"])
            .args(shell::files(&self.module_source("Private"), "cpp")?);
        command.arg("-o").arg(self.binaries().join("libUnrealEditor-AuthForge.so"));
        self.link_engine(&mut command);
        command.arg("-L").arg(self.natives().join(self.platform)).arg("-lauthforge");
        command.arg(format!("-Wl,-rpath,$ORIGIN/../../{NATIVES}/{}", self.platform));
        shell::output(&mut command).map(drop)
    }

    fn link_engine(&self, command: &mut Command) {
        command.arg("-L").arg(&self.scratch).arg("-lUnrealEditor-Engine");
        command.arg(format!("-Wl,-rpath,{}", self.scratch.display()));
    }

    /// Compiles a program and runs it; an error tells how it ended and what it said.
    fn prove(&self, source: &Path) -> Result {
        let program = self.scratch.join(stem(source));
        let text = fs::read_to_string(source).map_err(|e| format!("{}: {e}", source.display()))?;
        let mut compile = self.compiler("c++", LEVELS[0]);
        compile.arg(source).arg("-o").arg(&program);
        self.link_engine(&mut compile);
        let natives = self.natives().join(self.platform);
        compile.arg("-L").arg(&natives).arg("-lauthforge").arg(format!("-Wl,-rpath,{}", natives.display()));
        if !text.starts_with("// alone\n") {
            compile.arg("-L").arg(self.binaries()).arg("-lUnrealEditor-AuthForge");
            compile.arg(format!("-Wl,-rpath,{}", self.binaries().display()));
        }
        shell::output(&mut compile)?;

        let saved = self.scratch.join("Saved").join(stem(source));
        let _ = fs::remove_dir_all(&saved);
        fs::create_dir_all(&saved).map_err(|e| e.to_string())?;
        let server = Server::start(&self.devserver, &[])?;
        let said = program.with_extension("said");
        let file = File::create(&said).map_err(|e| format!("{}: {e}", said.display()))?;
        let mut command = Command::new(&program);
        command.envs(server.environment()).stdin(Stdio::null()).env("STUB_PLUGIN_DIR", &self.plugin);
        command
            .env("STUB_SAVED_DIR", saved)
            .stdout(file.try_clone().map_err(|e| e.to_string())?)
            .stderr(file);
        let mut child = command.spawn().map_err(|e| format!("{}: {e}", program.display()))?;
        let status = shell::wait(&mut child, LIMIT)?;
        let said = String::from_utf8_lossy(&fs::read(&said).map_err(|e| e.to_string())?).into_owned();
        match status {
            None => Err(format!("did not end in {} s\n{said}", LIMIT.as_secs())),
            Some(status) if !status.success() => Err(format!("ended with {status}\n{said}")),
            Some(_) if !said.is_empty() => Err(format!("something was printed\n{said}")),
            Some(_) => Ok(()),
        }
    }
}
