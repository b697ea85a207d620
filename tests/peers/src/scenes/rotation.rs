//! The app's signing key is replaced while clients are out there.

use authforge_devserver::{AppUpdate, KeySpec, Seed, Server};

use super::Scene;
use crate::Result;
use crate::stage::Stage;

const LICENSE: &str = "EVER-LAST-KEY8-5GRN";

pub fn scenes() -> Vec<Scene> {
    vec![
        Scene::new("rotation, both keys known", 12, |stage| play(stage, Knows::Both)),
        Scene::new("rotation, old key known", 12, |stage| play(stage, Knows::Old)),
    ]
}

#[derive(Clone, Copy, PartialEq)]
enum Knows {
    Both,
    Old,
}

fn rotate(server: &Server, seed: [u8; 32]) -> Result<String> {
    let key = KeySpec { seed: Seed::new(seed), key_id: "next".to_owned() };
    let update = AppUpdate { signing_key: Some(key), ..AppUpdate::default() };
    server.update_app(server.app_id(), update)?;
    Ok(server.app(server.app_id())?.public_key)
}

fn play(stage: &mut Stage, knows: Knows) -> Result {
    // Another server tells the public half of the next key before this one uses it.
    let next = rotate(&Server::start(Default::default())?, [7; 32])?;
    let old = stage.server.public_key().to_owned();
    let both = format!("{old},{next}");
    let (words, keys) = if knows == Knows::Both {
        ("both keys known", both.as_str())
    } else {
        ("old key known", old.as_str())
    };
    stage.client(0, &[("mode", "SERVER"), ("public_key", keys)])?;
    let before = stage.ask(&["login", LICENSE])?.told();
    let token = stage.ask(&["state"])?.at("/data/sessionToken").clone();
    rotate(&stage.server, [7; 32])?;
    let after = stage.ask(&["validate", LICENSE])?.told();
    stage.note(format!("rotation, {words}: login before, validate after"), format!("{before}; {after}"));
    let renewed = stage.first_news(&token)?;
    let heard = stage.ask(&["wait", "0", "0"])?.callbacks();
    let kept = stage.ask(&["state"])?.at("/authenticated") == true;
    let session = match (renewed, kept) {
        (true, _) => "session renewed",
        (false, true) => "session kept",
        (false, false) => "session over",
    };
    stage.note(format!("rotation, {words}: heartbeat after"), format!("{heard}, {session}"));
    Ok(())
}
