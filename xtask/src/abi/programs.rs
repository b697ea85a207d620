//! A program of each baseline, built with its header, runs with today's library. It is linked with a list of all functions
//! of that header, so that it does not start where one is missing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::model::Interface;
use crate::server::Server;
use crate::shell::{self, Result};
use crate::tally::Tally;

const FLAGS: [&str; 8] =
    ["-std=c99", "-D_POSIX_C_SOURCE=200809L", "-pthread", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-g"];
const LIMIT: Duration = Duration::from_secs(150);
/// Two fields of a struct that every program looks into, and the same in another order.
const FIELDS: [&str; 2] = ["int32_t http_status;", "uint32_t retry_after_ms;"];

/// `baselines` are their folders, and what they have.
pub fn run(tally: &mut Tally, library: &Path, baselines: &[(PathBuf, Interface)]) -> Result {
    let library = library.canonicalize().map_err(|e| format!("{}: {e}", library.display()))?;
    let (scratch, devserver) = (shell::scratch("abi")?, shell::devserver()?);
    for (folder, interface) in baselines {
        let version = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let place = scratch.join(version.as_str());
        fs::create_dir_all(&place).map_err(|e| format!("{}: {e}", place.display()))?;
        let sources = [folder.join("host.c"), place.join("functions.c")];
        fs::write(&sources[1], all_functions(interface)).map_err(|e| e.to_string())?;
        let prove = |headers: &Path| {
            let program = compile(&sources, headers, &library, &place)?;
            proves(&program, &devserver, &place)
        };
        let sentence =
            format!("a program that was built with the header of {version} runs with this library");
        tally.note(&sentence, prove(folder).and_then(|said| said.map_or(Ok(()), Err)));
        let noticed = swap_fields(folder, &place).and_then(|()| match prove(&place)? {
            Some(_) => Ok(()),
            None => Err("it ran all the same".to_owned()),
        });
        tally.note(&format!("the program of {version} notices that two fields have changed places"), noticed);
    }
    Ok(())
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
    shell::output(&mut compiler)?;
    Ok(program)
}

/// Runs it against a development server of its own; gives what it complains of.
fn proves(program: &Path, devserver: &Path, place: &Path) -> Result<Option<String>> {
    let server = Server::start(devserver, &["--no-rate-limits".to_owned()])?;
    let order = serde_json::json!({ "hwid": { "mode": "any" }, "expiresAt": null });
    let variables = r#"{"tier":"pro","seats":5000000000,"ratio":0.5,"trial":true}"#;
    server.set_variables(variables)?;
    let license = place.join("game.authforge");
    let text = server.mint(server.get("license_key"), &order)?;
    fs::write(&license, text).map_err(|e| format!("{}: {e}", license.display()))?;
    let said = place.join("said");
    let file = fs::File::create(&said).map_err(|e| format!("{}: {e}", said.display()))?;
    let mut command = Command::new(program);
    command.envs(server.environment()).env("AF_TEST_FILE", &license);
    command.stdout(file.try_clone().map_err(|e| e.to_string())?).stderr(file);
    let mut child = command.spawn().map_err(|e| format!("{} cannot be run: {e}", program.display()))?;
    let status = shell::wait(&mut child, LIMIT)?;
    let said = fs::read_to_string(&said).unwrap_or_default();
    let fine = status.is_some_and(|status| status.success()) && said.is_empty();
    let ended = status.map_or_else(|| "did not end in time".to_owned(), |status| status.to_string());
    Ok((!fine).then(|| format!("{ended}\n{said}")))
}

/// Puts a header beside the program that is wrong about `af_error`, as one of a broken interface would be.
fn swap_fields(folder: &Path, place: &Path) -> Result {
    let path = folder.join("authforge.h");
    let header = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let start = header.find("typedef struct af_error {").ok_or("the header has no af_error")?;
    let (before, rest) = header.split_at(start);
    let [one, other] = FIELDS;
    let swapped = rest.replacen(one, "FIRST", 1).replacen(other, one, 1).replacen("FIRST", other, 1);
    if swapped == rest {
        return Err(format!("af_error has no {one} {other}"));
    }
    fs::write(place.join("authforge.h"), format!("{before}{swapped}")).map_err(|e| e.to_string())
}
