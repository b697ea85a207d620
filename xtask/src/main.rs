//! `cargo xtask <command>`: everything that is done to this project.

mod abi;
mod bench;
mod c_tests;
mod cmake;
mod cpp;
mod csharp;
mod demo;
mod doxygen;
mod examples;
mod exports;
mod frame;
mod generate;
mod header_matrix;
mod mono;
mod need;
mod notices;
mod package;
mod page;
mod peers;
mod readme;
mod server;
mod shell;
// The library's own table, for the faces that are made of it.
#[allow(dead_code)]
#[path = "../../src/status/mod.rs"]
mod status;
mod tally;
mod test;
mod unity;
mod unreal;
mod venv;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask [--no-install] <command>

  demo      build everything and show the library at work against the development server
  test      all tests, or the parts that are named
  peers     what the official clients do and what the library does, case by case
  bench     ratios against peers, measured in the same run
  package   what is handed out, under target/package: unity or unreal
  generate  make anew what is made from the source of the C interface: header, bindings, tables;
            with --check say what is stale
  abi       the header against the baselines of the binary interface; --write makes this version's anew,
            --abidiff <old.so> <new.so> asks libabigail
  notices   make THIRD-PARTY-NOTICES.txt anew from Cargo.lock and the crates' sources

  --no-install   install nothing, by apt or by pip: say the line to type when something is missing
";

fn main() -> ExitCode {
    // cargo names its own folders there, and test programs would find another library than they are to.
    // SAFETY: no other thread has been started yet.
    unsafe { std::env::remove_var("LD_LIBRARY_PATH") };
    let (flags, words): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|word| word == "--no-install");
    if !flags.is_empty() {
        need::install_nothing();
    }
    let (command, rest) = words.split_first().map_or(("", &[][..]), |(first, rest)| (first, rest));
    let result = match command {
        "generate" => generate::run(rest),
        "abi" => abi::run(rest),
        "bench" => bench::run(),
        "demo" => demo::run(),
        "notices" => notices::write(),
        "package" => package::run(rest),
        "peers" => peers::run(),
        "test" => test::run(rest),
        "" | "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!("there is no command {other:?}; `cargo xtask help` lists them")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}
