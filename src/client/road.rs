//! The one road of all that a client does: work goes on step by step, on a thread of the host or of the pool, and what it
//! has come to is claimed and committed. `docs/architecture.md`, "Prepare, claim, commit".

use std::sync::{Arc, Weak};

use super::errand::{Errand, Outcome, Plan, Way};
use super::event::{Event, EventKind, Reason, Severity};
use super::requests::{Claim, Start, finished};
use super::task_kind::TaskKind;
use super::work::{Progress, Rest, Stage, Work};
use super::{Client, State, Task};
use crate::protocol::budget::{Budget, used_up};
use crate::runtime::engine::job::{self, fault};
use crate::runtime::engine::{self, Job, Lane, Lost, Turn};
use crate::runtime::wait_for_graph::current_thread;
use crate::runtime::{clock, log};
use crate::session::Session;
use crate::status::Class;
use crate::values::error::{Error, Result};

/// The time of a request is over. One copy for both ways to hear of it.
#[inline(never)]
fn expire(client: &Weak<Client>, number: u64, error: Error) {
    if let Some(client) = client.upgrade() {
        client.expire(number, error);
    }
}

impl Client {
    /// Does a task on this thread. Gives its session, if it is of a kind that has one.
    pub fn run(self: &Arc<Self>, task: Task) -> Result<Option<Arc<Session>>> {
        let errand = match self.plan(task)? {
            Plan::Heartbeat => return self.heartbeat_now(),
            Plan::Errand(errand) => errand,
        };
        let work = self.accept(errand, None)?;
        let (number, lease) = (work.number, Arc::clone(&work.lease));
        let _about = log::about(self.number, number);
        let outcome = job::run_inline("blocking", || {
            let mut rest = |work, rest| {
                // An answer is waited for by going on.
                let Rest::Pause(retry) = rest else { return Some(work) };
                // Told with a pause that has begun.
                let next = clock::now().after(retry.pause);
                self.announce_retry(&mut self.lock(), number, &retry);
                (!lease.wait_until(next)).then_some(work)
            };
            self.go(work, None, &mut rest).unwrap_or_else(|| Err(Error::cancelled()))
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
        let errand = match self.plan(task)? {
            Plan::Heartbeat => return self.start_heartbeat_now(start),
            Plan::Errand(errand) => errand,
        };
        let work = self.accept(errand, Some(start))?;
        let number = work.number;
        self.send(work).or_else(|error| match Client::deregister(&mut self.lock(), number) {
            Some(_) => Err(error),
            // Called off meanwhile, and told.
            None => Ok(()),
        })
    }

    /// Registers the request.
    fn accept(self: &Arc<Self>, errand: Errand, start: Option<Start<'_>>) -> Result<Work> {
        let Errand { kind, path, way } = errand;
        let started = start.is_some();
        let (number, lease) = self.open_request(kind, start)?;
        if let Way::Ask(asking) = &way
            && started
        {
            self.set_deadline(number, asking.budget());
        }
        Ok(Work { number, kind, path, lease, stage: Stage::Prepare(way) })
    }

    /// The one loop, of calls that block, of those that were started and of heartbeats: goes on until there is an outcome.
    /// `None` if it was called off, if `rest` has kept the work for later, or if it goes on in another lane than the one
    /// that this thread is for, where it is for one.
    pub(super) fn go(
        self: &Arc<Self>,
        mut work: Work,
        lane: Option<Lane>,
        rest: &mut dyn FnMut(Work, Rest) -> Option<Work>,
    ) -> Option<Result<Outcome>> {
        loop {
            if work.lease.is_cancelled() {
                return None;
            }
            if lane.is_some_and(|lane| lane != work.lane()) {
                self.send_or_fail(work);
                return None;
            }
            match work.step(self) {
                Progress::Next(next) => {
                    if lane.is_some() {
                        fault::point("request goes on");
                    }
                    work = next;
                }
                Progress::Rest(resting, why) => work = rest(resting, why)?,
                Progress::Done(outcome) => return Some(outcome),
            }
        }
    }

    /// A started request ends in time, also when it waits for a thread that others keep.
    pub(super) fn set_deadline(self: &Arc<Self>, number: u64, budget: &Budget) {
        let (client, lost, longest) = (Arc::downgrade(self), Arc::downgrade(self), budget.longest());
        let over = move || expire(&client, number, used_up(longest));
        let failed = move |how: Lost| expire(&lost, number, how.into_error());
        let timer = engine::at(budget.ends(), Job::new("deadline", over, failed));
        if let Some(pending) = Client::pending(&mut self.lock(), number) {
            pending.deadline = Some(timer);
        }
    }

    /// Has a thread of the pool go on.
    fn send(self: &Arc<Self>, work: Work) -> Result<()> {
        let (number, lane) = (work.number, work.lane());
        let turn = Turn { lane, server: self.peer.server(), when: work.when(clock::now()) };
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
        pending.ticket = Some(engine::run(turn, job)?);
        Ok(())
    }

    fn send_or_fail(self: &Arc<Self>, work: Work) {
        let number = work.number;
        if let Err(error) = self.send(work) {
            self.fail(number, error);
        }
    }

    /// Does what this thread is for.
    fn advance(self: &Arc<Self>, work: Work) {
        let (number, lane) = (work.number, work.lane());
        let _about = log::about(self.number, number);
        let mut rest = |work, rest| {
            self.park(work, &rest);
            None
        };
        if let Some(outcome) = self.go(work, Some(lane), &mut rest) {
            fault::point("request concludes");
            let _ = self.conclude(number, outcome);
        }
    }

    /// The pauses between attempts belong to the scheduler, and so do answers that others may not wait for.
    fn park(self: &Arc<Self>, work: Work, rest: &Rest) {
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
        let (now, job) = (clock::now(), Job::new("resume", resume, failed));
        let mut state = self.lock();
        if let Rest::Pause(retry) = rest {
            self.announce_retry(&mut state, number, retry);
        }
        let Some(pending) = Client::pending(&mut state, number) else {
            drop(state);
            // Called off, and its end told.
            job.disarm();
            return;
        };
        pending.parked = Some(work);
        pending.pause = Some(match rest {
            Rest::Pause(retry) => engine::at(now.after(retry.pause), job),
            Rest::Answer(coming) => engine::when_readable(&coming.socket, coming.deadline, job),
        });
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
        let kind = pending.kind;
        let result = match outcome {
            Ok(Outcome { session, draft: Some(draft) }) => {
                pending.claim = Claim::Committing { by: current_thread(), logged_out: false };
                drop(state);
                fault::point("request commits its file");
                let placed = draft.put_in_place().map_err(|error| kind.explain(error));
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
            && kind.keeps_its_session()
            && !logged_out
            && counts
        {
            state.login = number;
            self.install(&mut state, session);
        }
        if let Err(error) = &result {
            self.report_failure(&mut state, kind, error);
        }
        if let Some(reservation) = &pending.started {
            self.post(&mut state, finished(number, result.as_ref().map(Option::as_ref), reservation));
        }
        self.note_end(&mut state, kind.name(), number, result.as_ref().err());
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
    fn report_failure(&self, state: &mut State, kind: TaskKind, error: &Error) {
        if error.status.class() == Class::Usage {
            return;
        }
        match kind {
            TaskKind::Login => {
                let transport = error.status.is_transport();
                let reason = if transport { Reason::NetworkError } else { Reason::LoginFailed };
                self.report(state, reason, error, Severity::NoSession);
            }
            TaskKind::LoginFromFile => self.report(state, Reason::OfflineLoginFailed, error, Severity::None),
            _ => {}
        }
    }
}
