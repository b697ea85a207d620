//! What is measured, built as its users would build it.

use std::path::{Path, PathBuf};
use std::process::Command;

use harness::python::OFFICIAL;
use harness::server::Server;
use harness::{Result, build, command, project};
use xshell::cmd;

const CC: [&str; 7] = ["-std=gnu11", "-O2", "-pthread", "-Wall", "-Wextra", "-Wpedantic", "-Werror"];
/// A variable of libcurl's program, and what it trusts.
const CURL_CA_FILE: &str = "BENCH_CURL_CA_FILE";

pub struct Programs {
    pub library: PathBuf,
    pub server: PathBuf,
    ours: PathBuf,
    bare: PathBuf,
    official: PathBuf,
    python: PathBuf,
}

/// Who is measured.
#[derive(Clone, Copy)]
pub enum Who {
    Ours,
    Bare,
    Official,
    Python,
}

/// Whom a program trusts to issue the server's certificate.
pub enum Issuers<'a> {
    /// Plain HTTP: nobody is asked.
    Nobody,
    /// The one issuer of the development server.
    One,
    /// The operating system's issuers and that one, all in this file.
    System(&'a Path),
}

impl Programs {
    pub fn build() -> Result<Programs> {
        let folder = project::scratch("bench")?;
        let library = build::shipped_library()?;
        Ok(Programs {
            ours: ours(&folder, &library)?,
            bare: bare(&folder)?,
            official: official()?,
            python: OFFICIAL.python()?,
            server: server()?,
            library: library.join("libauthforge.so"),
        })
    }

    /// A program that is told where the server is.
    pub fn command(&self, who: Who, server: &Server, issuers: &Issuers<'_>, arguments: &[&str]) -> Command {
        let program = match who {
            Who::Ours => &self.ours,
            Who::Bare => &self.bare,
            Who::Official => &self.official,
            Who::Python => &self.python,
        };
        let mut command = Command::new(program);
        if matches!(who, Who::Python) {
            command.arg(project::root().join("benches/official_validate.py"));
        }
        command.args(arguments).envs(server.environment());
        match issuers {
            Issuers::Nobody => {}
            Issuers::One => {
                command.env(CURL_CA_FILE, server.get("ca_file"));
            }
            Issuers::System(bundle) => {
                command.env_remove("AF_TEST_CA_FILE").env_remove("SSL_CERT_DIR");
                command.env("SSL_CERT_FILE", bundle).env(CURL_CA_FILE, bundle);
            }
        }
        command
    }
}

fn sources(names: &[&str]) -> Vec<PathBuf> {
    names.iter().map(|name| project::root().join("benches").join(name)).collect()
}

fn ours(folder: &Path, library: &Path) -> Result<PathBuf> {
    let (shell, program) = (command::shell()?, folder.join("authforge_bench"));
    let sources =
        sources(&["authforge_bench.c", "calls.c", "clients.c", "costs.c", "crowd.c", "dead_server.c"]);
    let run_path = format!("-Wl,-rpath,{}", library.display());
    cmd!(shell, "cc {CC...} -o {program} {sources...} -I include -L {library} -lauthforge {run_path}")
        .quiet()
        .run()?;
    Ok(program)
}

fn bare(folder: &Path) -> Result<PathBuf> {
    let (shell, program) = (command::shell()?, folder.join("bare_validate"));
    let libraries = command::said(cmd!(shell, "pkg-config --cflags --libs libcurl libsodium"))?;
    let (sources, libraries) = (sources(&["bare_validate.c"]), libraries.split_whitespace());
    cmd!(shell, "cc {CC...} -o {program} {sources...} {libraries...}").quiet().run()?;
    Ok(program)
}

/// In a workspace of its own, because its library has the same name as ours.
fn official() -> Result<PathBuf> {
    let (shell, cargo) = (command::shell()?, command::cargo_program());
    let target = project::scratch("bench-official")?;
    let own = ["--manifest-path", "benches/official/Cargo.toml", "--target-dir"];
    cmd!(shell, "{cargo} build --quiet --release --locked {own...} {target}").quiet().run()?;
    Ok(target.join("release/official_validate"))
}

fn server() -> Result<PathBuf> {
    let (shell, cargo) = (command::shell()?, command::cargo_program());
    cmd!(shell, "{cargo} build --quiet --release --package authforge-devserver").quiet().run()?;
    Ok(project::target().join("release/authforge-devserver"))
}
