//! Generated license files: honest ones, and ones whose armor or payload is wrong in some way.

use serde_json::Value;

use crate::answer::{Encoding, Payload, Signed, Signer};
use crate::json::{self, Members, Style};
use crate::random::Random;

pub const APP_ID: &str = "fuzz-app";
pub const HWID: &str = "fuzz-machine";
const BEGIN: &str = "-----BEGIN AUTHFORGE LICENSE-----";
const END: &str = "-----END AUTHFORGE LICENSE-----";
const BEGIN_SIGNATURE: &str = "-----BEGIN AUTHFORGE SIGNATURE-----";
const END_SIGNATURE: &str = "-----END AUTHFORGE SIGNATURE-----";

/// Long past and far future, so that no run depends on its date.
const ENDS: &[&str] =
    &["null", "\"2099-01-01T00:00:00.000Z\"", "\"2100-02-28T23:59:59Z\"", "\"2020-01-01T00:00:00.000Z\""];

#[derive(Clone, Debug)]
pub struct LicenseText {
    pub payload: Payload,
    pub armor: Armor,
    /// Given as a path to a file, not as text.
    pub on_disk: bool,
    /// Bytes before the text, which need not be UTF-8; on disk only.
    pub prefix: Vec<u8>,
}

#[derive(Clone, Debug)]
pub struct Armor {
    /// All lines but those of payload and signature, which are `PAYLOAD` and `SIGNATURE`.
    pub lines: Vec<String>,
    pub width: usize,
    pub line_end: &'static str,
    /// Put around each base64 line.
    pub indent: &'static str,
}

const PAYLOAD: &str = "@PAYLOAD@";
const SIGNATURE: &str = "@SIGNATURE@";

impl LicenseText {
    pub fn text(&self) -> String {
        let (payload, signature) = self.payload.sealed("");
        let armor = &self.armor;
        let wrapped = |text: &str| {
            let letters: Vec<char> = text.chars().collect();
            let lines: Vec<String> = letters.chunks(armor.width).map(|line| line.iter().collect()).collect();
            lines.join(&format!("{}{}{}", armor.indent, armor.line_end, armor.indent))
        };
        let line = |line: &String| match line.as_str() {
            PAYLOAD => wrapped(&payload),
            SIGNATURE => wrapped(&signature),
            other => other.to_owned(),
        };
        armor.lines.iter().map(line).collect::<Vec<_>>().join(armor.line_end)
    }

    /// Whether a trusted key signed it for this app and machine and it has not ended: without that, nobody may
    /// accept it.
    pub fn is_proven(&self) -> bool {
        let field = |name: &str| self.payload.field(name).unwrap_or_default();
        let hwid = field("hwid");
        let here = |list: &Value| list.as_array().is_some_and(|hwids| hwids.contains(&Value::from(HWID)));
        let end = field("expiresAt");
        (self.payload.is_signed_by_us() || self.is_signed_without_padding())
            && field("v").as_f64() == Some(1.0)
            && field("typ") == "authforge-license"
            && field("appId") == APP_ID
            && (hwid["mode"] == "any" || hwid["mode"] == "bound" && here(&hwid["hwids"]))
            && (end.is_null() || end.as_str().is_some_and(|end| end.trim() > "2027"))
    }

    /// Signed are the letters of the payload's base64 without the `=` behind them, which say the same.
    pub fn is_signed_without_padding(&self) -> bool {
        let (text, _) = self.payload.sealed("");
        self.payload.signer != Signer::Stranger
            && self.payload.signed == Signed::Less
            && text.ends_with('=')
            && !text.ends_with("==")
    }

    pub fn bytes(&self) -> Vec<u8> {
        [self.prefix.as_slice(), self.text().as_bytes()].concat()
    }
}

pub fn honest(random: &mut Random) -> LicenseText {
    let mut members = Members::of(&[
        ("v", "1"),
        ("typ", "\"authforge-license\""),
        ("appId", &format!("\"{APP_ID}\"")),
        ("licenseKey", "\"TEST-KEY0-0000-0000\""),
        ("jti", "\"00000000-0000-4000-8000-000000000001\""),
        ("kid", "\"kid-1\""),
        ("issuedAt", "\"2026-01-02T03:04:05.678Z\""),
        ("expiresAt", random.pick(ENDS)),
        ("hwid", &hwid(random)),
    ]);
    let optional = [
        ("label", json::plain(random)),
        ("licenseExpiresAt", random.pick(&["null", "\"2031-05-06T07:08:09.010Z\""]).to_owned()),
        ("licenseVariables", json::variables(random)),
        ("appVariables", json::variables(random)),
        ("somethingNew", "[1,{\"a\":null}]".to_owned()),
    ];
    for (name, raw) in optional {
        if random.percent(60) {
            members.add(name, raw);
        }
    }
    let payload = Payload {
        members,
        style: if random.percent(10) { Style::Wide } else { Style::Compact },
        raw: None,
        encoding: Encoding::Standard,
        signer: random.pick(&[Signer::First, Signer::First, Signer::Second]),
        signed: Signed::Text,
        signature: Encoding::Standard,
    };
    let lines = [
        BEGIN,
        "Version: 1",
        "App-Id: fuzz-app",
        "License: TEST-KEY0-0000-0000",
        "Key-Id: kid-1",
        "Expires-At: never",
        "",
        PAYLOAD,
        END,
        BEGIN_SIGNATURE,
        SIGNATURE,
        END_SIGNATURE,
        "",
    ];
    let lines = lines.map(str::to_owned).to_vec();
    let armor = Armor { lines, width: 64, line_end: "\n", indent: "" };
    LicenseText { payload, armor, on_disk: random.percent(15), prefix: Vec::new() }
}

