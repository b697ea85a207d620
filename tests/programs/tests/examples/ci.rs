//! What `devserver/ci` offers to other people's CI, run as they would: the README's lines, the workflow of GitHub step by
//! step, and pytest; beside the development server, and beside servers that are broken.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use anyhow::{Context, anyhow, bail, ensure};
use harness::once::once;
use harness::python::PYTEST;
use harness::server::{SECRET, Server};
use harness::{Result, command, page, project};
use programs::{Case, Kind};

const README: &str = "devserver/README.md";
const WORKFLOW: &str = "devserver/ci/github-actions.yml";
/// A game's repository, with the library as a submodule.
const GAME: &str = r#"
cmake_minimum_required(VERSION 3.16)
project(game LANGUAGES C)
enable_testing()
add_subdirectory(libauthforge)
add_executable(game libauthforge/examples/c/quickstart.c)
target_compile_definitions(game PRIVATE _POSIX_C_SOURCE=199309L)
target_link_libraries(game PRIVATE AuthForge::AuthForge)
add_test(NAME wrong_key COMMAND sh -c
  "./game \"$AUTHFORGE_URL\" \"$AUTHFORGE_APP_ID\" \"$AUTHFORGE_PUBLIC_KEY\" WRONG | grep 'login: invalid_key'")
"#;
const READY: &str = r#"{"url":"http://127.0.0.1:1","app_id":"a","app_secret":"s","public_key":"p","license_key":"l","admin_url":"http://127.0.0.1:1","admin_key":"k","ca_file":null}"#;

pub fn cases() -> Vec<Case> {
    vec![
        Case::new("CI::the lines of devserver/README.md install the server and run the example", || {
            Scene::installed().map(drop)
        })
        .of(Kind::Long),
        Case::new("CI::the workflow for GitHub builds the game, and its tests pass", || {
            Scene::built().map(drop)
        })
        .of(Kind::Long),
        Case::new("CI::a game that faketime shows another date has its heartbeats", || {
            Scene::built()?.another_date()
        })
        .of(Kind::Long),
        Case::new("CI::no test of the workflow is green beside a server that is broken", || {
            Scene::built()?.red(&steps()?)
        })
        .of(Kind::Long),
    ]
}

struct Scene {
    /// The game's repository.
    game: PathBuf,
    /// What `cargo install` installs into.
    root: PathBuf,
}

/// A step of the workflow that runs something.
struct Step {
    name: String,
    environment: Vec<(String, String)>,
    script: String,
}

impl Scene {
    fn place() -> Result<Scene> {
        Ok(Scene { game: project::scratch("ci/game")?, root: project::scratch("ci/root")? })
    }

    /// With what the README's lines install.
    fn installed() -> Result<Scene> {
        once("README for CI", || {
            Scene::make()?;
            Scene::place()?.readme()
        })?;
        Scene::place()
    }

    /// With the game, as the workflow builds it.
    fn built() -> Result<Scene> {
        let scene = Scene::installed()?;
        once("workflow for CI", || scene.workflow(&steps()?))?;
        Ok(scene)
    }

    fn make() -> Result {
        let python = PYTEST.python()?;
        let venv = python.ancestors().nth(2).context("the interpreter is in no environment")?;
        let game = project::empty("ci/game")?;
        for folder in ["build/libauthforge", "tests/license"] {
            fs::create_dir_all(game.join(folder)).with_context(|| folder.to_owned())?;
        }
        let target = project::target();
        // What has been built and installed already, which would cost minutes and the network. Python makes no
        // environment in a link.
        let link = |from: &Path, to: &str| {
            command::output(Command::new("ln").arg("-s").arg(from).arg(game.join(to)))
        };
        link(&project::root(), "libauthforge")?;
        link(&target, "build/libauthforge/cargo")?;
        command::output(Command::new("cp").arg("-a").arg(venv).arg(game.join("build/venv")))?;
        for name in ["conftest.py", "test_game.py"] {
            let from = project::root().join("devserver/ci").join(name);
            fs::copy(&from, game.join("tests/license").join(name)).with_context(|| name.to_owned())?;
        }
        project::write(&game.join("CMakeLists.txt"), GAME)
    }

    /// A script as CI runs it, with `first` before everything on the PATH.
    fn script(&self, script: &str, folder: &Path, first: &Path) -> Result<Output> {
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(folder);
        let path = std::env::var("PATH").unwrap_or_default();
        bash.env("PATH", format!("{}:{}/bin:{path}", first.display(), self.root.display()));
        bash.env("CARGO_INSTALL_ROOT", &self.root)
            .env_remove("CARGO_TARGET_DIR")
            .env("PYTHONDONTWRITEBYTECODE", "1");
        if target_is_elsewhere() {
            bash.env("CARGO_TARGET_DIR", project::target());
        }
        bash.output().context("bash")
    }

    fn readme(&self) -> Result {
        let said = green(&self.script(&page::example(README, "sh")?, &project::root(), &self.root)?)?;
        let oks = said.lines().filter(|line| line.starts_with("ok: ")).count();
        ensure!(oks == 5, "it said\n{said}");
        Ok(())
    }

    fn run(&self, step: &Step, first: &Path) -> Result<Output> {
        let told = step.environment.iter().map(|(name, value)| format!("export {name}='{value}'\n"));
        self.script(&(told.collect::<String>() + &step.script), &self.game, first)
    }

