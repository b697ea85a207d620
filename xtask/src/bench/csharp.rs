//! What the C# class library adds: a task over a blocking call, for each way in which events are raised, sixteen of each at
//! once, and an idle process.

use std::path::PathBuf;

use harness::dotnet::{Sdk, built};
use harness::{Result, build, project};

use super::samples::Report;
use super::table::{Table, Unit};
use super::{Servers, say};

/// What awaiting may cost over waiting, in nanoseconds.
const MOST_FOR_A_TASK: f64 = 100e3;

/// Left out, and said so, where there is no SDK.
pub fn measure(servers: &Servers, table: &mut Table) -> Result {
    let sdk = match Sdk::find() {
        Ok(sdk) => sdk,
        Err(why) => {
            say(&format!("C# is left out: {why}"));
            return Ok(());
        }
    };
    say("C#: idle, tasks, sixteen at once");
    let mut dotnet = sdk.dotnet()?;
    dotnet.arg("exec").arg(program(sdk)?).envs(servers.plain.environment());
    dotnet.env("LD_LIBRARY_PATH", build::shipped_library()?);
    let report = Report::of(&mut dotnet)?;
    table.section("C#, a validate");
    for dispatch in ["ThreadPool", "SynchronizationContext", "HostPump"] {
        let (awaited, blocking) =
            (report.get(&format!("{dispatch}_awaited"))?, report.get(&format!("{dispatch}_blocking"))?);
        table.pair(&format!("awaited, {dispatch}"), awaited, ("blocking", blocking), None);
        let more = (awaited.median() - blocking.median()).max(0.0);
        table.value("  more than blocking", more, Unit::Nanoseconds, Some(MOST_FOR_A_TASK));
    }
    let threads = report.get("at_once_threads")?;
    table.pair("16 at once, tasks", report.get("at_once_tasks")?, ("16 threads", threads), Some(1.0));
    table.section("C#, woken in 10 s");
    let runtime = report.get("idle_runtime")?.median();
    table.value("the runtime alone", runtime, Unit::Pieces, None);
    let more = (report.get("idle_with_clients")?.median() - runtime).max(0.0);
    table.value("more with ten clients logged in", more, Unit::Pieces, Some(0.0));
    Ok(())
}

fn program(sdk: Sdk) -> Result<PathBuf> {
    let to = project::scratch("bench-csharp")?;
    sdk.make("build", &project::root().join("benches/csharp/Bench.csproj"), &to, &[])?;
    Ok(built(&to, "Bench").join("Bench.dll"))
}
