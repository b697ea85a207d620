//! Lines from habit (`tests/csharp/habits`): compiled as a new project of the SDK compiles them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{bail, ensure};
use harness::dotnet::Sdk;
use harness::{Result, command, project};
use programs::Case;

use crate::proof::{server, set_library};
use crate::{assemblies, sdk};

const HABITS: &str = "tests/csharp/habits/Habits.cs";
const CARELESS: &str = "tests/csharp/habits/Careless.cs";
/// As in the project that `dotnet new` makes.
const OF_A_NEW_PROJECT: &str = "<ImplicitUsings>enable</ImplicitUsings>\n    <Nullable>enable</Nullable>";

pub fn cases() -> Vec<Case> {
    vec![
        Case::new(
            format!("habits::every line of {HABITS} compiles without a warning and does what it looks like"),
            lines_from_habit,
        ),
        Case::new(
            format!("habits::compilers are told what may be null, and warn of each such line of {CARELESS}"),
            careless_lines,
        ),
    ]
}

fn lines_from_habit() -> Result {
    let program =
        sdk::compile_program(&source(HABITS), &project::scratch("csharp/net-habits")?, OF_A_NEW_PROJECT)?;
    let server = server()?;
    let mut dotnet = Sdk::find()?.dotnet()?;
    dotnet.arg("exec").arg(program).current_dir(assemblies::scratch()?).envs(server.environment());
    set_library(&mut dotnet)?;
    let said = command::output(&mut dotnet)?;
    ensure!(said.is_empty(), "it printed {said:?}");
    Ok(())
}

fn careless_lines() -> Result {
    let text = project::read(&source(CARELESS))?;
    let lines = text.lines().enumerate();
    let need: BTreeSet<String> = lines
        .filter_map(|(before, line)| Some(format!("{} {}", before + 1, line.split_once("// CS")?.1)))
        .collect();
    // As a library it needs no `Main`.
    let settings = format!("{OF_A_NEW_PROJECT}\n    <OutputType>Library</OutputType>");
    let made = sdk::compile_program(&source(CARELESS), &project::scratch("csharp/net-careless")?, &settings);
    let Err(refused) = made else { bail!("no line was warned of, need {need:?}") };
    let said = format!("{refused:#}");
    let warned: BTreeSet<String> = said.lines().filter_map(warning).collect();
    ensure!(warned == need, "warned of {warned:?}, need {need:?}\n{said}");
    Ok(())
}

/// Line and number of `.../Careless.cs(9,24): error CS8600: ...`.
fn warning(line: &str) -> Option<String> {
    let (place, rest) = line.split_once("Careless.cs(")?.1.split_once(": error CS")?;
    Some(format!("{} {}", place.split(',').next()?, rest.split(':').next()?))
}

fn source(path: impl AsRef<Path>) -> PathBuf {
    project::root().join(path)
}
