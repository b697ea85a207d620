//! Everything that a host asks a client to do, blocking and started: one road for all.

use std::sync::Arc;

use super::requests::finished;
use super::self_ban::Ban;
use super::{Client, State};
use crate::clock;
use crate::config::MAX_LICENSE_KEY;
use crate::engine::Lane;
use crate::error::{Error, Result};
use crate::event::{Event, EventKind, Reason};
use crate::exchange::{Exchange, Step};
use crate::log;
use crate::offline::store;
use crate::process;
use crate::protocol::Reply;
use crate::protocol::request::Body;
use crate::secret::Secret;
use crate::session::Session;
use crate::status::{Class, Status};

/// What is to be done. License keys are checked.
pub enum Task {
    /// Ask, and keep the answer as the client's session.
    Login(Secret),
    /// Ask, hand the answer out and forget it.
    Validate(Secret),
    SelfBan(Ban),
    /// Have a license file made, write it, and keep it as the client's session.
    Activate {
        license_key: Secret,
        path: Option<String>,
    },
    /// Verify a license file, given as path or text, and keep it as the client's session.
    LoginFromFile(String),
    /// Verify a license file, hand it out and forget it.
    VerifyFile(String),
    WriteRequest {
        path: String,
        text: String,
    },
}

impl Task {
    /// The name that logs have for it.
    fn name(&self) -> &'static str {
        match self {
            Task::Login(_) => "login",
            Task::Validate(_) => "validate",
            Task::SelfBan(_) => "self-ban",
            Task::Activate { .. } => "offline activation",
            Task::LoginFromFile(_) => "login from file",
            Task::VerifyFile(_) => "verification of a license file",
            Task::WriteRequest { .. } => "writing an activation request",
        }
    }

    fn keeps_its_session(&self) -> bool {
        matches!(self, Task::Login(_) | Task::Activate { .. } | Task::LoginFromFile(_))
    }
}

/// How a task is done.
enum Work {
    Ask(Exchange),
    /// Nobody is asked.
    Local,
}

impl Work {
    fn step(&mut self, client: &Client) -> Step {
        match self {
            Work::Ask(exchange) => exchange.step(&client.peer),
            Work::Local => Step::Done(Ok(Reply::Done)),
        }
    }

    fn run(&mut self, client: &Client) -> Result<Reply> {
        match self {
            Work::Ask(exchange) => exchange.run(&client.peer),
            Work::Local => Ok(Reply::Done),
        }
    }
}

/// What players and hosts do to a license key: blanks and line ends come along when it is pasted.
pub fn license_key(text: &str) -> Result<Secret> {
    let key = text.trim();
    if key.is_empty() {
        return Err(Error::new(Status::MissingLicenseKey, "license_key is empty"));
    }
    if key.len() > MAX_LICENSE_KEY {
        return Err(Error::argument(format!("license_key is longer than {MAX_LICENSE_KEY} bytes")));
    }
    Ok(Secret::new(key))
}

impl Client {
    /// Does a task on this thread. Gives its session, if it is of a kind that has one.
    pub fn run(self: &Arc<Self>, task: &Task) -> Result<Option<Arc<Session>>> {
        let (number, mut work) = self.take_on(task, false)?;
        let reply = work.run(self);
        self.conclude(task, number, reply)
    }

    /// Does a task on the pool. `told` gets the number that the event will carry, before the event can come.
    pub fn start(self: &Arc<Self>, task: Task, told: impl FnOnce(u64)) -> Result<()> {
        let (number, work) = self.take_on(&task, true)?;
        let task = Arc::new(task);
        let client = Arc::clone(self);
        let lane = if matches!(work, Work::Local) { Lane::Disk } else { Lane::Network };
        let job = Box::new(move || client.advance(task, number, work));
        // The pool may finish it at once; only a failure to begin must leave the number untold.
        told(number);
        process::current().run(lane, job).inspect_err(|_| {
            Client::strike(&mut self.lock(), number);
        })
    }

    /// Checks what can be checked before anybody is asked, and registers the request.
    fn take_on(&self, task: &Task, started: bool) -> Result<(u64, Work)> {
        let body = self.body(task)?;
        let (number, cancel) = self.begin(started)?;
        let ask = |body| Work::Ask(Exchange::new(body, self.settings.request_timeout, cancel));
        Ok((number, body.map_or(Work::Local, ask)))
    }

