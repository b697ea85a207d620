use super::super::armor;
use super::*;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer, SigningKey};
use serde_json::json;

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn payload() -> Value {
    json!({"v": 1, "typ": TYPE, "appId": "app", "licenseKey": "K", "jti": "j", "kid": "k1",
        "issuedAt": "2026-09-11T11:00:00Z", "expiresAt": "2027-01-01T00:00:00.500Z",
        "hwid": {"mode": "bound", "hwids": ["here", "there"]}})
}

fn sealed(payload: &str) -> String {
    let body = STANDARD.encode(payload);
    let signature = STANDARD.encode(key().sign(body.as_bytes()).to_bytes());
    let (body, signature) = (armor::wrap(&body), armor::wrap(&signature));
    let [begin, end] = [Kind::License.begin(), Kind::License.end()];
    let [begin_signature, end_signature] = [Kind::Signature.begin(), Kind::Signature.end()];
    format!("{begin}\nVersion: 9\n\n{body}\n{end}\n{begin_signature}\n{signature}\n{end_signature}\n")
}

fn read(text: &str) -> Result<LicenseFile> {
    read_with(text, Ok(" here "), None)
}

fn read_with(text: &str, hwid: Result<&str>, license_key: Option<&str>) -> Result<LicenseFile> {
    let trust = TrustList::parse(&STANDARD.encode(key().verifying_key().as_bytes())).unwrap();
    let now_ms = parse_iso_ms("2026-10-01T00:00:00Z").unwrap();
    verify(text, &Reader { app_id: "app", trust: &trust, hwid: &|| hwid.clone(), now_ms, license_key })
}

fn status_with(change: impl FnOnce(&mut Value)) -> Status {
    let mut payload = payload();
    change(&mut payload);
    read(&sealed(&payload.to_string())).map_or_else(|error| error.status, |_| Status::Ok)
}

#[test]
fn a_good_file_tells_what_it_says() {
    let file = read(&sealed(&payload().to_string())).unwrap();
    assert_eq!((file.jti.as_deref(), file.license_key.reveal()), (Some(c"j"), "K"));
    assert_eq!((file.issued_at, file.end_ms), (1_789_124_400, Some(1_798_761_600_500)));
    assert_eq!(file.hwid_policy, HwidPolicy::Bound(vec![c"here".into(), c"there".into()]));
}

#[test]
fn a_version_is_the_number_one_however_it_is_written() {
    assert_eq!(status_with(|p| p["v"] = json!(1.0)), Status::Ok);
    for bad in [json!(2), json!(true), json!("1"), json!(null), json!(1.5)] {
        assert_eq!(status_with(|p| p["v"] = bad.clone()), Status::UnsupportedVersion, "{bad}");
    }
}

#[test]
fn each_required_field_is_required() {
    for name in ["typ", "appId", "licenseKey", "jti", "kid", "issuedAt", "expiresAt", "hwid"] {
        let absent = status_with(|p| drop(p.as_object_mut().unwrap().remove(name)));
        assert_eq!(absent, Status::MalformedPayload, "{name}");
        assert_eq!(status_with(|p| p[name] = json!("")), Status::MalformedPayload, "{name}");
    }
    for hwid in [
        json!({"mode": "bound"}),
        json!({"mode": "bound", "hwids": []}),
        json!({"mode": "bound", "hwids": ["", "here"]}),
        json!({"mode": "bound", "hwids": [1]}),
        json!({"mode": "all"}),
    ] {
        assert_eq!(status_with(|p| p["hwid"] = hwid.clone()), Status::MalformedPayload, "{hwid}");
    }
}

#[test]
fn app_comes_before_date_and_date_before_machine() {
    let late = json!("2026-09-30T00:00:00Z");
    let other = json!({"mode": "bound", "hwids": ["there"]});
    let all = |p: &mut Value| {
        p["expiresAt"] = late.clone();
        p["hwid"] = other.clone();
    };
    assert_eq!(
        status_with(|p| {
            all(p);
            p["appId"] = json!("b")
        }),
        Status::WrongApp
    );
    assert_eq!(status_with(all), Status::Expired);
    assert_eq!(status_with(|p| p["hwid"] = other.clone()), Status::HwidMismatch);
    assert_eq!(status_with(|p| p["expiresAt"] = json!("soon")), Status::Expired);
    assert_eq!(status_with(|p| p["expiresAt"] = json!("2026-10-01T00:00:00.000Z")), Status::Expired);
    assert_eq!(status_with(|p| p["expiresAt"] = Value::Null), Status::Ok);
}

#[test]
fn a_clock_that_is_more_than_a_day_before_the_issue_of_a_file_with_an_end_is_wrong() {
    // Read at 2026-10-01T00:00:00Z.
    let issued = |date: &str| status_with(|p| p["issuedAt"] = json!(date));
    assert_eq!(issued("2026-10-02T00:00:00.000Z"), Status::Ok, "a day of tolerance");
    assert_eq!(issued("2026-10-02T00:00:01.000Z"), Status::ClockWrong);
    assert_eq!(issued("2099-01-01T00:00:00Z"), Status::ClockWrong);
    assert_eq!(issued("some day"), Status::Ok, "nothing is known");
    let late = |change: fn(&mut Value)| {
        status_with(|p| {
            p["issuedAt"] = json!("2026-11-01T00:00:00Z");
            change(p);
        })
    };
    assert_eq!(late(|p| p["expiresAt"] = Value::Null), Status::Ok, "no clock makes it last longer");
    // What says more comes first.
    assert_eq!(late(|p| p["appId"] = json!("b")), Status::WrongApp);
    assert_eq!(late(|p| p["expiresAt"] = json!("2026-09-30T00:00:00Z")), Status::Expired);
    assert_eq!(late(|p| p["hwid"] = json!({"mode": "bound", "hwids": ["there"]})), Status::HwidMismatch);
}

