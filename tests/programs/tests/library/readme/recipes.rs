//! Every line of the README's shell blocks, run in an empty folder as it stands there.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::ADDRESS;
use anyhow::{Context, bail};
use harness::once::once;
use harness::server::{SECRET, Server};
use harness::{Result, binary, build, command, page, project};
use programs::{Case, Kind};

pub const README: &str = "README.md";
const SONAME: &str = "[libauthforge.so.0]";
/// The port that the README names may be taken here.
const LISTEN: [&str; 2] = ["127.0.0.1:8787", "127.0.0.1:0"];

/// What a program of the README needs at run time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Needs {
    Shared,
    Archive,
    /// No shared library at all.
    Whole,
}

/// Each line that makes a program, by words of it, in order.
const PROGRAMS: [(&str, Needs); 8] = [
    ("cmake --build build/game", Needs::Shared),
    ("--libs authforge) -Wl,", Needs::Shared),
    ("cc game.c -o game $(pkg-config --cflags --libs authforge-static)", Needs::Archive),
    ("cc -static game.c -o game $(pkg-config --cflags --libs authforge-static)", Needs::Whole),
    ("cc -static game.c -o game $(pkg-config --static", Needs::Whole),
    ("libauthforge.so.0 -Wl,-rpath,'$ORIGIN'", Needs::Shared),
    ("cc game.c -o game -I\"$repo/include\" libauthforge.a", Needs::Archive),
    ("clang -flto", Needs::Archive),
];

/// After each line: whether it made a program, what that needs, and what it says.
const LOOK: &str = r#"
look() {
  test -f game || return 0
  printf '%s\n' "== $1" "$(readelf --dynamic game | grep NEEDED || :)" "$(./game)" >>log
  rm game
}
"#;

pub fn cases() -> Vec<Case> {
    vec![
        Case::new(
            "pages::README: every recipe, run as pasted in an empty folder, makes a program that starts and is linked as it says",
            || judge(&project::read(&folders()?.join("mine/log"))?),
        )
        .of(Kind::Long),
        Case::new("pages::README: the other lines do what they say", || {
            blocks()?.1.iter().try_for_each(|block| other(block))
        }),
        Case::new("pages::README: the C library that it names is new enough for the shared library", needs),
    ]
}

/// The blocks of the README: those that make a program, and the others.
fn blocks() -> Result<(Vec<String>, Vec<String>)> {
    let blocks = page::examples(README, "sh")?;
    Ok(blocks.into_iter().partition(|block| block.contains("game.c") || block.contains("cmake")))
}

