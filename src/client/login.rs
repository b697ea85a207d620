//! Login and validate, blocking and started.

use std::sync::Arc;

use super::requests::finished;
use super::{Client, State};
use crate::clock;
use crate::config::MAX_LICENSE_KEY;
use crate::engine::Lane;
use crate::error::{Error, Result};
use crate::event::{Event, EventKind, Reason};
use crate::exchange::{Exchange, Step};
use crate::log;
use crate::process;
use crate::protocol::Payload;
use crate::protocol::request::Body;
use crate::secret::Secret;
use crate::session::Session;
use crate::status::{Class, Status};

/// What is done with a good answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Keep it as the client's session.
    Login,
    /// Hand it out and forget it.
    Validate,
}

impl Client {
    /// Asks on this thread.
    pub fn ask(self: &Arc<Self>, purpose: Purpose, license_key: &str) -> Result<Arc<Session>> {
        let (number, mut exchange) = self.begin(self.validate_body(license_key)?, false)?;
        let result = exchange.run(&self.peer);
        self.conclude(purpose, number, result)
    }

    /// Asks on the pool. `told` gets the number that the event will carry, before the event can come.
    pub fn start(
        self: &Arc<Self>,
        purpose: Purpose,
        license_key: &str,
        told: impl FnOnce(u64),
    ) -> Result<()> {
        let (number, exchange) = self.begin(self.validate_body(license_key)?, true)?;
        let client = Arc::clone(self);
        let job = Box::new(move || client.advance(purpose, number, exchange));
        // The pool may finish it at once; only a failure to begin must leave the number untold.
        told(number);
        process::current().run(Lane::Network, job).inspect_err(|_| {
            Client::strike(&mut self.lock(), number);
        })
    }

    /// One attempt of a started request; the pauses between them belong to the scheduler.
    fn advance(self: Arc<Self>, purpose: Purpose, number: u64, mut exchange: Exchange) {
        match exchange.step(&self.peer) {
            Step::Done(result) => {
                // Its end is told by event.
                let _ = self.conclude(purpose, number, result);
            }
            Step::Again(pause) => {
                let when = clock::now().after(pause);
                let client = Arc::clone(&self);
                let job = Box::new(move || client.advance(purpose, number, exchange));
                if let Err(error) = process::current().at(when, Lane::Network, job) {
                    let _ = self.conclude(purpose, number, Err(error));
                }
            }
        }
    }

    fn conclude(
        self: &Arc<Self>,
        purpose: Purpose,
        number: u64,
        result: Result<Payload>,
    ) -> Result<Arc<Session>> {
        let result = result.and_then(|payload| Session::new(payload, None)).map(Arc::new);
        let mut state = self.lock();
        let Some(pending) = state.requests.remove(&number) else { return Err(Error::cancelled()) };
        let result = match purpose {
            Purpose::Login => result.and_then(|session| self.install(&mut state, session)),
            Purpose::Validate => result,
        };
        if let (Purpose::Login, Err(error)) = (purpose, &result) {
            self.report_login(error);
        }
        if pending.started {
            self.post(finished(number, result.as_ref()));
        }
        drop(state);
        match &result {
            Ok(session) => {
                log::info(|| format!("{purpose:?} succeeded, session ends at {}", session.expires_at))
            }
            Err(error) => log::warn(|| format!("{purpose:?} failed: {error}")),
        }
        result
    }

    /// Makes it the client's session. Without a scheduler nobody would ever check it, so it is none.
    fn install(self: &Arc<Self>, state: &mut State, session: Arc<Session>) -> Result<Arc<Session>> {
        self.clear(state);
        state.session = Some(Arc::clone(&session));
        state.checked_at = clock::now();
        if let Err(error) = self.schedule(state) {
            self.clear(state);
            return Err(error);
        }
        self.show(true);
        self.post(Event { session: Some(Arc::clone(&session)), ..Event::new(EventKind::LoggedIn) });
        Ok(session)
    }

    /// Mistakes of the call and cancelled requests are nobody's failure.
    fn report_login(&self, error: &Error) {
        if error.status.class() == Class::Usage {
            return;
        }
        let transport = error.status.is_transport();
        let reason = if transport { Reason::NetworkError } else { Reason::LoginFailed };
        self.report(reason, error, true);
    }

    fn validate_body(&self, license_key: &str) -> Result<Body> {
        // Keys are pasted with blanks and line ends around them; none has any inside its own form.
        let license_key = license_key.trim();
        if license_key.is_empty() {
            return Err(Error::new(Status::MissingLicenseKey, "license_key is empty"));
        }
        if license_key.len() > MAX_LICENSE_KEY {
            return Err(Error::argument(format!("license_key is longer than {MAX_LICENSE_KEY} bytes")));
        }
        let Some(app_secret) = &self.settings.app_secret else {
            return Err(Error::config("app_secret is NULL, so this client can only read license files"));
        };
        Ok(Body::Validate {
            app_id: self.settings.app_id.clone(),
            app_secret: app_secret.clone(),
            license_key: Secret::new(license_key),
            hwid: self.hwid().to_owned(),
            ttl_seconds: self.settings.ttl_seconds,
        })
    }
}
