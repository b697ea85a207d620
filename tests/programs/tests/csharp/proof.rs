//! One proof: how it is found in the sources, and how it is run.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use harness::server::Server;
use harness::{Result, build, command, project};

use crate::assemblies;
use crate::runtime::Runtime;

/// What has not ended by then hangs, also on a machine with other work.
const LIMIT: Duration = Duration::from_secs(150);
const LONG_LIMIT: Duration = Duration::from_secs(900);
/// How long the end of a process may take: less than the ten seconds that an idle thread of the library lives.
const SOON: Duration = Duration::from_secs(9);
/// As Mono's compiler makes it.
pub const PROGRAM: &str = "tests.exe";
/// The proof that writes what a C compiler is to find.
const LAYOUT: &str = "The_sizes_and_places_of_fields_are_written_for_a_C_compiler";

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Proof {
    pub name: String,
    /// What the runtime has to have: `Mono`, `Domains`, `Jit`, `Aot`, `Net`.
    pub needs: Vec<String>,
    pub takes_long: bool,
    /// It is about the end of the process.
    ends_soon: bool,
}

/// Those that are written in the sources, so that they can be listed before anything is compiled.
pub fn all() -> Result<Vec<Proof>> {
    let mut proofs = Vec::new();
    for source in project::files(&project::root().join("tests/csharp"), "cs")? {
        let text = project::read(&source)?;
        let mut lines = text.lines().map(str::trim);
        while let Some(line) = lines.next() {
            let Some(words) = line.strip_prefix("[Proof").and_then(|rest| rest.strip_suffix(']')) else {
                continue;
            };
            let method = lines.next().unwrap_or_default();
            let name = method.strip_prefix("public static void ").and_then(|rest| rest.strip_suffix("()"));
            let name =
                name.with_context(|| format!("{}: behind a proof stands {method:?}", source.display()))?;
            proofs.push(Proof::new(name, |flag| words.contains(&format!("{flag} = true"))));
        }
    }
    Ok(proofs)
}

/// That the program, which finds its proofs by itself, has the same: those that can be proved with this runtime. Of the others
/// it may have some; what only .NET has Mono's compiler does not know, and the other way round.
pub fn are_listed(runtime: Runtime) -> Result {
    let said = command::output(runtime.proofs()?.arg("list"))?;
    let read = |line: &str| {
        let mut words = line.split(' ');
        let name = words.next().unwrap_or_default();
        let flags: Vec<&str> = words.collect();
        Proof::new(name, |flag| {
            let word = flag.trim_start_matches("Needs").to_lowercase();
            let word = word.trim_start_matches("takes").trim_start_matches("ends");
            flags.contains(&word)
        })
    };
    let program: Vec<Proof> = said.lines().map(read).collect();
    let sources = all()?;
    let alone = |some: &[Proof], others: &[Proof], which: &dyn Fn(&Proof) -> bool| -> Vec<String> {
        let alone = some.iter().filter(|proof| which(proof) && !others.contains(proof));
        alone.map(|proof| format!("{proof:?}")).collect()
    };
    let here = alone(&sources, &program, &|proof| runtime.has(proof));
    let there = alone(&program, &sources, &|_| true);
    ensure!(
        here.is_empty() && there.is_empty() && !program.is_empty(),
        "in the sources alone: {here:#?}; in the program alone: {there:#?}"
    );
    Ok(())
}

/// What the proof about layouts writes for the C compiler.
pub fn layout() -> Result<PathBuf> {
    let proof = all()?.into_iter().find(|proof| proof.name == LAYOUT);
    proof.with_context(|| format!("there is no proof {LAYOUT}"))?.prove_as("layout", Runtime::Mono)?;
    written_layout("layout")
}

fn written_layout(who: &str) -> Result<PathBuf> {
    Ok(assemblies::scratch()?.join(format!("layout of {who}.c")))
}

/// Gives a program what it needs to find the library.
pub fn set_library(command: &mut Command) -> Result {
    command.env("LD_LIBRARY_PATH", build::library()?).stdin(Stdio::null());
    Ok(())
}

/// A development server for one program.
pub fn server() -> Result<Server> {
    Server::start(&["--no-rate-limits"])
}

impl Proof {
    fn new(name: &str, has: impl Fn(&str) -> bool) -> Proof {
        let needs =
            ["Mono", "Domains", "Jit", "Aot", "Net"].into_iter().filter(|need| has(&format!("Needs{need}")));
        Proof {
            name: name.to_owned(),
            needs: needs.map(str::to_owned).collect(),
            takes_long: has("TakesLong"),
            ends_soon: has("EndsSoon"),
        }
    }

    fn limit(&self) -> Duration {
        if self.takes_long { LONG_LIMIT } else { LIMIT }
    }

    /// An error tells how it ended and what it said.
    pub fn prove(&self, runtime: Runtime) -> Result {
        self.prove_as(runtime.name(), runtime)
    }

    /// `who` is another for each that may run it at the same time.
    fn prove_as(&self, who: &str, runtime: Runtime) -> Result {
        let server = server()?;
        let said = assemblies::scratch()?.join(format!("{who}-{}.said", self.name));
        let file = File::create(&said).with_context(|| said.display().to_string())?;
        let copy = file.try_clone()?;
        let mut command = runtime.proofs()?;
        set_library(&mut command)?;
        command.arg(&self.name).envs(server.environment()).stdout(file).stderr(copy);
        command.env("AF_TEST_LAYOUT", written_layout(who)?);
        command.env("AF_TEST_REFUSED", project::root().join("tests/csharp/refused"));
        let mark = said.with_extension("end-begins");
        let _ = fs::remove_file(&mark);
        command.env("AF_TEST_END_BEGINS", &mark);
        let mut child = command.spawn().with_context(|| format!("{command:?}"))?;
        let (status, limit) = self.wait(&mut child, || mark.exists())?;
        let _ = fs::remove_file(&mark);
        let text = fs::read(&said)?;
        let text = String::from_utf8_lossy(&text);
        let _ = fs::remove_file(&said);
        match status {
            None => bail!("did not end in {} s\n{text}", limit.as_secs()),
            Some(status) if !status.success() => bail!("ended with {status}\n{text}"),
            Some(_) if !text.is_empty() => bail!("something was printed\n{text}"),
            Some(_) => Ok(()),
        }
    }

    /// How the process ended, and the limit that it had at last: another from the moment on at which its end begins.
    fn wait(
        &self,
        child: &mut Child,
        end_begins: impl Fn() -> bool,
    ) -> Result<(Option<ExitStatus>, Duration)> {
        const LOOK_AGAIN: Duration = Duration::from_millis(10);
        let deadline = Instant::now() + self.limit();
        while self.ends_soon && Instant::now() < deadline {
            if let Some(status) = child.try_wait().context("wait")? {
                return Ok((Some(status), self.limit()));
            }
            if end_begins() {
                return Ok((command::wait(child, SOON)?, SOON));
            }
            thread::sleep(LOOK_AGAIN);
        }
        let left = deadline.saturating_duration_since(Instant::now());
        Ok((command::wait(child, left)?, self.limit()))
    }
}
