//! How a task is done, blocking and started: prepare, ask, finish; then claim and commit. One road for all.
//! `docs/architecture.md`, "Prepare, claim, commit".

use std::sync::{Arc, Weak};

use super::event::{Event, EventKind, Reason, Severity};
use super::requests::{Claim, Start, finished};
use super::{Client, State, Task};
use crate::protocol::Reply;
use crate::protocol::budget::Budget;
use crate::protocol::exchange::{Exchange, Retry, Step};
use crate::runtime::clock;
use crate::runtime::disk::store::{self, Draft};
use crate::runtime::engine;
use crate::runtime::engine::job::{self, fault};
use crate::runtime::engine::{Job, Lane, Lost};
use crate::runtime::log;
use crate::runtime::wait_for_graph::current_thread;
use crate::session::Session;
use crate::status::Class;
use crate::transport::Lease;
use crate::values::error::{Error, Result};

/// A task on its way.
pub struct Work {
    number: u64,
    task: Arc<Task>,
    lease: Arc<Lease>,
    stage: Stage,
}

enum Stage {
    /// Everything that can fail is made, before anybody is asked. Without an exchange nobody is.
    Prepare(Option<Exchange>),
    Ask(Exchange),
    Finish(Reply),
    Done,
}

/// Where a step leads.
enum Progress {
    Next,
    Pause(Retry),
    Done(Result<Outcome>),
}

/// What is still to be committed.
#[derive(Default)]
pub(super) struct Outcome {
    pub session: Option<Arc<Session>>,
    pub draft: Option<Draft>,
}

impl Work {
    fn lane(&self) -> Lane {
        let on_disk = match self.stage {
            Stage::Prepare(None) => true,
            Stage::Prepare(Some(_)) => self.task.path().is_some(),
            Stage::Ask(_) => false,
            Stage::Finish(_) | Stage::Done => self.task.uses_disk(),
        };
        if on_disk { Lane::Disk } else { Lane::Network }
    }

    /// What can fail is made, and a hardware id that has to be waited for: a credit or a seat is not spent where it is
    /// missing.
    fn prepare(&self, client: &Client, exchange: Option<&mut Exchange>) -> Result<()> {
        prepare(&self.task, exchange.is_some())?;
        if let Some(exchange) = exchange {
            exchange.send_hwid(client.hwid(&self.lease)?);
        }
        Ok(())
    }

    fn step(&mut self, client: &Client) -> Progress {
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Prepare(mut exchange) => match self.prepare(client, exchange.as_mut()) {
                Ok(()) => {
                    self.stage = exchange.map_or(Stage::Finish(Reply::Done), Stage::Ask);
                    Progress::Next
                }
                Err(error) => Progress::Done(Err(error)),
            },
            Stage::Ask(mut exchange) => match ask(&mut exchange, client) {
                Step::Done(Ok(reply)) => {
                    self.stage = Stage::Finish(reply);
                    Progress::Next
                }
                Step::Done(Err(error)) => Progress::Done(Err(error)),
                Step::Again(retry) => {
                    self.stage = Stage::Ask(exchange);
                    Progress::Pause(retry)
                }
            },
            Stage::Finish(reply) => {
                fault::point("request finishes");
                Progress::Done(client.outcome(&self.task, reply, &self.lease))
            }
            Stage::Done => Progress::Done(Err(Error::cancelled())),
        }
    }
}

fn ask(exchange: &mut Exchange, client: &Client) -> Step {
    fault::point("request asks");
    let step = exchange.step(&client.peer);
    fault::point("request answered");
    step
}

/// The time of a request is over. One copy for both ways to hear of it.
#[inline(never)]
fn expire(client: &Weak<Client>, number: u64, error: Error) {
    if let Some(client) = client.upgrade() {
        client.expire(number, error);
    }
}

/// A thread for the session's timers, and a place for the file: a credit or a seat is not spent where they
/// are missing.
fn prepare(task: &Task, asks: bool) -> Result<()> {
    fault::point("request prepares");
    if asks && task.keeps_its_session() {
        engine::ensure_timer_thread()?;
    }
    match task.path() {
        Some(path) if asks => store::try_write(path),
        _ => Ok(()),
    }
}

