//! C# in its hosts, by the .NET SDK where there is one: the hosting package and its own tests, and the examples that are projects:
//! a service, a window, a tool of machine code, a shop's tests. Each talks to a development server of its own.

mod desktop;
mod made;
mod pages;
mod process;
mod service;
mod tool;
mod xunit;

use std::process::ExitCode;

use harness::Result;
use harness::dotnet::Sdk;
use programs::Case;
use programs::case::Outcome;

fn main() -> ExitCode {
    programs::main("dotnet", 2, cases)
}

fn cases() -> Result<Vec<Case>> {
    let shown =
        Case::new("pages::what the pages about hosts show stands in the examples", pages::shown_is_run);
    if let Err(why) = Sdk::find() {
        let left_out = format!("{why:#}: neither the hosting package nor the examples on it are tried");
        let case = Case::skippable("made::the .NET SDK is here", || Ok(Outcome::Skipped(left_out)));
        return Ok(vec![shown, case]);
    }
    let mut cases = vec![shown];
    cases.extend(xunit::cases());
    cases.extend(service::cases());
    cases.extend(desktop::cases());
    cases.extend(tool::cases());
    Ok(cases)
}
