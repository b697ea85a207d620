//! `cargo xtask <command>`: what is done to this project and no other tool does.

mod bench;
mod demo;
mod dist;
mod peers;
mod setup;
mod simulate;
mod test;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, builder::PossibleValuesParser};
use harness::part::PARTS;
use harness::{Result, command};
use packaging::package::{nuget, unity, unreal};

use setup::Setup;

#[derive(Parser)]
#[command(bin_name = "cargo xtask", about = "What is done to this project", disable_help_subcommand = true)]
struct Line {
    /// Install nothing, by apt or by pip: say the line to type when something is missing
    #[arg(long, global = true)]
    no_install: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything and show the library at work against the development server
    Demo,
    /// Run all tests, or the parts that are named, beside the library as it is handed out
    Test {
        /// Run what can be run there for another system, by its name, or for `all`
        #[arg(long)]
        target: Option<String>,
        #[arg(value_parser = parts())]
        parts: Vec<String>,
    },
    /// Install what the tests need of the system: as root, or through sudo
    Setup {
        /// Install through sudo without asking
        #[arg(long)]
        yes: bool,
        #[arg(value_parser = parts())]
        parts: Vec<String>,
    },
    /// Show what the official clients do and what the library does, case by case
    Peers {
        /// Only what is not the same
        #[arg(long)]
        brief: bool,
        /// Only scenes with this word in their name
        #[arg(long, value_name = "WORD")]
        only: Option<String>,
    },
    /// Measure ratios against peers, all in the same run
    Bench,
    /// Play what may befall a service and its clients, and write the table and plots of docs/scale.md; minutes
    Simulate {
        #[arg(long, default_value_t = 10_000_000, value_parser = clap::value_parser!(u32).range(1_000..=20_000_000))]
        clients: u32,
    },
    /// Put together what is handed out, under target/package
    Package {
        #[command(subcommand)]
        what: Package,
    },
    /// Make the library as it is handed out, for other systems too, in one archive each under target/dist
    Dist {
        /// Make each library once more in another folder, and compare the bytes
        #[arg(long)]
        twice: bool,
        #[arg(required = true, value_parser = PossibleValuesParser::new(packaging::dist::names()))]
        targets: Vec<String>,
    },
    /// Write the README's table of systems anew: what the last runs of `dist` and `test --target` have come to
    Systems,
    /// Make anew what is made from the source of the C interface: header, bindings, tables
    Generate {
        /// Write nothing, and fail where something is stale
        #[arg(long)]
        check: bool,
    },
    /// Hold the header against the baselines of the binary interface
    Abi {
        /// Make the baseline of this version anew
        #[arg(long, conflicts_with = "abidiff")]
        write: bool,
        /// Ask libabigail about two libraries with debug information
        #[arg(long, num_args = 2, value_names = ["OLD", "NEW"])]
        abidiff: Vec<PathBuf>,
    },
    /// Write down anew what is public of the C# class library; needs a .NET SDK
    PublicApi,
    /// Make THIRD-PARTY-NOTICES.txt anew from Cargo.lock and the crates' sources
    Notices,
}

#[derive(Subcommand)]
enum Package {
    /// The package of C# for NuGet; needs a .NET SDK of version 8 or later
    Nuget {
        /// The native library of a platform: linux-musl-x64=path/to/libauthforge.so
        #[arg(long, value_name = "RID=FILE")]
        native: Vec<nuget::Given>,
    },
    /// The package for Unity
    Unity,
    /// The plugin for Unreal
    Unreal,
}

fn parts() -> PossibleValuesParser {
    PossibleValuesParser::new(PARTS.iter().map(|part| part.name))
}

fn main() -> ExitCode {
    // SAFETY: no other thread has been started yet.
    unsafe { command::forget_cargo() };
    match run(Line::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(line: Line) -> Result {
    let setup = if line.no_install { Setup::Forbidden } else { Setup::AsRoot };
    match line.command {
        Command::Demo => demo::run(setup),
        Command::Test { target: Some(target), parts } => test::there(&target, &parts, setup),
        Command::Test { target: None, parts } => test::run(&parts, setup),
        Command::Setup { yes, parts } => {
            setup::run(&parts, if yes && !line.no_install { Setup::WithSudo } else { setup })
        }
        Command::Peers { brief, only } => peers::run(setup, brief, only.as_deref()),
        Command::Bench => bench::run(setup),
        Command::Simulate { clients } => simulate::run(clients),
        Command::Package { what: Package::Nuget { native } } => nuget::run(&native),
        Command::Package { what: Package::Unity } => {
            setup.tools(&[unity::TAR])?;
            unity::run()
        }
        Command::Package { what: Package::Unreal } => {
            setup.tools(&[unreal::ZIP])?;
            unreal::run()
        }
        Command::Dist { twice, targets } => dist::run(&targets, twice, setup),
        Command::Systems => packaging::dist::table::write(),
        Command::Generate { check: false } => interface::generate::write(),
        Command::Generate { check: true } => interface::generate::check(),
        Command::Abi { write: true, .. } => interface::abi::write(),
        Command::Abi { abidiff, .. } => match &abidiff[..] {
            [old, new] => interface::abi::second_opinion(old, new),
            _ => interface::abi::show(),
        },
        Command::PublicApi => interface::public_api::write(),
        Command::Notices => packaging::notices::write(),
    }
}
