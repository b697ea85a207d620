//! Activation requests: texts that a customer takes to the seller.

use std::path::Path;

use authforge_devserver::FileOrder;
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::Value;

use super::Scene;
use crate::Result;
use crate::reply::{Reply, shown};
use crate::stage::Stage;

const CREATED: &str = "2026-04-20T00:00:00.000Z";

pub fn scenes() -> Vec<Scene> {
    vec![Scene::new("activation requests", 1, play)]
}

fn play(stage: &mut Stage) -> Result {
    stage.client(0, &[("app_secret", "")])?;
    defaults(stage)?;
    // Long names, clipped at 128; the third has a letter of two bytes across the 128th.
    let ascii = "x".repeat(300);
    let odd = format!("a{}", "é".repeat(100));
    let even = "é".repeat(100);
    let wide = "漢".repeat(60);
    for (case, name, os, sdk, key) in [
        ("all fields given", "Ada's PC", "Linux", "c/1", "ADAL-VELA-CE42-7KPT"),
        ("all fields left out", "", "", "", ""),
        ("quotes, line ends and controls", "a\"b\\c\nd\te\u{1}f\u{7f}", "-", "c/1", ""),
        ("name that is not ASCII", "Bürö-Ä漢字😀", "Linux", "c/1", ""),
        ("name of 300 letters", &ascii, "Linux", "c/1", ""),
        ("name of 201 bytes, not ASCII", &odd, "Linux", "c/1", ""),
        ("name of 200 bytes, not ASCII", &even, "Linux", "c/1", ""),
        ("name of 180 bytes, wide letters", &wide, "Linux", "c/1", ""),
        ("system of 100 letters", "", &ascii[..100], "c/1", ""),
        ("license key of 100 letters", "", "Linux", "c/1", &ascii[..100]),
    ] {
        let os = if os == "-" { "Linux" } else { os };
        let told = stage.ask(&["request", name, os, sdk, key, CREATED])?;
        stage.note(format!("activation request, {case}"), print(&told));
    }
    for (number, (case, app, hwid)) in [
        ("app id with a line end", "game\nApp-Id: other", "peer-machine"),
        ("hwid not ASCII", "game", "Büro €"),
        ("hwid of 256 letters", "game", &ascii[..256]),
    ]
    .into_iter()
    .enumerate()
    {
        let made = stage.client(1 + number, &[("app_secret", ""), ("app_id", app), ("hwid", hwid)])?;
        let told =
            if made.is_ok() { stage.ask(&["request", "", "Linux", "c/1", "", CREATED])? } else { made };
        stage.note(format!("activation request, {case}"), print(&told));
    }
    stage.client(9, &[])?;
    stage.ask(&["login", "ADAL-VELA-CE42-7KPT"])?;
    let told = stage.ask(&["request", "", "-", "-", "-", "-"])?;
    stage.note("activation request after a login: license key", shown(&body(&told)["licenseKey"]));
    let order = FileOrder::for_request(told.text("/text"));
    let cell = match stage.server.mint("ADAL-VELA-CE42-7KPT", order) {
        Ok(file) => format!("a file: {}", stage.ask(&["load", &file.text])?.told()),
        Err(why) => why.to_string(),
    };
    stage.note("activation request, what the server makes of it", cell);
    let path = stage.scratch.join("pc.authforge-request").display().to_string();
    let told = stage.ask(&["write", &path])?.told();
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    let whole = written.trim_end().ends_with("-----END AUTHFORGE ACTIVATION REQUEST-----");
    let mode = if whole { super::activation::mode(Path::new(&path)) } else { "not written".to_owned() };
    stage.note("activation request, written to a file: mode", mode);
    stage.note(
        "activation request, written to a file",
        format!("{told}{}", if whole { ", whole" } else { "" }),
    );
    Ok(())
}

fn defaults(stage: &mut Stage) -> Result {
    let told = stage.ask(&["request", "", "-", "-", "-", "-"])?;
    let request = body(&told);
    let names: Vec<&str> = request.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
    stage.note("activation request: fields", names.join(" "));
    stage.note("activation request: system", general(request["os"].as_str().unwrap_or_default()));
    stage.note("activation request: sdk", shown(&request["sdk"]));
    stage.note("activation request: hwid", shown(&request["hwid"]));
    let created = request["createdAt"].as_str().unwrap_or_default();
    let form: String =
        created.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter }).collect();
    stage.note("activation request: form of the date", form);
    let named = body(&stage.ask(&["request", "-", "-", "-", "", "-"])?);
    let given = named["machineName"].as_str().is_some_and(|name| !name.is_empty());
    stage.note("activation request: machine name asked for", if given { "given" } else { "not given" });
    Ok(())
}

/// The versions of this machine are no difference between clients.
fn general(os: &str) -> String {
    let kernel = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let mut text = os.to_owned();
    for (value, word) in [(kernel.trim(), "<kernel>"), (std::env::consts::ARCH, "<architecture>")] {
        if !value.is_empty() {
            text = text.replace(value, word);
        }
    }
    text
}

/// The JSON inside of a request.
fn body(told: &Reply) -> Value {
    let text = told.text("/text");
    let armored = text.split("\n\n").nth(1).unwrap_or_default();
    let base64: String = armored.lines().take_while(|line| !line.starts_with("-----")).collect();
    let json = BASE64_STANDARD.decode(base64).unwrap_or_default();
    serde_json::from_slice(&json).unwrap_or_default()
}

/// The whole text in few letters: its checksum line, and a number of all of it.
fn print(told: &Reply) -> String {
    if !told.is_ok() {
        return told.told();
    }
    let text = told.text("/text");
    let checksum = text.lines().find_map(|line| line.strip_prefix("Checksum: ")).unwrap_or("none");
    // FNV-1a: equal texts have equal numbers, and unequal ones unequal.
    let number = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("checksum {}…, {} bytes, {:08x}", &checksum[..6.min(checksum.len())], text.len(), number >> 32)
}
