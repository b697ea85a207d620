//! Work on its way: prepare, ask, finish, each a step. `docs/architecture.md`, "Prepare, claim, commit".

use std::sync::Arc;

use super::Client;
use super::errand::{Asking, Attempt, Finish, Outcome, Way};
use super::task_kind::TaskKind;
use crate::protocol::exchange::{Coming, Retry};
use crate::runtime::clock::Moment;
use crate::runtime::disk::store;
use crate::runtime::engine::job::fault;
use crate::runtime::engine::{self, Lane};
use crate::transport::Lease;
use crate::values::error::Result;

pub struct Work {
    pub number: u64,
    pub kind: TaskKind,
    /// Where its file goes.
    pub path: Option<String>,
    pub lease: Arc<Lease>,
    pub stage: Stage,
}

pub enum Stage {
    /// Everything that can fail is made, before anybody is asked.
    Prepare(Way),
    Ask(Box<dyn Asking>),
    Finish(Finish),
}

/// Where a step leads.
pub enum Progress {
    Next(Work),
    Rest(Work, Rest),
    Done(Result<Outcome>),
}

/// What work rests for.
pub enum Rest {
    /// The pause before another attempt.
    Pause(Retry),
    /// An answer, for which no thread waits.
    Answer(Coming),
}

impl Work {
    /// Where it goes on.
    pub fn lane(&self) -> Lane {
        let on_disk = match &self.stage {
            Stage::Prepare(Way::Finish(_)) => true,
            Stage::Prepare(Way::Ask(_)) => self.path.is_some(),
            Stage::Ask(_) => false,
            Stage::Finish(_) => self.path.is_some() || self.kind.reads_a_file(),
        };
        match self.kind {
            TaskKind::Heartbeat => Lane::Heartbeat,
            _ if on_disk => Lane::Disk,
            _ => Lane::Network,
        }
    }

    /// When it wants a thread: what is half done comes before what has not begun.
    pub fn when(&self, now: Moment) -> Moment {
        if self.is_awaited() { Moment::default() } else { now }
    }

    /// An attempt is under way whose answer no thread waits for.
    pub fn is_awaited(&self) -> bool {
        matches!(&self.stage, Stage::Ask(asking) if asking.is_awaited())
    }

    pub fn step(self, client: &Arc<Client>) -> Progress {
        let Work { number, kind, path, lease, stage } = self;
        let next = match stage {
            Stage::Prepare(way) => prepare(way, kind, path.as_deref(), &lease, client),
            Stage::Ask(mut asking) => match ask(kind, asking.as_mut(), &lease, client) {
                Attempt::Done(finish) => finish.map(Stage::Finish),
                Attempt::Again(retry) => {
                    let work = Work { number, kind, path, lease, stage: Stage::Ask(asking) };
                    return Progress::Rest(work, Rest::Pause(retry));
                }
                Attempt::Awaited(coming) => {
                    let work = Work { number, kind, path, lease, stage: Stage::Ask(asking) };
                    return Progress::Rest(work, Rest::Answer(coming));
                }
            },
            Stage::Finish(finish) => return Progress::Done(finish_with(kind, finish, &lease, client)),
        };
        match next {
            Ok(stage) => Progress::Next(Work { number, kind, path, lease, stage }),
            Err(error) => Progress::Done(Err(error)),
        }
    }
}

/// What can fail is made: a thread for the session's timers, a place for the file, and a hardware id that has to be
/// waited for. A credit or a seat is not spent where they are missing.
fn prepare(
    way: Way,
    kind: TaskKind,
    path: Option<&str>,
    lease: &Arc<Lease>,
    client: &Client,
) -> Result<Stage> {
    fault::point("request prepares");
    let mut asking = match way {
        Way::Ask(asking) => asking,
        Way::Finish(finish) => return Ok(Stage::Finish(finish)),
    };
    if kind.keeps_its_session() {
        engine::ensure_timer_thread()?;
    }
    path.map_or(Ok(()), store::try_write)?;
    asking.send_hwid(client.hwid(lease)?);
    Ok(Stage::Ask(asking))
}

fn ask(kind: TaskKind, asking: &mut dyn Asking, lease: &Arc<Lease>, client: &Client) -> Attempt {
    let is_heartbeat = kind == TaskKind::Heartbeat;
    if is_heartbeat {
        fault::point("heartbeat asks")
    } else {
        fault::point("request asks")
    }
    let attempt = asking.step(&client.peer, lease);
    if is_heartbeat {
        fault::point("heartbeat answered")
    } else {
        fault::point("request answered")
    }
    attempt
}

fn finish_with(kind: TaskKind, finish: Finish, lease: &Lease, client: &Arc<Client>) -> Result<Outcome> {
    if kind != TaskKind::Heartbeat {
        fault::point("request finishes");
    }
    finish(client, lease)
}
