//! A case: a sentence that can be proved by itself, and how.

use std::process::ExitCode;
use std::sync::{Arc, RwLock};

use anyhow::{Context, bail};
use harness::once::once;
use harness::part::{self, Part};
use harness::{Result, command, tool};
use libtest_mimic::{Arguments, Completion, Failed, Trial};

/// How a proof ended that found nothing wrong.
pub enum Outcome {
    Proved,
    /// This machine does not allow it, for this reason.
    Skipped(String),
}

/// How a case is to be run. Its word is shown before the name, and is what `.config/nextest.toml` knows it by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Begins before the quick ones.
    Long,
    /// A machine, or a run, may not allow it; that is always shown.
    Conditional,
    Usual,
    /// Never beside others: what measures, and what would disturb. Comes last, so that none waits for it meanwhile.
    Alone,
}

impl Kind {
    fn word(self) -> Option<&'static str> {
        match self {
            Kind::Long => Some("long"),
            Kind::Conditional => Some("conditional"),
            Kind::Usual => None,
            Kind::Alone => Some("alone"),
        }
    }
}

/// One sentence and its proof.
pub struct Case {
    name: String,
    kind: Kind,
    proof: Box<dyn FnOnce() -> Result<Outcome> + Send>,
}

impl Case {
    /// `sentence` becomes the name: `a redirect is not followed` is `a_redirect_is_not_followed`. What stands before a `::`
    /// in it is the noun that it is about.
    pub fn new(sentence: impl AsRef<str>, proof: impl FnOnce() -> Result + Send + 'static) -> Case {
        Case::skippable(sentence, || proof().map(|()| Outcome::Proved)).of(Kind::Usual)
    }

    /// The same where a machine may not allow it; of the kind [`Kind::Conditional`].
    pub fn skippable(
        sentence: impl AsRef<str>,
        proof: impl FnOnce() -> Result<Outcome> + Send + 'static,
    ) -> Case {
        let parts = sentence.as_ref().split("::").map(as_name);
        let name = parts.collect::<Vec<_>>().join("::");
        Case { name, kind: Kind::Conditional, proof: Box::new(proof) }
    }

    #[must_use]
    pub fn of(self, kind: Kind) -> Case {
        Case { kind, ..self }
    }

    /// One of about ten, chosen by its name alone: so it stays when others come.
    pub fn is_of_tenth(&self) -> bool {
        // FNV-1a, of 32 bits.
        let hash = self
            .name
            .bytes()
            .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        hash.is_multiple_of(10)
    }
}

/// A sentence as the name of a file or a case.
pub fn as_name(sentence: &str) -> String {
    let words = sentence.split(|letter: char| !letter.is_ascii_alphanumeric() && !"'+_".contains(letter));
    let words: Vec<String> =
        words.filter(|word| !word.is_empty()).map(|word| word.replace('\'', "").to_lowercase()).collect();
    words.join("_")
}

/// Runs the cases of a part of the tests as the words on the command line ask for; `at_once` of them, unless these say
/// otherwise: most programs mostly wait. `cases` may look at files, but builds nothing.
pub fn main(name: &'static str, at_once: usize, cases: impl FnOnce() -> Result<Vec<Case>>) -> ExitCode {
    // SAFETY: no other thread has been started yet.
    unsafe { command::forget_cargo() };
    let mut arguments = Arguments::from_args();
    // One at a time, a name would be written first, and what its proof prints between it and its outcome.
    arguments.test_threads = arguments.test_threads.or(Some(at_once.max(2)));
    match trials(name, cases) {
        Ok(trials) => libtest_mimic::run(&arguments, trials).exit_code(),
        Err(why) => {
            eprintln!("{name}: {why:#}");
            ExitCode::FAILURE
        }
    }
}

fn trials(name: &'static str, cases: impl FnOnce() -> Result<Vec<Case>>) -> Result<Vec<Trial>> {
    let part = part::named(name).with_context(|| format!("{name} is no part of the tests"))?;
    let mut cases = cases()?;
    cases.sort_by_key(|case| case.kind);
    let mut names: Vec<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    names.sort_unstable();
    if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
        bail!("two cases are called {}", twice[0]);
    }
    // In a run of nextest each case is a process of its own, and it keeps them apart itself.
    let machine = Arc::new(RwLock::new(()));
    Ok(cases.into_iter().map(|case| trial(case, part, Arc::clone(&machine))).collect())
}

fn trial(case: Case, part: &'static Part, machine: Arc<RwLock<()>>) -> Trial {
    let Case { name, kind, proof } = case;
    let trial = Trial::ignorable_test(name, move || {
        let run = || {
            once(&format!("tools of {}", part.name), || tool::need(part.tools))?;
            proof()
        };
        let outcome = if kind == Kind::Alone {
            let _whole = machine.write().unwrap_or_else(|e| e.into_inner());
            run()
        } else {
            let _beside_others = machine.read().unwrap_or_else(|e| e.into_inner());
            run()
        };
        told(outcome)
    });
    match kind.word() {
        Some(word) => trial.with_kind(word),
        None => trial,
    }
}

/// What the test binary makes of it.
fn told(outcome: Result<Outcome>) -> std::result::Result<Completion, Failed> {
    match outcome {
        Ok(Outcome::Proved) => Ok(Completion::Completed),
        Ok(Outcome::Skipped(why)) => {
            // For whoever runs each case as a process of its own, and sees a success.
            println!("SKIPPED {}", why.trim_end());
            Ok(Completion::ignored_with(why.trim_end()))
        }
        Err(why) => Err(Failed::from(format!("{why:#}"))),
    }
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use super::*;

    #[test]
    fn a_sentence_becomes_the_name_of_a_case() {
        assert_eq!(as_name("A client's end: it isn't late."), "a_clients_end_it_isnt_late");
        assert_eq!(as_name("clean for g++ -std=c++17"), "clean_for_g++_std_c++17");
        assert_eq!(Case::new("game loop::A game plays", || Ok(())).name, "game_loop::a_game_plays");
    }

    #[test]
    fn a_case_that_failed_is_told_with_its_causes_in_one_line() {
        let outcome = Err(anyhow!("permission denied").context("a/b").context("the package"));
        assert_eq!(told(outcome).err().unwrap().message(), Some("the package: a/b: permission denied"));
    }

    #[test]
    fn two_cases_of_one_name_and_parts_that_nobody_knows_are_refused() {
        let twice = || Ok(vec![Case::new("a b", || Ok(())), Case::new("A b.", || Ok(()))]);
        assert_eq!(trials("c", twice).err().unwrap().to_string(), "two cases are called a_b");
        assert!(trials("d", || Ok(Vec::new())).is_err());
        let last = || Ok(vec![Case::new("a", || Ok(())).of(Kind::Alone), Case::new("b", || Ok(()))]);
        assert_eq!(trials("c", last).unwrap()[1].kind(), "alone");
    }
}
