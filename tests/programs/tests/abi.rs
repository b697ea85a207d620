//! The binary interface: the header against its baselines, and a program of each baseline, built with its header, runs with today's library. It is linked with a list of all functions
//! of that header, so that it does not start where one is missing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::{Context, bail};
use harness::server::Server;
use harness::{Result, build, command, project};
use interface::abi::{self, model::Interface};
use programs::Case;

const FLAGS: [&str; 8] =
    ["-std=c99", "-D_POSIX_C_SOURCE=200809L", "-pthread", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-g"];
const LIMIT: Duration = Duration::from_secs(150);
/// Two fields of a struct that every program looks into, and the same in another order.
const FIELDS: [&str; 2] = ["int32_t http_status;", "uint32_t retry_after_ms;"];

fn main() -> ExitCode {
    programs::main("abi", 2, cases)
}

fn cases() -> Result<Vec<Case>> {
    let mut cases = vec![Case::new("the version of today has a baseline", abi::has_baseline)];
    for version in abi::versions()? {
        let name = version.clone();
        let sentence = format!("the interface is that of {version}, or adds to it");
        cases.push(Case::new(sentence, move || abi::check(&name)));
        let Some((folder, interface)) = abi::program(&version)? else { continue };
        let (at, functions) = (folder.clone(), all_functions(&interface));
        cases.push(Case::new(
            format!("a program that was built with the header of {version} runs with this library"),
            move || {
                let place = place(&at, "as it was")?;
                runs(&at, &at, &functions, &place)?.map_or(Ok(()), |why| bail!(why))
            },
        ));
        let functions = all_functions(&interface);
        cases.push(Case::new(
            format!("the program of {version} notices that two fields have changed places"),
            move || {
                let place = place(&folder, "with other fields")?;
                swap_fields(&folder, &place)?;
                match runs(&folder, &place, &functions, &place)? {
                    Some(_) => Ok(()),
                    None => bail!("it ran all the same"),
                }
            },
        ));
    }
    Ok(cases)
}

/// Where the program of a baseline is made.
fn place(baseline: &Path, how: &str) -> Result<PathBuf> {
    let version = baseline.file_name().unwrap_or_default().to_string_lossy();
    project::scratch(&format!("abi/{version} {how}"))
}

/// Builds the program of a baseline with these headers and runs it; gives what it complains of.
fn runs(baseline: &Path, headers: &Path, functions: &str, place: &Path) -> Result<Option<String>> {
    let sources = [baseline.join("host.c"), place.join("functions.c")];
    project::write(&sources[1], functions)?;
    proves(&compile(&sources, headers, &build::library()?, place)?, place)
}

fn all_functions(interface: &Interface) -> String {
    let names = interface.functions.keys().map(|name| format!("  (void (*)(void)){name},\n"));
    let list = "void (*const all_functions[])(void)";
    format!("#include <authforge.h>\nextern {list};\n{list} = {{\n{}}};\n", names.collect::<String>())
}

fn compile(sources: &[PathBuf], headers: &Path, library: &Path, place: &Path) -> Result<PathBuf> {
    let program = place.join("host");
    let mut compiler = Command::new("cc");
    compiler.args(FLAGS).arg("-I").arg(headers).args(sources).arg("-o").arg(&program);
    compiler.arg("-L").arg(library).arg("-lauthforge").arg(format!("-Wl,-rpath,{}", library.display()));
    command::output(&mut compiler)?;
    Ok(program)
}

/// Runs it against a development server of its own; gives what it complains of.
fn proves(program: &Path, place: &Path) -> Result<Option<String>> {
    let server = Server::start(&["--no-rate-limits"])?;
    let order = serde_json::json!({ "hwid": { "mode": "any" }, "expiresAt": null });
    let variables = r#"{"tier":"pro","seats":5000000000,"ratio":0.5,"trial":true}"#;
    server.set_variables(variables)?;
    let license = place.join("game.authforge");
    let text = server.mint(server.get("license_key"), &order)?;
    fs::write(&license, text).with_context(|| license.display().to_string())?;
    let mut command = Command::new(program);
    command.envs(server.environment()).env("AF_TEST_FILE", &license);
    let (status, said) = command::watch(&mut command, &place.join("said"), LIMIT)?;
    let fine = status.is_some_and(|status| status.success()) && said.is_empty();
    let ended = status.map_or_else(|| "did not end in time".to_owned(), |status| status.to_string());
    Ok((!fine).then(|| format!("{ended}\n{said}")))
}

/// Puts a header beside the program that is wrong about `af_error`, as one of a broken interface would be.
fn swap_fields(folder: &Path, place: &Path) -> Result {
    let path = folder.join("authforge.h");
    let header = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let start = header.find("typedef struct af_error {").context("the header has no af_error")?;
    let (before, rest) = header.split_at(start);
    let [one, other] = FIELDS;
    let swapped = rest.replacen(one, "FIRST", 1).replacen(other, one, 1).replacen("FIRST", other, 1);
    if swapped == rest {
        bail!("af_error has no {one} {other}");
    }
    Ok(fs::write(place.join("authforge.h"), format!("{before}{swapped}"))?)
}
