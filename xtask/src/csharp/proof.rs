//! One proof: how it is listed, and how it is run.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::csharp::runtime::Runtime;
use crate::server::Server;
use crate::shell::{self, Result};

/// What has not ended by then hangs, also on a machine with other work.
const LIMIT: Duration = Duration::from_secs(150);
const LONG_LIMIT: Duration = Duration::from_secs(900);
/// How long the end of a process may take: less than the ten seconds that an idle thread of the library lives.
const SOON: Duration = Duration::from_secs(9);
const PROGRAM: &str = "tests.exe";

#[derive(Clone)]
pub struct Proof {
    name: String,
    /// What the runtime has to have.
    pub needs: Vec<String>,
    pub takes_long: bool,
    /// It is about the end of the process.
    ends_soon: bool,
}

impl Proof {
    pub fn sentence(&self) -> String {
        self.name.replace('_', " ")
    }

    /// A line of the program's list.
    fn read(line: &str) -> Option<Proof> {
        let mut words = line.split(' ').map(str::to_owned);
        let name = words.next()?;
        let mut needs: Vec<String> = words.collect();
        let mut take =
            |flag: &str| needs.iter().position(|word| word == flag).map(|at| needs.remove(at)).is_some();
        let (takes_long, ends_soon) = (take("long"), take("soon"));
        Some(Proof { name, needs, takes_long, ends_soon })
    }

    fn limit(&self) -> Duration {
        if self.takes_long { LONG_LIMIT } else { LIMIT }
    }
}

/// Where everything is.
pub struct Bench {
    pub library: PathBuf,
    pub scratch: PathBuf,
    devserver: PathBuf,
}

impl Bench {
    pub fn new(library: PathBuf, scratch: PathBuf) -> Result<Bench> {
        Ok(Bench { library, scratch, devserver: shell::devserver()? })
    }

    /// Those that the program has; only those with `CSHARP` in their name, if that is set.
    pub fn proofs(&self) -> Result<Vec<Proof>> {
        let mut list = Runtime::Mono.command(&self.scratch, PROGRAM);
        let wanted = std::env::var("CSHARP").unwrap_or_default();
        let said = shell::output(list.arg("list"))?;
        let proofs: Vec<_> = said.lines().filter_map(Proof::read).collect();
        let mut names: Vec<_> = proofs.iter().map(|proof| &proof.name).collect();
        names.sort_unstable();
        if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(format!("two proofs are called {}", twice[0]));
        }
        Ok(proofs.into_iter().filter(|proof| proof.name.contains(&wanted)).collect())
    }

    /// Whether only some of the proofs are wanted.
    pub fn is_partial(&self) -> bool {
        std::env::var_os("CSHARP").is_some_and(|word| !word.is_empty())
    }

    /// What the proofs write for the C compiler.
    pub fn layout(&self) -> PathBuf {
        self.scratch.join("layout.c")
    }

    /// A development server for one program.
    pub fn server(&self) -> Result<Server> {
        Server::start(&self.devserver, &["--no-rate-limits".to_owned()])
    }

    /// Gives a program what it needs to find the library, and a place for what Mono writes when it crashes.
    pub fn set_environment(&self, command: &mut Command) {
        command.env("LD_LIBRARY_PATH", &self.library).current_dir(&self.scratch).stdin(Stdio::null());
    }

    /// An error tells how it ended and what it said.
    pub fn prove(&self, runtime: &Runtime, proof: &Proof) -> Result {
        let server = self.server()?;
        let said = self.scratch.join(format!("{}-{}.said", runtime.title(), proof.name));
        let file = File::create(&said).map_err(|e| format!("{}: {e}", said.display()))?;
        let copy = file.try_clone().map_err(|e| e.to_string())?;
        let mut command = runtime.command(&self.scratch, PROGRAM);
        self.set_environment(&mut command);
        command.arg(&proof.name).envs(server.environment()).stdout(file).stderr(copy);
        command.env("AF_TEST_LAYOUT", self.layout());
        let mark = said.with_extension("end-begins");
        let _ = fs::remove_file(&mark);
        command.env("AF_TEST_END_BEGINS", &mark);
        let mut child = command.spawn().map_err(|e| format!("{command:?}: {e}"))?;
        let end_begins = || proof.ends_soon && mark.exists();
        let mut status = shell::wait_unless(&mut child, proof.limit(), end_begins)?;
        let limit = if status.is_none() && end_begins() { SOON } else { proof.limit() };
        if limit == SOON {
            status = shell::wait(&mut child, SOON)?;
        }
        let _ = fs::remove_file(&mark);
        let text = fs::read(&said).map_err(|e| e.to_string())?;
        let text = String::from_utf8_lossy(&text);
        let _ = fs::remove_file(&said);
        match status {
            None => Err(format!("did not end in {} s\n{text}", limit.as_secs())),
            Some(status) if !status.success() => Err(format!("ended with {status}\n{text}")),
            Some(_) if !text.is_empty() => Err(format!("something was printed\n{text}")),
            Some(_) => Ok(()),
        }
    }
}
