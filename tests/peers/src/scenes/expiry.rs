//! The end of a session: who notices it, when, and by which clock.

use std::time::{Duration, Instant};

use authforge_devserver::{Endpoint, Moment};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::Scene;
use crate::Result;
use crate::stage::Stage;

/// Sessions end this long after the login, well before the first check at ten seconds.
const SHORT: i64 = 4;
const EARLY: Duration = Duration::from_secs(8);

pub fn scenes() -> Vec<Scene> {
    vec![
        Scene::new("expiry, no heartbeats", 12, |stage| local(stage, "LOCAL: session ends", short, short)),
        Scene::new("expiry, payload early", 13, |stage| {
            local(stage, "LOCAL: payload ends before token", short, honest)
        }),
        Scene::new("expiry, token early", 13, |stage| {
            local(stage, "LOCAL: token ends before payload", honest, short)
        }),
        Scene::new("expiry, heartbeats fail", 12, failing),
        Scene::new("expiry before the interval", 20, ahead),
        Scene::new("clock of the machine ahead", 13, clock_ahead),
        Scene::new("heartbeat after the secret was rotated", 12, secret),
    ]
}

type End = fn() -> Option<i64>;

fn short() -> Option<i64> {
    Some(Moment::now().unix_seconds() + SHORT)
}

fn honest() -> Option<i64> {
    None
}

/// Logs in and is given a session that ends at these times by its payload and by its token.
fn log_in(stage: &mut Stage, mode: &str, payload: End, token: End) -> Result {
    stage.client(0, &[("mode", mode)])?;
    // Only now, since a program may take its time to begin.
    let mut fields = serde_json::Map::new();
    if let Some(end) = payload() {
        let text = Moment::from_unix_seconds(end).to_string();
        fields.extend([("expiresIn".to_owned(), json!(end)), ("sessionExpiresAt".to_owned(), json!(text))]);
    }
    if let Some(end) = token() {
        let body = BASE64_URL_SAFE_NO_PAD.encode(json!({ "exp": end }).to_string());
        fields.insert("sessionToken".to_owned(), Value::String(format!("{body}.AAAA")));
    }
    if !fields.is_empty() {
        stage.fault(&json!({ "endpoint": "validate", "fault": { "set_fields": fields } }).to_string())?;
    }
    stage.ask(&["login", "EVER-LAST-KEY8-5GRN"])?;
    Ok(())
}

fn local(stage: &mut Stage, case: &str, payload: End, token: End) -> Result {
    log_in(stage, "LOCAL", payload, token)?;
    let begin = Instant::now();
    let heard = stage.ask(&["wait", "1", "12"])?;
    let when = if begin.elapsed() < EARLY { "at the end" } else { "at the next check" };
    let silent = heard.at("/heard").as_array().is_some_and(Vec::is_empty);
    let goes_on = stage.ask(&["state"])?.at("/authenticated") == true;
    let session = if goes_on { "session goes on" } else { "session over" };
    let cell = if silent { session.to_owned() } else { format!("{}, {session} {when}", heard.callbacks()) };
    stage.note(case, cell);
    Ok(())
}

/// Heartbeats that fail for a while may not make a session longer.
fn failing(stage: &mut Stage) -> Result {
    stage.fault(r#"{"endpoint":"heartbeat","fault":"html_502"}"#)?;
    log_in(stage, "SERVER", short, short)?;
    let limit = Instant::now() + Duration::from_secs(14);
    let mut heard = stage.ask(&["wait", "1", "14"])?;
    // A transient failure may come first; what counts is how the session ends.
    while stage.ask(&["state"])?.at("/authenticated") == true && Instant::now() < limit {
        std::thread::sleep(Duration::from_millis(100));
    }
    if stage.ask(&["state"])?.at("/authenticated") != true {
        heard = stage.ask(&["wait", "1", "0"])?;
    }
    let last = heard.callbacks();
    let last = last.rsplit("; ").next().unwrap_or_default().to_owned();
    stage.note("SERVER: session ends while heartbeats fail", last);
    Ok(())
}

/// The session would end long before the interval is over; the service would renew it.
fn ahead(stage: &mut Stage) -> Result {
    stage.client(0, &[("mode", "SERVER"), ("interval", "900")])?;
    let end = Moment::now().unix_seconds() + 32;
    let fault = json!({ "endpoint": "validate", "fault": { "set_fields": { "expiresIn": end } } });
    stage.fault(&fault.to_string())?;
    stage.ask(&["login", "EVER-LAST-KEY8-5GRN"])?;
    let came = stage.server.wait_for_requests(Endpoint::Heartbeat, 1, Duration::from_secs(20));
    stage.note(
        "SERVER: session ends before the interval",
        if came { "heartbeat before the end" } else { "no heartbeat" },
    );
    Ok(())
}

/// The service's clock is two days behind: by the machine's, an honest session is over from the start.
fn clock_ahead(stage: &mut Stage) -> Result {
    stage.server.set_clock_offset(-2 * 86_400)?;
    local(stage, "LOCAL: the machine's clock is two days ahead", honest, honest)
}

fn secret(stage: &mut Stage) -> Result {
    stage.client(0, &[("mode", "SERVER")])?;
    stage.ask(&["login", "EVER-LAST-KEY8-5GRN"])?;
    stage.server.rotate_secret()?;
    let heard = stage.ask(&["wait", "1", "15"])?.callbacks();
    stage.note("heartbeat after the secret was rotated", heard);
    let told = stage.ask(&["validate", "EVER-LAST-KEY8-5GRN"])?.told();
    stage.note("validate after the secret was rotated", told);
    Ok(())
}
