//! activation_request_vectors.json: requests written byte for byte, and read.

use std::ffi::CString;
use std::ptr::{null, null_mut};

use authforge::ffi::activation_request::*;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::capi::{Client, Refusal, Setup, c, called};
use crate::package::{cases, text, vectors};

const KEY: &str = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
const END: &str = "-----END AUTHFORGE ACTIVATION REQUEST-----";

/// Fills a buffer of 4 KiB.
fn filled(
    call: impl FnOnce(*mut std::ffi::c_char, usize, *mut usize, *mut authforge::ffi::error::af_error) -> i32,
) -> Result<String, Refusal> {
    let (mut buffer, mut length) = (vec![0_u8; 4096], 0);
    called(|error| call(buffer.as_mut_ptr().cast(), buffer.len(), &raw mut length, error))?;
    buffer.truncate(length);
    Ok(String::from_utf8(buffer).expect("UTF-8"))
}

fn parsed(file: &str) -> Result<String, Refusal> {
    let file = c(file);
    filled(|buffer, size, length, error| {
        af_parse_activation_request(file.as_ptr(), buffer, size, length, error) as i32
    })
}

/// What this library writes for the inputs of a case; a text that is not among them is left out.
fn written(inputs: &Value) -> Result<String, Refusal> {
    let client = Client::new(&Setup {
        app_id: text(inputs, "appId").to_owned(),
        public_key: KEY.to_owned(),
        hwid: Some(text(inputs, "hwid").to_owned()),
        ..Setup::default()
    });
    let given = |name: &str| -> CString { c(inputs[name].as_str().unwrap_or_default()) };
    let [machine_name, os, sdk, license_key, created_at] =
        ["machineName", "os", "sdk", "licenseKey", "createdAt"].map(given);
    let named = inputs["machineName"].is_string();
    let options = af_activation_request_options {
        struct_size: u32::try_from(size_of::<af_activation_request_options>()).expect("a small struct"),
        include_machine_name: i32::from(named),
        machine_name: if named { machine_name.as_ptr() } else { null() },
        os: os.as_ptr(),
        sdk: sdk.as_ptr(),
        license_key: license_key.as_ptr(),
        created_at: created_at.as_ptr(),
    };
    filled(|buffer, size, length, error| {
        af_create_activation_request(client.raw(), &raw const options, buffer, size, length, error) as i32
    })
}

/// The JSON inside the armor.
fn inside(file: &str) -> String {
    let mut lines = file.lines().map(str::trim).skip_while(|line| !line.is_empty());
    lines.next();
    let body: String = lines.take_while(|line| *line != END).collect();
    String::from_utf8(STANDARD.decode(body).expect("base64")).expect("UTF-8")
}

#[test]
fn every_request_with_inputs_is_written_byte_for_byte() {
    let vectors = vectors("activation_request_vectors.json");
    let with_inputs = |case: &Value| case["inputs"].is_object();
    let cases: Vec<Value> = cases(&vectors, "cases").into_iter().filter(with_inputs).collect();
    assert!(!cases.is_empty());
    for case in cases {
        let known = ["appId", "hwid", "createdAt", "machineName", "os", "sdk", "licenseKey"];
        let inputs = case["inputs"].as_object().expect("inputs");
        assert!(inputs.keys().all(|name| known.contains(&name.as_str())), "{}", case["name"]);
        assert_eq!(written(&case["inputs"]).as_deref(), Ok(text(&case, "file")), "{}", case["name"]);
    }
}

#[test]
fn every_request_is_read_or_refused_for_its_reason() {
    for case in cases(&vectors("activation_request_vectors.json"), "cases") {
        let (name, file) = (text(&case, "name"), text(&case, "file"));
        match (text(&case, "expect"), parsed(file)) {
            ("ok", result) => assert_eq!(result, Ok(inside(file)), "{name}"),
            ("reject", result) => assert!(result.is_err(), "{name}"),
            (code, result) => {
                assert_eq!(result.map_err(|refusal| refusal.code), Err(code.to_owned()), "{name}");
            }
        }
    }
}

#[test]
fn no_options_at_all_write_a_request_that_can_be_read() {
    let client =
        Client::new(&Setup { app_id: "test-app".to_owned(), public_key: KEY.to_owned(), ..Setup::default() });
    let made = filled(|buffer, size, length, error| {
        af_create_activation_request(client.raw(), null(), buffer, size, length, error) as i32
    });
    let made = made.expect("a request");
    assert_eq!(parsed(&made), Ok(inside(&made)));
    assert_eq!(
        af_parse_activation_request(c(&made).as_ptr(), null_mut(), 0, null_mut(), null_mut()) as i32,
        4
    );
}
