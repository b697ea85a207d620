//! Self-serve activation: a license key becomes a file for this machine.

use std::fs;
use std::path::Path;
use std::time::Duration;

use authforge_devserver::{Endpoint, FileOrder, LicenseSpec, Slots};
use serde_json::json;

use super::Scene;
use crate::Result;
use crate::reply::shown;
use crate::stage::{HWID, Stage, attempts, fields};

const LIFETIME: &str = "EVER-LAST-KEY8-5GRN";

pub fn scenes() -> Vec<Scene> {
    vec![
        Scene::new("activation", 1, good),
        Scene::new("activation, refused", 1, refused),
        Scene::new("activation, spoiled files", 1, spoiled),
        Scene::new("activation, targets", 1, targets),
        Scene::new("activation, wrong calls", 1, wrong),
        Scene::new("offline after online", 12, after_online),
    ]
}

fn good(stage: &mut Stage) -> Result {
    let path = stage.scratch.join("game.authforge");
    let name = path.display().to_string();
    stage.client(0, &[("ttl", "7200"), ("mode", "SERVER")])?;
    let told = stage.ask(&["activate", LIFETIME, &name])?;
    let sent = stage.sent();
    stage.note("activation", format!("{}, {}", told.told(), attempts(&sent)));
    stage.note("activation: fields sent", sent.first().map_or_else(|| "none".to_owned(), fields));
    stage.note("activation: told as new", shown(told.at("/session/replay")));
    let honest = stage.server.offline_files(LIFETIME)?;
    let equal =
        honest.first().is_some_and(|file| fs::read(&path).is_ok_and(|bytes| bytes == file.text.as_bytes()));
    stage.note("activation: written file", if equal { "the server's, byte for byte" } else { "another" });
    stage.note("activation: mode of the written file", mode(&path));
    let state = stage.ask(&["state"])?;
    stage.note(
        "activation: authenticated, kind",
        format!("{}, {}", state.at("/authenticated"), state.text("/kind")),
    );
    stage.note("activation: end", shown(state.at("/file/ends")));
    let told = stage.ask(&["activate", LIFETIME, "-"])?;
    stage.note("activation again", told.told());
    stage.note("activation again: told as replay", shown(told.at("/session/replay")));
    let credits = stage.server.app(stage.server.app_id())?.credits_spent;
    stage.note("activation twice: credits", credits.to_string());
    let told = stage.ask(&["load", &name])?.told();
    stage.note("activation: login from the written file", told);
    Ok(())
}

/// Who may read a file, compared with any new file.
#[cfg(unix)]
pub fn mode(path: &Path) -> String {
    use std::os::unix::fs::PermissionsExt;
    let of = |path: &Path| fs::metadata(path).map_or(0, |data| data.permissions().mode() & 0o777);
    let probe = path.with_extension("probe");
    let usual = fs::write(&probe, "").map_or(0, |()| of(&probe));
    let _ = fs::remove_file(probe);
    if of(path) == usual { "as any new file".to_owned() } else { format!("{:o}", of(path)) }
}

#[cfg(not(unix))]
pub fn mode(_: &Path) -> String {
    "no modes here".to_owned()
}

/// Each refusal as the service makes it, and that nothing is touched by it.
fn refused(stage: &mut Stage) -> Result {
    let path = stage.scratch.join("kept.authforge");
    fs::write(&path, "what was here before")?;
    let name = path.display().to_string();
    let one_seat = LicenseSpec { max_hwid_slots: Slots::new(1)?, ..LicenseSpec::default() };
    let full = stage.server.create_license(one_seat)?;
    stage.client(1, &[("hwid", "the-first-machine")])?;
    stage.ask(&["activate", &full, "-"])?;
    stage.client(0, &[])?;
    for (case, license) in [
        ("unknown license", "NONE-SUCH"),
        ("revoked license", "REVK-EDXX-KEY6-4MTC"),
        ("license with an end", "ADAL-VELA-CE42-7KPT"),
        ("unlimited seats", "ANYS-EATS-KEY9-3FVU"),
        ("no free slot", "FULL-SEAT-KEY4-8BQN"),
        ("activated on as many machines as it has seats", &full),
    ] {
        let told = stage.ask(&["activate", license, &name])?.told();
        stage.note(format!("activation, {case}"), told);
    }
    stage.server.set_credits(1)?;
    let told = stage.ask(&["activate", LIFETIME, &name])?.told();
    stage.note("activation, one credit left", told);
    stage.server.set_offline_opt_in(false)?;
    let told = stage.ask(&["activate", LIFETIME, &name])?.told();
    stage.note("activation, app does not offer it", told);
    let state = stage.ask(&["state"])?;
    let heard = stage.ask(&["wait", "0", "0"])?.callbacks();
    stage.note(
        "activation refused: callbacks",
        format!("{heard}, authenticated {}", state.at("/authenticated")),
    );
    stage.note("activation refused: file that was there", kept(&path));
    Ok(())
}

fn kept(path: &Path) -> &'static str {
    if fs::read(path).is_ok_and(|bytes| bytes == b"what was here before") { "untouched" } else { "changed" }
}

