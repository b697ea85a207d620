//! Configurations that cannot be used, and where a program hears of it.

use super::Scene;
use crate::Result;
use crate::stage::{Stage, attempts};

pub fn scenes() -> Vec<Scene> {
    vec![Scene::new("config", 1, play)]
}

/// A key that nobody has; it is well formed.
const OTHER_KEY: &str = "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=";

fn play(stage: &mut Stage) -> Result {
    let key = stage.server.public_key().to_owned();
    let with_hole = format!("not-a-key,{key}");
    let with_short = format!("{key},c2hvcnQ=");
    let with_blanks = format!(" {OTHER_KEY} , {key} ,");
    let cases: [(&str, &[(&str, &str)]); 9] = [
        ("config: empty app id", &[("app_id", "")]),
        ("config: no app secret", &[("app_secret", "")]),
        ("config: no public key", &[("public_key", "")]),
        ("config: the only key is malformed", &[("public_key", "not-a-key")]),
        ("config: first of two keys is malformed", &[("public_key", &with_hole)]),
        ("config: second of two keys is too short", &[("public_key", &with_short)]),
        ("config: blanks and commas around keys", &[("public_key", &with_blanks)]),
        ("config: interval of 5 s", &[("interval", "5")]),
        ("config: slash after the address", &[]),
    ];
    let address = format!("{}/", stage.server.url());
    for (number, (case, settings)) in cases.into_iter().enumerate() {
        let slash = [("url", address.as_str())];
        let made = stage.client(number, if settings.is_empty() { &slash } else { settings })?;
        let cell = if made.is_ok() {
            let license = stage.license()?;
            let told = stage.ask(&["validate", &license])?.told();
            format!("made; validate: {told}, {}", attempts(&stage.sent()))
        } else {
            format!("not made: {}", made.told())
        };
        stage.note(case, cell);
    }
    Ok(())
}
