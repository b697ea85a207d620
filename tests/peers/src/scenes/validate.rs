//! A question about a license that keeps nothing.

use authforge_devserver::Moment;
use serde_json::Value;

use super::Scene;
use crate::Result;
use crate::reply::{Reply, shown};
use crate::stage::{Stage, attempts};

pub fn scenes() -> Vec<Scene> {
    vec![Scene::new("validate", 1, play)]
}

fn play(stage: &mut Stage) -> Result {
    stage.client(0, &[])?;
    let license = stage.server.license_key().to_owned();
    let told = stage.ask(&["validate", &license])?;
    stage.note("validate", format!("{}, {}", told.told(), attempts(&stage.sent())));
    let state = stage.ask(&["state"])?;
    stage.note(
        "validate keeps nothing",
        format!("authenticated {}, data {}", state.at("/authenticated"), shown(state.at("/data"))),
    );
    stage.note("validate: label", shown(told.at("/session/label")));
    stage.note(
        "validate: slots, machines",
        format!("{}, {}", told.at("/session/slots"), told.at("/session/count")),
    );
    stage.note("validate: end of the license", license_end(&told));
    let ends = told.at("/session/ends").as_i64().unwrap_or_default() - Moment::now().unix_seconds();
    let day = (86_390..=86_400).contains(&ends);
    stage.note("validate: length of the session", if day { "a day".to_owned() } else { format!("{ends} s") });
    stage.note("validate: app variables", shown(told.at("/session/app")));
    stage.note("validate: license variables", shown(told.at("/session/license")));

    let lifetime = stage.ask(&["validate", "EVER-LAST-KEY8-5GRN"])?;
    stage.note("validate, lifetime license: end of the license", license_end(&lifetime));
    let unlimited = stage.ask(&["validate", "ANYS-EATS-KEY9-3FVU"])?;
    stage.note(
        "validate, unlimited seats: slots, machines",
        format!("{}, {}", unlimited.at("/session/slots"), unlimited.at("/session/count")),
    );
    for (case, key) in [
        ("validate, unknown license", "NONE-SUCH"),
        ("validate, expired license", "PAST-DATE-KEY3-9WXZ"),
        ("validate, revoked license", "REVK-EDXX-KEY6-4MTC"),
        ("validate, no free slot", "FULL-SEAT-KEY4-8BQN"),
    ] {
        let told = stage.ask(&["validate", key])?.told();
        stage.note(case, told);
    }
    let heard = stage.ask(&["wait", "1", "1"])?.callbacks();
    stage.note("validate fails: callbacks", heard);
    Ok(())
}

/// As Unix seconds, whatever form it is told in.
fn license_end(told: &Reply) -> String {
    match told.at("/session/license_end") {
        Value::String(text) => {
            Moment::parse(text).map_or_else(|_| text.clone(), |end| end.unix_seconds().to_string())
        }
        other => shown(other),
    }
}
