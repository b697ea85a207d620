//! docs/secret.md: what its build makes, with the installation that the README's recipes have made before.

use std::fs;
use std::process::Command;

use super::ADDRESS;
use super::recipes::{self, README, lines};
use anyhow::{Context, bail};
use harness::server::{SECRET, Server};
use harness::{Result, command, page, project};
use programs::Case;

const PAGE: &str = "docs/secret.md";
const SCRIPT: &str = "examples/c/app_secret.cmake";
/// So much of the secret in one piece counts as found.
const PIECE: usize = 8;

pub fn cases() -> Vec<Case> {
    vec![
        Case::new(
            format!(
                "pages::{PAGE}: the build masks the app secret, which the program has and no search finds"
            ),
            masked,
        ),
        Case::new(format!("pages::{SCRIPT} takes any text, and none is an error"), any_text),
    ]
}

fn masked() -> Result {
    let scratch = recipes::folders()?;
    let (folder, home) = (scratch.join("mine"), scratch.join("home"));
    let server = Server::start(&["--no-rate-limits"])?;
    let secret = server.get("app_secret");
    project::write(&folder.join("game.c"), &page::example(PAGE, "c")?.replace(ADDRESS, server.get("url")))?;
    let setting = lines(&page::examples(README, "sh")?.concat());
    let setting = setting.iter().filter(|line| line.starts_with("repo=") || line.starts_with("export "));
    let setting = setting.cloned().collect::<Vec<_>>().join("\n");
    let recipe = page::example(PAGE, "sh")?;
    for compiler in ["cc -O2", "cc -O3", "clang -O3"] {
        let mut build = Command::new("sh");
        build.args(["-c", &format!("set -eu\n{setting}\n{}", recipe.replace("cc -O2", compiler))]);
        command::output(build.current_dir(&folder).env("HOME", &home).env(SECRET, secret))?;
        for file in ["game", "app_secret.h"] {
            let bytes = fs::read(folder.join(file)).with_context(|| file.to_owned())?;
            let found = |piece: &[u8]| bytes.windows(PIECE).any(|window| window == piece);
            if secret.as_bytes().windows(PIECE).any(found) {
                bail!("{compiler}: a piece of the secret stands in {file}");
            }
        }
        let said = command::output(Command::new(folder.join("game")).env_remove(SECRET))?;
        if said != "licensed\n" {
            bail!("{compiler}: it said {said:?}");
        }
    }
    Ok(())
}

fn any_text() -> Result {
    let folder = project::scratch("app-secret")?;
    let make = |secret: Option<&str>| {
        let mut cmake = Command::new("cmake");
        cmake.arg("-DHEADER=app_secret.h").arg("-P").arg(project::root().join(SCRIPT)).current_dir(&folder);
        match secret {
            Some(secret) => cmake.env(SECRET, secret),
            None => cmake.env_remove(SECRET),
        };
        command::output(&mut cmake)
    };
    project::write(
        &folder.join("say.c"),
        "#include \"app_secret.h\"\n#include \"app_secret.h\"\n#include <stdio.h>\n\
         int main(void) { char text[APP_SECRET_SIZE]; return puts(app_secret(text)) < 0; }\n",
    )?;
    for secret in ["a", "semi;colon [and] \"quotes\" \\ $HOME ${x} 'it'", "gr\u{fc}n \u{1f600}"] {
        make(Some(secret))?;
        for compiler in ["cc -std=c99", "c++ -std=c++11 -x c++"] {
            let line = format!("{compiler} -Wall -Wextra -Wpedantic -Werror say.c -o say && ./say");
            let said = command::output(Command::new("sh").args(["-c", &line]).current_dir(&folder))?;
            if said != format!("{secret}\n") {
                bail!("{compiler}: it is {said:?}, need {secret:?}");
            }
        }
    }
    for none in [None, Some("")] {
        match make(none) {
            Err(why) if why.to_string().contains("need the app secret in AUTHFORGE_APP_SECRET") => {}
            other => bail!("with {none:?}: {other:?}"),
        }
    }
    Ok(())
}
