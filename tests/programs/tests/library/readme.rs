//! The examples of the pages, compiled as pasted and run.

mod building;
mod recipes;
mod secret;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail, ensure};
use harness::server::{SECRET, Server};
use harness::{Result, build, command, page, project};
use programs::Case;
use serde_json::json;

/// Where the README's development server listens.
const ADDRESS: &str = "http://127.0.0.1:8787";

pub fn cases() -> Vec<Case> {
    let mut cases = vec![
        Case::new("pages::the README's example compiles as pasted and prints licensed", first_example),
        Case::new(
            "pages::the example of docs/errors.md forgives a service that is away, and never a forged signature",
            errors_example,
        ),
        Case::new(
            "pages::the example of docs/offline.md compiles as pasted, asks for a file and runs from it",
            offline_example,
        ),
    ];
    cases.extend(recipes::cases());
    cases.extend(secret::cases());
    cases.extend(building::cases());
    cases
}

fn first_example() -> Result {
    let example = page::example("README.md", "c")?;
    if !example.contains(ADDRESS) {
        bail!("the example does not name {ADDRESS}");
    }
    let server = Server::start::<&str>(&[])?;
    // The port that the README names may be taken here; nothing else is changed.
    let program = compile("readme", &example.replace(ADDRESS, server.get("url")))?;
    let said = command::output(Command::new(&program).env(SECRET, server.get("app_secret")))?;
    if said != "licensed\n" {
        bail!("with the app secret it printed {said:?}");
    }
    let output = Command::new(&program).env_remove(SECRET).output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    ensure!(said.contains("app_secret"), "without the app secret it printed {said:?}");
    Ok(())
}

/// With the service away, lying, refusing and well; a license file is there all the time.
fn errors_example() -> Result {
    let example = page::example("docs/errors.md", "c")?;
    let server = Server::start(&["--no-rate-limits"])?;
    // Nobody listens on this port.
    let (away, here) = ("http://127.0.0.1:1", server.get("url"));
    let [away, here] = [("away", away), ("here", here)]
        .map(|(name, address)| compile(&format!("errors-page-{name}"), &example.replace(ADDRESS, address)));
    let file = server.mint("EVER-LAST-KEY8-5GRN", &json!({"hwid": {"mode": "any"}}))?;
    let says = |program: &Path, expected: &str| {
        let folder = program.parent().context("the program is in no folder")?;
        std::fs::write(folder.join("license.authforge"), &file)?;
        let mut game = Command::new(program);
        let said = command::output(game.current_dir(folder).env(SECRET, server.get("app_secret")))?;
        ensure!(said == format!("{expected}\n"), "it printed {said:?}, need {expected:?}");
        Ok(())
    };
    says(
        &away?,
        "The license service cannot be reached; check your internet connection, or try again later.\n\
         network_error, licensed",
    )?;
    let here = here?;
    says(&here, "licensed")?;
    for (fault, expected) in [
        (
            json!("wrong_key"),
            "The answer of the license service cannot be trusted; try another network, or contact the maker of \
             this program.\nsignature_mismatch, not licensed",
        ),
        (
            json!({"error": {"code": "revoked"}}),
            "Your license has been withdrawn; please contact the maker of this program.\nrevoked, not licensed",
        ),
        (
            json!("garbage"),
            "Something other than the license service has answered; if your network has a sign-in page, sign in \
             there and try again.\ninvalid_json_response, licensed",
        ),
    ] {
        server.fault(&json!({"endpoint": "validate", "count": 1, "fault": fault}))?;
        says(&here, expected)?;
    }
    translated_example()
}

/// The page's other example, in a program that shows what it sets.
fn translated_example() -> Result {
    let examples = page::examples("docs/errors.md", "c")?;
    let example = examples.get(1).context("docs/errors.md has no second example")?;
    let main = "#include <stdio.h>\nint main(void) { speak_german(); return puts(af_status_user_message(303)) < 0; }\n";
    let said = command::output(&mut Command::new(compile("messages-page", &format!("{example}{main}"))?))?;
    ensure!(said == "Die Lizenz ist abgelaufen; bitte verl\u{e4}ngern.\n", "in German it printed {said:?}");
    Ok(())
}

fn offline_example() -> Result {
    let program = compile("offline-page", &page::example("docs/offline.md", "c")?)?;
    let folder = program.parent().context("the program is in no folder")?;
    let (file, request) = (folder.join("license.authforge"), folder.join("mail-me.authforge-request"));
    let _ = std::fs::remove_file(&file);
    let say = || command::output(Command::new(&program).current_dir(folder));
    let said = say()?;
    if !said.starts_with("read_error: ") || !said.ends_with("not licensed\n") {
        bail!("without a file it printed {said:?}");
    }
    let server = Server::start::<&str>(&[])?;
    let request = std::fs::read_to_string(request).context("no request")?;
    let text = server.mint(server.get("license_key"), &json!({"activationRequest": request}))?;
    std::fs::write(file, text)?;
    let said = say()?;
    ensure!(said == "licensed\n", "with a file it printed {said:?}");
    Ok(())
}

fn compile(name: &str, example: &str) -> Result<PathBuf> {
    let scratch = project::scratch(name)?;
    let (source, program) = (scratch.join("game.c"), scratch.join("game"));
    std::fs::write(&source, example)?;
    let mut compile = Command::new("cc");
    compile.args(["-Wall", "-Wextra", "-Werror"]).arg(&source);
    build::link(&mut compile, &build::library()?, &program)?;
    Ok(program)
}
