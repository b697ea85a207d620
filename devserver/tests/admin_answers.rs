//! What the admin side answers to everything, byte by byte: each route with each method, and everything that can be wrong
//! with a request. `tests/admin_answers/` has it all; `UPDATE_EXPECT=1 cargo test -p authforge-devserver --test
//! admin_answers` writes it anew, and its diff says what a change does to those who use the routes.

#![allow(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod support;

use std::fmt::Write;

use authforge_devserver::{Fixtures, Options, Server};
use expect_test::{ExpectFile, expect_file};
use support::*;

const METHODS: [&str; 7] = ["GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "DELETE"];

/// With `APP` for the app's id and `KEY` for a license.
const PATHS: [&str; 47] = [
    "",
    "/",
    "/v1",
    "/v1/",
    "/v1/webhooks",
    "/v1/licenses",
    "/v1/licenses/",
    "//v1/licenses",
    "/v1//licenses",
    "/v1/licenses?appId=APP",
    "/v1/licenses/KEY",
    "/v1/licenses/KEY/",
    "/%761/licenses/KEY",
    "/v1/licenses/unknown",
    "/v1/licenses/A%20B",
    "/v1/licenses/A%2FB",
    "/v1/licenses/A+B",
    "/v1/licenses/%FF",
    "/v1/licenses/KEY?x=%FF",
    "/v1/licenses/KEY/hwid",
    "/v1/licenses/KEY/hwid/reset",
    "/v1/licenses/unknown/hwid/reset",
    "/v1/licenses/KEY/variables",
    "/v1/licenses/unknown/variables",
    "/v1/licenses/KEY/offline-files",
    "/v1/licenses/unknown/offline-files",
    "/v1/licenses/KEY/unknown",
    "/v1/licenses/unknown/unknown",
    "/v1/apps",
    "/v1/apps/APP",
    "/v1/apps/unknown",
    "/v1/apps/APP/variables",
    "/v1/apps/unknown/variables",
    "/v1/apps/APP/security",
    "/v1/apps/APP/security/blacklist",
    "/v1/apps/APP/security/whitelist",
    "/v1/apps/APP/security/greylist",
    "/dev",
    "/dev/faults",
    "/dev/faults/1",
    "/dev/faults/one",
    "/dev/requests",
    "/dev/clock",
    "/dev/clock/advance",
    "/dev/apps/APP",
    "/dev/apps/unknown",
    "/dev/unknown/route",
];

/// Requests whose answers hang on their body or their query, in this order to one server.
const ORDERED: [(&str, &str, &str); 66] = [
    ("GET", "/v1/licenses?appId=unknown", ""),
    ("GET", "/v1/licenses?appid=APP", ""),
    ("GET", "/v1/licenses?appId=APP&limit=0", ""),
    ("GET", "/v1/licenses?appId=APP&limit=201", ""),
    ("GET", "/v1/licenses?appId=APP&limit=x", ""),
    ("GET", "/v1/licenses?appId=APP&limit=2", ""),
    ("GET", "/v1/licenses?appId=APP&limit=2&cursor=AAAAAAAAAAI", ""),
    ("GET", "/v1/licenses?appId=APP&cursor=x", ""),
    ("GET", "/v1/licenses?appId=APP&&limit=1&limit=2", ""),
    ("GET", "/v1/licenses?app%49d=A+P", ""),
    ("GET", "/v1/licenses?appId", ""),
    ("POST", "/v1/licenses", r#"{"appId":"APP","quantity":0}"#),
    ("POST", "/v1/licenses", r#"{"appId":"APP","colour":"red"}"#),
    ("POST", "/v1/licenses", r#"{"appId":"unknown"}"#),
    ("POST", "/v1/licenses", r#"{"appId":"APP","label":7}"#),
    ("POST", "/v1/licenses", "[]"),
    ("POST", "/v1/licenses", r#"{"appId":"APP"} {}"#),
    ("POST", "/v1/licenses", r#"{"appId":"APP","label":"one","expiresAt":"2035-05-05T00:00:00Z"}"#),
    ("PUT", "/v1/licenses/KEY", r#"{"action":"explode"}"#),
    ("PUT", "/v1/licenses/KEY", r#"{"maxHwidSlots":17}"#),
    ("PUT", "/v1/licenses/KEY", r#"{"action":"revoke","label":null}"#),
    ("PUT", "/v1/licenses/KEY", r#"{"action":"activate","maxHwidSlots":2}"#),
    ("PUT", "/v1/licenses/unknown", "{"),
    ("PUT", "/v1/licenses/KEY/variables", r#"{"tier":"pro","n":1.5}"#),
    ("PUT", "/v1/licenses/KEY/variables", r#"{"nested":{}}"#),
    ("PUT", "/v1/licenses/unknown/variables", "{"),
    ("POST", "/v1/licenses/KEY/offline-files", "{}"),
    ("POST", "/v1/licenses/KEY/offline-files", r#"{"hwids":[]}"#),
    ("POST", "/v1/licenses/KEY/offline-files", r#"{"hwids":["m"],"hwid":{"mode":"any"}}"#),
    ("POST", "/v1/licenses/KEY/offline-files", r#"{"activationRequest":"nothing"}"#),
    ("POST", "/v1/licenses/KEY/offline-files", r#"{"hwids":["m"],"fault":"hang"}"#),
    ("POST", "/v1/licenses/KEY/offline-files", r#"{"hwids":["m"],"expiresAt":null}"#),
    ("GET", "/v1/licenses/KEY/offline-files", ""),
    ("POST", "/v1/licenses/unknown/offline-files", "{"),
    ("PUT", "/v1/apps/APP/variables", r#"{"motd":"new"}"#),
    ("PUT", "/v1/apps/APP/variables", r#"{"list":[]}"#),
    ("PUT", "/v1/apps/unknown/variables", "{"),
    ("PUT", "/v1/apps/APP/security", r#"{"hwidWhitelist":["a","b"]}"#),
    ("PUT", "/v1/apps/APP/security", r#"{"hwidBlacklist":[""]}"#),
    ("PUT", "/v1/apps/APP/security", r#"{"hwidList":[]}"#),
    ("POST", "/v1/apps/APP/security/blacklist", r#"{"type":"ip","value":"10.0.0.1"}"#),
    ("POST", "/v1/apps/APP/security/blacklist", r#"{"type":"ip","value":"localhost"}"#),
    ("POST", "/v1/apps/APP/security/blacklist", r#"{"type":"name","value":"x"}"#),
    ("DELETE", "/v1/apps/APP/security/whitelist", r#"{"type":"hwid","value":"a"}"#),
    ("POST", "/dev/faults", r#"{"fault":"explode"}"#),
    ("POST", "/dev/faults", r#"{"fault":{"status":{"http":1000}}}"#),
    (
        "POST",
        "/dev/faults",
        r#"{"fault":{"set_fields":{"expiresIn":1e999}},"endpoint":"validate","count":2}"#,
    ),
    ("GET", "/dev/faults", ""),
    ("GET", "/dev/faults/1", ""),
    ("DELETE", "/dev/faults/1", ""),
    ("GET", "/dev/requests?endpoint=login", ""),
    ("GET", "/dev/requests?since=2", ""),
    ("GET", "/dev/requests?after=x", ""),
    ("GET", "/dev/requests?at_least=1", ""),
    ("GET", "/dev/requests?at_least=x", ""),
    ("GET", "/dev/requests?at_least=1&endpoint=validate&timeout_ms=x", ""),
    ("GET", "/dev/requests?at_least=1&endpoint=validate&timeout_ms=0&since=1", ""),
    ("GET", "/dev/requests?at_least=1&endpoint=validate&timeout_ms=0", ""),
    ("PUT", "/dev/clock", r#"{"offset":1}"#),
    ("PUT", "/dev/clock", r#"{"offset_seconds":9223372036854775807}"#),
    ("PUT", "/dev/clock", r#"{"offset_seconds":100}"#),
    ("POST", "/dev/clock/advance", r#"{"seconds":0.5}"#),
    ("POST", "/dev/clock/advance", r#"{"seconds":-30}"#),
    ("PUT", "/dev/apps/APP", r#"{"credits":5,"burnCap":7}"#),
    ("PUT", "/dev/apps/APP", r#"{"signingKey":{"seed":"AAAA"}}"#),
    ("PUT", "/dev/apps/unknown", "{"),
];

/// What is another one in each run.
const MASKED: [&str; 5] = ["createdAt", "now", "jti", "issuedAt", "file"];

/// Those that are there from the beginning.
const KEYS: [&str; 6] = [GOOD, LIFETIME, EXPIRED, REVOKED, TAKEN, UNLIMITED];

fn demo() -> Server {
    Server::start(Options { fixtures: Fixtures::demo().unwrap().into(), ..Options::default() }).unwrap()
}

fn named(server: &Server, text: &str) -> String {
    text.replace("APP", server.app_id()).replace("KEY", GOOD)
}

/// On a connection that ends with the answer, so that a head without its body is not waited for.
fn ask(server: &Server, method: &str, path: &str, headers: &str, body: &[u8]) -> String {
    let headers = format!("connection: close\r\n{headers}");
    let reply = Connection::to(server.admin_url()).ask(method, path, &headers, body);
    let mut head: Vec<&str> = reply.head.lines().filter(|line| !line.starts_with("date: ")).collect();
    // The order of headers with different names means nothing.
    head[1..].sort_unstable();
    let mut text = String::from_utf8(reply.body).unwrap();
    for field in MASKED {
        text = masked(&text, field, |_| true);
    }
    text = masked(&text, "licenseKey", |key| !KEYS.contains(&key));
    format!("{}\n{text}\n\n", head.join("\n"))
}

/// The text with `..` for the strings that a field has, where they are such.
fn masked(text: &str, field: &str, is_such: fn(&str) -> bool) -> String {
    let begin = format!("\"{field}\":\"");
    let mut parts = text.split(&begin);
    let mut whole = parts.next().unwrap().to_owned();
    for part in parts {
        let (value, rest) = part.split_once('"').unwrap();
        let shown = if is_such(value) { ".." } else { value };
        write!(whole, "{begin}{shown}\"{rest}").unwrap();
    }
    whole
}

fn kept(name: &str) -> ExpectFile {
    expect_file![format!("{}/tests/admin_answers/{name}.txt", env!("CARGO_MANIFEST_DIR"))]
}

fn key(server: &Server) -> String {
    format!("authorization: Bearer {}\r\n", server.admin_key())
}

#[test]
fn every_route_answers_every_method_as_it_is_written() {
    let mut told = String::new();
    for path in PATHS {
        let server = demo();
        for method in METHODS {
            let whole = if path.is_empty() { "*".to_owned() } else { named(&server, path) };
            let answer = ask(&server, method, &whole, &key(&server), b"");
            write!(told, "> {method} {whole}\n{answer}").unwrap();
        }
    }
    kept("routes").assert_eq(&told);
}

#[test]
fn bodies_and_queries_are_answered_as_they_are_written() {
    let server = demo();
    let mut told = String::new();
    for (method, path, body) in ORDERED {
        let (path, body) = (named(&server, path), named(&server, body));
        let answer = ask(&server, method, &path, &key(&server), body.as_bytes());
        let request = format!("> {method} {path} {body}");
        write!(told, "{}\n{answer}", request.trim_end()).unwrap();
    }
    kept("bodies").assert_eq(&told);
}

#[test]
fn what_is_wrong_first_is_told_first() {
    let server = demo();
    let path = format!("/v1/licenses/{GOOD}");
    let wrong = "authorization: Bearer wrong\r\n";
    let right = key(&server);
    let (full, over) = (vec![b' '; 1024 * 1024], vec![b' '; 1024 * 1024 + 1]);
    let mut told = String::new();
    for (title, method, path, headers, body) in [
        ("no key", "GET", path.as_str(), "", &b""[..]),
        ("another key", "GET", &path, wrong, b""),
        ("another scheme", "GET", &path, "authorization: Basic x\r\n", b""),
        ("no key, no route", "GET", "/nowhere", "", b""),
        ("no key, no method", "PATCH", &path, "", b""),
        ("no key, no UTF-8", "GET", "/%FF", "", b""),
        ("no key, too large", "PUT", &path, wrong, &over),
        ("too large", "PUT", &path, &right, &over),
        ("too large, no route", "PUT", "/nowhere", &right, &over),
        ("too large, no method", "GET", &path, &right, &over),
        ("too large, no UTF-8", "PUT", "/%FF", &right, &over),
        ("as large as may be", "PUT", &path, &right, &full),
        ("no UTF-8, no route", "GET", "/nowhere/%FF", &right, b""),
        ("no UTF-8 in a query, no route", "GET", "/nowhere?%FF", &right, b""),
        ("no license, no method", "PATCH", "/v1/licenses/unknown", &right, b""),
        ("no JSON", "PUT", &path, &right, b"{"),
        ("no UTF-8 in a body", "PUT", &path, &right, b"{\"label\":\"\xff\"}"),
        (
            "a content type that says nothing",
            "PUT",
            &path,
            &[&right, "content-type: text/plain\r\n"].concat(),
            b"{}",
        ),
    ] {
        let answer = ask(&server, method, path, headers, body);
        write!(told, "> {title}: {method} {path}\n{answer}").unwrap();
    }
    kept("precedence").assert_eq(&told);
}

#[test]
fn a_body_that_does_not_come_whole_ends_the_connection_without_an_answer() {
    let server = demo();
    for body in ["content-length: 9\r\n\r\n{}", "transfer-encoding: chunked\r\n\r\nzz\r\n"] {
        let head = format!("PUT /v1/licenses/{GOOD} HTTP/1.1\r\nhost: x\r\n{}{body}", key(&server));
        let mut connection = Connection::to(server.admin_url());
        connection.send_half(head.as_bytes());
        assert_eq!(connection.receive().status, 0, "{body}");
    }
}
