//! The process' log callback. Nothing is formatted, and nothing locked, while nobody listens.

use std::cell::Cell;
use std::sync::atomic::{AtomicI32, Ordering};

use super::lock::{lock, wait};
use super::per_process::PerProcess;
use super::sync::{Arc, Condvar, Mutex, no_lock_held};
use super::wait_for_graph::{self, ThreadNumber, current_thread};
use super::{child, epoch};
use crate::values::redacted::redacted;

/// How much a message matters; a listener hears its level and those below it in number.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing.
    Off = 0,
    /// A fault of the library or of its surroundings.
    Error = 1,
    /// Something that the host should look into.
    Warn = 2,
    /// Logins, heartbeats, retries.
    Info = 3,
    /// Each request.
    Debug = 4,
}

/// Takes a message.
pub type Write = dyn Fn(Level, &str) + Send + Sync;

/// The threads that are inside a listener.
#[derive(Default)]
struct Gate {
    running: Mutex<Vec<ThreadNumber>>,
    idle: Condvar,
}

impl Gate {
    fn leave(&self) {
        let current_thread = current_thread();
        lock(&self.running).retain(|thread| *thread != current_thread);
        self.idle.notify_all();
    }

    /// Waits for one thread after the other; false if one of them waits for this thread.
    fn wait(&self) -> bool {
        let current_thread = current_thread();
        let mut running = lock(&self.running);
        while let Some(other) = running.iter().copied().find(|thread| *thread != current_thread) {
            let edge = wait_for_graph::of_process().add_edge(current_thread, other);
            let Some(_waiting) = edge else { return false };
            while running.contains(&other) {
                running = wait(&self.idle, running);
            }
        }
        true
    }
}

#[derive(Clone)]
struct Sink {
    write: Arc<Write>,
    gate: Arc<Gate>,
}

static LEVEL: AtomicI32 = AtomicI32::new(0);

/// The listener of a process. A child has none until it sets its own.
#[derive(Default)]
struct Log {
    sink: Mutex<Option<Sink>>,
}

static CURRENT: PerProcess<Log> = PerProcess::new();

/// A line that another thread is to write.
pub struct Line {
    level: Level,
    text: String,
}

impl Line {
    pub fn write(&self) {
        current().write(self.level, &self.text);
    }
}

/// Has another thread write a line. One that cannot be had for it is no reason to wait, nor one to fail.
pub type HandOver = fn(Line);

thread_local! {
    /// 0, or the epoch of the process in which the current thread went into the log callback: a child that was
    /// forked there is not inside.
    static INSIDE: Cell<u64> = const { Cell::new(0) };
    /// Numbers of the client and the request that the current thread is busy with; 0 is none.
    static ABOUT: Cell<(u64, u64)> = const { Cell::new((0, 0)) };
    /// Set where the current thread may not wait for the host.
    static HAND_OVER: Cell<Option<HandOver>> = const { Cell::new(None) };
}

/// While this lives, lines of the thread name a client and its request.
#[must_use]
pub struct About {
    before: (u64, u64),
}

/// From now on lines of this thread begin with the number of a client and, unless it is 0, of a request.
pub fn about(client: u64, request: u64) -> About {
    About { before: ABOUT.replace((client, request)) }
}

impl Drop for About {
    fn drop(&mut self) {
        ABOUT.set(self.before);
    }
}

/// From now on what this thread has to say is written by another.
pub fn leave_to_others(hand_over: HandOver) {
    HAND_OVER.set(Some(hand_over));
}

fn current() -> &'static Log {
    CURRENT.get(Log::default)
}

/// Replaces the listener and waits until the old one runs on no other thread; false if one of those waits for this
/// thread.
pub fn set(level: Level, write: Option<Box<Write>>) -> bool {
    let new = write.map(|write| Sink { write: Arc::from(write), gate: Arc::default() });
    let level = if new.is_some() { level } else { Level::Off };
    let old = {
        let mut sink = lock(&current().sink);
        LEVEL.store(level as i32, Ordering::Relaxed);
        std::mem::replace(&mut *sink, new)
    };
    old.is_none_or(|old| old.gate.wait())
}

impl Log {
    fn write(&self, level: Level, text: &str) {
        if inside() {
            return;
        }
        let Some(Sink { write, gate }) = self.enter() else { return };
        let text = redacted(text);
        let epoch = epoch::current();
        INSIDE.set(epoch);
        write(level, &text);
        if epoch::current() != epoch {
            // This is a child that was forked in there: nothing around it is its own.
            std::mem::forget((write, gate));
            child::leave();
        }
        // Let go before the gate opens: whoever waits there promises that `release` has run.
        drop(write);
        INSIDE.set(0);
        gate.leave();
    }

    /// Counted under the lock that `set` takes, so that no call begins after it.
    fn enter(&self) -> Option<Sink> {
        let current = lock(&self.sink);
        let sink = current.clone()?;
        lock(&sink.gate.running).push(current_thread());
        Some(sink)
    }
}

fn emit(level: Level, text: impl FnOnce() -> String) {
    no_lock_held("a line for the log");
    if level as i32 <= LEVEL.load(Ordering::Relaxed) {
        put(level, text());
    }
}

/// One copy for all lines.
#[inline(never)]
fn put(level: Level, mut text: String) {
    let (client, request) = ABOUT.get();
    if client != 0 {
        let request = if request == 0 { String::new() } else { format!(", request {request}") };
        text = format!("client {client}{request}: {text}");
    }
    let line = Line { level, text };
    match HAND_OVER.get() {
        Some(hand_over) => hand_over(line),
        None => line.write(),
    }
}

/// Writes a line of the host's.
pub fn write_host_line(level: Level, text: &str) {
    no_lock_held("a line for the log");
    if level as i32 <= LEVEL.load(Ordering::Relaxed) {
        current().write(level, text);
    }
}

/// The current code is the host's log callback.
pub fn inside() -> bool {
    INSIDE.get() == epoch::current()
}

pub fn error(text: impl FnOnce() -> String) {
    emit(Level::Error, text);
}

pub fn warn(text: impl FnOnce() -> String) {
    emit(Level::Warn, text);
}

pub fn info(text: impl FnOnce() -> String) {
    emit(Level::Info, text);
}

pub fn debug(text: impl FnOnce() -> String) {
    emit(Level::Debug, text);
}
