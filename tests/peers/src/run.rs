//! Plays scenes side by side: most of their time is waiting, which no client can be hurried out of.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::Context;

use crate::Result;
use crate::driver::{Peer, Programs};
use crate::scenes::Scene;
use crate::stage::{Observation, Stage};

/// Scenes at once. Each has two or three threads and a process, all of them asleep nearly always.
const AT_ONCE: usize = 48;

/// A scene as one client played it.
pub struct Played {
    /// Its place in the table.
    pub scene: usize,
    pub peer: Peer,
    pub observed: Vec<Observation>,
}

pub fn all(programs: &Programs, scenes: &[Scene]) -> Result<Vec<Played>> {
    let mut parts: Vec<(usize, Peer)> =
        (0..scenes.len()).flat_map(|scene| Peer::ALL.map(|peer| (scene, peer))).collect();
    parts.sort_by_key(|(scene, _)| std::cmp::Reverse(scenes[*scene].seconds));
    let queue = Mutex::new(VecDeque::from(parts));
    let done = Mutex::new(Vec::new());
    let turn = || {
        loop {
            let next = queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            let Some((scene, peer)) = next else { break };
            let played = play(programs, &scenes[scene], scene, peer)
                .with_context(|| format!("{}, {}", scenes[scene].name, peer.name()));
            done.lock().unwrap_or_else(PoisonError::into_inner).push(played);
        }
    };
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(turn);
        }
    });
    done.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().collect()
}

fn play(programs: &Programs, scene: &Scene, number: usize, peer: Peer) -> Result<Played> {
    let scratch = tempfile::tempdir().with_context(|| format!("a folder for {}", scene.name))?;
    let observed = Stage::new(programs, peer, scratch.path().to_owned()).and_then(|mut stage| {
        (scene.play)(&mut stage)?;
        Ok(std::mem::take(&mut stage.observed))
    });
    Ok(Played { scene: number, peer, observed: observed? })
}
