//! `cargo xtask public-api`: what is public of the C# class library, written down, so that no change of it goes unseen: a build
//! of the tests compares. The analyzer that does so says what is missing, and under which name.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context;
use harness::dotnet::Sdk;
use harness::{Result, project};
use serde_json::Value;

const PROJECT: &str = "bindings/csharp/LibAuthForge/LibAuthForge.csproj";
const FRAMEWORKS: [&str; 2] = ["netstandard2.0", "net8.0"];
/// Of something public that no file has.
const UNDECLARED: &str = "RS0016";

/// Makes the files of what was not in a release anew. What was in one stays, and is looked after by hand.
pub fn write() -> Result {
    let sdk = Sdk::find()?;
    for framework in FRAMEWORKS {
        let unshipped = folder(framework).join("PublicAPI.Unshipped.txt");
        project::write(&unshipped, "")?;
        let names = undeclared(sdk, framework)?;
        let text: String = names.iter().map(|name| format!("{name}\n")).collect();
        project::write(&unshipped, &text)?;
        println!("{}: {} names", unshipped.display(), names.len());
    }
    Ok(())
}

fn folder(framework: &str) -> PathBuf {
    let project = project::root().join(PROJECT);
    project.with_file_name("PublicAPI").join(framework)
}

/// What is public and in no file.
fn undeclared(sdk: Sdk, framework: &str) -> Result<BTreeSet<String>> {
    let to = project::empty("public-api")?;
    let log = to.join("log.sarif");
    let told = format!("-p:ErrorLog={}%2Cversion=2.1", log.display());
    // As warnings, so that one finding does not hide the others.
    let words =
        ["--framework", framework, "-p:AuthForgeStrict=true", "-p:TreatWarningsAsErrors=false", &told];
    sdk.make("build", &project::root().join(PROJECT), &to, &words)?;
    read(&log)
}

fn read(log: &Path) -> Result<BTreeSet<String>> {
    let log: Value = serde_json::from_str(&project::read(log)?).with_context(|| log.display().to_string())?;
    let runs = log["runs"].as_array().context("the compiler's log has no runs")?;
    let results = runs.iter().filter_map(|run| run["results"].as_array()).flatten();
    let undeclared = results.filter(|result| result["ruleId"] == UNDECLARED);
    let name =
        |result: &Value| result["properties"]["customProperties"]["APIName"].as_str().map(str::to_owned);
    undeclared.map(|result| name(result).with_context(|| format!("no name in {result}"))).collect()
}
