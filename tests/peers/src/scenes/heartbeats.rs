//! Heartbeats: good ones, and what a license's end in mid-game looks like.

use std::time::Duration;

use authforge_devserver::{Endpoint, LicenseSpec};
use serde_json::{Value, json};

use super::Scene;
use crate::Result;
use crate::reply::shown;
use crate::stage::{HWID, Stage, fields};

pub fn scenes() -> Vec<Scene> {
    vec![
        Scene::new("heartbeat, revoke", 22, good_then_revoked),
        Scene::new("thin heartbeat", 12, thin),
        Scene::new("variables of a heartbeat", 12, variables),
        Scene::new("transient, then good", 22, transient),
        Scene::new("logout before a heartbeat", 12, logged_out),
        Scene::new("endings", 13, endings),
    ]
}

/// Logs in with heartbeats; gives the session token.
fn log_in(stage: &mut Stage, license: &str) -> Result<Value> {
    stage.client(0, &[("mode", "SERVER")])?;
    stage.ask(&["login", license])?;
    stage.mark();
    Ok(stage.ask(&["state"])?.at("/data/sessionToken").clone())
}

fn good_then_revoked(stage: &mut Stage) -> Result {
    let license = stage.server.license_key().to_owned();
    let token = log_in(stage, &license)?;
    let renewed = stage.renewed(&token, Duration::from_secs(15))?;
    let sent = stage.sent_by(Endpoint::Heartbeat, HWID);
    stage.note("heartbeat", if renewed { "session renewed" } else { "session as it was" });
    stage.note("heartbeat: fields sent", sent.first().map_or_else(|| "none".to_owned(), fields));
    let heard = stage_callbacks(stage, 0)?;
    stage.note("heartbeat: callbacks", heard);
    stage.server.revoke(&license)?;
    let heard = stage_callbacks(stage, 1)?;
    stage.note("heartbeat after the license was revoked", heard);
    let state = stage.ask(&["state"])?;
    stage.note(
        "heartbeat after the license was revoked: session",
        format!("authenticated {}, data {}", state.at("/authenticated"), shown(state.at("/data"))),
    );
    Ok(())
}

fn thin(stage: &mut Stage) -> Result {
    stage.server.set_thin_heartbeats(true)?;
    let token = log_in(stage, "ADAL-VELA-CE42-7KPT")?;
    stage.renewed(&token, Duration::from_secs(15))?;
    let state = stage.ask(&["state"])?;
    stage.note("thin heartbeat: license variables", shown(state.at("/license")));
    stage.note("thin heartbeat: app variables", shown(state.at("/app")));
    stage.note("thin heartbeat: session data, label", shown(state.at("/data/licenseLabel")));
    Ok(())
}

fn variables(stage: &mut Stage) -> Result {
    let token = log_in(stage, "ADAL-VELA-CE42-7KPT")?;
    let changed = json!({ "tier": "basic" });
    stage.server.set_license_variables("ADAL-VELA-CE42-7KPT", &changed)?;
    stage.renewed(&token, Duration::from_secs(15))?;
    let state = stage.ask(&["state"])?;
    stage.note("heartbeat brings other variables: variables", shown(state.at("/license")));
    stage.note("heartbeat brings other variables: session data", shown(state.at("/data/licenseVariables")));
    Ok(())
}

fn transient(stage: &mut Stage) -> Result {
    stage.fault(r#"{"endpoint":"heartbeat","count":1,"fault":{"error":{"code":"system_error"}}}"#)?;
    let token = log_in(stage, "EVER-LAST-KEY8-5GRN")?;
    let heard = stage_callbacks(stage, 1)?;
    stage.note("heartbeat fails once", heard);
    let renewed = stage.renewed(&token, Duration::from_secs(15))?;
    stage.note("the next heartbeat", if renewed { "session renewed" } else { "session as it was" });
    Ok(())
}

fn logged_out(stage: &mut Stage) -> Result {
    log_in(stage, "EVER-LAST-KEY8-5GRN")?;
    stage.ask(&["logout"])?;
    std::thread::sleep(Duration::from_millis(11_500));
    let heard = stage_callbacks(stage, 0)?;
    stage.note("logout: heartbeats after it", format!("{}, {heard}", stage.sent().len()));
    Ok(())
}

/// What the service really does when a machine or a license goes, both at once.
fn endings(stage: &mut Stage) -> Result {
    let mut licenses = Vec::new();
    for number in 0..2 {
        let license = stage.server.create_license(LicenseSpec::default())?;
        stage.client(number, &[("mode", "SERVER"), ("hwid", &format!("peer-{number}"))])?;
        stage.ask(&["login", &license])?;
        licenses.push(license);
    }
    stage.server.reset_hwids(&licenses[0])?;
    stage.server.delete_license(&licenses[1])?;
    for (number, case) in ["the hwids were reset", "the license was deleted"].into_iter().enumerate() {
        stage.ask(&["client", &number.to_string()])?;
        let heard = stage_callbacks(stage, 1)?;
        stage.note(format!("heartbeat after {case}"), heard);
    }
    Ok(())
}

fn stage_callbacks(stage: &mut Stage, count: usize) -> Result<String> {
    Ok(stage.ask(&["wait", &count.to_string(), "25"])?.callbacks())
}