/// The lines of a block, without comments, continued ones as one.
pub fn lines(block: &str) -> Vec<String> {
    let whole = block.replace("\\\n", " ");
    let bare = whole.lines().map(|line| line.split(" #").next().unwrap_or(line).trim().to_owned());
    bare.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

/// The folder in which the recipes have been run: `mine`, beside a `home`.
pub fn folders() -> Result<PathBuf> {
    once("recipes of the README", run)?;
    project::scratch("readme-recipes")
}

fn run() -> Result {
    build::shipped_library()?;
    let (folder, home) = empty_folder()?;
    let server = Server::start(&["--no-rate-limits"])?;
    let game = page::example(README, "c")?.replace(ADDRESS, server.get("url"));
    project::write(&folder.join("game.c"), &game)?;
    project::write(&folder.join("CMakeLists.txt"), &page::example(README, "cmake")?)?;
    let mut script = format!("set -eu\n{LOOK}");
    for (number, line) in recipes()?.iter().enumerate() {
        script.push_str(&format!("{line}\nlook {number}\n"));
    }
    let mut shell = Command::new("sh");
    shell.args(["-c", &script]).current_dir(&folder).env("HOME", &home).env(SECRET, server.get("app_secret"));
    // Its home is another here, and cargo's and rustup's are not what is tried.
    for (variable, name) in [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")] {
        if let (None, Some(home)) = (std::env::var_os(variable), std::env::var_os("HOME")) {
            shell.env(variable, Path::new(&home).join(name));
        }
    }
    for variable in ["CARGO_TARGET_DIR", "PKG_CONFIG_PATH", "CMAKE_PREFIX_PATH", "CFLAGS", "LDFLAGS"] {
        shell.env_remove(variable);
    }
    command::output(&mut shell).map(drop)
}

fn recipes() -> Result<Vec<String>> {
    Ok(blocks()?.0.iter().flat_map(|block| lines(block)).collect())
}

/// Empty but for what cargo has built already, which costs minutes; and a home with the repository in it.
fn empty_folder() -> Result<(PathBuf, PathBuf)> {
    let scratch = project::empty("readme-recipes")?;
    let (folder, home) = (scratch.join("mine"), scratch.join("home"));
    for made in [&folder.join("build"), &home] {
        fs::create_dir_all(made).with_context(|| made.display().to_string())?;
    }
    let target = project::target();
    for (from, to) in [
        (&target, folder.join("build/cargo")),
        (&target, folder.join("build/by-hand")),
        (&project::root(), home.join("libauthforge")),
    ] {
        command::output(Command::new("ln").arg("-s").arg(from).arg(&to))?;
    }
    Ok((folder, home))
}

fn judge(log: &str) -> Result {
    let lines = recipes()?;
    let made: Vec<(&str, Needs, &str)> = log
        .split("== ")
        .skip(1)
        .filter_map(|program| {
            let (number, rest) = program.split_once('\n')?;
            let line = lines.get(number.parse::<usize>().ok()?)?;
            let kind = match (rest.contains(SONAME), rest.contains("NEEDED")) {
                (true, _) => Needs::Shared,
                (false, true) => Needs::Archive,
                (false, false) => Needs::Whole,
            };
            Some((line.as_str(), kind, rest.trim_end().lines().last().unwrap_or_default()))
        })
        .collect();
    if made.len() != PROGRAMS.len() {
        bail!("{} lines made a program, need {}: {made:#?}", made.len(), PROGRAMS.len());
    }
    for ((line, kind, said), (words, wanted)) in made.into_iter().zip(PROGRAMS) {
        if !line.contains(words) || kind != wanted || said != "licensed" {
            bail!("{line}\nmade {kind:?} that said {said:?}, need {wanted:?} by {words:?}");
        }
    }
    Ok(())
}

/// Lines about something else than the library's place.
fn other(block: &str) -> Result {
    for line in lines(block) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            // The part "demo" of the tests, and the tests themselves.
            ["cargo", "xtask", command] if ["demo", "test"].contains(command) => {}
            ["cargo", "run", ..] => starts_a_server(&line)?,
            [secret, "./game"] => {
                let server = Server::start::<&str>(&[])?;
                if *secret != format!("{SECRET}={}", server.get("app_secret")) {
                    bail!("{line}: the demo app's secret is {}", server.get("app_secret"));
                }
            }
            _ => bail!("no test runs the line {line:?}"),
        }
    }
    Ok(())
}

fn starts_a_server(line: &str) -> Result {
    let mut command = command::cargo();
    command.args(line.replace(LISTEN[0], LISTEN[1]).split_whitespace().skip(1));
    let mut server =
        command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().with_context(|| line.to_owned())?;
    let mut ready = String::new();
    let read = server.stdout.take().map(|out| BufReader::new(out).read_line(&mut ready));
    let (killed, _) = (server.kill(), server.wait());
    match read {
        Some(Ok(_)) if ready.contains(r#""url":"http://127.0.0.1:"#) => Ok(killed?),
        _ => bail!("{line}: it said {ready:?}"),
    }
}

/// Built on a newer system it may need less than the README says, and never more.
fn needs() -> Result {
    let library = build::shipped_library()?.join("libauthforge.so");
    let text = project::read(&project::root().join(README))?;
    let promised = text.split("glibc ").nth(1).and_then(|rest| rest.split_whitespace().next()).map(number);
    let versions = binary::needed_versions(&library)?;
    let needed = versions.iter().filter_map(|name| name.strip_prefix("GLIBC_")).map(number).max();
    if needed.is_none() {
        bail!("the library asks for no version of the C library");
    }
    if needed > promised {
        bail!("the README names glibc {promised:?}, the library needs {needed:?}");
    }
    Ok(())
}

/// The numbers that a text begins with.
fn number(text: &str) -> Vec<u32> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    text[..end].split('.').filter_map(|part| part.parse().ok()).collect()
}
