//! `cargo xtask dist`: the library for each system, in an archive.

use std::time::Instant;

use harness::Result;
use harness::tool::CMAKE;
use packaging::dist;

use crate::setup::Setup;

pub fn run(words: &[String], twice: bool, setup: Setup) -> Result {
    let wanted = dist::wanted(words)?;
    setup.tools(&[CMAKE])?;
    for target in wanted.iter().flat_map(|one| one.targets()) {
        setup.tools(&target.tools())?;
        setup.packages(target.packages())?;
    }
    for one in wanted {
        let began = Instant::now();
        let record = dist::make(one, twice)?;
        println!("{} in {} s", record.line(), began.elapsed().as_secs());
    }
    Ok(())
}