fn spoiled(stage: &mut Stage) -> Result {
    let path = stage.scratch.join("kept.authforge");
    fs::write(&path, "what was here before")?;
    let name = path.display().to_string();
    stage.client(0, &[])?;
    stage.ask(&["login", LIFETIME])?;
    let envelope = |field: &str, value: serde_json::Value| json!({ "set_envelope": { field: value } });
    for (case, effect) in [
        ("file tampered with", json!("file_tampered")),
        ("file of another machine", json!("file_other_hwid")),
        ("file of another app", json!("file_other_app")),
        ("file of another key", json!("wrong_key")),
        ("file that has expired", json!({ "set_fields": { "expiresAt": "2024-01-01T00:00:00.000Z" } })),
        ("file of version 2", json!({ "set_fields": { "v": 2 } })),
        ("no file", json!("file_missing")),
        ("empty file", envelope("file", json!(""))),
        ("file of blanks", envelope("file", json!(" \n"))),
        ("file that is a number", envelope("file", json!(7))),
        ("file that is a path", envelope("file", json!(name))),
        ("replay that is text", envelope("replay", json!("yes"))),
        ("no jti and no name", json!({ "drop_fields": ["fileName", "replay"] })),
        (
            "revoked in another status word",
            json!({ "status": { "http": 410, "body": { "status": "denied", "error": "revoked" } } }),
        ),
        ("failed without a code", json!({ "status": { "http": 403, "body": { "status": "failed" } } })),
        ("502 with a page of HTML", json!("html_502")),
        ("200 with text that is not JSON", json!("garbage")),
        ("200 with an array", json!({ "status": { "http": 200, "body": [] } })),
    ] {
        let good = case.starts_with("replay") || case.starts_with("no jti");
        stage.fault(&json!({ "endpoint": "offline_activate", "count": 1, "fault": effect }).to_string())?;
        let told = stage.ask(&["activate", LIFETIME, if good { "-" } else { &name }])?.told();
        let state = stage.ask(&["state"])?;
        stage.note(format!("activation, {case}"), format!("{told}, session {}", state.text("/kind")));
    }
    stage.note("activation, spoiled files: file that was there", kept(&path));
    let files = fs::read_dir(&stage.scratch).map_or(0, Iterator::count);
    stage.note("activation, spoiled files: files in the folder", files.to_string());
    Ok(())
}

fn targets(stage: &mut Stage) -> Result {
    let folder = stage.scratch.clone();
    stage.client(0, &[])?;
    let existing = folder.join("existing");
    fs::write(&existing, "old")?;
    let occupied = folder.join("a folder");
    fs::create_dir_all(occupied.join("inside"))?;
    for (case, path) in [
        ("existing file is replaced", existing.clone()),
        ("parent folders are made", folder.join("new/folder/game.authforge")),
        ("target is a folder", occupied),
        ("parent is a file", existing.join("game.authforge")),
        ("name that is not ASCII", folder.join("Lizenz ü.authforge")),
    ] {
        stage.ask(&["logout"])?;
        stage.mark();
        let told = stage.ask(&["activate", LIFETIME, &path.display().to_string()])?.told();
        let written =
            fs::read_to_string(&path).is_ok_and(|text| text.starts_with("-----BEGIN AUTHFORGE LICENSE"));
        let state = stage.ask(&["state"])?;
        let cell = format!(
            "{told}, {}, {}, authenticated {}",
            attempts(&stage.sent()),
            if written { "written" } else { "not written" },
            state.at("/authenticated")
        );
        stage.note(format!("activation, {case}"), cell);
    }
    let left: usize = fs::read_dir(&folder).map_or(0, |entries| {
        entries.flatten().filter(|entry| entry.file_name().to_string_lossy().contains("tmp")).count()
    });
    stage.note("activation: temporary files left", left.to_string());
    Ok(())
}

fn wrong(stage: &mut Stage) -> Result {
    stage.client(0, &[])?;
    let told = stage.ask(&["activate", "", "-"])?.told();
    stage.note("activation, empty license key", format!("{told}, {}", attempts(&stage.sent())));
    stage.client(1, &[("app_secret", "")])?;
    let told = stage.ask(&["activate", LIFETIME, "-"])?.told();
    stage.note("activation, empty app secret", format!("{told}, {}", attempts(&stage.sent())));
    stage.client(2, &[])?;
    stage.ask(&["activate", &format!(" {LIFETIME}\n"), "-"])?;
    let sent = stage.sent_by(Endpoint::OfflineActivate, HWID);
    let key =
        sent.first().and_then(|request| request.body.as_ref()).map(|body| body["licenseKey"].to_string());
    stage.note("activation, blanks around the license key: sent", key.unwrap_or_default());
    Ok(())
}

/// A file takes the place of a session of the service, whose heartbeats then end; and the other way round.
fn after_online(stage: &mut Stage) -> Result {
    let file = stage.server.mint(LIFETIME, FileOrder::for_any_machine())?;
    for (number, action) in [["activate", LIFETIME, "-"], ["load", &file.text, ""]].into_iter().enumerate() {
        stage.client(number, &[("mode", "SERVER"), ("hwid", &format!("peer-{number}"))])?;
        stage.ask(&["login", LIFETIME])?;
        let words = if action[2].is_empty() { &action[..2] } else { &action[..] };
        stage.ask(words)?;
    }
    stage.client(2, &[("mode", "SERVER"), ("hwid", "peer-2")])?;
    stage.ask(&["load", &file.text])?;
    stage.ask(&["login", LIFETIME])?;
    let state = stage.ask(&["state"])?;
    let file = if state.at("/file").is_null() { "no file told" } else { "the file still told" };
    stage.note("login after a login from a file", format!("{}, {file}", state.text("/kind")));
    stage.server.wait_for_requests(Endpoint::Heartbeat, 1, Duration::from_secs(15));
    std::thread::sleep(Duration::from_millis(1_500));
    for (number, case) in ["activation", "login from a file", "login"].into_iter().enumerate() {
        let all = stage.server.requests();
        let mine = all.iter().filter(|request| request.endpoint == Endpoint::Heartbeat);
        let hwid = format!("peer-{number}");
        let count =
            mine.filter(|request| request.body.as_ref().is_some_and(|body| body["hwid"] == hwid)).count();
        stage.note(format!("{case}, after a session: heartbeats in the first interval"), count.to_string());
    }
    Ok(())
}