    fn workflow(&self, steps: &[Step]) -> Result {
        let mut said = String::new();
        for step in steps {
            let output = self.run(step, &self.root)?;
            said += &green(&output).with_context(|| step.name.to_owned())?;
        }
        let expected = ["100% tests passed", "3 passed"];
        expected
            .iter()
            .find(|words| !said.contains(**words))
            .map_or(Ok(()), |missing| Err(anyhow!("it did not say {missing:?}:\n{said}")))
    }

    /// As the README has it. The license is revoked at once, and only a heartbeat tells.
    fn another_date(&self) -> Result {
        const LIMIT: Duration = Duration::from_secs(90);
        let readme = fs::read_to_string(project::root().join(README))?;
        let line =
            readme.split('`').find(|words| words.contains(" faketime ")).context("no line with faketime")?;
        let server = Server::start::<&str>(&[])?;
        let arguments = ["url", "app_id", "public_key", "license_key"].map(|field| server.get(field));
        let mut game = Command::new("sh");
        game.args([
            "-c",
            &format!("export {}", line.replace(" faketime ", "\nexec faketime ") + " \"$@\""),
            "sh",
        ]);
        game.args(arguments).env(SECRET, server.get("app_secret")).current_dir(self.game.join("build"));
        let mut game = game.stdout(Stdio::piped()).spawn().with_context(|| line.to_owned())?;
        let mut out = BufReader::new(game.stdout.take().context("the game has no stdout")?);
        let mut said = String::new();
        while !said.contains("login: ok") {
            if out.read_line(&mut said)? == 0 {
                bail!("it said\n{said}");
            }
        }
        server.revoke()?;
        let status = command::wait(&mut game, LIMIT)?;
        out.read_to_string(&mut said)?;
        if status.is_some_and(|status| status.success()) && said.contains("heartbeat_failed / revoked") {
            return Ok(());
        }
        bail!("it ended with {status:?} and said\n{said}")
    }

    fn red(&self, steps: &[Step]) -> Result {
        let tests: Vec<&Step> = steps.iter().filter(|step| step.name.starts_with("Tests")).collect();
        if tests.len() != 2 {
            bail!("{} steps are tests, need 2", tests.len());
        }
        for (name, script) in [
            ("ends", "echo 'no port' >&2; exit 2"),
            ("hangs", "exec sleep 1000"),
            ("lies", "echo hello; exec sleep 1000"),
            ("is gone", &format!("echo '{READY}'")),
        ] {
            let fake = project::scratch(&format!("ci/{name}"))?;
            let program = fake.join("authforge-devserver");
            fs::write(&program, format!("#!/bin/sh\n{script}\n"))?;
            command::output(Command::new("chmod").arg("+x").arg(&program))?;
            for step in &tests {
                let quick = Step {
                    name: step.name.clone(),
                    environment: [step.environment.clone(), vec![("START_SECONDS".into(), "1".into())]]
                        .concat(),
                    script: step.script.clone(),
                };
                let output = self.run(&quick, &fake)?;
                if output.status.success() {
                    bail!("{} beside one that {name}: {output:?}", step.name);
                }
            }
        }
        Ok(())
    }
}

/// Cargo puts what it builds elsewhere only if we were told to.
fn target_is_elsewhere() -> bool {
    std::env::var_os("CARGO_TARGET_DIR").is_some()
}

fn green(output: &Output) -> Result<String> {
    let [said, complained] =
        [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    if output.status.success() { Ok(said) } else { bail!("{}\n{said}{complained}", output.status) }
}

/// The steps of the workflow, read line by line: a step begins with a dash, and what is deeper belongs to it.
fn steps() -> Result<Vec<Step>> {
    let text = fs::read_to_string(project::root().join(WORKFLOW)).context(WORKFLOW)?;
    if !text.contains("shell: bash\n") {
        bail!("{WORKFLOW}: without `shell: bash` a pipe hides its failures");
    }
    let mut steps: Vec<Step> = Vec::new();
    let (mut in_script, mut in_environment) = (false, false);
    for line in text.lines().skip_while(|line| line.trim() != "steps:").skip(1) {
        let (depth, line) = (line.len() - line.trim_start().len(), line.trim());
        if depth >= 10 && in_script {
            let script = &mut steps.last_mut().context("a script before the first step")?.script;
            script.push_str(line);
            script.push('\n');
        } else if depth >= 10 && in_environment {
            let (name, value) = line.split_once(": ").with_context(|| format!("{line:?} is no variable"))?;
            let step = steps.last_mut().context("a variable before the first step")?;
            step.environment.push((name.to_owned(), value.to_owned()));
        } else if let Some(name) = line.strip_prefix("- name: ") {
            steps.push(Step { name: name.to_owned(), environment: Vec::new(), script: String::new() });
        } else if let Some(script) = line.strip_prefix("run: ") {
            in_script = script == "|";
            if !in_script {
                steps.last_mut().context("a script before the first step")?.script = script.to_owned();
            }
        }
        if depth == 8 && line != "run: |" {
            in_script = false;
        }
        in_environment = if depth == 8 { line == "env:" } else { in_environment };
    }
    steps.retain(|step| !step.script.is_empty());
    if steps.len() == 4 { Ok(steps) } else { bail!("{WORKFLOW}: {} steps, need 4", steps.len()) }
}
