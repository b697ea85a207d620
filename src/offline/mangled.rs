//! Tests only: license files and activation requests as mail, chat and tools leave them, and as chance does.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer, SigningKey};

use super::ActivationRequest;
use super::armor::{Kind, wrap};
use super::license_file::{self, Reader};
use crate::protocol::trust::TrustList;

/// What a text says, if anything.
type Reads<'a> = &'a dyn Fn(&str) -> Option<String>;

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

/// With `+`, `/` and padding in it, so that nothing that is done to those goes unnoticed.
fn license() -> String {
    let payload = "{\"v\":1,\"typ\":\"authforge-license\",\"appId\":\"app\",\"licenseKey\":\"K-E-Y\",\"jti\":\"j\",\
                   \"kid\":\"k1\",\"issuedAt\":\"2026-09-11T11:00:00Z\",\"expiresAt\":null,\
                   \"hwid\":{\"mode\":\"any\"},\"label\":\"\u{3ff}~\u{fff}?>~~~\u{7ff}??>>\"}";
    let body = STANDARD.encode(payload);
    assert!(body.contains('+') && body.contains('/') && body.ends_with('='), "{body}");
    let signature = wrap(&STANDARD.encode(key().sign(body.as_bytes()).to_bytes()));
    let (license, sealed, body) = (Kind::License, Kind::Signature, wrap(&body));
    format!(
        "{}\nVersion: 1\nApp-Id: 5b2f8c1e-7d43-4a9b-8e06-2f1d90c3ab57\nLicense: K-E-Y\nKey-Id: key-1\n\
         Expires-At: 2027-01-01T00:00:00.000Z\n\n{body}\n{}\n{}\n{signature}\n{}\n",
        license.begin(),
        license.end(),
        sealed.begin(),
        sealed.end()
    )
}

fn read_license(text: &str) -> Option<String> {
    let trust = TrustList::parse(&STANDARD.encode(key().verifying_key().as_bytes())).unwrap();
    let reader = Reader { app_id: "app", trust: &trust, hwid: &|| Ok("here"), now_ms: 0, license_key: None };
    license_file::verify(text, &reader).ok().map(|file| serde_json::to_string(&file.object).unwrap())
}

fn request() -> String {
    let request = ActivationRequest {
        app_id: "5b2f8c1e-7d43-4a9b-8e06-2f1d90c3ab57".to_owned(),
        hwid: "0123456789abcdef".to_owned(),
        created_at: "2026-09-11T12:00:00.000Z".to_owned(),
        machine_name: "\u{3ff}~\u{fff}?>~~~\u{7ff}??>>".to_owned(),
        ..ActivationRequest::default()
    };
    request.to_text(&request.hwid)
}

fn read_request(text: &str) -> Option<String> {
    ActivationRequest::parse(text).ok().map(|request| request.to_json())
}