#[test]
fn the_clock_costs_nobody_the_seat_of_a_file_that_was_asked_for() {
    let mut payload = payload();
    payload["issuedAt"] = json!("2026-11-01T00:00:00Z");
    let text = sealed(&payload.to_string());
    assert!(read_with(&text, Ok("here"), Some("K")).is_ok());
    assert_eq!(read_with(&text, Ok("here"), None).unwrap_err().status, Status::ClockWrong);
}

#[test]
fn an_activation_request_has_a_word_of_its_own_and_a_license_file_beside_it_counts() {
    let (begin, end) = (Kind::Request.begin(), Kind::Request.end());
    let request = format!("{begin}\nChecksum: 0\n\neyJ2IjoxfQ==\n{end}\n");
    assert_eq!(read(&request).unwrap_err().status, Status::IsActivationRequest);
    let good = sealed(&payload().to_string());
    assert!(read(&format!("{request}{good}")).is_ok() && read(&format!("{good}{request}")).is_ok());
    let spoiled = good.replacen("eyJ", "eyK", 1);
    assert_eq!(read(&format!("{request}{spoiled}")).unwrap_err().status, Status::BadSignature);
}

#[test]
fn the_machine_is_asked_for_its_id_only_where_the_file_is_bound_to_some() {
    let read = |payload: &Value| {
        let no_id = Err(Error::of(Status::InternalError));
        read_with(&sealed(&payload.to_string()), no_id, None)
            .map_or_else(|error| error.status, |_| Status::Ok)
    };
    let mut payload = payload();
    assert_eq!(read(&payload), Status::InternalError);
    payload["expiresAt"] = json!("2026-09-30T00:00:00Z");
    assert_eq!(read(&payload), Status::Expired);
    payload["expiresAt"] = Value::Null;
    payload["hwid"] = json!({"mode": "any"});
    assert_eq!(read(&payload), Status::Ok);
}

#[test]
fn a_file_that_was_asked_for_is_for_the_license_it_was_asked_for_with() {
    let mut payload = payload();
    payload["licenseKey"] = json!("ABCD-efgh ");
    let text = sealed(&payload.to_string());
    for same in ["ABCD-EFGH", "abcd-efgh", " abcd-EFGH\n", "ABCD EFGH", "abcdefgh"] {
        assert!(read_with(&text, Ok("here"), Some(same)).is_ok(), "{same}");
    }
    for other in ["", "ABCD", "ABCD-EFGI", "ABCD-EFGHI"] {
        let error = read_with(&text, Ok("here"), Some(other)).unwrap_err();
        assert_eq!(error.status, Status::OfflineFileRejected, "{other}");
        assert!(!error.message.to_ascii_lowercase().contains("abcd"), "{}", error.message);
    }
    let elsewhere = read_with(&text, Ok("elsewhere"), Some("K")).unwrap_err();
    assert_eq!(elsewhere.status, Status::HwidMismatch, "the machine comes before the license");
}

#[test]
fn of_several_files_the_first_good_one_counts_and_else_the_first_that_is_signed_says_why() {
    let with = |name: &str, value: Value| {
        let mut payload = payload();
        payload[name] = value;
        sealed(&payload.to_string())
    };
    let [good, other] = ["first", "second"].map(|jti| with("jti", json!(jti)));
    let (old, theirs) = (with("expiresAt", json!("2026-01-01T00:00:00Z")), with("appId", json!("b")));
    let cut = &good[..good.len() / 3];
    let spoiled = good.replacen("eyJ", "eyK", 1);
    for text in [
        format!("{good}{other}"),
        format!("{old}{theirs}{good}"),
        format!("{cut}{good}{cut}"),
        format!("{spoiled}{good}"),
    ] {
        assert_eq!(read(&text).unwrap().jti.as_deref(), Some(c"first"), "{text}");
    }
    let status = |texts: &[&str]| read(&texts.concat()).unwrap_err().status;
    assert_eq!(status(&[&old, &theirs]), Status::Expired);
    assert_eq!(status(&[&theirs, &old]), Status::WrongApp);
    assert_eq!(status(&[&spoiled, cut, &old, &theirs]), Status::Expired);
    assert_eq!(status(&[&spoiled, cut]), Status::BadSignature);
    assert_eq!(status(&[cut, &spoiled]), Status::BadArmor);
}

#[test]
fn nothing_is_read_before_a_trusted_key_has_signed_it() {
    let text = sealed(&payload().to_string());
    let spoiled = text.replacen("eyJ", "eyK", 1);
    assert_eq!(read(&spoiled).unwrap_err().status, Status::BadSignature);
    assert_eq!(read(&sealed("[1]")).unwrap_err().status, Status::MalformedPayload);
    assert_eq!(read("hello").unwrap_err().status, Status::BadArmor);
}
