//! Request bodies.

use std::sync::Arc;

use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::kind::Kind;
use super::token::Asked;
use crate::status::Status;
use crate::values::secret::Secret;

/// What is sent, but for the nonce: that is fresh in every attempt.
#[derive(Clone)]
pub enum Body {
    Validate {
        app_id: Arc<str>,
        app_secret: Secret,
        license_key: Secret,
        hwid: String,
        ttl_seconds: u32,
    },
    /// Carries no app secret.
    Heartbeat {
        app_id: Arc<str>,
        session_token: Secret,
        hwid: String,
        /// Not sent: what the session is for.
        license_key: Option<Secret>,
    },
    SelfBan(SelfBan),
    Activate {
        app_id: Arc<str>,
        app_secret: Secret,
        license_key: Secret,
        hwid: String,
    },
}

/// What is to be taken out of use.
#[derive(Clone)]
pub struct SelfBan {
    pub app_id: Arc<str>,
    pub proof: BanProof,
    pub hwid: String,
    /// Never sent as true without a session: the service would refuse.
    pub revoke_license: bool,
    pub blacklist_hwid: bool,
    pub blacklist_ip: bool,
}

/// What a self-ban is asked with.
#[derive(Clone)]
pub enum BanProof {
    /// Carries neither app secret nor nonce.
    Session(Secret),
    LicenseKey {
        app_secret: Secret,
        license_key: Secret,
    },
}

impl Body {
    pub fn path(&self) -> &'static str {
        match self {
            Body::Validate { .. } => "/auth/validate",
            Body::Heartbeat { .. } => "/auth/heartbeat",
            Body::SelfBan(_) => "/auth/selfban",
            Body::Activate { .. } => "/auth/offline/activate",
        }
    }

    pub fn set_hwid(&mut self, id: &str) {
        let (Body::Validate { hwid, .. }
        | Body::Heartbeat { hwid, .. }
        | Body::SelfBan(SelfBan { hwid, .. })
        | Body::Activate { hwid, .. }) = self;
        id.clone_into(hwid);
    }

    pub fn kind(&self) -> Kind {
        match self {
            Body::Validate { .. } => Kind::Validate,
            Body::Heartbeat { .. } => Kind::Heartbeat,
            Body::SelfBan(_) => Kind::SelfBan,
            Body::Activate { .. } => Kind::Activate,
        }
    }

    /// What a signed answer to it has to be about.
    pub fn asked(&self) -> Option<Asked<'_>> {
        let (app_id, license_key, hwid) = match self {
            Body::Validate { app_id, license_key, hwid, .. } => (app_id, Some(license_key), hwid),
            Body::Heartbeat { app_id, license_key, hwid, .. } => (app_id, license_key.as_ref(), hwid),
            // Nothing is signed, and a license file names its own.
            Body::SelfBan(_) | Body::Activate { .. } => return None,
        };
        Some(Asked { app_id, license_key: license_key.map(Secret::reveal), hwid })
    }

    /// Whether having done this makes the service refuse it from then on, and in this way.
    pub fn may_cause(&self, refusal: Status) -> bool {
        let Body::SelfBan(SelfBan { proof, revoke_license, blacklist_hwid, blacklist_ip, .. }) = self else {
            return false;
        };
        let with_session = matches!(proof, BanProof::Session(_));
        let (revokes, blocks) = (with_session && *revoke_license, *blacklist_hwid || *blacklist_ip);
        match refusal {
            Status::Revoked => revokes,
            Status::Blocked => blocks,
            // The session of a license or machine that is out of use goes with it.
            Status::SessionExpired => with_session && (revokes || blocks),
            _ => false,
        }
    }

    /// The JSON text with this nonce; wiped after use, because it holds secrets.
    pub fn with_nonce(&self, nonce: &str) -> Zeroizing<Vec<u8>> {
        let value = match self {
            Body::Validate { app_id, app_secret, license_key, hwid, ttl_seconds } => {
                let mut value = keyed(app_id, app_secret, license_key, hwid, nonce);
                // 0 is the server's default, and only positive values are ever sent.
                if *ttl_seconds > 0 {
                    value["ttlSeconds"] = json!(ttl_seconds);
                }
                value
            }
            Body::Heartbeat { app_id, session_token, hwid, license_key: _ } => json!({
                "appId": **app_id, "sessionToken": session_token.reveal(), "nonce": nonce, "hwid": hwid,
            }),
            Body::SelfBan(SelfBan { app_id, proof, hwid, revoke_license, blacklist_hwid, blacklist_ip }) => {
                let (mut value, revoke_license) = match proof {
                    BanProof::Session(token) => {
                        let value = json!({"appId": **app_id, "sessionToken": token.reveal(), "hwid": hwid});
                        (value, *revoke_license)
                    }
                    BanProof::LicenseKey { app_secret, license_key } => {
                        (keyed(app_id, app_secret, license_key, hwid, nonce), false)
                    }
                };
                value["revokeLicense"] = json!(revoke_license);
                value["blacklistHwid"] = json!(blacklist_hwid);
                value["blacklistIp"] = json!(blacklist_ip);
                value
            }
            Body::Activate { app_id, app_secret, license_key, hwid } => {
                keyed(app_id, app_secret, license_key, hwid, nonce)
            }
        };
        Zeroizing::new(value.to_string().into_bytes())
    }
}