/// Both kinds of text, each with its reader.
fn both(test: impl Fn(&str, Reads<'_>)) {
    test(&license(), &read_license);
    test(&request(), &read_request);
}

/// As mail programs encode what is not plain: `=` always, and lines no longer than 76.
fn quoted_printable(text: &str) -> String {
    let mut encoded = String::new();
    let mut column = 0;
    for byte in text.bytes() {
        let piece = match byte {
            b'\n' => "\r\n".to_owned(),
            b' '..=b'~' if byte != b'=' => char::from(byte).to_string(),
            _ => format!("={byte:02X}"),
        };
        if column + piece.len() > 70 && byte != b'\n' {
            encoded.push_str("=\r\n");
            column = 0;
        }
        column = if byte == b'\n' { 0 } else { column + piece.len() };
        encoded.push_str(&piece);
    }
    encoded
}

fn percent(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// Each letter as what `letters` makes of it; a line end is one, too.
fn each(text: &str, letters: impl Fn(char) -> String) -> String {
    text.chars().map(letters).collect()
}

fn rewrapped(text: &str, columns: usize) -> String {
    let letters: Vec<char> = text.chars().filter(|letter| *letter != '\n').collect();
    letters.chunks(columns).map(|line| line.iter().collect::<String>() + "\n").collect()
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn manglings(text: &str) -> Vec<(&'static str, String)> {
    let quoted = |mark: &str| text.lines().map(|line| format!("{mark}{line}\n")).collect::<String>();
    let dashes = |dash: &str| text.replace("-----", dash);
    let ends = |end: &str| text.replace('\n', end);
    vec![
        ("CR CR LF", ends("\r\r\n")),
        ("doubled line ends", ends("\n\n")),
        ("doubled CR LF", ends("\r\n\r\n")),
        ("separators of Unicode", ends("\u{2028}")),
        ("vertical tabs", ends("\u{b}")),
        ("quoted", quoted("> ")),
        ("quoted twice", quoted(">> ")),
        ("quoted twice, apart", quoted("> > ")),
        ("quoted with bars", quoted("| ")),
        ("quoted with colons", quoted(": ")),
        ("quoted and doubled", quoted("> ").replace('\n', "\n>\n")),
        ("a list", quoted("  * ")),
        ("lost blank line", text.replace("\n\n", "\n")),
        ("one line", ends(" ")),
        ("one line without blanks", ends("")),
        ("one line, markers apart", ends("").replace("-----", " ----- ")),
        ("tabs", ends("\t")),
        ("indented by tabs", ends("\n\t")),
        ("literal line ends", ends("\\n")),
        ("literal CR LF", ends("\\r\\n")),
        ("escaped twice", ends("\\\\n")),
        ("JSON", serde_json::to_string(text).unwrap().replace('/', "\\/")),
        ("JSON in JSON", serde_json::to_string(&serde_json::to_string(text).unwrap()).unwrap()),
        ("JSON with numbers", each(text, |letter| format!("\\u{:04x}", u32::from(letter)))),
        ("quoted-printable", quoted_printable(text)),
        ("quoted-printable HTML", quoted_printable(&html(&quoted(">> ")).replace('\n', "<br>\n"))),
        ("quoted-printable twice", quoted_printable(&quoted_printable(text))),
        ("quoted-printable marks", quoted_printable(&each(text, |letter| format!("{letter}\u{200b}")))),
        ("quoted-printable line ends", text.replace('=', "=3D").replace('\n', "=0D=0A")),
        ("quoted-printable blanks", quoted_printable(text).replace("\r\n", "=20\r\n")),
        ("an address of the web", percent(text)),
        ("a form of the web", percent(text).replace("%20", "+")),
        ("zero-width characters", each(text, |letter| format!("{letter}\u{200b}"))),
        ("joiners and marks", each(text, |letter| format!("\u{2060}{letter}\u{ad}\u{200e}"))),
        ("byte order marks", each(text, |letter| format!("{letter}\u{feff}"))),
        ("zero bytes", each(text, |letter| format!("\0{letter}"))),
        ("blanks that do not break", text.replace(' ', "\u{a0}")),
        ("blanks around", ends("\u{a0} \n\u{3000}\u{202f}")),
        ("en dashes", dashes("\u{2013}\u{2013}")),
        ("em dashes", dashes("\u{2014}\u{2014}-")),
        ("minus signs", dashes(&"\u{2212}".repeat(5))),
        ("hyphens", dashes(&"\u{2011}".repeat(5))),
        ("a dash less", dashes("----")),
        ("no dashes", dashes("")),
        ("blanks within the dashes", dashes(" - - - ")),
        ("small letters in markers", text.replace("BEGIN AUTHFORGE", "Begin AuthForge")),
        ("HTML", html(&quoted("> ")).replace('\n', "<br>\n")),
        ("HTML in one line", format!("<p class=\"a:b\">{}</p>", ends("<br/>"))),
        ("HTML twice", html(&html(&quoted("> ")).replace('\n', "<br />"))),
        ("HTML blocks", quoted("<div dir=\"ltr\">").replace('\n', "</div>\n")),
        ("HTML with numbers", text.replace('+', "&#43;").replace('/', "&#x2F;").replace('=', "&#x3D;")),
        ("HTML in numbers", each(text, |letter| format!("&#{};", u32::from(letter)))),
        ("HTML names", ends("&nbsp;<wbr>").replace('=', "&equals;").replace('+', "&plus;")),
        ("a link", text.replace("5b2f", "<a href=\"tel:+5b2f\">5b2f</a>")),
        ("code", format!("Here:\n```text\n{text}```\n")),
        ("code in one line", format!("`{}`", ends(""))),
        ("bold", quoted("**").replace('\n', "**\n")),
        ("Markdown's escapes", text.replace('-', "\\-").replace('+', "\\+").replace('=', "\\=")),
        ("narrow lines", rewrapped(text, 20)),
        ("lines of 76", rewrapped(text, 76)),
        ("narrow lines, quoted", rewrapped(text, 33).replace('\n', "\n> ")),
        ("Latin-1 around it", format!("caf\u{fffd} \u{fffd}\n{text}\u{fffd}")),
        ("a letter around it", format!("Dear Ada: see below\n\n{text}-- \nEve: 1\n")),
        (
            "the markers named before",
            format!("From BEGIN AUTHFORGE LICENSE to END AUTHFORGE SIGNATURE:\n{text}"),
        ),
        ("a line of mail within", text.replacen("\n\n", "\nOn Monday, Ada <ada@example.org> wrote:\n\n", 1)),
        ("no last line", text.trim_end().rsplit_once('\n').unwrap().0.to_owned()),
        ("without padding", text.replace('=', "")),
    ]
}

#[test]
fn every_mangled_text_says_what_the_sound_one_says() {
    both(|text, read| {
        let sound = read(text).unwrap();
        let failed: Vec<_> =
            manglings(text).into_iter().filter(|(_, made)| read(made).as_ref() != Some(&sound)).collect();
        let names: Vec<_> = failed.iter().map(|(name, _)| name).collect();
        assert!(failed.is_empty(), "{names:?}\n{}", failed[0].1);
    });
}

#[test]
fn headers_may_stand_anywhere() {
    both(|text, read| {
        let (headers, rest) = text.split_once("\n\n").unwrap();
        let (begin, headers) = headers.split_once('\n').unwrap();
        let (first, second) = rest.split_once('\n').unwrap();
        let behind = rest.replacen("\n-----END", &format!("\n{headers}\n-----END"), 1);
        let sound = read(text);
        assert!(sound.is_some());
        assert_eq!(read(&format!("{begin}\n{behind}")), sound, "behind");
        assert_eq!(read(&format!("{begin}\n{first}\n{headers}\n{second}")), sound, "within");
        assert_eq!(read(&format!("{begin}\n{headers}\n\n{headers}\n\n{rest}")), sound, "twice");
    });
}

/// The promise that allows all the tolerance: whatever is done to a text, what is accepted is what was sealed.
fn check_every_byte(text: &str, read: Reads<'_>) {
    let sound = read(text);
    let mut accepted = 0;
    let mut check = |bytes: &[&[u8]]| {
        let text = bytes.concat();
        let said = read(&String::from_utf8_lossy(&text));
        accepted += usize::from(said.is_some());
        assert!(said.is_none() || said == sound, "{said:?} of {}", String::from_utf8_lossy(&text));
    };
    for at in 0..text.len() {
        let (before, after) = text.as_bytes().split_at(at);
        for bit in 0..8 {
            check(&[before, &[after[0] ^ 1 << bit], &after[1..]]);
        }
        for byte in b"\0\n &+/0:<=>A\\e\xff" {
            check(&[before, &[*byte], after]);
        }
        check(&[before, &after[1..]]);
        check(&[before, &after[..1], after]);
        check(&[before]);
        check(&[after]);
    }
    assert!(accepted > text.len() * 3, "{accepted}");
}

#[test]
fn no_byte_that_is_changed_put_in_or_left_out_makes_a_license_file_say_anything_else() {
    check_every_byte(&license(), &read_license);
}

#[test]
fn no_byte_that_is_changed_put_in_or_left_out_makes_a_request_say_anything_else() {
    check_every_byte(&request(), &read_request);
}

#[test]
fn of_two_requests_the_first_that_is_whole_counts() {
    let (first, second) = (request(), request().replace("012345", "543210"));
    let spoiled = first.replacen("eyJ", "eyK", 1);
    let sound = read_request(&first);
    assert_eq!(read_request(&format!("{first}{second}")), sound);
    assert_eq!(read_request(&format!("{spoiled}{first}")), sound);
    assert_eq!(read_request(&format!("{}{first}", &first[..first.len() - 100])), sound);
}
