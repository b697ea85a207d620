//! JSON as a generator needs it: members that may repeat, values that are any text at all.

use serde_json::Value;

use crate::random::Random;

/// An object's members in order. Values are raw text, which need not be JSON.
#[derive(Clone, Debug, Default)]
pub struct Members(pub Vec<(String, String)>);

impl Members {
    pub fn of(members: &[(&str, &str)]) -> Members {
        Members(members.iter().map(|(name, raw)| ((*name).to_owned(), (*raw).to_owned())).collect())
    }

    /// Replaces the member, or adds it at the end.
    pub fn set(&mut self, name: &str, raw: impl Into<String>) {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = raw.into(),
            None => self.add(name, raw),
        }
    }

    /// Adds it at the end, also when it is there already.
    pub fn add(&mut self, name: &str, raw: impl Into<String>) {
        self.0.push((name.to_owned(), raw.into()));
    }

    /// Adds it at the start: a reader that believes the last one does not see it.
    pub fn shadow(&mut self, name: &str, raw: impl Into<String>) {
        self.0.insert(0, (name.to_owned(), raw.into()));
    }

    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }

    pub fn rename(&mut self, name: &str, to: &str) {
        self.0.iter_mut().filter(|(known, _)| known == name).for_each(|(known, _)| to.clone_into(known));
    }

    pub fn count(&self, name: &str) -> usize {
        self.0.iter().filter(|(known, _)| known == name).count()
    }

    pub fn text(&self, style: Style) -> String {
        let (comma, colon, start, end) = match style {
            Style::Compact => (",", ":", "{", "}"),
            Style::Wide => (",\r\n\t ", " : ", " {\n", "\n}\n"),
            Style::TrailingComma => (",", ":", "{", ",}"),
        };
        let members: Vec<String> =
            self.0.iter().map(|(name, raw)| format!("{}{colon}{raw}", Value::from(name.as_str()))).collect();
        format!("{start}{}{end}", members.join(comma))
    }
}

/// How the text between the members looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Compact,
    Wide,
    /// Not JSON.
    TrailingComma,
}

/// Values of every type, at the edges of every number, and text that is no JSON.
const ODD: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "1",
    "-1",
    "3",
    "16",
    "1.0",
    "2.5",
    "1e0",
    "1e3",
    "-0",
    "-0.0",
    "0.1",
    "2147483647",
    "2147483648",
    "4294967296",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775808",
    "-9223372036854775809",
    "123456789012345678901234567890",
    "1e19",
    "1e300",
    "1e-300",
    "1e999",
    "-1e999",
    "1900000000",
    "1900000000.0",
    "1.9e9",
    "1900000000.5",
    "\"\"",
    "\" \"",
    "\"3\"",
    "\"1\"",
    "\"true\"",
    "\"null\"",
    "\"1900000000\"",
    "\"Ada's license\"",
    "\"\u{e9}\u{4e2d}\u{1f600}\"",
    "\"\\ud83d\\ude00\"",
    "\"\\ud800\"",
    "\"\\u0000\"",
    "\"a\\u0000b\"",
    "\"a\\nb\\t\\\"c\\\\\"",
    "\"\u{202e}abc\"",
    "\"\\x41\"",
    "\"\\/\"",
    "[]",
    "[1]",
    "[[]]",
    "[null]",
    "{}",
    "{\"a\":1}",
    "{\"a\":{\"b\":[1,\"2\",null]}}",
    "{\"a\":1,\"a\":2}",
    "NaN",
    "Infinity",
    "01",
    ".5",
    "+1",
    "0x10",
    "undefined",
    "True",
    "'a'",
    "",
    "1 2",
    "\"2030-01-01T00:00:00.000Z\"",
];

