//! What is measured, built as its users would build it.

use std::path::{Path, PathBuf};
use std::process::Command;

use harness::server::Server;
use harness::{Result, build, command, project};

const WARNINGS: [&str; 4] = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"];
/// A variable of libcurl's program, and what it trusts.
const CURL_CA_FILE: &str = "BENCH_CURL_CA_FILE";

pub struct Programs {
    pub library: PathBuf,
    pub server: PathBuf,
    ours: PathBuf,
    bare: PathBuf,
    official: PathBuf,
}

/// Who is measured.
#[derive(Clone, Copy)]
pub enum Who {
    Ours,
    Bare,
    Official,
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
        };
        let mut command = Command::new(program);
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

fn compiler(program: &Path) -> Command {
    let mut command = Command::new("cc");
    command.args(["-std=gnu11", "-O2", "-pthread"]).args(WARNINGS).arg("-o").arg(program);
    command
}

fn ours(folder: &Path, library: &Path) -> Result<PathBuf> {
    let program = folder.join("authforge_bench");
    let mut command = compiler(&program);
    command.args(sources(&["authforge_bench.c", "calls.c", "clients.c", "dead_server.c"]));
    command.arg("-I").arg(project::root().join("include")).arg("-L").arg(library).arg("-lauthforge");
    command.arg(format!("-Wl,-rpath,{}", library.display()));
    command::run(&mut command)?;
    Ok(program)
}

fn bare(folder: &Path) -> Result<PathBuf> {
    let program = folder.join("bare_validate");
    let flags =
        command::output(Command::new("pkg-config").args(["--cflags", "--libs", "libcurl", "libsodium"]))?;
    let mut command = compiler(&program);
    command.args(sources(&["bare_validate.c"])).args(flags.split_whitespace());
    command::run(&mut command)?;
    Ok(program)
}

/// In a workspace of its own, because its library has the same name as ours.
fn official() -> Result<PathBuf> {
    let target = project::scratch("bench-official")?;
    let mut command = command::cargo();
    command.args(["build", "--quiet", "--release", "--locked", "--manifest-path"]);
    command.arg(project::root().join("benches/official/Cargo.toml")).arg("--target-dir").arg(&target);
    command::run(&mut command)?;
    Ok(target.join("release/official_validate"))
}

fn server() -> Result<PathBuf> {
    command::run(command::cargo().args([
        "build",
        "--quiet",
        "--release",
        "--package",
        "authforge-devserver",
    ]))?;
    Ok(project::target().join("release/authforge-devserver"))
}
