//! What is compared: scenes, each played by every client against a server of its own. A scene notes one
//! cell for each of its cases. No cell is written but from what a client or the server's record showed.

mod activation;
mod answers;
mod codes;
mod config;
mod ending;
mod expiry;
mod files;
mod heartbeats;
mod hwid;
mod login;
mod requests;
mod retries;
mod rotation;
mod selfban;
mod validate;

use crate::Result;
use crate::stage::Stage;

type Play = Box<dyn Fn(&mut Stage) -> Result + Send + Sync>;

pub struct Scene {
    pub name: String,
    /// About how long it takes; long ones begin first.
    pub seconds: u32,
    pub play: Play,
}

impl Scene {
    fn new(
        name: impl Into<String>,
        seconds: u32,
        play: impl Fn(&mut Stage) -> Result + Send + Sync + 'static,
    ) -> Scene {
        Scene { name: name.into(), seconds, play: Box::new(play) }
    }
}

/// In the order of the table.
pub fn all() -> Vec<Scene> {
    [
        hwid::scenes(),
        config::scenes(),
        login::scenes(),
        validate::scenes(),
        codes::scenes(),
        answers::scenes(),
        retries::scenes(),
        heartbeats::scenes(),
        expiry::scenes(),
        rotation::scenes(),
        files::scenes(),
        requests::scenes(),
        activation::scenes(),
        selfban::scenes(),
        ending::scenes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
