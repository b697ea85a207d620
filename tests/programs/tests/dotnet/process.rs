//! A program that runs while a test does something to it: heard line by line, ended by a signal.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use harness::{Result, command};

/// What has not been said by then never will be, also on a machine with other work.
const LIMIT: Duration = Duration::from_secs(120);

/// Killed on drop.
pub struct Process {
    child: Child,
    lines: Receiver<String>,
    said: Vec<String>,
}

impl Process {
    /// Both of its streams are heard.
    pub fn start(command: &mut Command) -> Result<Process> {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let (sender, lines) = mpsc::channel();
        listen(child.stdout.take().context("no stdout")?, sender.clone());
        listen(child.stderr.take().context("no stderr")?, sender);
        Ok(Process { child, lines, said: Vec::new() })
    }

    /// Waits for a line with these words in it, among those that were not waited for yet; gives it.
    pub fn line(&mut self, words: &str) -> Result<String> {
        let deadline = Instant::now() + LIMIT;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let Ok(line) = self.lines.recv_timeout(left) else {
                bail!("it did not say {words:?}, but\n{}", self.said.join("\n"));
            };
            self.said.push(line.clone());
            if line.contains(words) {
                return Ok(line);
            }
        }
    }

    /// Sends it SIGTERM; gives how it ended and how long that took.
    pub fn terminate(&mut self) -> Result<(ExitStatus, Duration)> {
        let id = self.child.id().to_string();
        let begun = Instant::now();
        command::output(Command::new("kill").args(["-TERM", &id]))?;
        Ok((self.ends()?, begun.elapsed()))
    }

    /// Waits for its end.
    pub fn ends(&mut self) -> Result<ExitStatus> {
        let status = command::wait(&mut self.child, LIMIT)?;
        self.said.extend(self.lines.iter());
        status.with_context(|| format!("it did not end\n{}", self.said()))
    }

    /// All that it has said, as far as it was waited for.
    pub fn said(&self) -> String {
        self.said.join("\n")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn listen(stream: impl Read + Send + 'static, to: Sender<String>) {
    thread::spawn(move || {
        BufReader::new(stream).lines().map_while(|line| line.ok()).try_for_each(|line| to.send(line))
    });
}
