//! A client that shows the bytes, and requests that are right until a test makes them wrong.

#![allow(dead_code, reason = "every test file uses its own part")]

use std::collections::HashSet;
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use authforge_devserver::{Endpoint, Options, Server};
use base64::{Engine, prelude::BASE64_STANDARD, prelude::BASE64_URL_SAFE_NO_PAD};
use ed25519_dalek::{Signature, VerifyingKey};
use serde_json::{Map, Value, json};

pub const GOOD: &str = "ADAL-VELA-CE42-7KPT";
pub const LIFETIME: &str = "EVER-LAST-KEY8-5GRN";
pub const EXPIRED: &str = "PAST-DATE-KEY3-9WXZ";
pub const REVOKED: &str = "REVK-EDXX-KEY6-4MTC";
pub const TAKEN: &str = "FULL-SEAT-KEY4-8BQN";
pub const UNLIMITED: &str = "ANYS-EATS-KEY9-3FVU";
/// Of the seed of RFC 8032 TEST 1.
pub const PUBLIC_KEY: &str = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
pub const HWID: &str = "machine-1";

/// Long enough for a busy machine; a test that needs it has failed.
pub const PATIENCE: Duration = Duration::from_secs(20);

pub fn server() -> Server {
    Server::start(Options::default()).unwrap()
}

/// For tests that log in more often than the service allows.
pub fn unhurried_server() -> Server {
    Server::start(Options { no_rate_limits: true, ..Options::default() }).unwrap()
}

pub fn fresh_nonce() -> String {
    static LAST: AtomicU64 = AtomicU64::new(0);
    format!("{:032x}", LAST.fetch_add(1, Ordering::Relaxed))
}

pub fn validate_body(server: &Server, license_key: &str) -> Value {
    json!({
        "appId": server.app_id(),
        "appSecret": server.app_secret(),
        "licenseKey": license_key,
        "hwid": HWID,
        "nonce": fresh_nonce(),
    })
}

pub fn heartbeat_body(server: &Server, token: &str) -> Value {
    json!({ "appId": server.app_id(), "sessionToken": token, "hwid": HWID, "nonce": fresh_nonce() })
}

/// The body with some fields replaced; null takes a field away.
pub fn with(mut body: Value, changes: Value) -> Value {
    for (name, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => body.as_object_mut().unwrap().remove(name),
            value => body.as_object_mut().unwrap().insert(name.clone(), value.clone()),
        };
    }
    body
}

pub fn validate(server: &Server, body: &Value) -> Reply {
    post(server, Endpoint::Validate, body)
}

pub fn heartbeat(server: &Server, body: &Value) -> Reply {
    post(server, Endpoint::Heartbeat, body)
}

pub fn activate(server: &Server, body: &Value) -> Reply {
    post(server, Endpoint::OfflineActivate, body)
}

/// An activation of a machine, with the fields that clients send: those of a login without its length.
pub fn activate_machine(server: &Server, license_key: &str, hwid: &str) -> Reply {
    activate(server, &with(validate_body(server, license_key), json!({ "hwid": hwid })))
}

pub fn self_ban(server: &Server, body: &Value) -> Reply {
    post(server, Endpoint::SelfBan, body)
}

/// An order for a license file.
pub fn order_file(server: &Server, license_key: &str, order: Value) -> Reply {
    admin(server, "POST", &format!("/v1/licenses/{license_key}/offline-files"), Some(order))
}

pub fn post(server: &Server, endpoint: Endpoint, body: &Value) -> Reply {
    Connection::to(server.url()).post(endpoint.path(), body.to_string().as_bytes())
}

pub fn log_in(server: &Server, license_key: &str) -> Reply {
    validate(server, &validate_body(server, license_key))
}

/// The token of a new session.
pub fn token(server: &Server, license_key: &str) -> String {
    log_in(server, license_key).payload_text("sessionToken")
}

pub fn admin(server: &Server, method: &str, path: &str, body: Option<Value>) -> Reply {
    let key = format!("authorization: Bearer {}\r\n", server.admin_key());
    let body = body.map(|body| body.to_string()).unwrap_or_default();
    Connection::to(server.admin_url()).ask(method, path, &key, body.as_bytes())
}

/// A connection that can be used for several requests.
pub struct Connection(TcpStream);

impl Connection {
    pub fn to(url: &str) -> Self {
        let stream = TcpStream::connect(url.strip_prefix("http://").unwrap()).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        Self(stream)
    }

    pub fn post(&mut self, path: &str, body: &[u8]) -> Reply {
        self.ask("POST", path, "", body)
    }

    pub fn ask(&mut self, method: &str, path: &str, headers: &str, body: &[u8]) -> Reply {
        self.send(method, path, headers, body);
        self.receive()
    }

    pub fn send(&mut self, method: &str, path: &str, headers: &str, body: &[u8]) {
        let length = body.len();
        let head =
            format!("{method} {path} HTTP/1.1\r\nhost: x\r\n{headers}content-length: {length}\r\n\r\n");
        self.0.write_all(&[head.as_bytes(), body].concat()).unwrap();
    }

