//! The Unreal plugin: assembled as it is handed out, its package checked, compiled against stubs of the engine,
//! and driven by the programs of `tests/engines/unreal`, each against a development server of its own.
//!
//! A program's name is the sentence that it proves. A first line `// alone` means that it brings the module itself.

mod reflection;
mod rules;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::{Context, bail};
use harness::once::{in_turn, once};
use harness::python::CLANG_TIDY;
use harness::server::Server;
use harness::{Result, build, command, page, project};
use packaging::package::unreal::{self as package, NATIVES};
use programs::Case;

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
/// Where the module's sources are.
const SOURCE: &str = "bindings/unreal/AuthForge/Source/AuthForge";
const LEVELS: [&str; 2] = ["-std=c++17", "-std=c++20"];
/// A list in the scratch folder.
const MISSING: &str = "missing";
const LIMIT: Duration = Duration::from_secs(60);

/// The assembled plugin, and where everything else is. Each step is made once in a run, by whoever needs it first.
struct Plugin {
    scratch: PathBuf,
    folder: PathBuf,
    /// Unreal's name of this platform.
    platform: &'static str,
}

fn main() -> ExitCode {
    // The longest mostly wait.
    programs::main("unreal", 3, cases)
}

fn cases() -> Result<Vec<Case>> {
    let mut cases = rules::cases();
    cases.push(Case::new("module::the headers have what its header tool wants", || {
        Plugin::reflected().map(drop)
    }));
    for compiler in ["g++", "clang++"] {
        for level in LEVELS {
            let sentence = format!(
                "module::the module is clean for {compiler} {level}, in one unit, no exceptions, no RTTI"
            );
            cases.push(Case::new(sentence, move || Plugin::reflected()?.unity(compiler, level, &[])));
        }
    }
    cases.push(Case::new("module::the module is clean in a Shipping build", || {
        Plugin::reflected()?.unity("clang++", LEVELS[1], &["-DUE_BUILD_SHIPPING=1"])
    }));
    cases.push(Case::new("module::clang-tidy finds nothing in the module", || Plugin::reflected()?.tidy()));
    cases.push(Case::new("module::the module links with the library, from where the package has it", || {
        Plugin::linked().map(drop)
    }));
    let sources = project::files(&project::root().join("tests/engines/unreal"), "cpp")?;
    if sources.is_empty() {
        bail!("tests/engines/unreal has no programs");
    }
    cases.extend(sources.into_iter().map(|source| {
        Case::new(format!("program::{}", project::stem(&source)), move || Plugin::linked()?.prove(&source))
    }));
    Ok(cases)
}

impl Plugin {
    /// As it is handed out.
    fn assembled() -> Result<Plugin> {
        let platform = package::here().context("Unreal has no platform like this")?;
        let scratch = project::scratch("unreal")?;
        let folder = scratch.join("Plugins/AuthForge");
        once("plugin for Unreal", || {
            let missing = package::assemble(&build::library()?, &folder)?;
            project::write(&scratch.join(MISSING), &missing.join("\n"))
        })?;
        Ok(Plugin { scratch, folder, platform })
    }

    /// The platforms whose libraries it lacks.
    fn missing(&self) -> Result<Vec<String>> {
        Ok(project::read(&self.scratch.join(MISSING))?.lines().map(str::to_owned).collect())
    }

    /// With what the header tool would make.
    fn reflected() -> Result<Plugin> {
        let plugin = Plugin::assembled()?;
        once("headers of Unreal", || plugin.reflect())?;
        Ok(plugin)
    }

    /// With the module and an engine to run it in.
    fn linked() -> Result<Plugin> {
        let plugin = Plugin::reflected()?;
        once("module of Unreal", || in_turn(|| plugin.engine().and_then(|()| plugin.module())))?;
        Ok(plugin)
    }

    fn reflect(&self) -> Result {
        let generated = self.scratch.join("generated");
        let mut headers = vec![("LicenseGate.h".to_owned(), page::example("docs/unreal.md", "cpp")?)];
        for path in project::files(&self.module_source("Public"), "h")? {
            headers.push((format!("{}.h", project::stem(&path)), project::read(&path)?));
        }
        reflection::generate(&headers, &generated)?;
        project::write(&generated.join("LicenseGate.h"), &headers[0].1)
    }

    fn module_source(&self, part: &str) -> PathBuf {
        self.folder.join("Source/AuthForge").join(part)
    }

