//! License files: honest ones that the server minted, spoiled ones, and text that is no such file.

use std::fs;

use anyhow::Context;
use authforge_devserver::{Effect, FileOrder, Moment};
use serde_json::{Value, json};

use super::Scene;
use crate::Result;
use crate::reply::{Reply, shown};
use crate::stage::{HWID, Stage, attempts};

const LICENSE: &str = "ADAL-VELA-CE42-7KPT";
const OTHER_KEY: &str = "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=";

pub fn scenes() -> Vec<Scene> {
    vec![
        Scene::new("license file", 12, good),
        Scene::new("license files, spoiled", 1, spoiled),
        Scene::new("license files, odd texts", 1, odd),
        Scene::new("license files, key rotation", 1, rotation),
    ]
}

fn mint(stage: &Stage, order: FileOrder) -> Result<String> {
    Ok(stage.server.mint(LICENSE, order)?.text)
}

fn good(stage: &mut Stage) -> Result {
    let text = mint(stage, FileOrder::for_hwids([HWID]))?;
    let path = stage.scratch.join("license.authforge");
    fs::write(&path, &text)?;
    let path = path.display().to_string();
    // Without a secret, as such a program is shipped.
    stage.client(0, &[("app_secret", ""), ("mode", "SERVER")])?;
    let told = stage.ask(&["verify", &path])?;
    let state = stage.ask(&["state"])?;
    stage.note(
        "license file: verify",
        format!("{}, authenticated {}", told.told(), state.at("/authenticated")),
    );
    let told = stage.ask(&["load", &path])?;
    stage.note("license file: login by path", told.told());
    describe(stage, &told)?;
    stage.ask(&["logout"])?;
    let told = stage.ask(&["load", &text])?.told();
    stage.note("license file: login by text", told);

    let lifetime = mint(stage, FileOrder::for_hwids([HWID, "another"]).lifetime())?;
    let told = stage.ask(&["verify", &lifetime])?;
    stage.note("license file without end: end", end(&told));
    stage.note("license file of two machines: machines", shown(told.at("/session/bound")));
    let any = mint(stage, FileOrder::for_any_machine())?;
    let told = stage.ask(&["verify", &any])?;
    stage.note(
        "license file of any machine",
        format!("{}, {}", told.told(), shown(told.at("/session/policy"))),
    );
    std::thread::sleep(std::time::Duration::from_millis(11_000));
    let heard = stage.ask(&["wait", "0", "0"])?.callbacks();
    stage.note("license file: heartbeats after login", format!("{}, {heard}", attempts(&stage.sent())));
    Ok(())
}

/// What a program is told after a login from a file.
fn describe(stage: &mut Stage, told: &Reply) -> Result {
    let state = stage.ask(&["state"])?;
    stage.note(
        "license file: authenticated, kind",
        format!("{}, {}", state.at("/authenticated"), state.text("/kind")),
    );
    stage.note("license file: license key", shown(told.at("/session/key")));
    stage.note("license file: label", shown(told.at("/session/label")));
    stage.note("license file: end", end(told));
    stage.note(
        "license file: machines",
        format!("{} {}", told.text("/session/policy"), told.at("/session/bound")),
    );
    stage.note("license file: license variables", shown(state.at("/license")));
    stage.note("license file: app variables", shown(state.at("/app")));
    let jti = told.text("/session/jti").len();
    stage.note(
        "license file: jti, date of issue",
        format!("{jti} letters, {}", date(told.at("/session/issued"))),
    );
    stage.note("license file: session data, typ", shown(state.at("/data/typ")));
    Ok(())
}

fn end(told: &Reply) -> String {
    match told.at("/session/ends") {
        Value::String(text) => {
            Moment::parse(text).map_or_else(|_| text.clone(), |end| end.unix_seconds().to_string())
        }
        other => shown(other),
    }
}

/// Today's date, told as it may be.
fn date(value: &Value) -> String {
    let seconds = match value {
        Value::String(text) => Moment::parse(text).map_or(0, Moment::unix_seconds),
        other => other.as_i64().unwrap_or_default(),
    };
    if (Moment::now().unix_seconds() - seconds).abs() < 600 { "just now".to_owned() } else { shown(value) }
}

