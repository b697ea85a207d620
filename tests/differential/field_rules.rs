//! Where both clients accept an answer and read something else in it.

use serde_json::Value;

use crate::answer::Answer;
use crate::outcome::What;
use crate::rules::Rule;
use crate::shared_rules::*;

pub const RULES: &[Rule<Answer>] = &[
    Rule {
        id: "lifetime-license",
        official: "cannot tell a license without end from one whose end is unknown",
        ours: "tells them apart: `AF_LICENSE_EXPIRY_LIFETIME` and `_UNKNOWN`",
        applies: |answer, difference| {
            difference.what == What::Field("license_end")
                && difference.ours == "lifetime"
                && answer.payload.field("licenseExpiresAt") == Some(Value::Null)
        },
    },
    Rule {
        id: "empty-license-end",
        official: "takes an empty `licenseExpiresAt` for a license without end",
        ours: "calls it unknown: a license without end has null",
        applies: |answer, difference| {
            difference.what == What::Field("license_end")
                && difference.official == "lifetime"
                && difference.ours == "unknown"
                && answer.payload.field("licenseExpiresAt") == Some(Value::from(""))
        },
    },
    Rule {
        id: "slots-beyond-32-bits",
        official: "counts slots in 64 bits",
        ours: "counts them in 32, and calls more than that unknown; licenses have 1 to 16",
        applies: |_, difference| {
            let slots = difference.what == What::Field("max_hwid_slots")
                || difference.what == What::Field("hwid_count");
            slots && difference.official.as_u64() > Some(i32::MAX as u64) && difference.ours.is_null()
        },
    },
    Rule {
        id: "end-beyond-64-bits",
        official: "has ends of a session up to 2^64 seconds",
        ours: "stops short of 2^63 - 1, which is never, and long after the sun",
        applies: |_, difference| {
            difference.what == What::Field("expires_at")
                && difference.official.as_u64() >= Some(i64::MAX as u64)
                && difference.ours.as_i64() == Some(i64::MAX - 1)
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
