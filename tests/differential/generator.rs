//! Makes answers: honest ones, and ones that are wrong in one or several ways.

use crate::answer::*;
use crate::json::{self, Members, Style};
use crate::random::Random;

/// Long past and far future, so that no run depends on its date.
const ENDS: &[&str] = &["1900000000", "4000000000", "1900000000", "253402300799"];

const CODES: &[&str] = &[
    "bad_request",
    "malformed_request",
    "invalid_app",
    "invalid_key",
    "session_expired",
    "replay_detected",
    "blocked",
    "app_disabled",
    "hwid_mismatch",
    "revoke_requires_session",
    "expired",
    "revoked",
    "no_credits",
    "app_burn_cap_reached",
    "demo_quota_exceeded",
    "offline_activation_disabled",
    "system_error",
    "server_error",
    "handler_error",
    "moon_phase",
    " Revoked ",
    "EXPIRED",
    "checksum_required",
    "http_error_404",
    "network_error",
    "timeout",
    "signature_mismatch",
    "nonce_mismatch",
    "invalid_json_response",
    "a b",
    "r\u{e9}voqu\u{e9}",
    "revoked: by Ada",
    "offline_file_rejected",
    "unknown_error",
    "this_code_is_longer_than_the_sixty_three_characters_that_fit_into_the_struct",
];

const STATUS_WORDS: &[&str] = &[
    "\"success\"",
    "\"ok\"",
    "\"SUCCESS\"",
    "\" Valid \"",
    "\"true\"",
    "\"1\"",
    "true",
    "1",
    "1.0",
    "1e0",
    "\"yes\"",
    "false",
    "null",
    "0",
    "2",
    "-1",
    "[]",
    "{}",
    "[\"success\"]",
    "\"failed\"",
    "\"\"",
    "\"success\\u0000\"",
    "\"succe\\u0073s\"",
    "\"\u{a0}success\u{2003}\"",
    "100000000000000000000",
    "\"FAILED\"",
    "\"error\"",
];

const HTTP_OK: &[u16] = &[200, 200, 200, 201, 202, 203, 206, 226, 299, 300, 306, 400, 404, 409, 500, 503];
const HTTP_BAD: &[u16] =
    &[200, 201, 300, 400, 401, 402, 403, 404, 409, 410, 418, 422, 429, 451, 500, 502, 503, 599];

pub fn answer(random: &mut Random) -> Answer {
    loop {
        let made = match random.below(100) {
            0..20 => honest(random),
            20..52 => with_odd_payload(random, 1),
            52..62 => with_odd_payload(random, 3),
            62..74 => with_odd_envelope(random),
            74..84 => with_odd_seal(random),
            84..95 => failure(random),
            _ => garbage(random),
        };
        if !made.is_asked_again() {
            return made;
        }
    }
}

/// What the service sends, with any subset of its optional fields.
pub fn honest(random: &mut Random) -> Answer {
    let mut members = Members::of(&[
        ("sessionToken", "\"body.signature\""),
        ("timestamp", "\"2026-04-20T00:00:00.000Z\""),
        ("expiresIn", random.pick(ENDS)),
        ("nonce", &format!("\"{NONCE}\"")),
        ("requestId", "\"req-1\""),
    ]);
    let optional = [
        ("sessionExpiresAt", "\"2030-03-17T17:46:40.000Z\"".to_owned()),
        ("licenseExpiresAt", random.pick(&["null", "\"2031-05-06T07:08:09.010Z\""]).to_owned()),
        ("maxHwidSlots", random.below(17).to_string()),
        ("hwidCount", random.below(17).to_string()),
        ("unlimitedHwidSlots", random.pick(&["true", "false"]).to_owned()),
        ("licenseLabel", json::plain(random)),
        ("appVariables", json::variables(random)),
        ("licenseVariables", json::variables(random)),
        ("somethingNew", "[1,{\"a\":null}]".to_owned()),
    ];
    for (name, raw) in optional {
        if random.percent(60) {
            members.add(name, raw);
        }
    }
    if random.percent(30) {
        let first = random.below(members.0.len());
        members.0.rotate_left(first);
    }
    let style = if random.percent(10) { Style::Wide } else { Style::Compact };
    let payload = Payload {
        members,
        style,
        raw: None,
        encoding: Encoding::Standard,
        signer: random.pick(&[Signer::First, Signer::First, Signer::Second]),
        signed: Signed::Text,
        signature: Encoding::Standard,
    };
    let envelope = Members::of(&[
        ("status", "\"success\""),
        ("payload", PAYLOAD),
        ("signature", SIGNATURE),
        ("keyId", "\"signing-key-1\""),
    ]);
    Answer { http: 200, envelope: Envelope::Members(envelope, style), payload, around: Around::Nothing }
}

const FIELDS: &[&str] = &[
    "sessionToken",
    "timestamp",
    "expiresIn",
    "nonce",
    "requestId",
    "sessionExpiresAt",
    "licenseExpiresAt",
    "maxHwidSlots",
    "hwidCount",
    "unlimitedHwidSlots",
    "licenseLabel",
    "appVariables",
    "licenseVariables",
];

fn with_odd_payload(random: &mut Random, changes: usize) -> Answer {
    let mut answer = honest(random);
    for _ in 0..changes {
        change_payload(random, &mut answer.payload);
    }
    answer
}

