//! An app: its secret, its signing key, its credits and its switches.

use serde::Deserialize;
use serde_json::{Value, json};

use super::access::AccessLists;
use super::token_key::TokenKey;
use crate::values::error::Error;
use crate::values::moment::Moment;
use crate::values::presence;
use crate::values::refusal::ErrorCode;
use crate::values::signing::{Seed, SigningIdentity};
use crate::values::variables::Variables;

const PLENTY: u64 = 1_000_000;
const MILLIS_PER_DAY: i64 = 86_400_000;

/// An app to serve; everything but its id, secret and key has a default.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AppSpec {
    pub app_id: String,
    pub app_secret: String,
    pub signing_key: KeySpec,
    #[serde(default = "plenty")]
    pub credits: u64,
    /// The most credits this app may spend; nothing means no cap.
    #[serde(default)]
    pub burn_cap: Option<u64>,
    /// Makes this a demo app: unbilled, with so many successful calls a day.
    #[serde(default)]
    pub demo_quota: Option<u64>,
    #[serde(default)]
    pub disabled: bool,
    /// Heartbeats answer only with token, timestamp, expiry and nonce.
    #[serde(default)]
    pub thin_heartbeats: bool,
    /// Whether programs may activate their machines for good.
    #[serde(default)]
    pub offline_opt_in: bool,
    #[serde(default)]
    pub variables: Variables,
    #[serde(default)]
    pub security: AccessLists,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeySpec {
    pub seed: Seed,
    #[serde(default = "first_key_id")]
    pub key_id: String,
}

/// A change of an app; what is left out stays. An inner `None` takes a cap or quota away.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct AppUpdate {
    pub app_secret: Option<String>,
    pub signing_key: Option<KeySpec>,
    pub credits: Option<u64>,
    pub credits_spent: Option<u64>,
    #[serde(deserialize_with = "presence::some")]
    pub burn_cap: Option<Option<u64>>,
    #[serde(deserialize_with = "presence::some")]
    pub demo_quota: Option<Option<u64>>,
    pub disabled: Option<bool>,
    pub thin_heartbeats: Option<bool>,
    pub offline_opt_in: Option<bool>,
}

#[derive(Clone)]
pub(crate) struct App {
    pub app_id: String,
    pub app_secret: String,
    pub signer: SigningIdentity,
    pub token_key: TokenKey,
    pub credits: u64,
    pub credits_spent: u64,
    pub burn_cap: Option<u64>,
    pub demo_quota: Option<u64>,
    /// The day of the last demo call, and how many there were on it.
    demo_used: (i64, u64),
    pub disabled: bool,
    pub thin_heartbeats: bool,
    pub offline_opt_in: bool,
    pub variables: Variables,
    pub security: AccessLists,
}

impl App {
    pub fn from_spec(spec: AppSpec, server_secret: &[u8; 32]) -> Result<Self, Error> {
        check_name("appId", &spec.app_id)?;
        check_name("appSecret", &spec.app_secret)?;
        check_name("signingKey.keyId", &spec.signing_key.key_id)?;
        Ok(Self {
            token_key: TokenKey::derive(server_secret, &spec.app_id, &spec.app_secret),
            signer: SigningIdentity::new(&spec.signing_key.seed, spec.signing_key.key_id),
            app_id: spec.app_id,
            app_secret: spec.app_secret,
            credits: spec.credits,
            credits_spent: 0,
            burn_cap: spec.burn_cap,
            demo_quota: spec.demo_quota,
            demo_used: (0, 0),
            disabled: spec.disabled,
            thin_heartbeats: spec.thin_heartbeats,
            offline_opt_in: spec.offline_opt_in,
            variables: spec.variables,
            security: spec.security.checked().map_err(|error| error.at_path("security"))?,
        })
    }

