//! THIRD-PARTY-NOTICES.txt against Cargo.lock and the sources that it names.

use harness::Result;
use packaging::notices;
use programs::Case;
use programs::case::Outcome;

pub fn cases() -> Vec<Case> {
    vec![
        Case::new(
            "notices::the notices name each crate of Cargo.lock that the library is made of",
            notices::name_every_crate,
        ),
        Case::new("notices::the notices name no folder of this machine", notices::name_no_folder),
        Case::skippable("notices::the notices are what is made of the crates' sources", || {
            outcome(notices::are_of_the_crates())
        }),
        Case::new(
            "notices::the notices name each crate of Rust's standard library",
            notices::name_rusts_crates,
        ),
        Case::skippable(
            "notices::the notices are what is made of the sources of Rust's standard library",
            || outcome(notices::are_of_rusts_sources()),
        ),
    ]
}

fn outcome(tried: Result<Option<String>>) -> Result<Outcome> {
    tried.map(|why_not| why_not.map_or(Outcome::Proved, Outcome::Skipped))
}