fn hwid(random: &mut Random) -> String {
    let forms = [
        format!("{{\"mode\":\"bound\",\"hwids\":[\"{HWID}\"]}}"),
        format!("{{\"mode\":\"bound\",\"hwids\":[\"other\",\"{HWID}\"]}}"),
        "{\"mode\":\"any\"}".to_owned(),
        "{\"mode\":\"bound\",\"hwids\":[\"other\"]}".to_owned(),
    ];
    let last_too = random.percent(10);
    forms[random.below(if last_too { 4 } else { 3 })].clone()
}

pub fn license_text(random: &mut Random) -> LicenseText {
    let mut made = honest(random);
    match random.below(100) {
        0..15 => {}
        15..55 => {
            for _ in 0..[1, 1, 1, 3][random.below(4)] {
                change_payload(random, &mut made.payload);
            }
        }
        55..85 => {
            for _ in 0..[1, 1, 2][random.below(3)] {
                change_armor(random, &mut made);
            }
        }
        85..95 => change_seal(random, &mut made.payload),
        _ => {
            made.on_disk = true;
            made.prefix = random
                .pick(&[&b"\xff\xfe\n"[..], b"\0\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\xef\xbb\xbf"])
                .to_vec();
        }
    }
    made
}

const FIELDS: &[&str] = &[
    "v",
    "typ",
    "appId",
    "licenseKey",
    "jti",
    "kid",
    "issuedAt",
    "expiresAt",
    "hwid",
    "label",
    "licenseExpiresAt",
    "licenseVariables",
    "appVariables",
];

fn change_payload(random: &mut Random, payload: &mut Payload) {
    let field = random.pick(FIELDS);
    let members = &mut payload.members;
    match random.below(15) {
        0 => members.remove(field),
        1..5 => members.set(field, json::odd(random)),
        5 => members.add(field, json::odd(random)),
        6 => members.shadow(field, json::odd(random)),
        7 => members
            .set("v", random.pick(&["1.0", "1e0", "true", "\"1\"", "2", "0", "null", "[1]", "1.5", "10e-1"])),
        8 => members.set("hwid", odd_hwid(random)),
        9..12 => {
            let field = random.pick(&["expiresAt", "expiresAt", "licenseExpiresAt", "issuedAt"]);
            members.set(field, json::date(random).replace("2030", "2090").replace("2032", "2092"));
        }
        12 => {
            let app =
                ["\"fuzz-app \"", "\"FUZZ-APP\"", "\"other\"", "\"fuzz-\\u0061pp\"", "\"\"", "\" fuzz-app\""];
            members.set("appId", random.pick(&app));
        }
        13 => members.set(random.pick(&["appVariables", "licenseVariables"]), json::odd_variables(random)),
        _ => unusual_text(random, payload),
    }
}

fn odd_hwid(random: &mut Random) -> String {
    let forms = [
        "{\"mode\":\"any\",\"hwids\":null}".to_owned(),
        "{\"mode\":\"any\",\"hwids\":[]}".to_owned(),
        "{\"mode\":\"any\",\"hwids\":7}".to_owned(),
        "{\"mode\":\"any\",\"hwids\":[1]}".to_owned(),
        "{\"mode\":\"Any\"}".to_owned(),
        "{\"mode\":\"bound\"}".to_owned(),
        "{\"mode\":\"bound\",\"hwids\":[]}".to_owned(),
        format!("{{\"mode\":\"bound\",\"hwids\":[\"\",\"{HWID}\"]}}"),
        format!("{{\"mode\":\"bound\",\"hwids\":[1,\"{HWID}\"]}}"),
        format!("{{\"mode\":\"bound\",\"hwids\":\"{HWID}\"}}"),
        format!("{{\"mode\":\"bound\",\"hwids\":[\" {HWID}\"]}}"),
        "{\"mode\":\"bound\",\"hwids\":[\"FUZZ-machine\"]}".to_owned(),
        format!("{{\"mode\":\"bound\",\"hwids\":[\"{HWID}\",\"a\\u0000b\"],\"more\":1}}"),
        format!("{{\"mode\":\"bound\",\"mode\":\"any\",\"hwids\":[\"{HWID}\"]}}"),
        "[\"any\",null]".to_owned(),
        format!("[\"bound\",[\"{HWID}\"]]"),
        "\"any\"".to_owned(),
    ];
    forms[random.below(forms.len())].clone()
}

