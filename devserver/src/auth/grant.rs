//! What a request that passed every check is given: a session and the payload that tells of it.

use super::token::Token;
use crate::faults::effect::Effect;
use crate::model::app::App;
use crate::model::license::License;
use crate::model::token_key::TokenKey;
use crate::values::moment::Moment;
use crate::values::object::Object;
use crate::values::random;
use crate::values::refusal::ErrorCode;

const DEFAULT_TTL: i64 = 86_400;
const SHORTEST_TTL: i64 = 3_600;
const LONGEST_TTL: i64 = 604_800;

/// A payload that is ready to be signed by an app.
pub(crate) struct Grant {
    pub app: usize,
    pub payload: Object,
}

impl Grant {
    /// Puts another token into the payload if that is the fault.
    pub fn spoil_token(&mut self, key: &TokenKey, effect: Option<&Effect>) {
        let Some(Effect::SetToken(fields)) = effect else { return };
        let text =
            self.payload.text("sessionToken").and_then(|json| serde_json::from_str::<String>(json).ok());
        if let Some(token) = text.and_then(|text| Token::peek(&text)) {
            self.payload.set_text("sessionToken", format!("\"{}\"", token.mint_with(fields, key)));
        }
    }
}

/// The session that is being opened or renewed.
pub(crate) struct Session<'a> {
    pub hwid: &'a str,
    pub nonce: &'a str,
    pub ttl: i64,
    pub now: Moment,
}

/// The session length for what a client asked for. Out of range is moved into it, without a word.
pub(crate) fn session_ttl(asked: Option<i64>) -> i64 {
    asked.unwrap_or(DEFAULT_TTL).clamp(SHORTEST_TTL, LONGEST_TTL)
}

impl Session<'_> {
    /// Token, timestamp, expiry and nonce: all that a thin answer has.
    pub fn thin(&self, app: &App, license: &License) -> Object {
        let exp = self.expiry().unix_seconds();
        let token = Token {
            app_id: app.app_id.clone(),
            license_key: license.license_key.clone(),
            hwid: self.hwid.to_owned(),
            exp,
            ttl: self.ttl,
        };
        Object::default()
            .with("sessionToken", token.mint(&app.token_key))
            .with("timestamp", self.now)
            .with("expiresIn", exp)
            .with("nonce", self.nonce)
    }

    /// Everything the service tells about the license.
    pub fn full(&self, app: &App, license: &License) -> Result<Object, ErrorCode> {
        let request_id = random::uuid().map_err(|_| ErrorCode::SystemError)?;
        let mut payload = self
            .thin(app, license)
            .with("requestId", request_id)
            .with("sessionExpiresAt", self.expiry())
            .with("licenseExpiresAt", license.expires_at)
            .with("maxHwidSlots", license.max_hwid_slots)
            .with("hwidCount", license.hwid_list.len())
            .with("unlimitedHwidSlots", license.unlimited_hwid_slots);
        if let Some(label) = &license.label {
            payload = payload.with("licenseLabel", label);
        }
        Ok(payload.with("appVariables", &app.variables).with("licenseVariables", &license.variables))
    }

    /// In whole seconds: token and payload have to agree.
    fn expiry(&self) -> Moment {
        Moment::from_unix_seconds(self.now.unix_seconds()).plus_seconds(self.ttl)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_session_length_is_clamped_to_an_hour_and_a_week() {
        assert_eq!(session_ttl(None), 86_400);
        for (asked, given) in
            [(0, 3600), (-1, 3600), (3599, 3600), (3600, 3600), (604_800, 604_800), (604_801, 604_800)]
        {
            assert_eq!(session_ttl(Some(asked)), given);
        }
        assert_eq!(session_ttl(Some(i64::MIN)), 3600);
        assert_eq!(session_ttl(Some(i64::MAX)), 604_800);
    }
}
