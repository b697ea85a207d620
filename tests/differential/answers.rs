//! Both clients ask for a license and get the same answer, each for its own nonce.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use official::{AuthForgeClient, AuthForgeConfig};
use serde_json::{Value, json};

use crate::answer::{Answer, Signer, public_key};
use crate::capi::{Client, Scope, Session, Setup};
use crate::generator;
use crate::loopback::{Loopback, Question};
use crate::outcome::{Outcome, variables_of_official, variables_of_ours};
use crate::random::Random;

const APP_ID: &str = "fuzz-app";
const APP_SECRET: &str = "fuzz-secret";
const HWID: &str = "fuzz-machine";

/// The two clients, and the server that answers both.
pub struct Pair {
    _server: Loopback,
    official: AuthForgeClient,
    ours: Client,
}

/// What came of one answer.
pub struct Trial {
    pub number: usize,
    pub answer: Answer,
    pub official: Outcome,
    pub ours: Outcome,
}

impl Pair {
    /// The license key of a question is the number of its answer.
    pub fn new(answers: Arc<Vec<Answer>>) -> Pair {
        let server = Loopback::start(move |question: Question| {
            let number: usize = question.field("licenseKey").parse().ok()?;
            let answer = answers.get(number)?;
            // 0 stands for a connection that closes without an answer.
            (answer.http > 0).then(|| (answer.http, answer.body(question.field("nonce"))))
        });
        let keys = [public_key(Signer::First), public_key(Signer::Second)];
        let official = AuthForgeClient::new(AuthForgeConfig {
            app_id: APP_ID.to_owned(),
            app_secret: APP_SECRET.to_owned(),
            public_keys: keys.to_vec(),
            api_base_url: server.url(),
            hwid_override: Some(HWID.to_owned()),
            ..AuthForgeConfig::default()
        });
        let ours = Client::new(&Setup {
            app_id: APP_ID.to_owned(),
            app_secret: Some(APP_SECRET.to_owned()),
            public_key: keys.join(","),
            hwid: Some(HWID.to_owned()),
            url: Some(server.url()),
            ..Setup::default()
        });
        Pair { _server: server, official, ours }
    }

    pub fn official(&self, number: usize) -> Outcome {
        match self.official.validate_license(&number.to_string()) {
            Ok(result) => Outcome::Accepted(BTreeMap::from([
                ("expires_at", json!(result.expires_in)),
                ("license_end", license_end(result.license_expires_at.as_deref())),
                ("label", json!(result.license_label)),
                ("max_hwid_slots", json!(result.max_hwid_slots)),
                ("hwid_count", json!(result.hwid_count)),
                ("request_id", json!(result.request_id)),
                ("app_variables", variables_of_official(result.app_variables.as_ref())),
                ("license_variables", variables_of_official(result.license_variables.as_ref())),
            ])),
            Err(error) => Outcome::Refused { code: error.code().to_owned(), fatal: error.is_fatal() },
        }
    }

    pub fn ours(&self, number: usize) -> Outcome {
        Outcome::ours(self.ours.validate(&number.to_string()), |session: &Session| {
            Outcome::Accepted(BTreeMap::from([
                ("expires_at", json!(session.expires_at())),
                ("license_end", session.license_end()),
                ("label", json!(session.label())),
                ("max_hwid_slots", json!(session.max_hwid_slots())),
                ("hwid_count", json!(session.hwid_count())),
                // The official client cannot tell an empty one from none.
                ("request_id", json!(session.request_id().unwrap_or_default())),
                ("app_variables", variables_of_ours(session, Scope::App)),
                ("license_variables", variables_of_ours(session, Scope::License)),
            ]))
        })
    }
}

/// The official client hands out the text; empty means a license without end.
fn license_end(text: Option<&str>) -> Value {
    match text {
        None => json!("unknown"),
        Some("") => json!("lifetime"),
        Some(text) => {
            official::parse_iso8601_ms(text).map_or(json!("unknown"), |ms| json!(ms.div_euclid(1000)))
        }
    }
}

/// Shows every answer to both clients, on as many threads as there are cores.
pub fn trials(answers: Vec<Answer>, threads: usize) -> Vec<Trial> {
    let answers = Arc::new(answers);
    let next = AtomicUsize::new(0);
    let work = || {
        let pair = Pair::new(Arc::clone(&answers));
        let mut done = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::SeqCst);
            let Some(answer) = answers.get(number) else { return done };
            let (official, ours) = (pair.official(number), pair.ours(number));
            done.push(Trial { number, answer: answer.clone(), official, ours });
        }
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("no client panics")).collect()
    })
}

pub fn generated(seed: u64, count: usize) -> Vec<Answer> {
    (0..count).map(|number| generator::answer(&mut Random::new(seed, number as u64))).collect()
}

impl Trial {
    /// Enough to repeat it by hand.
    pub fn description(&self, seed: u64) -> String {
        let body = self.answer.body("00000000000000000000000000000000");
        let body = String::from_utf8_lossy(&body[..body.len().min(2000)]).into_owned();
        format!(
            "  seed {seed}, answer {}\n  official: {}\n  ours: {}\n  HTTP {} {body}\n  payload: {}",
            self.number,
            self.official,
            self.ours,
            self.answer.http,
            self.answer.payload.text("00000000000000000000000000000000"),
        )
    }
}
