//! self_serve_activation_vectors.json: a license key becomes a license file.

use std::fs;
use std::sync::{Arc, Mutex, PoisonError};

use authforge::clock::wall_ms;
use serde_json::Value;

use crate::capi::{Client, Dispatch, Refusal, Scope, Session, Setup};
use crate::folder::Folder;
use crate::loopback::{Loopback, Question};
use crate::package::{cases, text, vectors};
use crate::turn::Turn;

const OFFLINE: i32 = 2;
/// An event of this kind is what the failure callback would have been called with.
const FAILURE: i32 = 6;
const STALE: &str = "an older file, which is no license";
/// Waits between the attempts of a rate-limited request, in milliseconds.
const PAUSES: [i64; 2] = [2000, 5000];
const DAY: u64 = 86_400;

/// A request as the service would see it, and when it came.
struct Asked {
    question: Question,
    wall_ms: i64,
}

/// The service, which gives the case's answer to everybody.
struct Service {
    server: Loopback,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Service {
    fn new(case: &Value) -> Service {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let http =
            case["response"]["status"].as_u64().and_then(|http| u16::try_from(http).ok()).expect("a status");
        let body = case["response"]["body"].to_string().into_bytes();
        let seen = Arc::clone(&asked);
        let server = Loopback::start(move |question: Question| {
            let asked = Asked { question, wall_ms: wall_ms() };
            seen.lock().unwrap_or_else(PoisonError::into_inner).push(asked);
            Some((http, body.clone()))
        });
        Service { server, asked }
    }

    fn take(&self) -> Vec<Asked> {
        std::mem::take(&mut self.asked.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn client(&self, config: &Value, dispatch: Dispatch) -> Client {
        Client::new(&Setup {
            app_id: text(config, "appId").to_owned(),
            app_secret: Some(text(config, "appSecret").to_owned()),
            public_key: text(config, "publicKey").to_owned(),
            hwid: Some(text(config, "hwid").to_owned()),
            url: Some(self.server.url()),
            dispatch,
            ..Setup::default()
        })
    }
}

/// One case with what all of them share.
struct Trial<'a> {
    vectors: &'a Value,
    case: &'a Value,
    turn: &'a Turn,
    service: Service,
}

impl Trial<'_> {
    fn activate(&self, client: &Client, path: &str) -> Result<Session, Refusal> {
        let key = text(&self.vectors["config"], "licenseKey");
        let result = self.turn.turn_until(|| client.activate_offline(key, path));
        self.check_requests();
        result
    }

    /// Exactly the fields of the vectors; as many attempts as the code deserves, each with its own nonce.
    fn check_requests(&self) {
        let (name, config, request) = (&self.case["name"], &self.vectors["config"], &self.vectors["request"]);
        let asked = self.service.take();
        let attempts = if self.case["expect"]["errorCode"] == "rate_limited" { PAUSES.len() + 1 } else { 1 };
        assert_eq!(asked.len(), attempts, "{name}");
        for Asked { question, .. } in &asked {
            assert_eq!(question.method, text(request, "method"), "{name}");
            assert_eq!(question.path, text(request, "path"), "{name}");
            let mut fields: Vec<&str> =
                request["bodyFields"].as_array().expect("fields").iter().filter_map(Value::as_str).collect();
            let mut sent: Vec<&str> =
                question.body.as_object().expect("JSON").keys().map(String::as_str).collect();
            fields.sort_unstable();
            sent.sort_unstable();
            assert_eq!(sent, fields, "{name}");
            for field in fields.into_iter().filter(|field| *field != "nonce") {
                assert_eq!(question.field(field), text(config, field), "{name}");
            }
            let nonce = question.field("nonce");
            assert!(
                nonce.len() == 32 && nonce.bytes().all(|digit| b"0123456789abcdef".contains(&digit)),
                "{name}"
            );
        }
        let mut nonces: Vec<&str> = asked.iter().map(|asked| asked.question.field("nonce")).collect();
        nonces.sort_unstable();
        nonces.dedup();
        assert_eq!(nonces.len(), attempts, "{name}: each attempt has a nonce of its own");
        for (pair, pause) in asked.windows(2).zip(PAUSES) {
            assert!(pair[1].wall_ms - pair[0].wall_ms >= pause, "{name} did not wait {pause} ms");
        }
    }

    /// Verified, written byte for byte into folders that were missing, and logged in from then on.
    fn check_activated(&self) {
        let (name, expect) = (text(self.case, "name"), &self.case["expect"]);
        let folder = Folder::new();
        let client = self.service.client(&self.vectors["config"], Dispatch::Pump);
        let path = folder.path("new/nested/license.authforge");
        let session = self.activate(&client, &path).expect(name);
        assert_eq!(fs::read(&path).expect(name), text(expect, "fileWritten").as_bytes(), "{name}");
        assert_eq!(folder.content(), ["new", "new/nested", "new/nested/license.authforge"], "{name}");
        assert_eq!(expect["writesFile"], true, "{name}");
        assert_eq!(expect["sessionKind"], "offline", "{name}");
        assert_eq!(session.kind(), OFFLINE, "{name}");
        assert_eq!(Value::from(session.is_replay()), expect["replay"], "{name}");
        assert_eq!(session.license_file().as_deref(), expect["fileWritten"].as_str(), "{name}");
        assert_eq!(Value::from(session.variables(Scope::License)), expect["licenseVariables"], "{name}");
        assert_eq!(Value::from(session.variables(Scope::App)), expect["appVariables"], "{name}");
        assert!(client.is_authenticated(), "{name}");
        let kept = client.session().expect(name);
        assert_eq!((kept.kind(), kept.json()), (OFFLINE, session.json()), "{name}");
        assert!(!client.polled().contains(&FAILURE), "{name}");
        self.check_without_network(&client, &path, &session);
    }

    /// The file alone gives the same session, and nobody is asked again.
    fn check_without_network(&self, client: &Client, path: &str, session: &Session) {
        let name = text(self.case, "name");
        let other = self.service.client(&self.vectors["config"], Dispatch::Pump);
        let again = other.login_from_file(path).expect(name);
        assert_eq!((again.kind(), again.json()), (session.kind(), session.json()), "{name}");
        self.turn.advance(400 * DAY);
        assert!(client.is_authenticated(), "{name}");
        assert!(self.service.take().is_empty(), "{name}: no heartbeat follows");
    }

    fn check_refusal(&self, result: Result<Session, Refusal>) {
        let (name, expect) = (text(self.case, "name"), &self.case["expect"]);
        let refusal = result.err().expect(name);
        assert_eq!(refusal.code, text(expect, "errorCode"), "{name}");
        assert_eq!(Value::from(refusal.fatal), expect["fatal"], "{name}");
        assert_eq!(expect["writesFile"], false, "{name}");
        if let Some(detail) = expect["detail"].as_str() {
            assert!(refusal.message.contains(detail), "{name}: {}", refusal.message);
        }
    }

    /// Nothing is written, nobody is called, the process goes on; a client without a session stays without.
    fn check_error_of_a_fresh_client(&self) {
        let (name, folder) = (text(self.case, "name"), Folder::new());
        // The default failure policy with no listener: a failed login would end this process.
        for dispatch in [Dispatch::Background, Dispatch::Pump] {
            let client = self.service.client(&self.vectors["config"], dispatch);
            self.check_refusal(self.activate(&client, &folder.path("new/nested/license.authforge")));
            assert!(folder.content().is_empty(), "{name}");
            assert!(!client.is_authenticated() && client.session().is_none(), "{name}");
            assert!(client.polled().is_empty(), "{name}");
        }
    }

    /// An earlier file and an earlier session stay as they were.
    fn check_error_beside_a_session(&self) {
        let (name, folder) = (text(self.case, "name"), Folder::new());
        let client = self.service.client(&self.vectors["config"], Dispatch::Pump);
        let earlier = client.login_from_file(&activated_file(self.vectors)).expect(name);
        client.polled();
        let path = folder.write("license.authforge", STALE);
        self.check_refusal(self.activate(&client, &path));
        assert_eq!(fs::read_to_string(&path).expect(name), STALE, "{name}");
        assert_eq!(folder.content(), ["license.authforge"], "{name}");
        let kept = client.session().expect(name);
        assert_eq!((kept.kind(), kept.json()), (OFFLINE, earlier.json()), "{name}");
        assert!(client.is_authenticated() && client.polled().is_empty(), "{name}");
    }
}

/// A file that the vectors hand out and that is good.
fn activated_file(vectors: &Value) -> String {
    let cases = cases(vectors, "cases");
    let good = cases.iter().find(|case| case["expect"]["outcome"] == "activated");
    text(&good.expect("a good case")["expect"], "fileWritten").to_owned()
}

#[test]
fn every_activation_ends_as_its_case_expects() {
    let vectors = vectors("self_serve_activation_vectors.json");
    let (turn, all) = (Turn::take(), cases(&vectors, "cases"));
    let (mut activated, mut refused) = (0, 0);
    for case in &all {
        let trial = Trial { vectors: &vectors, case, turn: &turn, service: Service::new(case) };
        match text(&case["expect"], "outcome") {
            "activated" => {
                trial.check_activated();
                activated += 1;
            }
            "error" => {
                trial.check_error_of_a_fresh_client();
                trial.check_error_beside_a_session();
                refused += 1;
            }
            other => panic!("{} expects {other}", case["name"]),
        }
    }
    assert!(activated > 0 && refused > 0 && activated + refused == all.len());
}

/// The texts of the vectors that the tests above put into code; a new one needs a new check.
#[test]
fn the_expectations_are_the_ones_that_are_checked() {
    let vectors = vectors("self_serve_activation_vectors.json");
    let known = [
        "outcome",
        "writesFile",
        "fileWritten",
        "replay",
        "sessionKind",
        "licenseVariables",
        "appVariables",
        "errorCode",
        "fatal",
        "detail",
    ];
    for case in cases(&vectors, "cases") {
        let expect = case["expect"].as_object().expect("an object");
        assert!(expect.keys().all(|name| known.contains(&name.as_str())), "{}", case["name"]);
    }
    let texts: Vec<&String> = vectors["expectations"].as_object().expect("an object").keys().collect();
    assert_eq!(texts, ["activated", "error", "offline_file_rejected"]);
}
