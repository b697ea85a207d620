//! Both clients verify the same license file, given as text or as a path.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use official::{AuthForgeClient, AuthForgeConfig, OfflineHwidPolicy, OfflineLicense, parse_iso8601_ms};
use serde_json::{Value, json};

use crate::answer::{Signer, public_key};
use crate::capi::{Client, Scope, Session, Setup};
use crate::license_file::{self, APP_ID, HWID, LicenseText};
use crate::outcome::{Outcome, variables_of_official, variables_of_ours};
use crate::random::Random;

/// What came of one file.
pub struct FileTrial {
    pub number: usize,
    pub file: LicenseText,
    pub official: Outcome,
    pub ours: Outcome,
}

/// A folder of its own, gone at the end.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Folder {
    fn new() -> Folder {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::SeqCst);
        let path =
            std::env::temp_dir().join(format!("authforge-differential-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder for files");
        Folder(path)
    }
}

pub fn generated(seed: u64, count: usize) -> impl Iterator<Item = LicenseText> {
    (0..count).map(move |number| license_file::license_text(&mut Random::new(seed, number as u64)))
}

pub fn trials(files: impl Iterator<Item = LicenseText>) -> Vec<FileTrial> {
    let folder = Folder::new();
    let keys = [public_key(Signer::First), public_key(Signer::Second)];
    let official = AuthForgeClient::new(AuthForgeConfig {
        app_id: APP_ID.to_owned(),
        public_keys: keys.to_vec(),
        hwid_override: Some(HWID.to_owned()),
        ..AuthForgeConfig::default()
    });
    let ours = Client::new(&Setup {
        app_id: APP_ID.to_owned(),
        public_key: keys.join(","),
        hwid: Some(HWID.to_owned()),
        ..Setup::default()
    });
    let trial = |(number, file): (usize, LicenseText)| {
        let path = folder.0.join(number.to_string());
        let given = if file.on_disk {
            fs::write(&path, file.bytes()).expect("a file");
            path.to_str().expect("UTF-8").to_owned()
        } else {
            file.text()
        };
        let (official, ours) = (official_outcome(&official, &given), our_outcome(&ours, &given));
        let _ = fs::remove_file(&path);
        FileTrial { number, file, official, ours }
    };
    files.enumerate().map(trial).collect()
}

fn official_outcome(client: &AuthForgeClient, given: &str) -> Outcome {
    match client.verify_license_file(given) {
        Ok(license) => Outcome::Accepted(read_official(&license)),
        // The fatal ones are what our table of statuses says; the official client has no class for files.
        Err(error) => Outcome::Refused { code: error.code().to_owned(), fatal: false },
    }
}

fn our_outcome(client: &Client, given: &str) -> Outcome {
    match client.verify_license_file(given) {
        Ok(session) => Outcome::Accepted(read_ours(&session)),
        Err(refusal) => Outcome::Refused { code: refusal.code, fatal: false },
    }
}

fn seconds(date: &str) -> Option<i64> {
    Some(parse_iso8601_ms(date)?.div_euclid(1000))
}

fn read_official(license: &OfflineLicense) -> BTreeMap<&'static str, Value> {
    let license_end = match &license.license_expires_at {
        None => json!("unknown"),
        Some(None) => json!("lifetime"),
        Some(Some(date)) => seconds(date).map_or(json!("unknown"), |end| json!(end)),
    };
    let (policy, hwids) = match &license.hwid_policy {
        OfflineHwidPolicy::Bound(hwids) => (1, hwids.clone()),
        OfflineHwidPolicy::Any => (2, Vec::new()),
    };
    BTreeMap::from([
        ("expires_at", json!(license.expires_at.as_deref().map_or(Some(i64::MAX), seconds))),
        ("license_key", json!(license.license_key)),
        ("jti", json!(license.jti)),
        ("key_id", json!(license.key_id)),
        ("issued_at", json!(seconds(&license.issued_at).unwrap_or(0))),
        ("hwid_policy", json!(policy)),
        ("hwids", json!(hwids)),
        ("label", json!(license.label)),
        ("license_end", license_end),
        ("app_variables", variables_of_official(license.app_variables.as_ref())),
        ("license_variables", variables_of_official(license.license_variables.as_ref())),
        ("payload", license.payload.clone()),
    ])
}

fn read_ours(session: &Session) -> BTreeMap<&'static str, Value> {
    BTreeMap::from([
        ("expires_at", json!(session.expires_at())),
        ("license_key", json!(session.license_key())),
        ("jti", json!(session.jti())),
        ("key_id", json!(session.key_id())),
        ("issued_at", json!(session.issued_at())),
        ("hwid_policy", json!(session.hwid_policy())),
        ("hwids", json!(session.bound_hwids())),
        ("label", json!(session.label())),
        ("license_end", session.license_end()),
        ("app_variables", variables_of_ours(session, Scope::App)),
        ("license_variables", variables_of_ours(session, Scope::License)),
        ("payload", session.json()),
    ])
}

impl FileTrial {
    /// Enough to repeat it by hand.
    pub fn description(&self, seed: u64) -> String {
        let text: String = self.file.text().chars().take(1500).collect();
        format!(
            "  seed {seed}, file {}{}\n  official: {}\n  ours: {}\n  prefix {:?} text {text:?}\n  payload: {}",
            self.number,
            if self.file.on_disk { " (on disk)" } else { "" },
            self.official,
            self.ours,
            self.file.prefix,
            self.file.payload.text(""),
        )
    }
}