    fn natives(&self) -> PathBuf {
        self.folder.join(NATIVES)
    }

    fn binaries(&self) -> PathBuf {
        self.folder.join("Binaries").join(self.platform)
    }

    /// A compiler that has been told of the headers and the warnings.
    fn compiler(&self, name: &str, level: &str) -> Command {
        let mut command = Command::new(name);
        command.arg(level).args(FLAGS);
        let shared = format!("{NATIVES}/{}/libauthforge.so.0", self.platform);
        command.arg(format!("-DAUTHFORGE_LIBRARY=\"{shared}\""));
        for folder in ["tests/engines/unreal/stubs", "tests/engines/unreal", "tests/cpp"] {
            command.arg("-I").arg(project::root().join(folder));
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
        for source in project::files(&self.module_source("Private"), "cpp")? {
            text.push_str(&format!("#include \"{}\"\n", source.display()));
        }
        let name = format!("{compiler} {level} {}", flags.concat());
        let unit = project::scratch(&format!("unreal/{name}"))?.join("Module.AuthForge.cpp");
        project::write(&unit, &text)?;
        let mut command = self.compiler(compiler, level);
        in_turn(|| command::output(command.args(flags).arg("-fsyntax-only").arg(&unit))).map(drop)
    }

    /// The sources as they are here, with the headers that the engine and its header tool would have.
    fn tidy(&self) -> Result {
        let mut command = Command::new(CLANG_TIDY.program("clang-tidy")?);
        command.arg("--quiet");
        command.args(project::files(&project::root().join(SOURCE).join("Private"), "cpp")?);
        command.arg("--").args(self.compiler("clang++", LEVELS[0]).get_args());
        in_turn(|| command::output(&mut command)).map(drop)
    }

    fn engine(&self) -> Result {
        let mut command = self.compiler("c++", LEVELS[0]);
        command.arg("-shared").arg(project::root().join("tests/engines/unreal/stubs/engine.cpp"));
        command.arg("-o").arg(self.scratch.join("libUnrealEditor-Engine.so"));
        command::output(command.arg("-ldl")).map(drop)
    }

    /// From its sources one by one, in the place and with the search path that it has in a game.
    fn module(&self) -> Result {
        fs::create_dir_all(self.binaries())?;
        let mut command = self.compiler("c++", LEVELS[0]);
        command
            .args(["-shared", "-Wl,--no-undefined"])
            .args(project::files(&self.module_source("Private"), "cpp")?);
        command.arg("-o").arg(self.binaries().join("libUnrealEditor-AuthForge.so"));
        self.link_engine(&mut command);
        command.arg("-L").arg(self.natives().join(self.platform)).arg("-lauthforge");
        command.arg(format!("-Wl,-rpath,$ORIGIN/../../{NATIVES}/{}", self.platform));
        command::output(&mut command).map(drop)
    }

    fn link_engine(&self, command: &mut Command) {
        command.arg("-L").arg(&self.scratch).arg("-lUnrealEditor-Engine");
        command.arg(format!("-Wl,-rpath,{}", self.scratch.display()));
    }

    /// Compiles a program and runs it; an error tells how it ended and what it said.
    fn prove(&self, source: &Path) -> Result {
        let name = project::stem(source);
        let program = self.scratch.join(&name);
        let mut compile = self.compiler("c++", LEVELS[0]);
        compile.arg(source).arg("-o").arg(&program);
        self.link_engine(&mut compile);
        let natives = self.natives().join(self.platform);
        compile.arg("-L").arg(&natives).arg("-lauthforge").arg(format!("-Wl,-rpath,{}", natives.display()));
        if !project::read(source)?.starts_with("// alone\n") {
            compile.arg("-L").arg(self.binaries()).arg("-lUnrealEditor-AuthForge");
            compile.arg(format!("-Wl,-rpath,{}", self.binaries().display()));
        }
        in_turn(|| command::output(&mut compile))?;

        let saved = project::empty(&format!("unreal/Saved/{name}"))?;
        let server = Server::start::<&str>(&[])?;
        let mut command = Command::new(&program);
        command.envs(server.environment()).env("STUB_PLUGIN_DIR", &self.folder).env("STUB_SAVED_DIR", saved);
        command::silent(&mut command, &program.with_extension("said"), LIMIT)
    }
}
