//! Programs of xunit's: the tests of the hosting package, and those of the example of a shop.

use std::time::Duration;

use anyhow::{Context, ensure};
use harness::{Result, build, command, project};
use programs::Case;

use crate::made;

const HOSTING: &str = "bindings/csharp/LibAuthForge.Extensions.Hosting";
const HOSTING_TESTS: &str = "tests/dotnet/Hosting";
const SHOP_TESTS: &str = "examples/csharp/ShopTests";
const LIMIT: Duration = Duration::from_secs(300);

pub fn cases() -> Vec<Case> {
    vec![
        Case::new("hosting::every test of the hosting package passes", || {
            run(HOSTING_TESTS, "tests/dotnet/Hosting")
        }),
        Case::new("hosting::the package has its assembly, its page and its dependencies", package),
        Case::new(format!("examples::every test of {SHOP_TESTS} passes"), || run(SHOP_TESTS, SHOP_TESTS)),
    ]
}

/// Passes if all tests do, and there are as many as the sources have.
fn run(project: &str, sources: &str) -> Result {
    let program = made::program(project)?;
    let mut tests = made::run(&program)?;
    tests.arg("-noColor").env("AUTHFORGE_DEVSERVER", build::devserver()?);
    let said = project::scratch("dotnet")?.join(format!("{}.said", project::stem(&program)));
    let (status, said) = command::watch(&mut tests, &said, LIMIT)?;
    let status = status.with_context(|| format!("the tests hang\n{said}"))?;
    ensure!(status.success(), "{said}");
    let total: usize = number_behind("Total: ", &said).with_context(|| said.clone())?;
    let least = facts(sources)?;
    ensure!(least > 0 && total >= least, "{total} tests were run of {least} and more\n{said}");
    Ok(())
}

/// Methods that are tests, in the sources: a theory is one and runs as several.
fn facts(folder: &str) -> Result<usize> {
    let mut facts = 0;
    for source in project::files(&project::root().join(folder), "cs")? {
        let text = project::read(&source)?;
        facts += text.lines().filter(|line| matches!(line.trim(), "[Fact]" | "[Theory]")).count();
    }
    Ok(facts)
}

fn number_behind(words: &str, text: &str) -> Option<usize> {
    text.split_once(words)?.1.split(',').next()?.trim().parse().ok()
}

/// As NuGet reads it.
fn package() -> Result {
    let folder = made::packed(HOSTING)?;
    let version = env!("CARGO_PKG_VERSION");
    let package = folder.join(format!("LibAuthForge.Extensions.Hosting.{version}.nupkg"));
    let list = |words: &[&str]| {
        let mut python = std::process::Command::new("python3");
        python.args(["-c", "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.read(sys.argv[2]).decode() if len(sys.argv) > 2 else '\\n'.join(z.namelist()))"]);
        command::output(python.arg(&package).args(words))
    };
    let files = list(&[])?;
    for file in [
        "lib/net8.0/LibAuthForge.Extensions.Hosting.dll",
        "lib/net8.0/LibAuthForge.Extensions.Hosting.xml",
        "README.md",
    ] {
        ensure!(files.lines().any(|line| line == file), "no {file} in\n{files}");
    }
    let about = list(&["LibAuthForge.Extensions.Hosting.nuspec"])?;
    for id in [
        "LibAuthForge",
        "Microsoft.Extensions.Hosting.Abstractions",
        "Microsoft.Extensions.Options.ConfigurationExtensions",
        "Microsoft.Extensions.Diagnostics.HealthChecks",
    ] {
        ensure!(about.contains(&format!("<dependency id=\"{id}\"")), "no dependency {id} in\n{about}");
    }
    let dependencies = about.matches("<dependency id=").count();
    ensure!(dependencies == 4, "{dependencies} dependencies in\n{about}");
    Ok(())
}
