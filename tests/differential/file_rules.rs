//! Where the two clients may differ about a license file.

use std::time::SystemTime;

use official::parse_iso8601_ms;
use serde_json::Value;

use crate::answer::Encoding;
use crate::license_file::LicenseText;
use crate::outcome::What;
use crate::rules::Rule;
use crate::shared_rules::*;

/// Longest text that the library takes.
const LONGEST: usize = 256 * 1024;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// In the order in which they are tried.
pub const RULES: &[Rule<LicenseText>] = &[
    Rule {
        id: "file-over-256-kib",
        official: "reads license files of any length",
        ours: "reads up to 256 KiB: what a wrong path leads to must not fill the memory",
        applies: |file, difference| {
            let refused = difference.ours == if file.on_disk { "read_error" } else { "invalid_argument" };
            refused && file.bytes().len() > LONGEST
        },
    },
    Rule {
        id: "file-odd-type-in-optional-field",
        official: "refuses a file whose label, variables or license end are of an odd type",
        ours: "takes the field as unknown: a slip in the dashboard must not lock customers out",
        applies: |file, difference| difference.official == "malformed_payload" && optional_field_is_odd(file),
    },
    Rule {
        id: "file-for-any-machine-with-odd-list",
        official: "refuses a file for any machine whose list of machines is of an odd type",
        ours: "does not look at the list: the file is for any machine",
        applies: |file, difference| {
            let Some(policy) = file.payload.field("hwid") else { return false };
            let odd = |list: &Value| !list.as_array().is_some_and(|hwids| hwids.iter().all(Value::is_string));
            difference.official == "malformed_payload"
                && policy.get("mode") == Some(&Value::from("any"))
                && policy.get("hwids").is_some_and(odd)
        },
    },
    Rule {
        id: "file-hwid-as-list",
        official: "reads `\"hwid\": [\"any\", null]` as if it were the object",
        ours: "refuses it: `hwid` is an object",
        applies: |file, difference| {
            difference.ours == "malformed_payload"
                && file.payload.field("hwid").is_some_and(|hwid| hwid.is_array())
        },
    },
    Rule {
        id: "file-version-1.0",
        official: "refuses a version of 1.0 or 1e0",
        ours: "takes it for the number 1",
        applies: |file, difference| {
            let one = |version: Value| version.as_f64() == Some(1.0) && version.as_u64().is_none();
            difference.official == "unsupported_version" && file.payload.field("v").is_some_and(one)
        },
    },
    Rule {
        id: "file-unpadded-base64",
        official: "refuses payload and signature whose `=` are missing",
        ours: "reads them: mail programs lose them, and what is signed is the text",
        applies: |file, difference| {
            let bare = |encoding| matches!(encoding, Encoding::Unpadded | Encoding::UrlUnpadded);
            difference.what != What::OnlyOfficial
                && (bare(file.payload.encoding) && difference.official == "malformed_payload"
                    || bare(file.payload.signature) && difference.official == "bad_signature")
        },
    },
    Rule {
        id: "file-armor",
        official: "refuses armor that mail, chat or an editor has changed",
        ours: "reads it: what is signed decides, and a customer cannot mend a mail",
        applies: |file, difference| {
            let one_of = |codes: &[&str], value: &Value| codes.iter().any(|code| value == code);
            let unread = one_of(&["bad_armor", "read_error", "bad_signature"], &difference.official);
            let unproven = one_of(&["bad_armor", "bad_signature"], &difference.ours);
            match difference.what {
                What::OnlyOurs => unread && file.is_proven(),
                What::Code => unread || unproven && difference.official == "malformed_payload",
                _ => false,
            }
        },
    },
    Rule {
        id: "file-before-its-issue",
        official: "takes a file with an end that was issued later than the computer's clock says",
        ours: "refuses it as `clock_wrong` if that is more than a day: the file proves that the clock is wrong",
        applies: |file, difference| {
            // In a spelling that the official client reads too.
            let plain = |text: &str| text.replace(',', ".").replace('t', "T");
            let ms = |name| parse_iso8601_ms(&plain(file.payload.field(name)?.as_str()?));
            let is_later = ms("issuedAt").is_some_and(|issued| issued > now_ms() + DAY_MS);
            difference.ours == "clock_wrong" && is_later && ms("expiresAt").is_some()
        },
    },
    date_on_no_day(),
    date_with_signs(),
    date_in_rare_spelling(),
    name_with_zero_character(),
    text_with_zero_character(),
    empty_label(),
    half_a_character(),
    number_beyond_a_double(),
    nested_beyond_64(),
];

fn optional_field_is_odd(file: &LicenseText) -> bool {
    let odd = |name: &str, fits: fn(&Value) -> bool| {
        file.payload.field(name).is_some_and(|value| !value.is_null() && !fits(&value))
    };
    odd("label", Value::is_string)
        || odd("licenseExpiresAt", Value::is_string)
        || odd("licenseVariables", Value::is_object)
        || odd("appVariables", Value::is_object)
}

fn now_ms() -> i64 {
    let since = SystemTime::UNIX_EPOCH.elapsed().expect("a clock after 1970");
    i64::try_from(since.as_millis()).expect("not so late")
}