    /// Sends these bytes, and says that no more will come.
    pub fn send_half(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).unwrap();
        self.0.shutdown(Shutdown::Write).unwrap();
    }

    /// What arrives until the answer is complete or the connection ends.
    pub fn receive(&mut self) -> Reply {
        let (mut bytes, mut chunk) = (Vec::new(), [0; 16 * 1024]);
        loop {
            if let Some(reply) = Reply::read(&bytes) {
                return reply;
            }
            match self.0.read(&mut chunk) {
                Ok(0) => return Reply::cut_off(&bytes),
                Ok(count) => bytes.extend_from_slice(&chunk[..count]),
                Err(error) if error.kind() == ErrorKind::ConnectionReset => return Reply::cut_off(&bytes),
                Err(error) => panic!("{error} after {:?}", String::from_utf8_lossy(&bytes)),
            }
        }
    }

    /// Whether nothing comes for a moment; for connections that hang.
    pub fn is_silent_for(&mut self, time: Duration) -> bool {
        self.0.set_read_timeout(Some(time)).unwrap();
        let silent = matches!(
            self.0.read(&mut [0]),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
        );
        self.0.set_read_timeout(Some(PATIENCE)).unwrap();
        silent
    }

    /// Whether the other side is gone.
    pub fn is_ended(&mut self) -> bool {
        match self.0.read(&mut [0]) {
            Ok(count) => count == 0,
            Err(error) => error.kind() == ErrorKind::ConnectionReset,
        }
    }
}

#[derive(Debug)]
pub struct Reply {
    /// 0 when the connection ended before the head was there.
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
    /// What Content-Length promised.
    pub announced: usize,
}

impl Reply {
    fn read(bytes: &[u8]) -> Option<Self> {
        let reply = Self::cut_off(bytes);
        (reply.status != 0 && reply.body.len() >= reply.announced).then_some(reply)
    }

    fn cut_off(bytes: &[u8]) -> Self {
        let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else {
            return Self { status: 0, head: String::new(), body: bytes.to_vec(), announced: 0 };
        };
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap().to_lowercase();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let mut reply = Self { status, head, body: bytes[end + 4..].to_vec(), announced: 0 };
        reply.announced = reply.header("content-length").map_or(0, |length| length.parse().unwrap());
        reply
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// `"410 revoked"`, or `"200"` for a success.
    pub fn outcome(&self) -> String {
        match self.json().get("error") {
            Some(error) => format!("{} {}", self.status, error.as_str().unwrap()),
            None => self.status.to_string(),
        }
    }

    /// The signed text.
    pub fn payload_json(&self) -> String {
        let payload = BASE64_STANDARD.decode(self.json()["payload"].as_str().unwrap()).unwrap();
        String::from_utf8(payload).unwrap()
    }

    pub fn payload(&self) -> Map<String, Value> {
        serde_json::from_str(&self.payload_json()).unwrap()
    }

    pub fn payload_text(&self, name: &str) -> String {
        self.payload()[name].as_str().unwrap().to_owned()
    }

    pub fn is_signed_by(&self, public_key: &str) -> bool {
        let envelope = self.json();
        let key: [u8; 32] = BASE64_STANDARD.decode(public_key).unwrap().try_into().unwrap();
        let signature = BASE64_STANDARD.decode(envelope["signature"].as_str().unwrap()).unwrap();
        let signature = Signature::from_slice(&signature).unwrap();
        let payload = envelope["payload"].as_str().unwrap();
        VerifyingKey::from_bytes(&key).unwrap().verify_strict(payload.as_bytes(), &signature).is_ok()
    }

    /// Names of the payload in the order they were written.
    pub fn payload_order(&self) -> Vec<String> {
        let text = self.payload_json();
        let known: HashSet<String> = self.payload().keys().cloned().collect();
        let mut places: Vec<(usize, String)> =
            known.into_iter().map(|name| (text.find(&format!("\"{name}\":")).unwrap(), name)).collect();
        places.sort();
        places.into_iter().map(|(_, name)| name).collect()
    }
}

/// A license file, read by nothing but its documented form: a line more or less is a failure.
pub struct LicenseText {
    pub headers: Vec<String>,
    pub payload: Map<String, Value>,
    base64: String,
    signature: Vec<u8>,
}

impl LicenseText {
    pub fn read(text: &str) -> Self {
        let text = text.strip_prefix("-----BEGIN AUTHFORGE LICENSE-----\n").unwrap();
        let (headers, text) = text.split_once("\n\n").unwrap();
        let (body, text) = text
            .split_once("-----END AUTHFORGE LICENSE-----\n-----BEGIN AUTHFORGE SIGNATURE-----\n")
            .unwrap();
        let signature = text.strip_suffix("-----END AUTHFORGE SIGNATURE-----\n").unwrap();
        let joined = |block: &str| {
            let lines: Vec<&str> = block.lines().collect();
            let (last, full) = lines.split_last().unwrap();
            assert!((1..=64).contains(&last.len()) && full.iter().all(|line| line.len() == 64), "{block}");
            lines.concat()
        };
        let (base64, signature) = (joined(body), BASE64_STANDARD.decode(joined(signature)).unwrap());
        // A tampered one may decode to anything.
        let payload = serde_json::from_slice(&BASE64_STANDARD.decode(&base64).unwrap()).unwrap_or_default();
        Self { headers: headers.lines().map(str::to_owned).collect(), payload, base64, signature }
    }

    /// The file of an answer.
    pub fn of(reply: &Reply) -> Self {
        Self::read(reply.json()["file"].as_str().unwrap())
    }

    pub fn is_signed_by(&self, public_key: &str) -> bool {
        let key: [u8; 32] = BASE64_STANDARD.decode(public_key).unwrap().try_into().unwrap();
        let signature = Signature::from_slice(&self.signature).unwrap();
        VerifyingKey::from_bytes(&key).unwrap().verify_strict(self.base64.as_bytes(), &signature).is_ok()
    }

    pub fn payload_json(&self) -> String {
        String::from_utf8(BASE64_STANDARD.decode(&self.base64).unwrap()).unwrap()
    }
}

/// What is inside a session token.
pub fn token_body(token: &str) -> Value {
    let (body, _) = token.split_once('.').unwrap();
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(body).unwrap()).unwrap()
}