fn change_payload(random: &mut Random, payload: &mut Payload) {
    let field = random.pick(FIELDS);
    let members = &mut payload.members;
    match random.below(18) {
        0 => members.remove(field),
        1..5 => members.set(field, json::odd(random)),
        5 => members.add(field, json::odd(random)),
        6 => members.shadow(field, json::odd(random)),
        7 => {
            let again = members.0[random.below(members.0.len())].clone();
            members.0.push(again);
        }
        8 => members.rename(field, &field.to_ascii_lowercase()),
        9 => members.set("nonce", odd_nonce(random)),
        10 | 14..17 => {
            let field =
                random.pick(&["licenseExpiresAt", "licenseExpiresAt", "sessionExpiresAt", "timestamp"]);
            members.set(field, json::date(random));
        }
        11 => members.set("expiresIn", json::odd(random)),
        12 => unusual_text(random, payload),
        13 => members.set(random.pick(&["appVariables", "licenseVariables"]), json::odd_variables(random)),
        _ => members.add("extra", json::odd(random)),
    }
}

fn odd_nonce(random: &mut Random) -> String {
    let forms = [
        "\"00000000000000000000000000000000\"".to_owned(),
        format!("\" {NONCE} \""),
        format!("\"{NONCE}\\u0000\""),
        format!("\"{NONCE}0\""),
        format!("[\"{NONCE}\"]"),
        "\"\"".to_owned(),
        json::odd(random),
    ];
    forms[random.below(forms.len())].clone()
}

/// The payload's text is not the JSON of its members.
fn unusual_text(random: &mut Random, payload: &mut Payload) {
    let text = payload.members.text(Style::Compact);
    let raw = match random.below(9) {
        0 => String::new(),
        1 => format!("\u{feff}{text}"),
        2 => format!("[{text}]"),
        3 => text.replace("nonce", "\\u006eonce"),
        4 => format!("{text}{text}"),
        5 => text.chars().take(text.len() / 2).collect(),
        6 => format!("\"{NONCE}\""),
        7 => format!("{text}\u{0}"),
        _ => payload.members.text(Style::TrailingComma),
    };
    payload.raw = Some(raw);
}

fn with_odd_envelope(random: &mut Random) -> Answer {
    let mut answer = honest(random);
    if random.percent(35) {
        answer.http = random.pick(HTTP_OK);
    }
    if random.percent(25) {
        use Around::{Blanks, Bom, Cut, Huge, NotUtf8, Trailer};
        answer.around = random.pick(&[Bom, Blanks, Blanks, Trailer, Cut, NotUtf8, NotUtf8, Huge]);
    }
    let Envelope::Members(members, style) = &mut answer.envelope else { return answer };
    let field = random.pick(&["status", "payload", "signature", "keyId", "error", "file", "replay", "extra"]);
    match random.below(8) {
        0 => members.remove(field),
        1 => members.set(field, json::odd(random)),
        2 => members.add(field, json::odd(random)),
        3 => members.shadow(field, json::odd(random)),
        4..6 => members.set("status", random.pick(STATUS_WORDS)),
        6 => members.set("error", format!("\"{}\"", random.pick(CODES))),
        _ => *style = random.pick(&[Style::Wide, Style::TrailingComma]),
    }
    answer
}

fn with_odd_seal(random: &mut Random) -> Answer {
    use Encoding::{
        Blank, Empty, Hex, LineEnd, Long, LooseBits, Overpadded, Short, Standard, Unpadded, Url, UrlUnpadded,
    };
    let all = [
        Standard,
        Unpadded,
        Url,
        UrlUnpadded,
        Overpadded,
        LineEnd,
        Blank,
        LooseBits,
        Short,
        Long,
        Hex,
        Empty,
    ];
    let mut answer = honest(random);
    // Texts whose base64 needs the characters in which the two alphabets differ.
    if random.percent(50) {
        answer.payload.members.set("licenseLabel", "\"\u{ff}\u{3ff}~~~???\u{fffd}\"");
    }
    match random.below(5) {
        0 => answer.payload.signer = Signer::Stranger,
        1 => answer.payload.signed = random.pick(&[Signed::Decoded, Signed::Less]),
        2 | 3 => {
            answer.payload.encoding = random.pick(&all);
            if random.percent(20) {
                answer.payload.signer = Signer::Stranger;
            }
        }
        _ => answer.payload.signature = random.pick(&all),
    }
    if random.percent(25) {
        change_payload(random, &mut answer.payload);
    }
    answer
}

fn failure(random: &mut Random) -> Answer {
    let mut answer = honest(random);
    answer.http = random.pick(HTTP_BAD);
    let code = format!("\"{}\"", random.pick(CODES));
    let mut members = Members::of(&[("status", "\"failed\""), ("error", &code)]);
    match random.below(8) {
        0 => members.remove("status"),
        1 => members.set("status", random.pick(STATUS_WORDS)),
        2 => members.set("error", json::odd(random)),
        3 => members.remove("error"),
        4 => {
            members.add("payload", PAYLOAD);
            members.add("signature", SIGNATURE);
        }
        5 => members.add("message", json::odd(random)),
        _ => {}
    }
    answer.envelope = Envelope::Members(members, Style::Compact);
    answer
}

fn garbage(random: &mut Random) -> Answer {
    let mut answer = honest(random);
    answer.http = random.pick(HTTP_BAD);
    let raw = match random.below(6) {
        0 => "<html><body>Bad Gateway</body></html>".to_owned(),
        1 => String::new(),
        2 => format!("[\"success\",{PAYLOAD},{SIGNATURE}]"),
        3 => "{\"message\":\"Too Many Requests\"}".to_owned(),
        4 => PAYLOAD.to_owned(),
        _ => json::odd(random),
    };
    answer.envelope = Envelope::Raw(raw);
    answer
}
