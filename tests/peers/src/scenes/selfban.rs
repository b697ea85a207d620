//! Self-ban: a program reports that it was tampered with.

use authforge_devserver::FileOrder;

use super::Scene;
use crate::Result;
use crate::stage::{HWID, Stage, attempts, fields};

const LICENSE: &str = "ADAL-VELA-CE42-7KPT";

pub fn scenes() -> Vec<Scene> {
    vec![
        Scene::new("self-ban before a session", 1, before),
        Scene::new("self-ban in a session", 1, within),
        Scene::new("self-ban, credentials", 1, credentials),
    ]
}

fn sent(stage: &Stage) -> String {
    stage.sent().first().map_or_else(|| "no request".to_owned(), fields)
}

fn before(stage: &mut Stage) -> Result {
    stage.client(0, &[])?;
    let told = stage.ask(&["ban", LICENSE, "", "1", "1", "0"])?.told();
    stage.note("self-ban before a session", format!("{told}, {}", attempts(&stage.sent())));
    stage.note("self-ban before a session: fields sent", sent(stage));
    let told = stage.ask(&["validate", LICENSE])?.told();
    stage.note("self-ban before a session: validate after it", told);
    let heard = stage.ask(&["wait", "0", "0"])?.callbacks();
    stage.note("self-ban: callbacks", heard);
    Ok(())
}

fn within(stage: &mut Stage) -> Result {
    stage.client(0, &[])?;
    stage.ask(&["login", LICENSE])?;
    stage.mark();
    let told = stage.ask(&["ban", "", "", "1", "0", "0"])?.told();
    stage.note("self-ban in a session", format!("{told}, {}", attempts(&stage.sent())));
    stage.note("self-ban in a session: fields sent", sent(stage));
    let state = stage.ask(&["state"])?;
    stage.note("self-ban in a session: authenticated after it", state.at("/authenticated").to_string());
    let told = stage.ask(&["validate", LICENSE])?.told();
    stage.note("self-ban in a session: validate after it", told);
    Ok(())
}

fn credentials(stage: &mut Stage) -> Result {
    stage.client(0, &[])?;
    let told = stage.ask(&["ban", "", "", "1", "1", "1"])?.told();
    stage.note("self-ban without anything", format!("{told}, {}", attempts(&stage.sent())));

    stage.client(1, &[])?;
    stage.ask(&["login", LICENSE])?;
    stage.mark();
    stage.ask(&["ban", "EVER-LAST-KEY8-5GRN", "", "0", "0", "0"])?;
    stage.note("self-ban in a session, another license given: fields sent", sent(stage));

    stage.client(2, &[])?;
    let told = stage.ask(&["ban", "", "no-such-token", "0", "0", "0"])?.told();
    stage.note("self-ban, a token given that is no longer good", told);
    stage.note("self-ban, a token given: fields sent", sent(stage));

    stage.client(3, &[("app_secret", "")])?;
    let told = stage.ask(&["ban", LICENSE, "", "0", "0", "0"])?.told();
    stage.note("self-ban before a session, empty app secret", format!("{told}, {}", attempts(&stage.sent())));

    let order = FileOrder::for_hwids([HWID]);
    let file = stage.server.mint(LICENSE, order)?;
    stage.client(4, &[])?;
    stage.ask(&["load", &file.text])?;
    let told = stage.ask(&["ban", "", "", "1", "1", "1"])?.told();
    stage.note("self-ban in an offline session", format!("{told}, {}", attempts(&stage.sent())));
    stage.mark();
    stage.ask(&["ban", "EVER-LAST-KEY8-5GRN", "", "0", "0", "0"])?;
    stage.note("self-ban in an offline session, a license given: fields sent", sent(stage));
    Ok(())
}
