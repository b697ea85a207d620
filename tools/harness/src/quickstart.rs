//! What `examples/c/quickstart.c` shows: a wrong key, a login, a heartbeat, and a license that is revoked in mid-game.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, bail};

use crate::server::{SECRET, Server};
use crate::{Result, command};

/// What a player sees, in any order.
const SAID: [&str; 7] = [
    "wrong key: invalid_key",
    "game: This license key is not valid for this program",
    "game: back to the field with the license key",
    "login: ok",
    "tier pro",
    "heartbeat: ok",
    "heartbeat_failed / revoked",
];
/// Once it has said its last word it has ended by then.
const LIMIT: Duration = Duration::from_secs(150);

/// Plays with the program against a server, and revokes its license after the first heartbeat; `more` are arguments behind
/// the usual ones. Each line is told to `hear`.
pub fn play(game: &mut Command, server: &Server, more: &[String], mut hear: impl FnMut(&str)) -> Result {
    game.args(["url", "app_id", "public_key", "license_key"].map(|field| server.get(field))).args(more);
    game.env(SECRET, server.get("app_secret")).stdin(Stdio::null()).stdout(Stdio::piped());
    let mut game = game.spawn().context("the quickstart cannot be run")?;
    let stdout = game.stdout.take().context("the program has no stdout")?;
    let mut seen = String::new();
    for line in BufReader::new(stdout).lines() {
        let line = line?;
        hear(&line);
        if line.starts_with("heartbeat: ok") && !seen.contains("heartbeat: ok") {
            server.revoke()?;
            hear("(the license was revoked on the server)");
        }
        seen.push_str(&line);
        seen.push('\n');
    }
    let status = command::wait(&mut game, LIMIT)?;
    match SAID.iter().find(|text| !seen.contains(**text)) {
        Some(missing) => bail!("the program did not say {missing:?}\n{seen}"),
        None if !status.is_some_and(|status| status.success()) => {
            bail!("the program ended with {status:?}\n{seen}")
        }
        None => Ok(()),
    }
}
