//! `cargo xtask test`: all tests, the cheap ones first.

use std::time::Instant;

use crate::need::{self, BINUTILS, CC, CLANG, CMAKE, CXX, PKG_CONFIG, VALGRIND};
use crate::shell::{self, Result};
use crate::tally::Tally;
use crate::{c_tests, cmake, cpp, demo, exports, header_matrix, readme};

pub fn run() -> Result {
    let began = Instant::now();
    need::tools(&[CC, CXX, CLANG, CMAKE, PKG_CONFIG, VALGRIND, BINUTILS])?;
    let step = |name: &str| println!("\n== {name} ({} s)", began.elapsed().as_secs());

    step("format and lints");
    shell::run(shell::cargo().args(["fmt", "--all", "--check"]))?;
    let clippy = ["clippy", "--quiet", "--workspace", "--all-targets", "--features", "testing"];
    shell::run(shell::cargo().args(clippy).args(["--", "-D", "warnings"]))?;

    step("Rust tests");
    shell::run(shell::cargo().args(["test", "--quiet", "--workspace", "--features", "testing"]))?;

    step("the shared library");
    let library = shell::release_library()?;
    let devserver = shell::devserver()?;
    let mut tally = Tally::default();
    exports::run(&mut tally, &library)?;
    header_matrix::run(&mut tally, &library)?;
    readme::run(&mut tally, &library, &devserver)?;

    step("C programs");
    c_tests::run(&mut tally, &library, false)?;
    step("C programs under valgrind");
    c_tests::run(&mut tally, &library, true)?;
    step("C++ programs");
    cpp::run(&mut tally, &library)?;
    step("CMake and pkg-config consumers");
    cmake::run(&mut tally)?;
    step("the demo");
    tally.note("the demo shows the main job from login to the revoked license", demo::run());

    println!("\n== done in {} s", began.elapsed().as_secs());
    tally.close()
}
