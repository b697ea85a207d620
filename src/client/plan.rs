//! How each task is done: what the service is asked, and what is made of its answer. What is wrong with a task is found
//! here, before anything is done.

use std::sync::Arc;

use super::config::HEARTBEAT_TIMEOUT;
use super::errand::{Errand, Finish, Outcome, Plan, Way};
use super::task_kind::TaskKind;
use super::{Client, Task};
use crate::offline::{ActivationRequest, input};
use crate::protocol::Question;
use crate::protocol::budget::Budget;
use crate::protocol::exchange::Exchange;
use crate::runtime::disk::store::{self, Draft};
use crate::runtime::{clock, engine};
use crate::session::Session;
use crate::values::error::{Error, Result};
use crate::values::secret::Secret;

impl Client {
    pub(super) fn plan(&self, task: Task) -> Result<Plan> {
        let kind = task.kind();
        let (way, path) = match task {
            // What a heartbeat asks is said when it begins.
            Task::Heartbeat => return Ok(Plan::Heartbeat),
            Task::Login(license_key) | Task::Validate(license_key) => {
                (self.validation(kind, license_key)?, None)
            }
            Task::SelfBan(ban) => {
                let exchange = Exchange::new(Question::self_ban(self.ban(&ban)?), self.budget(kind));
                (Way::ask(exchange, Arc::new(|_, (), _| Ok(Outcome::default()))), None)
            }
            Task::Activate { license_key, path } => self.activation(license_key, path)?,
            Task::LoginFromFile(input) => (Way::Finish(login_from_file(absolute_input(input))), None),
            Task::VerifyFile(input) => (Way::Finish(verification(absolute_input(input))), None),
            Task::WriteRequest { path, request } => {
                let path = place(path)?;
                (Way::Finish(writing(path.clone(), request)), Some(path))
            }
        };
        Ok(Plan::Errand(Errand { kind, path, way }))
    }

    fn validation(&self, kind: TaskKind, license_key: Secret) -> Result<Way> {
        let question = Question::validate(
            self.settings.app_id.clone(),
            self.app_secret()?,
            license_key.clone(),
            self.hwid_at_once()?.to_owned(),
            self.settings.ttl_seconds,
        );
        let exchange = Exchange::new(question, self.budget(kind));
        Ok(Way::ask(
            exchange,
            Arc::new(move |_, payload, _| outcome(Session::online(payload, &license_key)?)),
        ))
    }

    /// With the place of its file, if it is wanted on disk.
    fn activation(&self, license_key: Secret, path: Option<String>) -> Result<(Way, Option<String>)> {
        let (app_id, app_secret) = (self.settings.app_id.clone(), self.app_secret()?);
        let question =
            Question::activate(app_id, app_secret, license_key.clone(), self.hwid_at_once()?.to_owned());
        let path = path.map(place).transpose()?;
        let to = path.clone();
        let exchange = Exchange::new(question, self.budget(TaskKind::Activate));
        let way = Way::ask(
            exchange,
            Arc::new(move |client: &Arc<Client>, file, lease| {
                let session = client.activated(&license_key, &file, lease)?;
                let draft = to.as_deref().map(|path| Draft::write(path, file.text.as_bytes()));
                let draft = draft.transpose().map_err(|error| TaskKind::Activate.explain(error))?;
                Ok(Outcome { session: Some(Arc::new(session)), draft })
            }),
        );
        Ok((way, path))
    }

    /// What it may cost in attempts and time, from now on.
    pub(super) fn budget(&self, kind: TaskKind) -> Budget {
        let (settings, now) = (&self.settings, clock::now());
        let timeout = settings.request_timeout;
        match kind {
            TaskKind::Login | TaskKind::Validate => {
                Budget::of_login(timeout, settings.login_attempts, settings.login_timeout, now)
            }
            TaskKind::Heartbeat => Budget::of_call(timeout.min(HEARTBEAT_TIMEOUT), now),
            _ => Budget::of_call(timeout, now),
        }
    }

    pub(super) fn app_secret(&self) -> Result<Secret> {
        let missing = "app_secret is NULL, so this client can only read license files";
        self.settings.app_secret.clone().ok_or_else(|| Error::config(missing))
    }
}

fn login_from_file(input: String) -> Finish {
    Box::new(move |client, lease| {
        let session = client.open_file(&input, lease)?;
        if session.left_ms().is_some() {
            engine::ensure_timer_thread()?;
        }
        outcome(session)
    })
}

fn verification(input: String) -> Finish {
    Box::new(move |client, lease| outcome(client.open_file(&input, lease)?))
}

fn writing(path: String, request: Box<ActivationRequest>) -> Finish {
    Box::new(move |client, lease| {
        let text = client.activation_text(&request, lease)?;
        Ok(Outcome { session: None, draft: Some(Draft::write(&path, text.as_bytes())?) })
    })
}

fn outcome(session: Session) -> Result<Outcome> {
    Ok(Outcome { session: Some(Arc::new(session)), draft: None })
}

/// A relative path begins in the folder that the process is in now, whichever it changes to later.
fn place(path: String) -> Result<String> {
    store::check_name(&path)?;
    Ok(store::absolute(path))
}

/// The same of a license file that is given by its path.
fn absolute_input(input: String) -> String {
    if input::is_path(&input) { store::absolute(input) } else { input }
}