fn keyed(app_id: &str, app_secret: &Secret, license_key: &Secret, hwid: &str, nonce: &str) -> Value {
    json!({
        "appId": app_id, "appSecret": app_secret.reveal(),
        "licenseKey": license_key.reveal(), "hwid": hwid, "nonce": nonce,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ttl_of_zero_is_not_sent() {
        let mut body = Body::Validate {
            app_id: "a".into(),
            app_secret: Secret::new("s"),
            license_key: Secret::new("k"),
            hwid: "h".into(),
            ttl_seconds: 0,
        };
        let text = |body: &Body| String::from_utf8(body.with_nonce("n").to_vec()).unwrap();
        assert_eq!(text(&body), r#"{"appId":"a","appSecret":"s","hwid":"h","licenseKey":"k","nonce":"n"}"#);
        if let Body::Validate { ttl_seconds, .. } = &mut body {
            *ttl_seconds = 7200;
        }
        assert!(text(&body).ends_with(r#""ttlSeconds":7200}"#));
    }

    #[test]
    fn a_ban_causes_what_it_asks_for_and_nothing_else_causes_a_refusal() {
        let session = || BanProof::Session(Secret::new("t"));
        let keyed = || BanProof::LicenseKey { app_secret: Secret::new("s"), license_key: Secret::new("k") };
        let ban = |proof, revoke_license, blacklist_hwid, blacklist_ip| {
            let (app_id, hwid) = ("a".into(), "h".to_owned());
            Body::SelfBan(SelfBan { app_id, proof, hwid, revoke_license, blacklist_hwid, blacklist_ip })
        };
        let refusals = [Status::Revoked, Status::Blocked, Status::SessionExpired, Status::InvalidKey];
        for (body, caused) in [
            (ban(session(), true, false, false), [true, false, true, false]),
            (ban(session(), false, true, false), [false, true, true, false]),
            (ban(session(), false, false, true), [false, true, true, false]),
            (ban(session(), false, false, false), [false; 4]),
            (ban(keyed(), true, true, true), [false, true, false, false]),
            (ban(keyed(), true, false, false), [false; 4]),
            (
                Body::Heartbeat {
                    app_id: "a".into(),
                    session_token: Secret::new("t"),
                    hwid: "h".into(),
                    license_key: None,
                },
                [false; 4],
            ),
        ] {
            assert_eq!(refusals.map(|refusal| body.may_cause(refusal)), caused);
        }
    }

    #[test]
    fn a_ban_without_a_session_never_asks_to_revoke() {
        let text = |proof| {
            let (app_id, hwid) = ("a".into(), "h".to_owned());
            let (revoke_license, blacklist_hwid, blacklist_ip) = (true, true, false);
            let ban =
                Body::SelfBan(SelfBan { app_id, proof, hwid, revoke_license, blacklist_hwid, blacklist_ip });
            String::from_utf8(ban.with_nonce("n").to_vec()).unwrap()
        };
        let keyed = BanProof::LicenseKey { app_secret: Secret::new("s"), license_key: Secret::new("k") };
        assert_eq!(
            text(keyed),
            r#"{"appId":"a","appSecret":"s","blacklistHwid":true,"blacklistIp":false,"hwid":"h","licenseKey":"k","nonce":"n","revokeLicense":false}"#
        );
        assert_eq!(
            text(BanProof::Session(Secret::new("t"))),
            r#"{"appId":"a","blacklistHwid":true,"blacklistIp":false,"hwid":"h","revokeLicense":true,"sessionToken":"t"}"#
        );
    }
}