    /// What the service is asked, if it is.
    fn body(&self, task: &Task) -> Result<Option<Body>> {
        let (app_id, hwid) = (self.settings.app_id.clone(), self.hwid().to_owned());
        Ok(match task {
            Task::Login(license_key) | Task::Validate(license_key) => Some(Body::Validate {
                app_id,
                app_secret: self.app_secret()?,
                license_key: license_key.clone(),
                hwid,
                ttl_seconds: self.settings.ttl_seconds,
            }),
            Task::Activate { license_key, path } => {
                let app_secret = self.app_secret()?;
                // A seat that is taken stays taken: not for a file that can go nowhere.
                path.as_deref().map_or(Ok(()), store::check)?;
                Some(Body::Activate { app_id, app_secret, license_key: license_key.clone(), hwid })
            }
            Task::SelfBan(ban) => Some(self.ban_body(ban)?),
            Task::LoginFromFile(_) | Task::VerifyFile(_) | Task::WriteRequest { .. } => None,
        })
    }

    pub(super) fn app_secret(&self) -> Result<Secret> {
        let missing = "app_secret is NULL, so this client can only read license files";
        self.settings.app_secret.clone().ok_or_else(|| Error::config(missing))
    }

    /// One attempt of a started request; the pauses between them belong to the scheduler.
    fn advance(self: Arc<Self>, task: Arc<Task>, number: u64, mut work: Work) {
        match work.step(&self) {
            Step::Done(reply) => {
                // Its end is told by event.
                let _ = self.conclude(&task, number, reply);
            }
            Step::Again(pause) => {
                let when = clock::now().after(pause);
                let (client, again) = (Arc::clone(&self), Arc::clone(&task));
                let job = Box::new(move || client.advance(again, number, work));
                if let Err(error) = process::current().at(when, Lane::Network, job) {
                    let _ = self.conclude(&task, number, Err(error));
                }
            }
        }
    }

    fn conclude(
        self: &Arc<Self>,
        task: &Task,
        number: u64,
        reply: Result<Reply>,
    ) -> Result<Option<Arc<Session>>> {
        let result = reply.and_then(|reply| self.outcome(task, number, reply));
        let mut state = self.lock();
        let Some(pending) = state.requests.remove(&number) else { return Err(Error::cancelled()) };
        let result = match result {
            Ok(Some(session)) if task.keeps_its_session() => self.install(&mut state, session).map(Some),
            other => other,
        };
        if let Err(error) = &result {
            self.report_failure(task, error);
        }
        if pending.started {
            self.post(finished(number, result.as_ref().map(Option::as_ref)));
        }
        drop(state);
        match &result {
            Ok(_) => log::info(|| format!("{} succeeded", task.name())),
            Err(error) => log::warn(|| format!("{} failed: {error}", task.name())),
        }
        result
    }

    /// What a task makes of its answer. Reads and writes files, so no lock is held.
    fn outcome(&self, task: &Task, number: u64, reply: Reply) -> Result<Option<Arc<Session>>> {
        let session = match (task, reply) {
            (Task::Login(license_key) | Task::Validate(license_key), Reply::Signed(payload)) => {
                Session::online(payload, license_key)?
            }
            (Task::Activate { path, .. }, Reply::File { text, replay }) => {
                self.activated(number, &text, replay, path.as_deref())?
            }
            (Task::LoginFromFile(input) | Task::VerifyFile(input), Reply::Done) => self.open_file(input)?,
            (Task::WriteRequest { path, text }, Reply::Done) => {
                store::write(path, text.as_bytes())?;
                return Ok(None);
            }
            (Task::SelfBan(_), Reply::Done) => return Ok(None),
            _ => return Err(Error::of(Status::InternalError)),
        };
        Ok(Some(Arc::new(session)))
    }

    /// Makes it the client's session. Without a scheduler nobody would ever check it, so it is none.
    fn install(self: &Arc<Self>, state: &mut State, session: Arc<Session>) -> Result<Arc<Session>> {
        self.clear(state);
        self.keep(state, Some(Arc::clone(&session)));
        state.checked_at = clock::now();
        if let Err(error) = self.schedule(state) {
            self.clear(state);
            return Err(error);
        }
        self.show(true);
        self.post(Event { session: Some(Arc::clone(&session)), ..Event::new(EventKind::LoggedIn) });
        Ok(session)
    }

    /// Mistakes of the call and cancelled requests are nobody's failure. Only a login to the service may
    /// end the process: someone at a machine without a network must be shown why a file was refused.
    fn report_failure(&self, task: &Task, error: &Error) {
        if error.status.class() == Class::Usage {
            return;
        }
        match task {
            Task::Login(_) => {
                let transport = error.status.is_transport();
                let reason = if transport { Reason::NetworkError } else { Reason::LoginFailed };
                self.report(reason, error, true);
            }
            Task::LoginFromFile(_) => self.post(Event::failure(Reason::OfflineLoginFailed, error.clone())),
            _ => {}
        }
    }
}