/// Files that the server spoils before it signs them.
fn spoiled_orders() -> Vec<(&'static str, FileOrder)> {
    let set = |field: &str, value: Value| Effect::SetFields([(field.to_owned(), value.into())].into());
    let bound = || FileOrder::for_hwids([HWID]);
    vec![
        ("expired", bound().expiring(past())),
        ("another app", bound().spoiled_by(Effect::FileOtherApp)),
        ("another machine", FileOrder::for_hwids(["another-machine"])),
        ("tampered with", bound().spoiled_by(Effect::FileTampered)),
        ("another key", bound().spoiled_by(Effect::WrongKey)),
        ("version 2", bound().spoiled_by(set("v", json!(2)))),
        ("version 1.0", bound().spoiled_by(set("v", json!(1.0)))),
        ("version true", bound().spoiled_by(set("v", json!(true)))),
        ("version as text", bound().spoiled_by(set("v", json!("1")))),
        ("no version", bound().spoiled_by(Effect::drop_fields(["v"]))),
        ("another typ", bound().spoiled_by(set("typ", json!("authforge-ticket")))),
        ("no expiresAt", bound().spoiled_by(Effect::drop_fields(["expiresAt"]))),
        ("end is a number", bound().spoiled_by(set("expiresAt", json!(1_900_000_000)))),
        ("end is no date", bound().spoiled_by(set("expiresAt", json!("some day")))),
        ("end with an offset", bound().spoiled_by(set("expiresAt", json!("2031-01-01T00:00:00+02:00")))),
        ("end without a zone", bound().spoiled_by(set("expiresAt", json!("2031-01-01T00:00:00")))),
        ("end is only a day", bound().spoiled_by(set("expiresAt", json!("2031-01-01")))),
        ("no machines", bound().spoiled_by(set("hwid", json!({ "mode": "bound", "hwids": [] })))),
        ("unknown mode", bound().spoiled_by(set("hwid", json!({ "mode": "some", "hwids": [HWID] })))),
        (
            "machine in capitals",
            bound().spoiled_by(set("hwid", json!({ "mode": "bound", "hwids": ["PEER-MACHINE"] }))),
        ),
        ("label is a number", bound().spoiled_by(set("label", json!(7)))),
        ("label is null", bound().spoiled_by(set("label", json!(null)))),
        ("license variables are an array", bound().spoiled_by(set("licenseVariables", json!([])))),
        ("app variables are null", bound().spoiled_by(set("appVariables", json!(null)))),
        ("no jti", bound().spoiled_by(Effect::drop_fields(["jti"]))),
        ("empty license key", bound().spoiled_by(set("licenseKey", json!("")))),
        ("fields of tomorrow", bound().spoiled_by(set("tomorrow", json!({ "a": 1 })))),
    ]
}

fn past() -> Moment {
    Moment::now().plus_seconds(-60)
}

fn spoiled(stage: &mut Stage) -> Result {
    stage.client(0, &[("app_secret", "")])?;
    for (case, order) in spoiled_orders() {
        let text = mint(stage, order).with_context(|| case.to_owned())?;
        let told = stage.ask(&["verify", &text])?.told();
        stage.note(format!("license file, {case}"), told);
    }
    let text = mint(stage, FileOrder::for_hwids([HWID]).expiring(past()))?;
    let told = stage.ask(&["load", &text])?.told();
    let heard = stage.ask(&["wait", "1", "1"])?.callbacks();
    stage.note("license file, expired: login", told);
    stage.note("license file, expired: login: callbacks", heard);
    stage.client(1, &[])?;
    stage.ask(&["login", LICENSE])?;
    stage.ask(&["load", &text])?;
    let state = stage.ask(&["state"])?;
    stage.note(
        "license file, expired, while a session lives",
        format!("authenticated {}", state.at("/authenticated")),
    );
    Ok(())
}

fn odd(stage: &mut Stage) -> Result {
    let text = mint(stage, FileOrder::for_hwids([HWID]))?;
    let scratch = stage.scratch.clone();
    let end = "-----END AUTHFORGE SIGNATURE-----";
    stage.client(0, &[("app_secret", "")])?;
    for (case, text) in [
        ("CRLF", text.replace('\n', "\r\n")),
        ("CR", text.replace('\n', "\r")),
        ("byte order mark", format!("\u{feff}{text}")),
        ("text around it", format!("Dear customer,\n\n{text}\nRegards\n")),
        ("no final newline", text.trim_end().to_owned()),
        ("blanks around the lines", text.replace('\n', "  \n  ")),
        ("blank line within the payload", text.replacen("\n\n", "\n\n\n", 1)),
        ("headers say otherwise", text.replace("Version: 1", "Version: 9")),
        ("header without colon", text.replace("Version: 1", "Version 1")),
        ("no blank line after the headers", text.replacen("\n\n", "\n", 1)),
        ("no END line", text.replace(end, "")),
        ("two files", format!("{text}{text}")),
        ("only the first line", "-----BEGIN AUTHFORGE LICENSE-----\n".to_owned()),
        ("payload that is not base64", text.replacen("\n\n", "\n\n!", 1)),
    ] {
        let told = stage.ask(&["verify", &text])?.told();
        stage.note(format!("license file, {case}"), told);
    }
    let latin = scratch.join("latin1");
    let mut bytes = text.clone().into_bytes();
    bytes.extend(b"\xe9\n");
    fs::write(&latin, bytes)?;
    let garbage = scratch.join("garbage");
    fs::write(&garbage, "not a license\n")?;
    for (case, path) in [
        ("path: no such file", scratch.join("none").display().to_string()),
        ("path: a folder", scratch.display().to_string()),
        ("path: a file of something else", garbage.display().to_string()),
        ("path: a file with a byte that is not UTF-8", latin.display().to_string()),
        ("path: empty", String::new()),
    ] {
        let told = stage.ask(&["verify", &path])?.told();
        stage.note(format!("license file, {case}"), told);
    }
    let told = stage.ask(&["load", &scratch.join("none").display().to_string()])?.told();
    let heard = stage.ask(&["wait", "1", "1"])?.callbacks();
    stage.note("license file, no such file: login", told);
    stage.note("license file, no such file: login: callbacks", heard);
    Ok(())
}

fn rotation(stage: &mut Stage) -> Result {
    let text = mint(stage, FileOrder::for_hwids([HWID]))?;
    let key = stage.server.public_key().to_owned();
    let both = format!("{OTHER_KEY},{key}");
    for (number, (case, keys)) in [
        ("signed by the second key of the list", both.as_str()),
        ("signed by a key that is not listed", OTHER_KEY),
    ]
    .into_iter()
    .enumerate()
    {
        stage.client(number, &[("app_secret", ""), ("public_key", keys)])?;
        let told = stage.ask(&["verify", &text])?.told();
        stage.note(format!("license file, {case}"), told);
    }
    Ok(())
}
