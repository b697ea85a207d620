//! The programs that pages show: compiled as pasted, and run beside a library that lies where the page puts it.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};
use harness::dotnet::Sdk;
use harness::server::SECRET;
use harness::{Result, build, page, project};
use programs::Case;

use crate::proof::server;
use crate::{assemblies, sdk};

/// Where the pages' development server listens.
const ADDRESS: &str = "http://127.0.0.1:8787";

/// A program of a page: which of its examples, and what is typed, printed and returned.
#[derive(Clone, Copy)]
struct Program {
    sentence: &'static str,
    page: &'static str,
    number: usize,
    runs: &'static [(&'static str, &'static str, i32)],
}

const PROGRAMS: [Program; 3] = [
    Program {
        sentence: "the example of docs/csharp.md compiles as pasted, finds the library beside it and logs in",
        page: "docs/csharp.md",
        number: 0,
        runs: &[("", "licensed, tier pro\n", 0)],
    },
    Program {
        sentence: "the first program of docs/moving.md takes a key and refuses another",
        page: "docs/moving.md",
        number: 0,
        runs: &[
            ("ADAL-VELA-CE42-7KPT\n", "License key: Welcome, Ada Lovelace\n", 0),
            (
                "WRNG-WRNG-WRNG-WRNG\n",
                "License key: This license key is not valid for this program; please enter it exactly as you received it.\n",
                1,
            ),
            ("", "License key: Please enter your license key.\n", 1),
        ],
    },
    Program {
        sentence: "the second program of docs/moving.md does all that the official client can",
        page: "docs/moving.md",
        number: 1,
        runs: &[(
            "",
            "Valid until 2036\nlogged in: True\ntier pro, 3 seats\nmaintenance: False\nmin_version: 3\n\
             motd: Welcome to the development server\nTrue\nInvalid (blocked)\n",
            0,
        )],
    },
];

/// By Mono's compiler and under Mono.
pub fn cases() -> Vec<Case> {
    PROGRAMS.map(|one| Case::new(format!("example::{}", one.sentence), move || one.prove(by_mono))).into()
}

/// The same by the .NET SDK.
pub fn cases_by_sdk() -> Vec<Case> {
    PROGRAMS.map(|one| Case::new(format!("net-example::{}", one.sentence), move || one.prove(by_sdk))).into()
}

/// Compiles a text in a folder; gives what runs it.
type Compiler = fn(&str, &str) -> Result<Command>;

fn by_mono(text: &str, name: &str) -> Result<Command> {
    let folder = project::scratch(&format!("csharp/page/{name}"))?;
    assemblies::compile_page(text, &folder)?;
    let mut mono = Command::new("mono");
    mono.arg(put_library_beside(&folder.join("Page.exe"))?);
    Ok(mono)
}

fn by_sdk(text: &str, name: &str) -> Result<Command> {
    let program = sdk::compile_page(text, &project::scratch(&format!("csharp/net-page/{name}"))?)?;
    let mut dotnet = Sdk::find()?.dotnet()?;
    dotnet.arg("exec").arg(put_library_beside(&program)?);
    Ok(dotnet)
}

fn put_library_beside(program: &Path) -> Result<&Path> {
    let library = format!("{}authforge{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    fs::copy(build::library()?.join(&library), program.with_file_name(&library)).context(library)?;
    Ok(program)
}

impl Program {
    fn prove(&self, compile: Compiler) -> Result {
        let text = page::examples(self.page, "csharp")?.into_iter().nth(self.number);
        let text = text.with_context(|| format!("{} has no example {}", self.page, self.number))?;
        ensure!(text.contains(ADDRESS), "the example does not name {ADDRESS}");
        let server = server()?;
        let stem = project::stem(Path::new(self.page));
        // The port that the page names may be taken here; nothing else is changed.
        let name = format!("{stem}-{}", self.number);
        let mut program = compile(&text.replace(ADDRESS, server.get("url")), &name)?;
        program.current_dir(assemblies::scratch()?).env(SECRET, server.get("app_secret"));
        for (typed, need, status) in self.runs {
            run(&mut program, typed, need, *status)?;
        }
        Ok(())
    }
}

fn run(program: &mut Command, typed: &str, need: &str, status: i32) -> Result {
    let mut child = program
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{program:?}"))?;
    // One that has no use for it may be gone before.
    let _ = child.stdin.take().context("no stdin")?.write_all(typed.as_bytes());
    let output = child.wait_with_output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    ensure!(
        said == need && output.status.code() == Some(status),
        "with {typed:?} it ended with {} and printed {said:?}, need {need:?}\n{complained}",
        output.status
    );
    Ok(())
}