fn unusual_text(random: &mut Random, payload: &mut Payload) {
    let text = payload.members.text(Style::Compact);
    payload.raw = Some(match random.below(6) {
        0 => format!("\u{feff}{text}"),
        1 => format!("[{text}]"),
        2 => format!("{text} {{}}"),
        3 => "null".to_owned(),
        4 => text.replace("\"v\"", "\"\\u0076\""),
        _ => payload.members.text(Style::TrailingComma),
    });
}

fn change_seal(random: &mut Random, payload: &mut Payload) {
    use Encoding::{
        Blank, Empty, Hex, LineEnd, Long, LooseBits, Overpadded, Short, Unpadded, Url, UrlUnpadded,
    };
    let all = [Unpadded, Url, UrlUnpadded, Overpadded, LineEnd, Blank, LooseBits, Short, Long, Hex, Empty];
    match random.below(4) {
        0 => payload.signer = Signer::Stranger,
        1 => payload.signed = random.pick(&[Signed::Decoded, Signed::Less]),
        2 => payload.encoding = random.pick(&all),
        _ => payload.signature = random.pick(&all),
    }
}

/// What mail programs, editors, forgers and accidents do.
fn change_armor(random: &mut Random, file: &mut LicenseText) {
    let armor = &mut file.armor;
    let count = armor.lines.len();
    // An earlier change has cut it.
    if count < 12 {
        return;
    }
    match random.below(18) {
        0 => armor.line_end = random.pick(&["\r\n", "\r", "\n\n", "\r\n\r\n", "\u{2028}", "\u{b}", " \t\n"]),
        1 => armor.width = random.pick(&[1, 17, 63, 65, 76, 1000]),
        2 => {
            armor.indent = random.pick(&[" ", "\t", "> ", "\u{a0}", "\u{200b}", "\u{feff}", "=", "\u{3000}"])
        }
        3 => armor.lines.insert(
            0,
            random.pick(&["\u{feff}", "> see below:", "", "-----BEGIN PGP-----", BEGIN]).to_owned(),
        ),
        4 => {
            armor.lines[0] =
                format!("{}{BEGIN}", random.pick(&["\u{feff}", " ", "> ", "\u{feff}\u{feff}", "\u{200b}"]))
        }
        5 => armor.lines.push(random.pick(&["-- ", "regards", BEGIN, END, BEGIN_SIGNATURE]).to_owned()),
        6 => drop(armor.lines.remove(random.below(count))),
        7 => armor.lines.swap(random.below(count), count.min(9)),
        8 => {
            let again = armor.lines[random.below(count)].clone();
            armor.lines.insert(random.below(count), again);
        }
        9 => armor.lines.insert(random.below(count), random.pick(&["", " ", "\t", "\u{a0}"]).to_owned()),
        10 => armor.lines[1] = odd_header(random),
        11 => armor.lines.insert(3, odd_header(random)),
        12 => armor.lines[6] = random.pick(&["A: b", "\u{a0}", " \t ", ":", "no colon"]).to_owned(),
        13 => {
            let at = random.pick(&[0, 8, 9, 11]);
            let marker = armor.lines.get(at).cloned().unwrap_or_default();
            armor.lines[at.min(count - 1)] = match random.below(4) {
                0 => marker.to_ascii_lowercase(),
                1 => marker.replace("-----", "----"),
                2 => format!("  {marker}\t"),
                _ => format!("{marker}x"),
            };
        }
        14 => armor.lines.insert(random.below(count), "=".to_owned()),
        15 => armor
            .lines
            .insert(random.below(count), random.pick(&["QUJD", "QU-_", "\u{e9}", "eyJ2Ijox"]).to_owned()),
        16 => armor.lines.truncate(random.below(count)),
        _ => armor.lines.push("x".repeat(random.pick(&[10, 100, 300 * 1024]))),
    }
}

fn odd_header(random: &mut Random) -> String {
    let forms = [
        "Version: 2",
        "version:1",
        "Version 1",
        ": 1",
        " :1",
        "Version:",
        "App-Id: another: app",
        "X-\u{e9}: \u{1f600}",
        "Expires-At: 1999-01-01T00:00:00Z",
        "License: OTHER-KEY",
        "a:b:c",
        "Version\u{ff1a} 1",
    ];
    random.pick(&forms).to_owned()
}
