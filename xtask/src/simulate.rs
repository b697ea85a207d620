//! `cargo xtask simulate`: millions of clients on a virtual clock, for `docs/scale.md`.

use harness::{Result, command, project};

pub fn run(clients: u32) -> Result {
    let page = project::root().join("docs/scale.md");
    let mut cargo = command::cargo();
    cargo.args(["run", "--quiet", "--release", "--locked", "--package", "simulation", "--"]);
    command::run(cargo.arg(clients.to_string()).arg(page))
}
