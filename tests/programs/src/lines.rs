//! Lines that must not compile: `tests/cpp/lines`.
//!
//! A line that ends in `// bad` is refused by every compiler, one in `// bad for clang` by those that know
//! `lifetimebound`. All others are right: without the bad ones the file compiles, and no error but theirs
//! stands among what the compiler says of the whole. So nothing is refused for another reason.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};
use harness::{Result, command};

const BAD: &str = "// bad";
const BAD_FOR_CLANG: &str = "// bad for clang";
/// Words in what compilers say of an owner that is gone. Anything else is another mistake.
const REASONS: [&str; 5] = ["delete", "temporary", "rvalue", "dangling", "stack"];
/// Nothing in these files is used: they are there to be looked at.
const FLAGS: [&str; 5] = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-Wno-unused"];

/// `compiler` makes one for a language level, which has been told of the headers.
pub fn check(source: &Path, scratch: &Path, is_clang: bool, compiler: impl Fn() -> Command) -> Result {
    let text = fs::read_to_string(source).with_context(|| source.display().to_string())?;
    let bad = bad_lines(&text, is_clang);
    if bad.is_empty() {
        bail!("{} has no bad line", source.display());
    }

    // Line by line as before, so that errors are found at their places.
    let good: Vec<&str> = text.lines().map(|line| if is_marked(line) { "" } else { line }).collect();
    let kept = scratch.join("good.cpp");
    fs::write(&kept, good.join("\n") + "\n").with_context(|| kept.display().to_string())?;
    command::output(compiler().args(FLAGS).args(["-O2", "-c", "-o"]).arg(scratch.join("good.o")).arg(&kept))?;

    let mut all = compiler();
    all.args(FLAGS).arg(if is_clang { "-ferror-limit=0" } else { "-fmax-errors=0" });
    all.env("LC_ALL", "C").arg("-fsyntax-only").arg(source);
    let output = all.output().with_context(|| format!("{all:?}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    let refused: BTreeSet<usize> =
        errors(&said).filter(|(_, why)| is_lifetime(why)).map(|(at, _)| at).collect();
    // Another compiler may come to know what Clang does.
    let marked = bad_lines(&text, true);
    let elsewhere: Vec<usize> = errors(&said).map(|(at, _)| at).filter(|at| !marked.contains(at)).collect();
    let passed: Vec<&usize> = bad.difference(&refused).collect();
    match (passed.first(), elsewhere.first()) {
        (Some(line), _) => {
            bail!("{}:{line} compiles, or is refused for another reason\n{said}", source.display())
        }
        (None, Some(line)) => bail!("{}:{line} is refused\n{said}", source.display()),
        (None, None) => Ok(()),
    }
}

fn is_marked(line: &str) -> bool {
    line.ends_with(BAD) || line.ends_with(BAD_FOR_CLANG)
}

fn bad_lines(text: &str, is_clang: bool) -> BTreeSet<usize> {
    let is_bad = |line: &str| line.ends_with(BAD) || (is_clang && line.ends_with(BAD_FOR_CLANG));
    text.lines().enumerate().filter(|(_, line)| is_bad(line)).map(|(at, _)| at + 1).collect()
}

fn is_lifetime(why: &str) -> bool {
    REASONS.iter().any(|word| why.contains(word))
}

/// The errors of the compiler: `path:line:column: error: why`. One in a file that is included has line 0.
fn errors(said: &str) -> impl Iterator<Item = (usize, &str)> {
    said.lines().filter_map(|line| {
        let (place, why) = line.split_once(": error: ").or_else(|| line.split_once(": fatal error: "))?;
        let mut parts = place.rsplit(':').skip(1);
        let at = parts.next().and_then(|number| number.parse().ok()).unwrap_or(0);
        Some((if place.contains("tests/cpp/lines/") { at } else { 0 }, why))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_bad_by_its_last_words() {
        let text = "good\nx; // bad\ny; // bad for clang\nz; // badly named\n";
        assert_eq!(bad_lines(text, true), BTreeSet::from([2, 3]));
        assert_eq!(bad_lines(text, false), BTreeSet::from([2]));
    }

    #[test]
    fn errors_have_their_lines_and_those_of_other_files_have_none() {
        let said = "/p/tests/cpp/lines/a.cpp:12:5: error: use of deleted function\n\
            /p/tests/cpp/lines/a.cpp:13:5: note: declared here\n\
            /p/authforge/error.hpp:3:1: error: expected a class\ncc1plus: all warnings being treated as errors\n";
        let found: Vec<_> = errors(said).collect();
        assert_eq!(found, [(12, "use of deleted function"), (0, "expected a class")]);
        assert!(is_lifetime(found[0].1) && !is_lifetime(found[1].1));
    }
}
