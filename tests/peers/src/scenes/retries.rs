//! What is asked again, how often, and with which nonce.

use super::Scene;
use crate::Result;
use crate::stage::{Stage, attempts};

/// What happens to the first attempts: the fault, how often, and about how long the retries take.
const TROUBLES: [(&str, &str, &str, u32); 11] = [
    ("rate_limited for good", r#"{"rate_limited_429":{}}"#, "", 8),
    ("rate_limited once", r#"{"rate_limited_429":{}}"#, "1", 3),
    ("429 of a gateway for good", r#""gateway_429""#, "", 8),
    ("429 of a gateway once", r#""gateway_429""#, "1", 3),
    ("429 without a body once", r#""empty_429""#, "1", 3),
    ("connection closed for good", r#""close""#, "", 3),
    ("connection closed once", r#""close""#, "1", 3),
    ("no answer for good", r#""hang""#, "", 7),
    ("no answer once", r#""hang""#, "1", 5),
    ("answer lost once", r#""lose_reply""#, "1", 3),
    ("answer cut short once", r#""truncate""#, "1", 3),
];

pub fn scenes() -> Vec<Scene> {
    let mut scenes = Vec::new();
    for (case, fault, count, seconds) in TROUBLES {
        for endpoint in ["validate", "heartbeat", "self_ban", "offline_activate"] {
            let wait = if endpoint == "heartbeat" { 10 } else { 0 };
            scenes.push(Scene::new(format!("{endpoint}: {case}"), wait + seconds, move |stage| {
                play(stage, endpoint, case, fault, count)
            }));
        }
    }
    for (case, fault) in [("network_error", r#""close""#), ("rate_limited", r#"{"rate_limited_429":{}}"#)] {
        scenes.push(Scene::new(format!("login: {case}"), 8, move |stage| login(stage, case, fault)));
    }
    scenes.push(Scene::new("nobody listens", 3, nobody_listens));
    scenes
}

fn play(stage: &mut Stage, endpoint: &str, case: &str, fault: &str, count: &str) -> Result {
    let license = "EVER-LAST-KEY8-5GRN";
    let count = if count.is_empty() { String::new() } else { format!(r#""count":{count},"#) };
    stage.client(0, &[("mode", "SERVER"), ("timeout", "2")])?;
    stage.fault(&format!(r#"{{"endpoint":"{endpoint}",{count}"fault":{fault}}}"#))?;
    let (name, told) = match endpoint {
        "validate" => ("validate", stage.ask(&["validate", license])?.told()),
        "self_ban" => ("self-ban", stage.ask(&["ban", license, "", "0", "0", "0"])?.told()),
        "offline_activate" => ("activation", stage.ask(&["activate", license, "-"])?.told()),
        _ => ("heartbeat", heartbeat(stage, license)?),
    };
    let mut sent = stage.sent();
    sent.retain(|request| request.endpoint.name() == endpoint);
    stage.note(format!("{name}: {case}"), format!("{told}, {}", attempts(&sent)));
    Ok(())
}

/// The first thing that is heard of a session after its login: a failure or a new token.
fn heartbeat(stage: &mut Stage, license: &str) -> Result<String> {
    stage.ask(&["login", license])?;
    let token = stage.ask(&["state"])?.at("/data/sessionToken").clone();
    let renewed = stage.first_news(&token)?;
    let heard = stage.ask(&["wait", "0", "0"])?.callbacks();
    Ok(if renewed { format!("{heard}, session renewed") } else { heard })
}

fn login(stage: &mut Stage, case: &str, fault: &str) -> Result {
    stage.client(0, &[])?;
    stage.fault(&format!(r#"{{"endpoint":"validate","fault":{fault}}}"#))?;
    let told = stage.ask(&["login", "EVER-LAST-KEY8-5GRN"])?.told();
    let heard = stage.ask(&["wait", "1", "1"])?.callbacks();
    stage.note(format!("login: {case}"), told);
    stage.note(format!("login: {case}: callbacks"), heard);
    Ok(())
}

/// A port where no server is.
fn nobody_listens(stage: &mut Stage) -> Result {
    stage.client(0, &[("url", "http://127.0.0.1:1")])?;
    let told = stage.ask(&["validate", "EVER-LAST-KEY8-5GRN"])?.told();
    stage.note("validate: connection refused", told);
    Ok(())
}
