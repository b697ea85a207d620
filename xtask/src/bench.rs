//! `cargo xtask bench`: libauthforge against its peers, each pair measured in turns in one run.

mod crates;
mod crowd;
mod csharp;
mod footprint;
mod in_process;
mod page;
mod profile;
mod programs;
mod samples;
mod table;
mod threads;
mod validate;

use anyhow::bail;
use harness::python::OFFICIAL;
use harness::tool::{BINUTILS, CC, LIBCURL, LIBSODIUM, PKG_CONFIG, VENV};

use crate::setup::Setup;
use harness::server::Server;
use harness::{Result, project};
use page::Page;
use programs::Programs;
use table::Table;

/// The development server, twice.
struct Servers {
    plain: Server,
    tls: Server,
}

pub fn run(setup: Setup) -> Result {
    if !cfg!(target_os = "linux") {
        bail!("bench reads /proc and so needs Linux");
    }
    setup.tools(&[CC, PKG_CONFIG, LIBCURL, LIBSODIUM, BINUTILS, VENV])?;
    setup.packages(&[OFFICIAL])?;
    say("building the library, its peers and the development server, all optimised");
    let programs = Programs::build()?;
    let servers = Servers::start(&programs)?;
    let mut table = Table::default();
    let page = Page::new()?;
    validate::measure(&programs, &servers, &page, &mut table)?;
    threads::measure(&programs, &servers, &page, &mut table)?;
    profile::measure(&programs, &servers, &mut table)?;
    in_process::measure(&programs, &servers, &mut table)?;
    footprint::measure(&programs, &servers, &mut table)?;
    crates::measure(&profile::named_library()?.join("libauthforge.so"), &programs.library, &mut table)?;
    crowd::measure(&programs, &page, &mut table)?;
    csharp::measure(&servers, &mut table)?;
    println!("\n{table}");
    page.write(&table)?;
    Ok(())
}

impl Servers {
    fn start(programs: &Programs) -> Result<Servers> {
        let no_limits = "--no-limits".to_owned();
        let certificates = project::scratch("bench-tls")?.display().to_string();
        Ok(Servers {
            plain: Server::start_program(&programs.server, std::slice::from_ref(&no_limits))?,
            tls: Server::start_program(&programs.server, &[no_limits, "--tls".to_owned(), certificates])?,
        })
    }
}

fn say(text: &str) {
    eprintln!("bench: {text}");
}
