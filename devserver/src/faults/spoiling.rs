//! What faults do to the fields of an answer.

use super::effect::Effect;
use crate::values::object::Object;
use crate::values::random;

const ENVELOPE_FIELDS: [&str; 8] =
    ["status", "payload", "signature", "keyId", "error", "file", "fileName", "replay"];

/// Before it is signed.
pub(crate) fn spoil_payload(payload: &mut Object, effect: Option<&Effect>) {
    match effect {
        Some(Effect::WrongNonce) => {
            // Without random bytes a fixed nonce is as wrong as any.
            let nonce = random::hex::<16>().unwrap_or_else(|_| "0".repeat(32));
            payload.set_text("nonce", format!("\"{nonce}\""));
        }
        Some(Effect::DropFields(names)) => {
            let inside = names.iter().filter(|name| !ENVELOPE_FIELDS.contains(&name.as_str()));
            inside.for_each(|name| payload.remove(name));
        }
        Some(Effect::SetFields(fields)) => {
            fields.iter().for_each(|(name, json)| payload.set_text(name, json.get().to_owned()));
        }
        _ => {}
    }
}

/// For every endpoint, and for failures too.
pub(crate) fn spoil_envelope(envelope: &mut Object, effect: Option<&Effect>) {
    match effect {
        Some(Effect::DropFields(names)) => {
            let outside = names.iter().filter(|name| ENVELOPE_FIELDS.contains(&name.as_str()));
            outside.for_each(|name| envelope.remove(name));
        }
        Some(Effect::SetEnvelope(fields)) => {
            fields.iter().for_each(|(name, json)| envelope.set_text(name, json.get().to_owned()));
        }
        _ => {}
    }
}
