//! The official Rust client, measured: `once` validates and ends; `repeat` reads numbers of calls from
//! standard input and answers each with a line of nanoseconds, as the C programs beside it do.

use std::error::Error;
use std::io::{self, BufRead, Write};
use std::time::Instant;

use official::{AuthForgeClient, AuthForgeConfig};

fn main() -> Result<(), Box<dyn Error>> {
    let license_key = std::env::var("AF_TEST_LICENSE_KEY")?;
    let client = AuthForgeClient::new(AuthForgeConfig {
        app_id: std::env::var("AF_TEST_APP_ID")?,
        app_secret: std::env::var("AF_TEST_APP_SECRET")?,
        public_key: std::env::var("AF_TEST_PUBLIC_KEY")?,
        api_base_url: std::env::var("AF_TEST_URL")?,
        ..AuthForgeConfig::default()
    });
    let validate = || client.validate_license(&license_key).map_err(|error| format!("{error:?}"));
    validate()?;
    if std::env::args().nth(1).as_deref() == Some("once") {
        return Ok(());
    }
    for line in io::stdin().lock().lines() {
        let mut took = Vec::new();
        for _ in 0..line?.trim().parse()? {
            let start = Instant::now();
            validate()?;
            took.push(start.elapsed().as_nanos().to_string());
        }
        writeln!(io::stdout(), "{}", took.join(" "))?;
    }
    Ok(())
}
