//! The hardware id of this machine and of a host's choice.

use super::Scene;
use crate::Result;
use crate::stage::Stage;

/// Where a Linux machine has its id; elsewhere the system always has one.
const FILES: [&str; 2] = ["/etc/machine-id", "/var/lib/dbus/machine-id"];

pub fn scenes() -> Vec<Scene> {
    vec![Scene::new("hwid", 1, play)]
}

fn play(stage: &mut Stage) -> Result {
    // Without an id of the system each client has a fallback of its own: those are other cases.
    let machine = if has_machine_id() { "this machine" } else { "a machine without id" };
    let apps = [("", None), (", another app", Some("game-2")), (", app id with blanks", Some("  Spiel ü "))];
    for (number, (words, app)) in apps.into_iter().enumerate() {
        let app: Vec<_> = app.map(|app| ("app_id", app)).into_iter().collect();
        let cell = hwid(stage, number, &[&app[..], &[("hwid", "")]].concat())?;
        let short = cell.get(..16).filter(|_| cell.len() == 64).map(|start| format!("{start}…, 64 letters"));
        stage.note(format!("hwid of {machine}{words}"), short.unwrap_or(cell));
    }
    for (number, (case, given)) in
        [("hwid override, blanks around it", "  tg:123456789\t"), ("hwid override, not ASCII", "Büro-PC €")]
            .into_iter()
            .enumerate()
    {
        let cell = hwid(stage, 10 + number, &[("hwid", given)])?;
        stage.note(case, format!("{cell:?}"));
    }
    let machines_own = hwid(stage, 20, &[("hwid", "")])?;
    let blank = hwid(stage, 21, &[("hwid", " \t ")])?;
    stage.note("hwid override of blanks", if blank == machines_own { "the machine's own" } else { "sent" });
    Ok(())
}

fn hwid(stage: &mut Stage, number: usize, settings: &[(&str, &str)]) -> Result<String> {
    let made = stage.client(number, settings)?;
    if !made.is_ok() {
        return Ok(made.told());
    }
    Ok(stage.ask(&["hwid"])?.text("/text").to_owned())
}

fn has_machine_id() -> bool {
    !cfg!(target_os = "linux")
        || FILES.iter().any(|file| std::fs::read_to_string(file).is_ok_and(|text| is_usable(&text)))
}

/// The rule of all AuthForge libraries: docs/protocol.md, "Hardware id".
fn is_usable(text: &str) -> bool {
    let id = text.trim_matches([' ', '\t', '\r', '\n']).to_ascii_lowercase();
    let hex = id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-'));
    (8..=128).contains(&id.len()) && hex && id.bytes().any(|byte| byte != b'0' && byte != b'-')
}
