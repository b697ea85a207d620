//! A client in a process of its own, told what to do line by line.
//!
//! An action is one line: a word and its arguments between tabs, with `\n`, `\r`, `\t` and `\\` escaped. The
//! driver answers each with one line of JSON. All drivers (`official.rs`, `official.py`, `libauthforge.c`)
//! know the same actions:
//!
//! - `client N` goes to another client of the process, `set NAME VALUE` configures it, `new` makes it
//! - `login KEY`, `validate KEY`, `load FILE`, `verify FILE`, `activate KEY PATH`, `logout`
//! - `ban KEY TOKEN REVOKE HWID IP`: empty is not given, flags are 0 or 1
//! - `request NAME OS SDK KEY CREATED`: `-` is the default, empty leaves the field out; `write PATH`
//! - `state`, `hwid`, and `wait COUNT SECONDS` for so many failure callbacks

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::{Context, bail};

use crate::Result;
use crate::reply::Reply;

/// No action takes longer: the slowest retries sum up to less.
const PATIENCE: Duration = Duration::from_secs(90);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peer {
    Rust,
    Python,
    Library,
}

impl Peer {
    pub const ALL: [Peer; 3] = [Peer::Rust, Peer::Python, Peer::Library];

    pub const fn name(self) -> &'static str {
        match self {
            Peer::Rust => "official Rust",
            Peer::Python => "official Python",
            Peer::Library => "libauthforge",
        }
    }
}

/// The drivers' programs.
pub struct Programs {
    pub rust: PathBuf,
    pub python: PathBuf,
    pub library: PathBuf,
}

impl Programs {
    fn command(&self, peer: Peer) -> Command {
        match peer {
            Peer::Rust => Command::new(&self.rust),
            Peer::Library => Command::new(&self.library),
            Peer::Python => {
                let mut command = Command::new(&self.python);
                command.arg("-B").arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("official.py"));
                command
            }
        }
    }
}

pub struct Driver {
    child: Child,
    stdin: Option<ChildStdin>,
    replies: Receiver<String>,
    stderr: Option<JoinHandle<String>>,
    /// How it ended, once it has.
    ended: Option<Reply>,
}

impl Driver {
    pub fn start(programs: &Programs, peer: Peer) -> Result<Driver> {
        let mut command = programs.command(peer);
        // The test's own proxy or locale settings are none of the clients' business.
        for variable in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
            command.env_remove(variable);
        }
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} cannot be run", peer.name()))?;
        let (tell, replies) = mpsc::channel();
        let stdout = child.stdout.take().context("no stdout")?;
        thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(std::result::Result::ok) {
                if tell.send(line).is_err() {
                    break;
                }
            }
        });
        let mut stderr = child.stderr.take().context("no stderr")?;
        let stderr = thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = stderr.read_to_end(&mut bytes);
            String::from_utf8_lossy(&bytes).into_owned()
        });
        let stdin = child.stdin.take();
        Ok(Driver { child, stdin, replies, stderr: Some(stderr), ended: None })
    }

    /// Does one action. That the process ended is a reply too.
    pub fn ask(&mut self, words: &[&str]) -> Result<Reply> {
        let mut line: String = words.iter().map(|word| escape(word)).collect::<Vec<_>>().join("\t");
        line.push('\n');
        let written = self.stdin.as_mut().map(|stdin| stdin.write_all(line.as_bytes()));
        if !matches!(written, Some(Ok(()))) {
            return self.end();
        }
        match self.replies.recv_timeout(PATIENCE) {
            Ok(line) => Reply::parse(&line).with_context(|| format!("{words:?} answered {line:?}")),
            Err(mpsc::RecvTimeoutError::Disconnected) => self.end(),
            Err(mpsc::RecvTimeoutError::Timeout) => bail!("{words:?} did not end in time"),
        }
    }

    /// How a process ended that has closed its output, or is told here that there is no more to do.
    pub fn end(&mut self) -> Result<Reply> {
        if let Some(ended) = &self.ended {
            return Ok(ended.clone());
        }
        drop(self.stdin.take());
        let status = self.child.wait().context("wait")?;
        let said = self.stderr.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        let ended = Reply::ended(status, &said);
        self.ended = Some(ended.clone());
        Ok(ended)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn escape(word: &str) -> String {
    word.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t")
}
