//! Request bodies.

use serde_json::json;
use zeroize::Zeroizing;

use crate::secret::Secret;

/// What is sent, but for the nonce: that is fresh in every attempt.
#[derive(Clone)]
pub enum Body {
    Validate {
        app_id: String,
        app_secret: Secret,
        license_key: Secret,
        hwid: String,
        ttl_seconds: u32,
    },
    /// Carries no app secret.
    Heartbeat {
        app_id: String,
        session_token: Secret,
        hwid: String,
    },
}

impl Body {
    pub fn path(&self) -> &'static str {
        match self {
            Body::Validate { .. } => "/auth/validate",
            Body::Heartbeat { .. } => "/auth/heartbeat",
        }
    }

    /// The JSON text with this nonce; wiped after use, because it holds secrets.
    pub fn with_nonce(&self, nonce: &str) -> Zeroizing<Vec<u8>> {
        let value = match self {
            Body::Validate { app_id, app_secret, license_key, hwid, ttl_seconds } => {
                let mut value = json!({
                    "appId": app_id, "appSecret": app_secret.reveal(),
                    "licenseKey": license_key.reveal(), "hwid": hwid, "nonce": nonce,
                });
                // 0 is the server's default, and only positive values are ever sent.
                if *ttl_seconds > 0 {
                    value["ttlSeconds"] = json!(ttl_seconds);
                }
                value
            }
            Body::Heartbeat { app_id, session_token, hwid } => json!({
                "appId": app_id, "sessionToken": session_token.reveal(), "nonce": nonce, "hwid": hwid,
            }),
        };
        Zeroizing::new(value.to_string().into_bytes())
    }
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
}
