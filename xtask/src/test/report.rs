//! What passed, failed and was skipped, in all that `cargo xtask test` has run.

use std::io::{self, BufRead, BufReader};
use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Context, ensure};
use harness::tested::Counts;
use harness::{Result, project};

/// Where nextest leaves its report, as `.config/nextest.toml` says.
const JUNIT: &str = "nextest/ci/junit.xml";
/// What a case says that this machine does not allow.
const SKIPPED: &str = "SKIPPED ";

#[derive(Default)]
pub struct Report {
    passed: usize,
    failed: Vec<String>,
    /// Each with its reason.
    skipped: Vec<String>,
}

impl Report {
    /// One check that is no test.
    pub fn note(&mut self, sentence: &str, result: Result) {
        match result {
            Ok(()) => {
                println!("ok      {sentence}");
                self.passed += 1;
            }
            Err(why) => {
                println!("FAILED  {sentence}\n{why:#}");
                self.failed.push(sentence.to_owned());
            }
        }
    }

    /// A check that could not be made here.
    pub fn skip(&mut self, sentence: &str, why: &str) {
        self.skipped.push(format!("{sentence}: {why}"));
    }

    /// Has nextest run tests, and reads its report.
    pub fn nextest(&mut self, command: &mut Command) {
        let before = self.failed.len();
        let path = project::target().join(JUNIT);
        let _ = std::fs::remove_file(&path);
        let status = command.status().context("cargo nextest cannot be run");
        let read = project::read(&path).and_then(|junit| self.read(&junit));
        match (status, read) {
            (Err(why), _) => self.failed.push(format!("{why:#}")),
            (Ok(status), Err(why)) => {
                self.failed.push(format!("cargo nextest, which ended with {status}: {why:#}"))
            }
            (Ok(status), Ok(())) if !status.success() && self.failed.len() == before => {
                self.failed.push(format!("cargo nextest, which ended with {status}"));
            }
            _ => {}
        }
    }

    fn read(&mut self, junit: &str) -> Result {
        let report = roxmltree::Document::parse(junit).context(JUNIT)?;
        for case in report.descendants().filter(|node| node.has_tag_name("testcase")) {
            let name = |attribute| case.attribute(attribute).unwrap_or_default();
            let name = format!("{} {}", name("classname"), name("name"));
            let said = case.children().filter(|node| node.has_tag_name("system-out"));
            let said: String = said.filter_map(|node| node.text()).collect();
            let skipped = said.lines().find_map(|line| line.strip_prefix(SKIPPED));
            if case.children().any(|node| node.has_tag_name("failure") || node.has_tag_name("error")) {
                self.failed.push(name);
            } else if let Some(why) = skipped {
                self.skipped.push(format!("{name}: {why}"));
            } else {
                self.passed += 1;
            }
        }
        Ok(())
    }

    /// Has `cargo test` run tests, shows what it prints, and counts.
    pub fn plain(&mut self, command: &mut Command) {
        let before = self.failed.len();
        match self.shown(command) {
            Err(why) => self.failed.push(format!("cargo test, which could not be run: {why}")),
            Ok(status) if !status.success() && self.failed.len() == before => {
                self.failed.push(format!("cargo test, which ended with {status}"));
            }
            Ok(_) => {}
        }
    }

    fn shown(&mut self, command: &mut Command) -> io::Result<ExitStatus> {
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        if let Some(stdout) = child.stdout.take() {
            for line in BufReader::new(stdout).lines() {
                let line = line?;
                println!("{line}");
                self.count(&line);
            }
        }
        child.wait()
    }

    /// A line of `cargo test`: `test name ... ok`.
    fn count(&mut self, line: &str) {
        let Some((name, outcome)) = line.strip_prefix("test ").and_then(|rest| rest.rsplit_once(" ... "))
        else {
            return;
        };
        match outcome {
            "ok" => self.passed += 1,
            "FAILED" => self.failed.push(name.trim().to_owned()),
            why => self.skipped.push(format!("{}: {why}", name.trim())),
        }
    }

    /// How many of each, for whoever reads of the run later.
    pub fn counts(&self) -> Counts {
        Counts { passed: self.passed, failed: self.failed.len(), skipped: self.skipped.len() }
    }

    /// All that another has counted, too.
    pub fn add(&mut self, other: Report) {
        self.passed += other.passed;
        self.failed.extend(other.failed);
        self.skipped.extend(other.skipped);
    }

    /// The closing lines; an error if anything failed.
    pub fn close(&self) -> Result {
        for name in &self.failed {
            println!("failed: {name}");
        }
        for name in &self.skipped {
            println!("skipped: {name}");
        }
        println!("{} passed, {} failed, {} skipped", self.passed, self.failed.len(), self.skipped.len());
        ensure!(self.failed.is_empty(), "there are failed tests");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nextests_report_is_read_case_by_case() {
        let mut report = Report::default();
        let junit = r#"<?xml version="1.0"?><testsuites><testsuite name="programs::c">
            <testcase name="tls::a" classname="programs::c"/>
            <testcase name="tls::b" classname="programs::c"><failure>no</failure></testcase>
            <testcase name="fork::c" classname="programs::c"><system-out>running 1 test
SKIPPED not on this system
</system-out></testcase></testsuite></testsuites>"#;
        report.read(junit).unwrap();
        assert_eq!((report.passed, report.failed.clone()), (1, vec!["programs::c tls::b".to_owned()]));
        assert_eq!(report.skipped, ["programs::c fork::c: not on this system"]);
        assert!(report.close().is_err());
    }

    #[test]
    fn what_cargo_test_prints_is_counted() {
        let mut report = Report::default();
        for line in
            ["running 3 tests", "test a ... ok", "test [alone] b ... FAILED", "test c ... ignored, no tool"]
        {
            report.count(line);
        }
        assert_eq!((report.passed, report.failed), (1, vec!["[alone] b".to_owned()]));
        assert_eq!(report.skipped, ["c: ignored, no tool"]);
    }
}
