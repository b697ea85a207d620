//! The README's example, compiled as pasted and run.

use std::path::Path;
use std::process::Command;

use crate::server::Server;
use crate::shell::{self, Result};
use crate::tally::Tally;

/// Where the README's development server listens.
const ADDRESS: &str = "http://127.0.0.1:8787";

pub fn run(tally: &mut Tally, library: &Path, devserver: &Path) -> Result {
    tally.note("the README's example compiles as pasted and prints \"licensed\"", works(library, devserver));
    Ok(())
}

fn works(library: &Path, devserver: &Path) -> Result {
    let text = std::fs::read_to_string(shell::root().join("README.md")).map_err(|e| e.to_string())?;
    let example = text.split("```c\n").nth(1).and_then(|rest| rest.split("```").next());
    let example = example.ok_or("README.md has no C example")?;
    if !example.contains(ADDRESS) {
        return Err(format!("the example does not name {ADDRESS}"));
    }
    let server = Server::start(devserver, &[])?;
    let scratch = shell::scratch("readme")?;
    let (source, program) = (scratch.join("game.c"), scratch.join("game"));
    // The port that the README names may be taken here; nothing else is changed.
    std::fs::write(&source, example.replace(ADDRESS, server.get("url"))).map_err(|e| e.to_string())?;
    let mut compile = Command::new("cc");
    compile.args(["-Wall", "-Wextra", "-Werror"]).arg(&source).arg("-o").arg(&program);
    compile.arg("-I").arg(shell::root().join("include")).arg("-L").arg(library).arg("-lauthforge");
    compile.arg(format!("-Wl,-rpath,{}", library.display()));
    shell::output(&mut compile)?;
    let said = shell::output(&mut Command::new(&program))?;
    if said == "licensed\n" { Ok(()) } else { Err(format!("it printed {said:?}")) }
}
