//! The examples of C as programs of any system, and the first of them as the demo shows it.

use std::path::{Path, PathBuf};

use harness::once::{in_turn, once};
use harness::server::Server;
use harness::{Result, project, quickstart};

use crate::case::Case;
use crate::system::System;

const FLAGS: &[&str] =
    &["-std=c99", "-D_POSIX_C_SOURCE=200809L", "-O2", "-Wall", "-Wextra", "-Wpedantic", "-Werror"];
pub fn case(system: System) -> Case {
    let sentence = "quickstart::examples/c/quickstart.c logs in over TLS and hears of the revoked license";
    Case::new(sentence, move || play(system))
}

/// An example of C, compiled for a system; once in a run.
pub fn example(system: System, name: &str) -> Result<PathBuf> {
    system.need()?;
    let scratch = system.scratch("examples-there")?;
    let program = system.program(&project::scratch(&scratch)?, name);
    once(&format!("{scratch}/{name}"), || {
        in_turn(|| {
            let mut compiler = system.cc()?;
            compiler.args(FLAGS).arg(project::root().join("examples/c").join(name).with_extension("c"));
            system.link(&mut compiler, &program)
        })
    })?;
    Ok(program)
}

fn play(system: System) -> Result {
    let program = example(system, "quickstart")?;
    let folder = system.folder("quickstart-tls")?;
    let server = Server::start(&["--tls", &folder.display().to_string()])?;
    let ca_file = system.path(Path::new(server.get("ca_file")));
    quickstart::play(&mut system.command(&program)?, &server, &[ca_file], |_| {})
}
