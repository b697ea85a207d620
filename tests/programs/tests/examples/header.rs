//! The lines that open each section of authforge.h: one after the other they are a program, which is compiled and run.

use std::process::Command;

use anyhow::{Context, ensure};
use harness::server::Server;
use harness::{Result, build, command, project};
use interface::generate;
use programs::Case;

/// What a program has before it comes to the first section.
const BEGIN: &str = "\
#include <authforge.h>
#include <stdio.h>
#include <stdlib.h>

static void on_failure(af_client *client, af_reason reason, const af_error *error, void *user_data) {
  (void)client, (void)user_data;
  printf(\"failure: %s / %s\\n\", af_reason_name(reason), error->code);
}

static void on_log(af_log_level level, const char *text, size_t length, void *user_data) {
  (void)level, (void)user_data;
  printf(\"log: %.*s\\n\", (int)length, text);
}

int main(void) {
  const char *app_id = getenv(\"AF_TEST_APP_ID\"), *app_secret = getenv(\"AF_TEST_APP_SECRET\");
  const char *public_key = getenv(\"AF_TEST_PUBLIC_KEY\"), *license_key = getenv(\"AF_TEST_LICENSE_KEY\");
  bool tampered = true;
";
const END: &str = "  return 0;\n}\n";
/// What only a test needs, behind a section.
const BETWEEN: [(&str, &str); 1] =
    [("Config", "  af_config_set_api_base_url(config, getenv(\"AF_TEST_URL\"), NULL);\n")];
const FLAGS: [&str; 6] = ["-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Werror"];
/// What the program says, in this order.
const SAID: [&str; 8] = [
    "libauthforge 0.1.0, header 0.1.0\n",
    "tls_clock: ",
    "a session survives it\n",
    "invalid_handle: ",
    "licensed\n",
    " ends at ",
    "pro\n",
    "no pro features\n",
];

pub fn cases() -> Vec<Case> {
    vec![Case::new(
        "header::the lines of C in authforge.h are a program that logs in and reads its session",
        play,
    )]
}

fn play() -> Result {
    let folder = project::empty("examples-header")?;
    let (source, program) = (folder.join("header.c"), folder.join("header"));
    project::write(&source, &program_of(&generate::samples()?))?;
    let mut compiler = Command::new("cc");
    build::link(compiler.args(FLAGS).arg(&source), &build::library()?, &program)?;
    let server = Server::start(&["--no-rate-limits"])?;
    let said = command::output(Command::new(&program).envs(server.environment()).current_dir(&folder))?;
    in_order(&said)?;
    // The section about license files finds none, and asks for one.
    let asked = folder.join("mail-me.authforge-request").exists();
    ensure!(asked, "it wrote no activation request:\n{said}");
    Ok(())
}

fn program_of(samples: &[(String, String)]) -> String {
    let mut text = BEGIN.to_owned();
    for (title, lines) in samples {
        text.push_str(&format!("\n  /* {title} */\n"));
        text.extend(lines.lines().map(|line| format!("  {line}\n")));
        text.extend(BETWEEN.iter().filter(|(behind, _)| behind == title).map(|(_, line)| *line));
    }
    text + END
}

fn in_order(said: &str) -> Result {
    let mut rest = said;
    for words in SAID {
        let (_, behind) =
            rest.split_once(words).with_context(|| format!("it did not say {words:?} then:\n{said}"))?;
        rest = behind;
    }
    Ok(())
}
