//! A license: who may use an app, on how many machines, until when.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::{Value, json};

use crate::offline::offline_file::OfflineFile;
use crate::values::error::Error;
use crate::values::moment::Moment;
use crate::values::presence;
use crate::values::refusal::ErrorCode;
use crate::values::variables::Variables;

const MAX_KEY_LENGTH: usize = 64;
const MAX_LABEL_LENGTH: usize = 128;

/// A license to create; what is left out has the service's default.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct LicenseSpec {
    /// Generated when left out.
    pub license_key: Option<String>,
    /// The first app when left out.
    pub app_id: Option<String>,
    pub status: LicenseStatus,
    /// Nothing means a lifetime license.
    pub expires_at: Option<Moment>,
    pub max_hwid_slots: Slots,
    pub unlimited_hwid_slots: bool,
    /// Hardware ids that already hold a slot.
    pub hwid_list: Vec<String>,
    pub label: Option<String>,
    pub variables: Variables,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LicenseStatus {
    #[default]
    Active,
    Revoked,
}

/// How many machines a license holds: 1 to 16, one unless said otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Slots(u8);

impl Slots {
    pub fn new(count: u64) -> Result<Self, Error> {
        match u8::try_from(count) {
            Ok(slots @ 1..=16) => Ok(Self(slots)),
            _ => Err(Error::new(format!("{count} is outside 1 to 16"))),
        }
    }

    pub const fn get(self) -> u8 {
        self.0
    }
}

impl Default for Slots {
    fn default() -> Self {
        Self(1)
    }
}

impl fmt::Display for Slots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for Slots {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::new(u64::deserialize(from)?).map_err(de::Error::custom)
    }
}

/// A license as the server holds it. What tests get is a copy.
#[derive(Clone, Debug, PartialEq)]
pub struct License {
    pub license_key: String,
    pub app_id: String,
    pub status: LicenseStatus,
    pub expires_at: Option<Moment>,
    pub max_hwid_slots: Slots,
    pub unlimited_hwid_slots: bool,
    pub hwid_list: Vec<String>,
    pub label: Option<String>,
    pub variables: Variables,
    pub created_at: Moment,
    /// Successful heartbeats, of all its sessions.
    pub heartbeats: u64,
    /// Successful logins.
    pub validations: u64,
    /// License files, oldest first.
    pub offline_files: Vec<OfflineFile>,
    /// What all of them cost its app.
    pub credits_spent: u64,
    pub(crate) sequence: u64,
}

/// What a developer changes about a license. An outer `None` leaves a field as it is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct LicenseUpdate {
    action: Option<LicenseAction>,
    #[serde(deserialize_with = "presence::some")]
    expires_at: Option<Option<Moment>>,
    max_hwid_slots: Option<Slots>,
    unlimited_hwid_slots: Option<bool>,
    #[serde(deserialize_with = "presence::some")]
    label: Option<Option<String>>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LicenseAction {
    Revoke,
    Activate,
    ResetHwid,
}

impl License {
    pub(crate) fn from_spec(
        spec: LicenseSpec,
        license_key: String,
        app_id: String,
        created_at: Moment,
        sequence: u64,
    ) -> Result<Self, Error> {
        check_key(&license_key)?;
        check_label(spec.label.as_deref())?;
        let slots = usize::from(spec.max_hwid_slots.get());
        if !spec.unlimited_hwid_slots && spec.hwid_list.len() > slots {
            let held = spec.hwid_list.len();
            return Err(Error::new(format!("hwidList has {held} entries, but maxHwidSlots is {slots}")));
        }
        Ok(Self {
            license_key,
            app_id,
            status: spec.status,
            expires_at: spec.expires_at,
            max_hwid_slots: spec.max_hwid_slots,
            unlimited_hwid_slots: spec.unlimited_hwid_slots,
            hwid_list: spec.hwid_list,
            label: spec.label,
            variables: spec.variables,
            created_at,
            heartbeats: 0,
            validations: 0,
            offline_files: Vec::new(),
            credits_spent: 0,
            sequence,
        })
    }

    /// Revocation is reported before expiry.
    pub(crate) fn check_usable(&self, now: Moment) -> Result<(), ErrorCode> {
        match self.expires_at {
            _ if self.status == LicenseStatus::Revoked => Err(ErrorCode::Revoked),
            Some(end) if end <= now => Err(ErrorCode::Expired),
            _ => Ok(()),
        }
    }

    pub(crate) fn holds(&self, hwid: &str) -> bool {
        self.hwid_list.iter().any(|held| held == hwid)
    }

    pub(crate) fn check_seat(&self, hwid: &str) -> Result<(), ErrorCode> {
        let free = self.hwid_list.len() < usize::from(self.max_hwid_slots.get());
        if self.unlimited_hwid_slots || self.holds(hwid) || free {
            return Ok(());
        }
        Err(ErrorCode::HwidMismatch)
    }