/// Instants in every form, and texts that are none.
pub const DATES: &[&str] = &[
    "2030-01-01T00:00:00.000Z",
    "2030-01-01T00:00:00Z",
    "2030-01-01T00:00:00z",
    "2030-01-01t00:00:00Z",
    "2030-01-01 00:00:00Z",
    "2030-01-01T00:00:00.1234567890123Z",
    "2030-01-01T00:00:00,5Z",
    "2030-01-01T00:00:00.Z",
    "2030-01-01T00:00:00+02:00",
    "2030-01-01T00:00:00+0200",
    "2030-01-01T00:00:00+02",
    "2030-01-01T00:00:00-23:59",
    "2030-01-01T00:00:00+2:00",
    "2030-01-01T00:00:00+99:99",
    "2030-01-01T00:00:00+-1:00",
    "2030-01-01T00:00:00",
    "2030-01-01",
    "2030-01-01T00:00Z",
    "20300101T000000Z",
    "2030-02-31T00:00:00Z",
    "2030-04-31T00:00:00Z",
    "2030-02-29T00:00:00Z",
    "2032-02-29T00:00:00Z",
    "2030-13-01T00:00:00Z",
    "2030-00-10T00:00:00Z",
    "2030-01-32T00:00:00Z",
    "2030-01-01T24:00:00Z",
    "2030-01-01T23:59:60Z",
    "2030-01-01T23:60:00Z",
    " 2030-01-01T00:00:00.000Z ",
    "2030-01-01T00:00:00.000Z\u{a0}",
    "9999-12-31T23:59:59.999Z",
    "10000-01-01T00:00:00Z",
    "+2030-01-01T00:00:00Z",
    "-2030-01-01T00:00:00Z",
    "+030-01-01T00:00:00Z",
    "2030-+1-01T00:00:00Z",
    "2030-01-01T+1:00:00Z",
    "2030-01-01T00:00:00 Z",
    "2030-01-01T00:00:00.000ZZ",
    "2030-1-1T00:00:00Z",
    "2030/01/01T00:00:00Z",
    "1970-01-01T00:00:00Z",
    "1969-12-31T23:59:59Z",
    "0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00Z",
    "1999-12-31T23:59:59.999Z",
    "never",
    "",
    " ",
    "2030-01-01T00:00:00\u{ff3a}",
    "\u{ff12}030-01-01T00:00:00Z",
    "1900000000",
    "null",
    "2030-W01-1T00:00:00Z",
];

const NAMES: &[&str] = &[
    "tier",
    "seats",
    "beta",
    "Tier",
    "",
    " ",
    "a.b",
    "\u{e9}t\u{e9}",
    "\u{4e2d}\u{6587}",
    "\u{1f600}",
    "a\u{0}b",
    "__proto__",
    "sessionToken",
    "nonce",
    "a very long name that goes on and on, past the sixty-four that are allowed",
];

const SCALARS: &[&str] = &[
    "\"pro\"",
    "\"\"",
    "true",
    "false",
    "0",
    "3",
    "-7",
    "0.5",
    "9007199254740993",
    "\"\u{e9}\u{4e2d}\"",
    "1e2",
];

/// Half a character, and numbers beyond a double, as they stand in `ODD`.
pub const HALF: &str = "\\ud800";
pub const BEYOND: &str = "1e999";

/// What a text says to a reader that forgives those two.
pub fn tolerant(text: &str) -> Option<Value> {
    let text = text.replace(HALF, "\\ufffd").replace(&format!("-{BEYOND}"), "null").replace(BEYOND, "null");
    serde_json::from_str(&text).ok()
}

/// How many arrays and objects are inside each other at most, in a text whose texts have no brackets.
pub fn depth(text: &str) -> usize {
    let mut open = 0_usize;
    let each = text.bytes().map(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open
    });
    each.max().unwrap_or(0)
}

/// A raw value of any kind.
pub fn odd(random: &mut Random) -> String {
    match random.below(12) {
        0 => nested(random),
        1 => format!("\"{}\"", random.pick(DATES)),
        2 => odd_variables(random),
        _ => random.pick(ODD).to_owned(),
    }
}

/// Arrays or objects inside each other, around the depth at which parsers give up.
fn nested(random: &mut Random) -> String {
    let depth = [2, 60, 120, 124, 125, 126, 127, 128, 129, 200][random.below(10)];
    let (open, close) = if random.percent(50) { ("[", "]") } else { ("{\"a\":", "}") };
    format!("{}1{}", open.repeat(depth), close.repeat(depth))
}

/// A map of variables as the dashboard makes them.
pub fn variables(random: &mut Random) -> String {
    variables_of(random, 0)
}

/// A map of variables of which half are no scalars, or no JSON.
pub fn odd_variables(random: &mut Random) -> String {
    variables_of(random, 50)
}

fn variables_of(random: &mut Random, percent_odd: usize) -> String {
    let mut members = Members::default();
    for _ in 0..random.below(6) {
        let raw = if random.percent(percent_odd) { random.pick(ODD) } else { random.pick(SCALARS) };
        members.add(random.pick(NAMES), raw);
    }
    members.text(Style::Compact)
}

/// A text value as a sensible operator would write it.
pub fn plain(random: &mut Random) -> String {
    let word = random.pick(&["Ada", "\u{c9}cole \u{1f600}", "pro / 5 seats", "x", "\\u00e9", ""]);
    format!("\"{word}\"")
}

pub fn date(random: &mut Random) -> String {
    format!("\"{}\"", random.pick(DATES))
}
