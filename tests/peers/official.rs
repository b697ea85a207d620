//! The official Rust client, doing what it is told on its standard input. `src/driver.rs` has the language.

#![forbid(unsafe_code)]

use std::collections::HashMap;
use std::io::{self, BufRead, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use official::{
    ActivationRequestOptions, AuthForgeClient, AuthForgeConfig, AuthForgeError, LoginResult,
    OfflineHwidPolicy, OfflineLicense, OfflineLicenseError, SessionKind, is_transient_error_code,
};
use serde_json::{Value, json};

/// What a callback was told, and a way to wait for it.
#[derive(Default)]
struct CallbackLog {
    heard: Mutex<Vec<Value>>,
    changed: Condvar,
}

#[derive(Default)]
struct Slot {
    settings: HashMap<String, String>,
    client: Option<AuthForgeClient>,
    callback_log: Arc<CallbackLog>,
}

fn main() {
    // A panic is an outcome to report, not to print.
    panic::set_hook(Box::new(|_| {}));
    let mut slots: HashMap<String, Slot> = HashMap::new();
    let mut current = String::new();
    for line in io::stdin().lock().lines().map_while(Result::ok) {
        let words: Vec<String> = line.split('\t').map(unescape).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let reply = if let ["client", name] = words[..] {
            current = name.to_owned();
            json!({ "result": "ok" })
        } else {
            let slot = slots.entry(current.clone()).or_default();
            panic::catch_unwind(AssertUnwindSafe(|| act(slot, &words)))
                .unwrap_or_else(|_| json!({ "result": "panicked" }))
        };
        println!("{reply}");
        let _ = io::stdout().flush();
    }
    // The heartbeats of clients that still live would be waited for.
    std::process::exit(0);
}

fn act(slot: &mut Slot, words: &[&str]) -> Value {
    if let ["set", name, value] = words {
        slot.settings.insert((*name).to_owned(), (*value).to_owned());
        return json!({ "result": "ok" });
    }
    if let ["new"] = words {
        slot.client = Some(AuthForgeClient::new(config(slot)));
        return json!({ "result": "ok" });
    }
    if let ["wait", count, seconds] = words {
        return wait(&slot.callback_log, number(count), number(seconds));
    }
    let Some(client) = &slot.client else { return json!({ "result": "error", "code": "no client" }) };
    match *words {
        ["login", key] => online(client.login(key)),
        ["validate", key] => online(client.validate_license(key)),
        ["state"] => state(client),
        ["logout"] => {
            client.logout();
            json!({ "result": "ok" })
        }
        ["load", text] => offline(client.login_from_file(text)),
        ["verify", text] => offline(client.verify_license_file(text)),
        ["activate", key, path] => {
            let path = (path != "-").then(|| Path::new(path));
            plain(client.activate_offline(key, path))
        }
        ["ban", key, token, revoke, hwid, ip] => {
            let given = |text: &'static str, value| if value == text { None } else { Some(value) };
            plain(client.self_ban(given("", key), given("", token), revoke == "1", hwid == "1", ip == "1"))
        }
        ["request", name, os, sdk, key, created] => {
            let text = client.create_activation_request(options(name, os, sdk, key, created));
            json!({ "result": "ok", "text": text })
        }
        ["write", _] => json!({ "result": "missing" }),
        ["hwid"] => json!({ "result": "ok", "text": client.hwid() }),
        _ => json!({ "result": "error", "code": "no such action" }),
    }
}

fn config(slot: &Slot) -> AuthForgeConfig {
    let get = |name: &str| slot.settings.get(name).cloned().unwrap_or_default();
    let mut config = AuthForgeConfig {
        app_id: get("app_id"),
        app_secret: get("app_secret"),
        public_key: get("public_key"),
        online_heartbeat: get("mode") == "SERVER",
        api_base_url: get("url"),
        session_ttl_seconds: get("ttl").parse().ok(),
        hwid_override: slot.settings.get("hwid").cloned(),
        ..AuthForgeConfig::default()
    };
    if let Ok(seconds) = get("interval").parse() {
        config.heartbeat_interval = seconds;
    }
    if let Ok(seconds) = get("timeout").parse() {
        config.request_timeout = seconds;
        config.heartbeat_request_timeout = Some(seconds);
    }
    if get("callback") == "1" {
        let callback_log = slot.callback_log.clone();
        config.on_failure = Some(Box::new(move |text: &str| {
            let (reason, code) = text.split_once(": ").unwrap_or((text, text));
            callback_log.record(reason, code);
        }));
        let callback_log = slot.callback_log.clone();
        config.on_heartbeat_failure = Some(Box::new(move |error: &AuthForgeError| {
            callback_log.record("heartbeat_failed", error.code())
        }));
    }
    config
}

impl CallbackLog {
    fn record(&self, reason: &str, code: &str) {
        let heard = json!({ "reason": reason, "code": code, "class": class(code) });
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).push(heard);
        self.changed.notify_all();
    }
}