    /// Takes a slot after [`License::check_seat`]. A license with unlimited seats binds nothing.
    pub(crate) fn bind(&mut self, hwid: &str) {
        if !self.unlimited_hwid_slots && !self.holds(hwid) {
            self.hwid_list.push(hwid.to_owned());
        }
    }

    pub(crate) fn apply(&mut self, action: LicenseAction) {
        match action {
            LicenseAction::Revoke => self.status = LicenseStatus::Revoked,
            LicenseAction::Activate => self.status = LicenseStatus::Active,
            LicenseAction::ResetHwid => self.hwid_list.clear(),
        }
    }

    pub(crate) fn update(&mut self, update: LicenseUpdate) -> Result<(), Error> {
        if let Some(label) = update.label {
            check_label(label.as_deref())?;
            self.label = label;
        }
        self.expires_at = update.expires_at.unwrap_or(self.expires_at);
        self.max_hwid_slots = update.max_hwid_slots.unwrap_or(self.max_hwid_slots);
        self.unlimited_hwid_slots = update.unlimited_hwid_slots.unwrap_or(self.unlimited_hwid_slots);
        if let Some(action) = update.action {
            self.apply(action);
        }
        Ok(())
    }

    /// The license as the developer API shows it.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "licenseKey": self.license_key,
            "appId": self.app_id,
            "status": self.status,
            "expiresAt": self.expires_at,
            "maxHwidSlots": self.max_hwid_slots,
            "unlimitedHwidSlots": self.unlimited_hwid_slots,
            "hwidList": self.hwid_list,
            "label": self.label,
            "createdAt": self.created_at,
            "offlineFiles": self.offline_files.iter().map(OfflineFile::summary).collect::<Vec<_>>(),
        })
    }
}

fn check_key(key: &str) -> Result<(), Error> {
    let length = key.chars().count();
    if !(1..=MAX_KEY_LENGTH).contains(&length) || key.chars().any(char::is_control) {
        return Err(Error::new(format!(
            "licenseKey {key:?} has {length} characters, need 1 to {MAX_KEY_LENGTH} printable ones"
        )));
    }
    Ok(())
}

pub(crate) fn check_label(label: Option<&str>) -> Result<(), Error> {
    match label.map(|label| label.chars().count()) {
        Some(length) if length > MAX_LABEL_LENGTH => {
            Err(Error::new(format!("label has {length} characters, at most {MAX_LABEL_LENGTH}")))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn license(spec: LicenseSpec) -> License {
        License::from_spec(spec, "K".into(), "a".into(), Moment::from_unix_seconds(0), 0).unwrap()
    }

    #[test]
    fn revocation_is_reported_before_expiry() {
        let spec = LicenseSpec {
            status: LicenseStatus::Revoked,
            expires_at: Some(Moment::from_unix_seconds(1)),
            ..LicenseSpec::default()
        };
        let mut license = license(spec);
        let now = Moment::from_unix_seconds(1);
        assert_eq!(license.check_usable(now), Err(ErrorCode::Revoked));
        license.apply(LicenseAction::Activate);
        assert_eq!(license.check_usable(now), Err(ErrorCode::Expired));
        assert_eq!(license.check_usable(Moment::from_unix_seconds(0)), Ok(()));
    }

    #[test]
    fn a_full_license_admits_only_the_machines_it_holds() {
        let mut license = license(LicenseSpec::default());
        license.bind("one");
        license.bind("one");
        assert_eq!(license.hwid_list, ["one"]);
        assert_eq!(license.check_seat("one"), Ok(()));
        assert_eq!(license.check_seat("two"), Err(ErrorCode::HwidMismatch));
        license.apply(LicenseAction::ResetHwid);
        assert_eq!(license.check_seat("two"), Ok(()));
    }

    #[test]
    fn unlimited_seats_bind_nothing() {
        let mut license = license(LicenseSpec { unlimited_hwid_slots: true, ..LicenseSpec::default() });
        for hwid in ["one", "two", "three"] {
            assert_eq!(license.check_seat(hwid), Ok(()));
            license.bind(hwid);
        }
        assert!(license.hwid_list.is_empty());
    }

    #[test]
    fn null_clears_a_field_and_absence_leaves_it() {
        let expires_at = Some(Moment::from_unix_seconds(5));
        let mut license =
            license(LicenseSpec { expires_at, label: Some("x".into()), ..LicenseSpec::default() });
        license.update(serde_json::from_str(r#"{"label":null}"#).unwrap()).unwrap();
        assert_eq!((license.label.as_deref(), license.expires_at), (None, expires_at));
        license.update(serde_json::from_str(r#"{"expiresAt":null,"maxHwidSlots":16}"#).unwrap()).unwrap();
        assert_eq!((license.expires_at, license.max_hwid_slots.get()), (None, 16));
    }
}
