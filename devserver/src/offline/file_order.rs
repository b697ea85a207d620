//! What a developer orders: a license file for which machines, until when.

use hyper::StatusCode;
use serde::Deserialize;

use super::activation_request::ActivationRequest;
use super::license_file::Machines;
use super::mint_refusal::MintRefusal;
use crate::faults::effect::Effect;
use crate::values::moment::Moment;
use crate::values::presence;

/// As many as a license has slots.
const MOST_HWIDS: usize = 16;
const LONGEST_HWID: usize = 256;

/// An order for a license file, as the developer API takes it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct FileOrder {
    hwid: Option<Machines>,
    hwids: Option<Vec<String>>,
    activation_request: Option<String>,
    #[serde(deserialize_with = "presence::some")]
    expires_at: Option<Option<Moment>>,
    fault: Option<Effect>,
}

impl FileOrder {
    /// For these machines and no others.
    pub fn for_hwids<const N: usize>(hwids: [&str; N]) -> Self {
        Self { hwids: Some(hwids.map(str::to_owned).to_vec()), ..Self::default() }
    }

    pub fn for_any_machine() -> Self {
        Self { hwid: Some(Machines::Any), ..Self::default() }
    }

    /// For the machine that wrote this activation request.
    pub fn for_request(text: impl Into<String>) -> Self {
        Self { activation_request: Some(text.into()), ..Self::default() }
    }

    /// Until then, in place of the license's own end. May be past.
    #[must_use]
    pub fn expiring(mut self, end: Moment) -> Self {
        self.expires_at = Some(Some(end));
        self
    }

    /// For ever, in place of the license's own end.
    #[must_use]
    pub fn lifetime(mut self) -> Self {
        self.expires_at = Some(None);
        self
    }

    /// Puts a lie into the text that is handed over; what the server remembers stays honest.
    #[must_use]
    pub fn spoiled_by(mut self, effect: Effect) -> Self {
        self.fault = Some(effect);
        self
    }

    /// The effect, if it is one that a file can show.
    pub(crate) fn effect(&self) -> Result<Option<&Effect>, MintRefusal> {
        match &self.fault {
            Some(effect) if !effect.spoils_file() => {
                let reason = format!("fault is {}, need one that spoils a license file", effect.name());
                Err(MintRefusal::bad_request(reason))
            }
            fault => Ok(fault.as_ref()),
        }
    }

    /// When the file ends, for a license that ends then.
    pub(crate) fn end(&self, of_license: Option<Moment>) -> Option<Moment> {
        self.expires_at.unwrap_or(of_license)
    }

    /// The machines, for this license of this app.
    pub(crate) fn machines(&self, app_id: &str, license_key: &str) -> Result<Machines, MintRefusal> {
        match (&self.hwid, &self.hwids, &self.activation_request) {
            (Some(machines), None, None) => checked(machines.clone(), "hwid.hwids"),
            (None, Some(hwids), None) => checked(Machines::Bound { hwids: hwids.clone() }, "hwids"),
            (None, None, Some(text)) => requested(text, app_id, license_key),
            (None, None, None) => Err(MintRefusal::bad_request(
                "hwid, hwids and activationRequest are missing, need one of them",
            )),
            _ => Err(MintRefusal::bad_request(
                "hwid, hwids and activationRequest exclude each other, need one",
            )),
        }
    }
}

fn checked(machines: Machines, field: &str) -> Result<Machines, MintRefusal> {
    let Machines::Bound { hwids } = &machines else { return Ok(machines) };
    if !(1..=MOST_HWIDS).contains(&hwids.len()) {
        let count = hwids.len();
        return Err(MintRefusal::bad_request(format!("{field} has {count} entries, need 1 to {MOST_HWIDS}")));
    }
    for (at, hwid) in hwids.iter().enumerate() {
        let length = hwid.chars().count();
        if hwid.trim().is_empty() || length > LONGEST_HWID {
            let reason = format!("{field}[{at}] is {hwid:?}, need 1 to {LONGEST_HWID} characters");
            return Err(MintRefusal::bad_request(reason));
        }
    }
    Ok(machines)
}

fn requested(text: &str, app_id: &str, license_key: &str) -> Result<Machines, MintRefusal> {
    let request = ActivationRequest::parse(text).map_err(|error| {
        MintRefusal::new(StatusCode::BAD_REQUEST, error.code, format!("activationRequest {error}"))
    })?;
    if request.app_id != app_id {
        let reason = format!("activationRequest is for appId \"{}\", not {}", request.app_id, app_id);
        return Err(MintRefusal::new(StatusCode::BAD_REQUEST, "wrong_app", reason));
    }
    match &request.license_key {
        Some(key) if key != license_key => Err(MintRefusal::bad_request(format!(
            "activationRequest is for licenseKey \"{key}\", not {}",
            license_key
        ))),
        _ => Ok(Machines::bound(&request.hwid)),
    }
}
