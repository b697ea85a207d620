//! `examples/csharp/Desktop`: a window, on a screen that nobody sees.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, ensure};
use harness::Result;
use harness::server::{SECRET, Server};
use harness::tool::{self, GTK_SHARP, XVFB};
use programs::case::Outcome;
use programs::{Case, Kind};

use crate::made;
use crate::process::Process;

const DESKTOP: &str = "examples/csharp/Desktop";

pub fn cases() -> Vec<Case> {
    let sentence = format!(
        "examples::{DESKTOP} follows its license on the window's own thread, and closes when it is told to"
    );
    let case = Case::skippable(sentence, || match tool::need(&[GTK_SHARP, XVFB]) {
        Ok(()) => play().map(|()| Outcome::Proved),
        Err(why) => Ok(Outcome::Skipped(format!("{why:#}"))),
    });
    vec![case.of(Kind::Long)]
}

fn play() -> Result {
    let screen = Screen::start()?;
    let server = Server::start(&["--no-rate-limits"])?;
    let mut program = made::run(&made::program(DESKTOP)?)?;
    program.args(["url", "app_id", "public_key", "license_key"].map(|field| server.get(field)));
    program.env("DISPLAY", &screen.name).env(SECRET, server.get("app_secret"));
    let mut window = Process::start(&mut program)?;
    window.line("window: Licensed, tier pro")?;
    server.set_variables(r#"{"tier":"gold"}"#)?;
    window.line("window: Licensed, tier gold")?;
    server.revoke()?;
    window.line("window: Your license has been withdrawn")?;
    let (status, _) = window.terminate()?;
    ensure!(status.success(), "{status}\n{}", window.said());
    ensure!(!window.said().contains("xception"), "{}", window.said());
    Ok(())
}

/// An X server without a screen, killed on drop.
struct Screen {
    child: Child,
    name: String,
}

impl Screen {
    fn start() -> Result<Screen> {
        let mut xvfb = Command::new("Xvfb");
        // It takes a free number, and says which when it is ready.
        xvfb.args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "640x480x24"]);
        let mut child = xvfb.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let stdout = child.stdout.take().context("no stdout")?;
        let mut number = String::new();
        let read = BufReader::new(stdout).read_line(&mut number);
        let screen = Screen { child, name: format!(":{}", number.trim()) };
        read?;
        ensure!(screen.name.len() > 1, "Xvfb did not start");
        Ok(screen)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