fn wait(callback_log: &CallbackLog, count: usize, seconds: usize) -> Value {
    let limit = Duration::from_secs(seconds as u64);
    let heard = callback_log.heard.lock().unwrap_or_else(PoisonError::into_inner);
    let (heard, _) = callback_log
        .changed
        .wait_timeout_while(heard, limit, |heard| heard.len() < count)
        .unwrap_or_else(PoisonError::into_inner);
    json!({ "result": "ok", "heard": *heard })
}

fn options(name: &str, os: &str, sdk: &str, key: &str, created: &str) -> ActivationRequestOptions {
    let given = |value: &str| (value != "-").then(|| value.to_owned());
    ActivationRequestOptions {
        include_machine_name: !name.is_empty(),
        machine_name: given(name),
        os: given(os),
        omit_os: os.is_empty(),
        sdk: given(sdk),
        omit_sdk: sdk.is_empty(),
        license_key: given(key),
        created_at: given(created),
    }
}

fn plain(result: Result<(), AuthForgeError>) -> Value {
    result.map_or_else(|error| failed(error.code(), &error.to_string()), |()| json!({ "result": "ok" }))
}

fn online(result: Result<LoginResult, AuthForgeError>) -> Value {
    result.map_or_else(
        |error| failed(error.code(), &error.to_string()),
        |told| {
            let session = json!({
                "ends": told.expires_in,
                "license_end": license_end(told.license_expires_at.as_deref()),
                "slots": told.max_hwid_slots,
                "count": told.hwid_count,
                "label": told.license_label,
                "app": told.app_variables,
                "license": told.license_variables,
            });
            json!({ "result": "ok", "session": session })
        },
    )
}

fn offline(result: Result<OfflineLicense, OfflineLicenseError>) -> Value {
    result.map_or_else(
        |error| failed(error.code(), &error.to_string()),
        |file| json!({ "result": "ok", "session": file_session(&file) }),
    )
}

fn file_session(file: &OfflineLicense) -> Value {
    let (policy, bound) = match &file.hwid_policy {
        OfflineHwidPolicy::Bound(hwids) => ("bound", hwids.clone()),
        OfflineHwidPolicy::Any => ("any", Vec::new()),
    };
    json!({
        "key": file.license_key,
        "jti": file.jti,
        "issued": file.issued_at,
        "ends": file.expires_at.as_deref().unwrap_or("lifetime"),
        "policy": policy,
        "bound": bound,
        "label": file.label,
        "app": file.app_variables,
        "license": file.license_variables,
    })
}

/// The crate says "" for a license without end, and nothing when it was not told.
fn license_end(text: Option<&str>) -> Value {
    match text {
        None => json!("unknown"),
        Some("") => json!("lifetime"),
        Some(date) => json!(date),
    }
}

fn state(client: &AuthForgeClient) -> Value {
    let kind = client.get_session_kind().map(|kind| match kind {
        SessionKind::Online => "online",
        SessionKind::Offline => "offline",
    });
    json!({
        "result": "ok",
        "authenticated": client.is_authenticated(),
        "kind": kind,
        "data": client.get_session_data(),
        "app": client.get_app_variables(),
        "license": client.get_license_variables(),
        "file": client.get_offline_license().map(|file| file_session(&file)),
    })
}

fn failed(code: &str, message: &str) -> Value {
    json!({ "result": "error", "code": code, "class": class(code), "message": message })
}

fn class(code: &str) -> &'static str {
    if is_transient_error_code(code) { "transient" } else { "fatal" }
}

fn number(text: &str) -> usize {
    text.parse().unwrap_or_default()
}

fn unescape(word: &str) -> String {
    let mut text = String::with_capacity(word.len());
    let mut letters = word.chars();
    while let Some(letter) = letters.next() {
        text.push(match letter {
            '\\' => match letters.next() {
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                other => other.unwrap_or('\\'),
            },
            _ => letter,
        });
    }
    text
}
