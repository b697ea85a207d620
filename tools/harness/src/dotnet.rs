//! The .NET SDK, where there is one: a `dotnet` of version 8 or later on `PATH`. The tests can do without, and say what they
//! left out then.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use crate::once::in_turn;
use crate::{Result, command, project};

/// The oldest that builds what the library's project is for.
const OLDEST: u32 = 8;
/// Nothing of it is to be left running, and nothing to be sent or made in the home of whoever runs the tests. Where packages
/// come from is his own say: his `NuGet.Config` stays where it is.
const SETTINGS: [(&str, &str); 10] = [
    ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
    ("DOTNET_NOLOGO", "1"),
    ("DOTNET_SKIP_FIRST_TIME_EXPERIENCE", "1"),
    ("DOTNET_GENERATE_ASPNET_CERTIFICATE", "false"),
    ("DOTNET_CLI_USE_MSBUILD_SERVER", "0"),
    ("DOTNET_CLI_UI_LANGUAGE", "en"),
    ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1"),
    ("MSBUILDDISABLENODEREUSE", "1"),
    // Read as properties by each build.
    ("UseSharedCompilation", "false"),
    ("CheckEolTargetFramework", "false"),
];

/// An SDK that is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sdk {
    major: u32,
}

impl Sdk {
    /// The newest of the `dotnet` on `PATH`; an error says in one line what is missing. Takes two milliseconds.
    pub fn find() -> Result<Sdk> {
        let told = Command::new("dotnet").arg("--list-sdks").output().ok();
        let told = told.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
        let newest = told.as_deref().and_then(newest).filter(|major| *major >= OLDEST);
        let major = newest.with_context(|| format!("no .NET SDK of version {OLDEST} or later is on PATH"))?;
        Ok(Sdk { major })
    }

    /// What programs are built for, so that nothing but the SDK is needed to run them: `net10.0`.
    pub fn framework(self) -> String {
        format!("net{}.0", self.major)
    }

    /// `dotnet`.
    pub fn dotnet(self) -> Result<Command> {
        let mut dotnet = Command::new("dotnet");
        dotnet.envs(SETTINGS);
        dotnet.env("NUGET_PACKAGES", project::scratch("dotnet/packages")?);
        dotnet.env("NUGET_HTTP_CACHE_PATH", project::scratch("dotnet/http")?);
        Ok(dotnet)
    }

    /// Does `verb` (`build`, `publish`, `pack`) with a project as it is handed out; gives what it said. All that is made goes
    /// below `to`, also of projects that this one refers to.
    pub fn make(self, verb: &str, project: &Path, to: &Path, words: &[&str]) -> Result<String> {
        let mut dotnet = self.dotnet()?;
        dotnet.arg(verb).arg(project).args([
            "--configuration",
            "Release",
            "--verbosity",
            "quiet",
            "--nologo",
        ]);
        dotnet.arg("--artifacts-path").arg(to).args(words);
        in_turn(|| command::output(&mut dotnet))
    }
}

/// Where [`Sdk::make`] has put what a build made of a project for one framework.
pub fn built(to: &Path, project: &str) -> PathBuf {
    to.join("bin").join(project).join("release")
}

/// The largest major number of `dotnet --list-sdks`, whose lines are `10.0.401 [folder]`.
fn newest(told: &str) -> Option<u32> {
    told.lines().filter_map(|line| line.split('.').next()?.parse().ok()).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_of_the_sdks_counts() {
        let told =
            "6.0.428 [/usr/share/dotnet/sdk]\n10.0.401 [/usr/share/dotnet/sdk]\n9.0.100-rc.2 [/opt/sdk]\n";
        assert_eq!(newest(told), Some(10));
        assert_eq!(newest(""), None);
        assert_eq!(Sdk { major: 10 }.framework(), "net10.0");
    }
}