    pub fn update(&mut self, update: AppUpdate, server_secret: &[u8; 32]) -> Result<(), Error> {
        if let Some(secret) = &update.app_secret {
            check_name("appSecret", secret)?;
        }
        if let Some(key) = &update.signing_key {
            check_name("signingKey.keyId", &key.key_id)?;
            self.signer = SigningIdentity::new(&key.seed, key.key_id.clone());
        }
        if let Some(secret) = update.app_secret {
            self.token_key = TokenKey::derive(server_secret, &self.app_id, &secret);
            self.app_secret = secret;
        }
        self.credits = update.credits.unwrap_or(self.credits);
        self.credits_spent = update.credits_spent.unwrap_or(self.credits_spent);
        self.burn_cap = update.burn_cap.unwrap_or(self.burn_cap);
        self.demo_quota = update.demo_quota.unwrap_or(self.demo_quota);
        self.disabled = update.disabled.unwrap_or(self.disabled);
        self.thin_heartbeats = update.thin_heartbeats.unwrap_or(self.thin_heartbeats);
        self.offline_opt_in = update.offline_opt_in.unwrap_or(self.offline_opt_in);
        Ok(())
    }

    /// Takes the credits of a call that is about to succeed, and says how many it took: a demo app pays
    /// with its daily quota instead.
    pub fn charge(&mut self, credits: u64, now: Moment) -> Result<u64, ErrorCode> {
        if let Some(quota) = self.demo_quota {
            return self.use_demo_call(quota, now).map(|()| 0);
        }
        let spent = self.credits_spent.saturating_add(credits);
        if credits > 0 && self.burn_cap.is_some_and(|cap| spent > cap) {
            return Err(ErrorCode::AppBurnCapReached);
        }
        self.credits = self.credits.checked_sub(credits).ok_or(ErrorCode::NoCredits)?;
        self.credits_spent = spent;
        Ok(credits)
    }

    fn use_demo_call(&mut self, quota: u64, now: Moment) -> Result<(), ErrorCode> {
        let today = now.unix_millis().div_euclid(MILLIS_PER_DAY);
        if self.demo_used.0 != today {
            self.demo_used = (today, 0);
        }
        if self.demo_used.1 >= quota {
            return Err(ErrorCode::DemoQuotaExceeded);
        }
        self.demo_used.1 += 1;
        Ok(())
    }

    /// The app as the test controls show it, without its secrets.
    pub fn to_json(&self) -> Value {
        json!({
            "appId": self.app_id,
            "publicKey": self.signer.public_key(),
            "keyId": self.signer.key_id,
            "credits": self.credits,
            "creditsSpent": self.credits_spent,
            "burnCap": self.burn_cap,
            "demoQuota": self.demo_quota,
            "disabled": self.disabled,
            "thinHeartbeats": self.thin_heartbeats,
            "offlineOptIn": self.offline_opt_in,
        })
    }
}

fn plenty() -> u64 {
    PLENTY
}

fn first_key_id() -> String {
    "key-1".to_owned()
}

fn check_name(field: &str, value: &str) -> Result<(), Error> {
    if value.is_empty() || value.len() > 256 {
        return Err(Error::new(format!("{field} is {} bytes, need 1 to 256", value.len())));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app() -> App {
        let text = r#"{"appId":"a","appSecret":"s","signingKey":{"seed":"nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A="},"credits":2}"#;
        App::from_spec(serde_json::from_str(text).unwrap(), &[0; 32]).unwrap()
    }

    #[test]
    fn credits_run_out() {
        let (mut app, now) = (app(), Moment::from_unix_seconds(0));
        assert_eq!((app.charge(1, now), app.charge(1, now)), (Ok(1), Ok(1)));
        assert_eq!(app.charge(1, now), Err(ErrorCode::NoCredits));
        assert_eq!(app.charge(0, now), Ok(0), "what costs nothing needs no credits");
    }

    #[test]
    fn the_burn_cap_stops_before_the_credits_do() {
        let (mut app, now) = (app(), Moment::from_unix_seconds(0));
        app.burn_cap = Some(1);
        assert_eq!(app.charge(1, now), Ok(1));
        assert_eq!(app.charge(1, now), Err(ErrorCode::AppBurnCapReached));
        assert_eq!(app.credits, 1);
    }

    #[test]
    fn a_demo_quota_is_unbilled_and_fresh_every_day() {
        let mut app = app();
        app.demo_quota = Some(1);
        app.credits = 0;
        let noon = Moment::from_unix_seconds(43_200);
        assert_eq!(app.charge(1, noon), Ok(0));
        assert_eq!(app.charge(1, noon), Err(ErrorCode::DemoQuotaExceeded));
        assert_eq!(app.charge(1, noon.plus_seconds(43_200)), Ok(0));
    }
}
