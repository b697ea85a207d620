//! Differences that answers and license files have in common: they are payloads, both.

use serde_json::Value;

use crate::answer::{Answer, Payload};
use crate::dates;
use crate::json;
use crate::license_file::LicenseText;
use crate::outcome::{Difference, What};
use crate::rules::Rule;

pub trait Case {
    fn payload(&self) -> &Payload;

    /// Every JSON text that a reader sees.
    fn texts(&self) -> Vec<String> {
        vec![self.payload().text("0")]
    }
}

impl Case for Answer {
    fn payload(&self) -> &Payload {
        &self.payload
    }

    fn texts(&self) -> Vec<String> {
        vec![self.payload.text("0"), String::from_utf8_lossy(&self.body("0")).into_owned()]
    }
}

impl Case for LicenseText {
    fn payload(&self) -> &Payload {
        &self.payload
    }
}

pub const fn date_on_no_day<C: Case>() -> Rule<C> {
    Rule {
        id: "date-on-no-day",
        official: "reads February 31 as a day in March",
        ours: "there is no such day: the end of a license is unknown, a file has expired",
        applies: |case, difference| only_official_reads(case, difference, dates::is_no_day),
    }
}

pub const fn date_with_signs<C: Case>() -> Rule<C> {
    Rule {
        id: "date-with-signs",
        official: "reads `+` and `-` inside the numbers of a date",
        ours: "this is no ISO-8601: the end of a license is unknown, a file has expired",
        applies: |case, difference| only_official_reads(case, difference, dates::has_sign_in_number),
    }
}

pub const fn date_in_rare_spelling<C: Case>() -> Rule<C> {
    Rule {
        id: "date-in-rare-spelling",
        official: "does not read dates with a comma or a small `t`",
        ours: "reads them: ISO-8601 and RFC 3339 allow them",
        applies: |case, difference| {
            let read = match difference.what {
                What::Field(_) => is_no_date(&difference.official) && difference.ours.is_i64(),
                _ => difference.official == "expired",
            };
            read && dates::is_rare_iso(&date(case, difference))
        },
    }
}

pub const fn name_with_zero_character<C>() -> Rule<C> {
    Rule {
        id: "name-with-zero-character",
        official: "has variables with `\\u0000` in their name",
        ours: "has them in the JSON text only: no C text can ask for them",
        applies: |_, difference| {
            let variables = difference.what == What::Field("app_variables")
                || difference.what == What::Field("license_variables");
            variables && without_zero_names(&difference.official) == difference.ours
        },
    }
}

pub const fn text_with_zero_character<C>() -> Rule<C> {
    Rule {
        id: "text-with-zero-character",
        official: "has texts with `\\u0000` in them",
        ours: "has them in the JSON text only: C would read half of them",
        applies: |_, difference| {
            let left = match &difference.official {
                Value::Array(texts) => Value::from_iter(texts.iter().filter(|text| !has_zero(text)).cloned()),
                text if has_zero(text) && difference.what == What::Field("request_id") => Value::from(""),
                text if has_zero(text) => Value::Null,
                _ => return false,
            };
            left == difference.ours
        },
    }
}

pub const fn empty_label<C>() -> Rule<C> {
    Rule {
        id: "empty-label",
        official: "tells an empty label from none",
        ours: "gives NULL for both",
        applies: |_, difference| {
            difference.what == What::Field("label") && difference.official == "" && difference.ours.is_null()
        },
    }
}

pub const fn half_a_character<C: Case>() -> Rule<C> {
    Rule {
        id: "half-a-character",
        official: "refuses JSON with half an emoji (`\\ud83d` alone) in any text",
        ours: "reads U+FFFD instead: JavaScript cuts texts there, and a label must not lock customers out",
        applies: |case, difference| {
            is_unreadable(&difference.official) && case.texts().iter().any(|text| text.contains(json::HALF))
        },
    }
}

pub const fn number_beyond_a_double<C: Case>() -> Rule<C> {
    Rule {
        id: "number-beyond-a-double",
        official: "refuses JSON with a number like 1e400",
        ours: "takes the number as unknown",
        applies: |case, difference| {
            is_unreadable(&difference.official) && case.texts().iter().any(|text| text.contains(json::BEYOND))
        },
    }
}

pub const fn nested_beyond_64<C: Case>() -> Rule<C> {
    Rule {
        id: "nested-beyond-64",
        official: "reads arrays and objects up to 127 inside each other",
        ours: "reads up to 64: whoever calls pays for them with his stack",
        applies: |case, difference| {
            is_unreadable(&difference.ours) && case.texts().iter().any(|text| json::depth(text) > 64)
        },
    }
}

/// What is told where nobody can read a body: of an HTTP error, that, and 429 has a name of its own.
pub fn is_unreadable(summary: &Value) -> bool {
    let codes =
        ["invalid_payload_json", "invalid_json_response", "http_error_", "rate_limited", "malformed_payload"];
    summary.as_str().is_some_and(|text| codes.iter().any(|code| text.starts_with(code)))
}

/// What stands for a date that a client could not read.
fn is_no_date(value: &Value) -> bool {
    *value == "unknown" || *value == 0
}

fn only_official_reads<C: Case>(case: &C, difference: &Difference, is_so: fn(&str) -> bool) -> bool {
    let read = match difference.what {
        What::Field(_) => difference.official.is_i64() && is_no_date(&difference.ours),
        _ => difference.ours == "expired",
    };
    read && is_so(&date(case, difference))
}

/// The date that the difference is about; for a verdict the end of a file.
fn date<C: Case>(case: &C, difference: &Difference) -> String {
    let name = match difference.what {
        What::Field("license_end") => "licenseExpiresAt",
        What::Field("issued_at") => "issuedAt",
        What::Field(_) => return String::new(),
        _ => "expiresAt",
    };
    case.payload().field(name).and_then(|date| Some(date.as_str()?.to_owned())).unwrap_or_default()
}

fn has_zero(text: &Value) -> bool {
    text.as_str().is_some_and(|text| text.contains('\u{0}'))
}

fn without_zero_names(variables: &Value) -> Value {
    let mut left = variables.clone();
    if let Value::Object(map) = &mut left {
        map.retain(|name, _| !name.contains('\u{0}'));
    }
    left
}
