//! Failures that nobody listens for: which client ends the process.

use std::time::{Duration, Instant};

use authforge_devserver::Endpoint;

use super::Scene;
use crate::Result;
use crate::stage::Stage;

const LICENSE: &str = "EVER-LAST-KEY8-5GRN";
const DEAF: (&str, &str) = ("callback", "0");

pub fn scenes() -> Vec<Scene> {
    vec![
        Scene::new("nobody listens: one call", 3, calls),
        Scene::new("nobody listens: dead network", 3, network),
        Scene::new("nobody listens: fatal heartbeat", 12, |stage| heartbeat(stage, "revoked")),
        Scene::new("nobody listens: transient heartbeat", 12, |stage| heartbeat(stage, "system_error")),
    ]
}

fn calls(stage: &mut Stage) -> Result {
    for (case, words) in [
        ("validate fails", ["validate", "NONE-SUCH", ""]),
        ("login from a file fails", ["load", "/no/such/file", ""]),
        ("activation fails", ["activate", "NONE-SUCH", "-"]),
        ("login fails", ["login", "NONE-SUCH", ""]),
    ] {
        stage.restart()?;
        stage.client(0, &[DEAF])?;
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        stage.ask(&words)?;
        note(stage, case)?;
    }
    stage.restart()?;
    stage.client(0, &[DEAF])?;
    stage.ask(&["ban", "NONE-SUCH", "", "0", "0", "0"])?;
    note(stage, "self-ban fails")
}

fn network(stage: &mut Stage) -> Result {
    stage.fault(r#"{"fault":"close"}"#)?;
    stage.client(0, &[DEAF])?;
    stage.ask(&["login", LICENSE])?;
    note(stage, "login on a dead network")
}

fn heartbeat(stage: &mut Stage, code: &str) -> Result {
    stage.client(0, &[DEAF, ("mode", "SERVER")])?;
    stage.ask(&["login", LICENSE])?;
    stage.fault(&format!(r#"{{"endpoint":"heartbeat","fault":{{"error":{{"code":"{code}"}}}}}}"#))?;
    stage.server.wait_for_requests(Endpoint::Heartbeat, 1, Duration::from_secs(20));
    // Nobody tells when the answer has had its effect.
    let deadline = Instant::now() + Duration::from_secs(3);
    while stage.ask(&["state"])?.is_ok() && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(100));
    }
    note(stage, &format!("heartbeat fails with {code}"))
}

/// Whether the process still lives, and what it had to say in the end.
fn note(stage: &mut Stage, case: &str) -> Result {
    let state = stage.ask(&["state"])?;
    let cell =
        if state.is_ok() { format!("process goes on, {}", stage.end()?.manner()) } else { state.told() };
    stage.note(format!("without callback, {case}"), cell);
    Ok(())
}