impl Client {
    /// Does a task on this thread. Gives its session, if it is of a kind that has one.
    pub fn run(self: &Arc<Self>, task: Task) -> Result<Option<Arc<Session>>> {
        if let Task::Heartbeat = task {
            return self.heartbeat_now();
        }
        let mut work = self.accept(task, None)?;
        let (number, lease) = (work.number, Arc::clone(&work.lease));
        let _about = log::about(self.number, number);
        let outcome = job::run_inline("blocking", || {
            loop {
                match work.step(self) {
                    Progress::Next if lease.is_cancelled() => return Err(Error::cancelled()),
                    Progress::Next => {}
                    Progress::Done(outcome) => return outcome,
                    Progress::Pause(retry) => {
                        // Told with a pause that has begun.
                        let next = clock::now().after(retry.pause);
                        self.announce_retry(&mut self.lock(), number, &retry);
                        if lease.wait_until(next) {
                            return Err(Error::cancelled());
                        }
                    }
                }
            }
        });
        // A panic in here leaves the request open, which `fail` ends.
        let concluded = job::run_inline("concluding", || self.conclude(number, outcome));
        if let Err(error) = &concluded {
            self.fail(number, error.clone());
        }
        concluded
    }

    /// Does a task on the pool. A failure of the call may come after its number was told.
    pub fn start(self: &Arc<Self>, task: Task, start: Start<'_>) -> Result<()> {
        if let Task::Heartbeat = task {
            return self.start_heartbeat_now(start);
        }
        let work = self.accept(task, Some(start))?;
        let number = work.number;
        self.send(work).or_else(|error| match Client::deregister(&mut self.lock(), number) {
            Some(_) => Err(error),
            // Called off meanwhile, and told.
            None => Ok(()),
        })
    }

    /// Checks what can be checked on the spot, and registers the request.
    fn accept(self: &Arc<Self>, task: Task, start: Option<Start<'_>>) -> Result<Work> {
        let body = self.body(&task)?;
        task.path().map_or(Ok(()), store::check_name)?;
        let task = Arc::new(task.with_absolute_path());
        let started = start.is_some();
        let (number, lease) = self.open_request(&task, start)?;
        let exchange = body.map(|body| {
            let budget = self.budget(&task);
            if started {
                self.set_deadline(number, &budget);
            }
            Exchange::new(body, budget, Arc::clone(&lease))
        });
        Ok(Work { number, task, lease, stage: Stage::Prepare(exchange) })
    }

    /// A started request ends in time, also when it waits for a thread that others keep.
    pub(super) fn set_deadline(self: &Arc<Self>, number: u64, budget: &Budget) {
        let (client, lost, error) = (Arc::downgrade(self), Arc::downgrade(self), budget.used_up());
        let over = move || expire(&client, number, error);
        let failed = move |how: Lost| expire(&lost, number, how.into_error());
        let timer = engine::at(budget.ends(), Job::new("deadline", over, failed));
        if let Some(pending) = Client::pending(&mut self.lock(), number) {
            pending.deadline = Some(timer);
        }
    }

    /// Has a thread of the pool go on.
    fn send(self: &Arc<Self>, work: Work) -> Result<()> {
        let (number, lane) = (work.number, work.lane());
        let (client, lost) = (Arc::clone(self), Arc::clone(self));
        let job =
            Job::new("request", move || client.advance(work), move |how| lost.fail(number, how.into_error()));
        // Under the lock, so that the ticket is kept before the job can leave another.
        let mut state = self.lock();
        let Some(pending) = Client::pending(&mut state, number) else {
            // Called off, and its end told.
            drop(state);
            job.disarm();
            return Ok(());
        };
        pending.ticket = Some(engine::run(lane, job)?);
        Ok(())
    }

    fn send_or_fail(self: &Arc<Self>, work: Work) {
        let number = work.number;
        if let Err(error) = self.send(work) {
            self.fail(number, error);
        }
    }

    /// Does what this thread is for.
    fn advance(self: &Arc<Self>, mut work: Work) {
        let lane = work.lane();
        let _about = log::about(self.number, work.number);
        while work.lane() == lane {
            if work.lease.is_cancelled() {
                return;
            }
            match work.step(self) {
                Progress::Next => fault::point("request goes on"),
                Progress::Pause(retry) => return self.park(work, &retry),
                Progress::Done(outcome) => {
                    fault::point("request concludes");
                    let _ = self.conclude(work.number, outcome);
                    return;
                }
            }
        }
        self.send_or_fail(work);
    }

