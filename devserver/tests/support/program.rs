//! The server's program, as it is run here.

/// Its path, behind the words of what runs it where it does not run as it is.
pub fn words() -> Vec<String> {
    let runner = std::env::var("AUTHFORGE_TEST_RUNNER").unwrap_or_default();
    let program = env!("CARGO_BIN_EXE_authforge-devserver");
    runner.split_whitespace().chain([program]).map(str::to_owned).collect()
}
