//! Doxygen over the header, as hosts have it that make a reference of their own.

use std::io::Write;
use std::process::{Command, Stdio};

use anyhow::{Context, bail, ensure};
use harness::{Result, project};
use interface::generate;
use programs::Case;

const SETTINGS: &str = "docs/Doxyfile";

pub fn cases() -> Vec<Case> {
    vec![Case::new(
        "header::Doxygen makes a reference of every function in the header, without a warning",
        reference,
    )]
}

fn reference() -> Result {
    let folder = project::scratch("doxygen")?;
    let path = project::root().join(SETTINGS);
    let settings = std::fs::read_to_string(path).context(SETTINGS)?;
    doxygen(&format!("{settings}\nOUTPUT_DIRECTORY = \"{}\"\n", folder.display()))?;
    let page = folder.join("html/authforge_8h.html");
    let page = std::fs::read_to_string(&page).with_context(|| page.display().to_string())?;
    match generate::functions()?.iter().find(|name| !page.contains(&format!("{name}()"))) {
        Some(name) => bail!("{name} is not in it"),
        None => Ok(()),
    }
}

/// Its settings come on the standard input.
fn doxygen(settings: &str) -> Result {
    let mut command = Command::new("doxygen");
    command.arg("-").current_dir(project::root());
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("doxygen cannot be run")?;
    let mut input = child.stdin.take().context("doxygen has no stdin")?;
    input.write_all(settings.as_bytes()).context("doxygen")?;
    drop(input);
    let output = child.wait_with_output().context("doxygen")?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success() && said.is_empty(), "{}\n{said}", output.status);
    Ok(())
}
