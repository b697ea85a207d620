//! `examples/csharp/Tool`, as NativeAOT makes it: one program, without a runtime.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::ensure;
use harness::server::{SECRET, Server};
use harness::tool::{self, ZLIB};
use harness::{Result, command, project};
use programs::Case;
use programs::case::Outcome;

use crate::made;

const TOOL: &str = "examples/csharp/Tool";
const LIFETIME_KEY: &str = "EVER-LAST-KEY8-5GRN";
const NEEDS_LICENSE: i32 = 2;
const TRY_LATER: i32 = 3;

pub fn cases() -> Vec<Case> {
    let sentence = format!(
        "examples::{TOOL} is one program of machine code, is activated once and works without a network from then on"
    );
    let case = Case::skippable(sentence, || match tool::need(&[ZLIB]) {
        Ok(()) => play().map(|()| Outcome::Proved),
        Err(why) => Ok(Outcome::Skipped(format!("{why:#}"))),
    });
    vec![case]
}

fn play() -> Result {
    let tool = Tool { program: made::published(TOOL)?.join("Tool"), file: license_file()? };
    ensure!(!tool.program.with_file_name("LibAuthForge.dll").exists(), "it comes with an assembly");
    let server = Server::start(&["--no-rate-limits"])?;
    tool.says(&server, &["export"], NEEDS_LICENSE, "read_error")?;
    tool.says(&server, &["activate", "NO-SUCH-KEY"], NEEDS_LICENSE, "invalid_key")?;
    let kept = format!("activated: {}", tool.file.display());
    tool.says(&server, &["activate", LIFETIME_KEY], 0, &kept)?;
    server.fault(&serde_json::json!({ "fault": "close" }))?;
    tool.says(&server, &["export"], 0, "exported, as tier")?;
    tool.says(&server, &["activate", LIFETIME_KEY], TRY_LATER, "network_error")?;
    tool.says(&server, &["export"], 0, "exported, as tier")
}

fn license_file() -> Result<PathBuf> {
    let file = project::scratch("dotnet")?.join("tool.authforge");
    let _ = fs::remove_file(&file);
    Ok(file)
}

struct Tool {
    program: PathBuf,
    file: PathBuf,
}

impl Tool {
    fn says(&self, server: &Server, words: &[&str], code: i32, told: &str) -> Result {
        let mut tool = Command::new(&self.program);
        tool.args(words).env(SECRET, server.get("app_secret")).env("AUTHFORGE_LICENSE_FILE", &self.file);
        // There is nobody to find a runtime for it.
        tool.env_remove("DOTNET_ROOT").env("PATH", "/nowhere").current_dir(Path::new("/"));
        for (setting, field) in
            [("AUTHFORGE_URL", "url"), ("AUTHFORGE_APP_ID", "app_id"), ("AUTHFORGE_PUBLIC_KEY", "public_key")]
        {
            tool.env(setting, server.get(field));
        }
        let said = self.file.with_extension("said");
        let (status, said) = command::watch(&mut tool, &said, std::time::Duration::from_secs(120))?;
        let status = status.and_then(|status| status.code());
        ensure!(
            status == Some(code) && said.contains(told),
            "{words:?} ended with {status:?} and said\n{said}"
        );
        Ok(())
    }
}
