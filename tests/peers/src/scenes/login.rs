//! A login, what it sends and what it leaves behind.

use authforge_devserver::{Endpoint, Moment};

use super::Scene;
use crate::Result;
use crate::reply::shown;
use crate::stage::{Stage, attempts, fields};

pub fn scenes() -> Vec<Scene> {
    vec![
        Scene::new("login", 1, good),
        Scene::new("license keys", 1, keys),
        Scene::new("failed login", 1, failed),
    ]
}

fn good(stage: &mut Stage) -> Result {
    let license = stage.server.license_key().to_owned();
    stage.client(0, &[])?;
    let told = stage.ask(&["login", &license])?.told();
    let sent = stage.sent();
    stage.note("login", format!("{told}, {}", attempts(&sent)));
    stage.note("login: fields sent", sent.first().map_or_else(|| "none".to_owned(), fields));
    let state = stage.ask(&["state"])?;
    stage.note(
        "login: authenticated, kind",
        format!("{}, {}", state.at("/authenticated"), state.text("/kind")),
    );
    stage.note("login: session data, fields", names(state.at("/data")));
    for (case, pointer) in [
        ("login: session data, label", "/data/licenseLabel"),
        ("login: session data, end of the license", "/data/licenseExpiresAt"),
        ("login: session data, slots", "/data/maxHwidSlots"),
        ("login: session data, machines", "/data/hwidCount"),
        ("login: app variables", "/app"),
        ("login: license variables", "/license"),
    ] {
        stage.note(case, shown(state.at(pointer)));
    }
    let callbacks = stage.ask(&["wait", "0", "0"])?.callbacks();
    stage.note("login: callbacks", callbacks);
    stage.mark();
    stage.ask(&["logout"])?;
    let state = stage.ask(&["state"])?;
    let requests = attempts(&stage.sent());
    stage.note(
        "logout",
        format!(
            "authenticated {}, data {}, {requests}",
            state.at("/authenticated"),
            shown(state.at("/data"))
        ),
    );
    lifetime(stage, &license)
}

/// A session lifetime of the host's choice.
fn lifetime(stage: &mut Stage, license: &str) -> Result {
    stage.client(1, &[("ttl", "7200")])?;
    stage.ask(&["login", license])?;
    stage.note("login with ttl: fields sent", stage.sent().first().map_or_else(|| "none".to_owned(), fields));
    let ends = stage.ask(&["state"])?.at("/data/expiresIn").as_i64().unwrap_or_default();
    let seconds = ends - Moment::now().unix_seconds();
    let cell =
        if (7_190..=7_200).contains(&seconds) { "as asked".to_owned() } else { format!("{seconds} s") };
    stage.note("login with ttl: length of the session", cell);
    Ok(())
}

fn keys(stage: &mut Stage) -> Result {
    let license = stage.license()?;
    stage.client(0, &[])?;
    for (case, key) in [
        ("license key, blanks and a line end around it", format!("  {license}\r\n")),
        ("license key, lower case", license.to_lowercase()),
        ("license key, not ASCII", format!("{license}ü")),
        ("license key, empty", String::new()),
        ("license key, only blanks", "  ".to_owned()),
    ] {
        stage.mark();
        let told = stage.ask(&["validate", &key])?.told();
        stage.note(case, format!("{told}, {}", attempts(&stage.sent())));
    }
    stage.client(1, &[])?;
    stage.ask(&["validate", &license])?;
    stage.ask(&["validate", &license])?;
    let sent = stage.sent();
    let same = sent.len() == 2 && sent[0].connection == sent[1].connection;
    stage.note("two requests in a row", if same { "one connection" } else { "two connections" });
    Ok(())
}

fn failed(stage: &mut Stage) -> Result {
    let license = stage.license()?;
    stage.client(0, &[])?;
    let told = stage.ask(&["login", "NONE-SUCH"])?.told();
    let heard = stage.ask(&["wait", "1", "1"])?.callbacks();
    stage.note("login with a wrong key", told);
    stage.note("login with a wrong key: callbacks", heard);

    stage.client(1, &[])?;
    stage.ask(&["login", &license])?;
    stage.ask(&["login", "NONE-SUCH"])?;
    let state = stage.ask(&["state"])?;
    stage.note("login fails while a session lives: authenticated", shown(state.at("/authenticated")));

    stage.client(2, &[])?;
    stage.ask(&["login", &license])?;
    let before = stage.ask(&["state"])?;
    stage.server.advance_clock(5)?;
    stage.ask(&["login", &license])?;
    let after = stage.ask(&["state"])?;
    let replaced = before.at("/data/sessionToken") != after.at("/data/sessionToken");
    stage.note("login while a session lives", if replaced { "session replaced" } else { "session kept" });

    stage.client(3, &[])?;
    stage.fault(r#"{"endpoint":"validate","fault":"wrong_key"}"#)?;
    let told = stage.ask(&["login", &license])?.told();
    let heard = stage.ask(&["wait", "1", "1"])?.callbacks();
    stage.note("login, answer of another key", told);
    stage.note("login, answer of another key: callbacks", heard);
    let count = stage.sent_by(Endpoint::Validate, crate::stage::HWID).len();
    stage.note("login, answer of another key: requests", count.to_string());
    Ok(())
}

/// The names of an object's fields that are not null.
fn names(value: &serde_json::Value) -> String {
    let Some(object) = value.as_object() else { return shown(value) };
    let told = object.iter().filter(|(_, value)| !value.is_null()).map(|(name, _)| name.as_str());
    told.collect::<Vec<_>>().join(" ")
}