    /// The pauses between attempts belong to the scheduler.
    fn park(self: &Arc<Self>, work: Work, retry: &Retry) {
        let number = work.number;
        let (client, lost) = (Arc::downgrade(self), Arc::downgrade(self));
        let resume = move || {
            if let Some(client) = client.upgrade() {
                client.resume(number);
            }
        };
        let failed = move |how: Lost| {
            if let Some(client) = lost.upgrade() {
                client.fail(number, how.into_error());
            }
        };
        let when = clock::now().after(retry.pause);
        let mut state = self.lock();
        self.announce_retry(&mut state, number, retry);
        let Some(pending) = Client::pending(&mut state, number) else { return };
        pending.parked = Some(work);
        pending.pause = Some(engine::at(when, Job::new("resume", resume, failed)));
    }

    fn resume(self: &Arc<Self>, number: u64) {
        let parked = Client::pending(&mut self.lock(), number).and_then(|pending| pending.parked.take());
        if let Some(work) = parked {
            self.send_or_fail(work);
        }
    }

    /// Ends a request that will have no outcome, if it is still open.
    pub(super) fn fail(self: &Arc<Self>, number: u64, error: Error) {
        let _ = self.conclude(number, Err(error));
    }

    /// Claims the request, after which nobody can call it off, and commits what it has come to.
    fn conclude(self: &Arc<Self>, number: u64, outcome: Result<Outcome>) -> Result<Option<Arc<Session>>> {
        let mut state = self.lock();
        let pending = Client::pending(&mut state, number);
        let Some(pending) = pending.filter(|pending| !pending.is_committed_elsewhere()) else {
            drop(state);
            // A file that was written is removed with it.
            drop(outcome);
            return Err(Error::cancelled());
        };
        let task = Arc::clone(&pending.task);
        let result = match outcome {
            Ok(Outcome { session, draft: Some(draft) }) => {
                pending.claim = Claim::Committing { by: current_thread(), logged_out: false };
                drop(state);
                fault::point("request commits its file");
                let placed = draft.put_in_place().map_err(|error| task.explain(error));
                state = self.lock();
                placed.map(|()| session)
            }
            outcome => outcome.map(|outcome| outcome.session),
        };
        self.changed.notify_all();
        // Freed, by a call that did not wait for the disk any longer, and told.
        let Some(pending) = Client::deregister(&mut state, number) else { return result };
        let logged_out = matches!(pending.claim, Claim::Committing { logged_out: true, .. });
        // Of two logins the one that was begun later counts, in whatever order they end.
        let counts = number > state.login || state.session.is_none();
        if let Ok(Some(session)) = &result
            && task.keeps_its_session()
            && !logged_out
            && counts
        {
            state.login = number;
            self.install(&mut state, session);
        }
        if let Err(error) = &result {
            self.report_failure(&mut state, &task, error);
        }
        if let Some(reservation) = &pending.started {
            self.post(&mut state, finished(number, result.as_ref().map(Option::as_ref), reservation));
        }
        self.note_end(&mut state, task.name(), number, result.as_ref().err());
        result
    }

    /// Makes it the client's session, in place of one that there may be. Cannot fail.
    fn install(self: &Arc<Self>, state: &mut State, session: &Arc<Session>) {
        state.generation += 1;
        self.end_asked_by_login(state);
        self.set_session(state, Some(Arc::clone(session)));
        self.begin_lifecycle(state, session);
        self.set_authenticated(true);
        self.post(state, Event::of_session(EventKind::LoggedIn, session));
    }

    /// Mistakes of the call and cancelled requests are nobody's failure. Only a login to the service may
    /// end the process: someone at a machine without a network must be shown why a file was refused.
    fn report_failure(&self, state: &mut State, task: &Task, error: &Error) {
        if error.status.class() == Class::Usage {
            return;
        }
        match task {
            Task::Login(_) => {
                let transport = error.status.is_transport();
                let reason = if transport { Reason::NetworkError } else { Reason::LoginFailed };
                self.report(state, reason, error, Severity::NoSession);
            }
            Task::LoginFromFile(_) => self.report(state, Reason::OfflineLoginFailed, error, Severity::None),
            _ => {}
        }
    }
}
