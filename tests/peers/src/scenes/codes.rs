//! Every error code of the service, on every endpoint, with the HTTP status it travels with.

use authforge_devserver::{Endpoint, Fault};
use serde_json::json;

use super::Scene;
use crate::Result;
use crate::stage::{Stage, attempts};

/// `rate_limited` is retried, and so has scenes of its own.
const CODES: [(&str, u16); 24] = [
    ("bad_request", 400),
    ("malformed_request", 400),
    ("invalid_app", 401),
    ("invalid_key", 401),
    ("session_expired", 401),
    ("replay_detected", 401),
    ("blocked", 403),
    ("app_disabled", 403),
    ("hwid_mismatch", 403),
    ("revoke_requires_session", 403),
    ("expired", 410),
    ("revoked", 410),
    ("no_credits", 429),
    ("app_burn_cap_reached", 429),
    ("demo_quota_exceeded", 429),
    ("offline_activation_disabled", 403),
    ("offline_activation_requires_perpetual", 409),
    ("offline_activation_requires_seats", 409),
    ("offline_activation_limit_reached", 403),
    ("system_error", 500),
    ("server_error", 500),
    ("handler_error", 500),
    ("checksum_mismatch", 400),
    ("a_code_of_tomorrow", 418),
];

pub fn scenes() -> Vec<Scene> {
    vec![
        Scene::new("codes on validate", 1, |stage| answered(stage, "validate")),
        Scene::new("codes on selfban", 1, |stage| answered(stage, "self_ban")),
        Scene::new("codes on activation", 1, |stage| answered(stage, "offline_activate")),
        Scene::new("codes on heartbeat", 20, heartbeats),
    ]
}

fn answered(stage: &mut Stage, endpoint: &str) -> Result {
    stage.client(0, &[])?;
    let license = stage.license()?;
    for (code, http) in CODES {
        let fault =
            json!({ "endpoint": endpoint, "count": 1, "fault": { "error": { "code": code, "http": http } } });
        stage.fault(&fault.to_string())?;
        stage.mark();
        let told = match endpoint {
            "validate" => stage.ask(&["validate", &license])?,
            "self_ban" => stage.ask(&["ban", &license, "", "0", "0", "0"])?,
            _ => stage.ask(&["activate", &license, "-"])?,
        };
        let name = match endpoint {
            "self_ban" => "self-ban",
            "offline_activate" => "activation",
            _ => endpoint,
        };
        stage.note(format!("{name}: {code}"), format!("{}, {}", told.told(), attempts(&stage.sent())));
    }
    Ok(())
}

/// All at once, each with a license of its own: a heartbeat comes after ten seconds at the earliest.
fn heartbeats(stage: &mut Stage) -> Result {
    let codes: Vec<_> = CODES.into_iter().chain([("rate_limited", 429)]).collect();
    for (number, (code, http)) in codes.iter().enumerate() {
        stage.client(number, &[("mode", "SERVER"), ("hwid", &format!("peer-{number}"))])?;
        let license = stage.license()?;
        let fault = json!({ "endpoint": "heartbeat", "license_key": license, "fault": { "error": { "code": code, "http": http } } });
        let fault: Fault = serde_json::from_value(fault)?;
        stage.server.add_fault(fault)?;
        stage.ask(&["login", &license])?;
    }
    for (number, (code, _)) in codes.iter().enumerate() {
        stage.ask(&["client", &number.to_string()])?;
        let heard = stage.ask(&["wait", "1", "30"])?.callbacks();
        let requests = stage.server.requests();
        let hwid = format!("peer-{number}");
        let mine: Vec<_> = requests
            .into_iter()
            .filter(|request| request.endpoint == Endpoint::Heartbeat)
            .filter(|request| request.body.as_ref().is_some_and(|body| body["hwid"] == *hwid))
            .collect();
        let kept = stage.ask(&["state"])?.at("/authenticated") == true;
        let session = if kept { "session kept" } else { "session over" };
        stage.note(format!("heartbeat: {code}"), format!("{heard}, {session}, {}", attempts(&mine)));
    }
    Ok(())
}
