//! The command line.

use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;

use authforge_devserver::{FixtureSource, Options, TlsFlaw};
use clap::Parser;
use clap::error::ErrorKind;

const AFTER_HELP: &str = "\
When both listeners accept, one line of JSON on standard output says where and with what:
  url, app_id, app_secret, public_key, license_key, admin_url, admin_key, ca_file
Everything else goes to standard error. SIGTERM and SIGINT end the program with exit code 0.

Example:
  authforge-devserver --listen 127.0.0.1:8080 --admin-key test";

/// A development server that behaves like the AuthForge licensing service
#[derive(Debug, Parser)]
#[command(version, after_help = AFTER_HELP)]
pub struct Cli {
    /// Address of the auth endpoints; port 0 takes a free one
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:0", value_parser = address)]
    listen: SocketAddr,

    /// Address of the developer API and the test controls, always plain HTTP
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:0", value_parser = address)]
    admin_listen: SocketAddr,

    /// Accept an --admin-listen that other machines can reach
    #[arg(long)]
    allow_remote_admin: bool,

    /// Apps, licenses and faults to start with, instead of the built-in demo
    #[arg(long, value_name = "FILE")]
    fixtures: Option<PathBuf>,

    /// Speak TLS; certificates are made in this directory and used again
    #[arg(long, value_name = "DIR")]
    tls: Option<PathBuf>,

    /// With --tls: a certificate that ended yesterday, from the issuer of ca_file
    #[arg(long, requires = "tls", conflicts_with = "tls_wrong_host")]
    tls_expired: bool,

    /// With --tls: a certificate for another host, from the issuer of ca_file
    #[arg(long, requires = "tls")]
    tls_wrong_host: bool,

    /// With --tls: speak TLS 1.2 only
    #[arg(long, requires = "tls")]
    tls12_only: bool,

    /// With --tls: each connection shakes hands in full
    #[arg(long, requires = "tls")]
    no_tls_resumption: bool,

    /// End each connection with its answer, as some proxies do
    #[arg(long)]
    no_keep_alive: bool,

    /// Bearer key of the admin routes; generated when left out
    #[arg(long, value_name = "KEY")]
    admin_key: Option<String>,

    /// No rate limits, credits, quotas, replay memory and recording, for benchmarks
    #[arg(long)]
    no_limits: bool,

    /// No rate limits, everything else as usual, for tests that log in often
    #[arg(long)]
    no_rate_limits: bool,

    /// End when standard input ends
    #[arg(long)]
    pub exit_with_stdin: bool,

    /// Report every auth request on standard error
    #[arg(long)]
    verbose: bool,
}

/// Why there is nothing to start.
pub enum Stop {
    /// Help or version: text for standard output.
    Told(String),
    /// One line for people.
    Wrong(String),
}

impl Cli {
    pub fn read() -> Result<Self, Stop> {
        Self::try_parse().map_err(|error| match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Stop::Told(error.to_string()),
            _ => Stop::Wrong(one_line(&error.to_string())),
        })
    }

    pub fn options(&self) -> Options {
        Options {
            listen: self.listen,
            admin_listen: self.admin_listen,
            allow_remote_admin: self.allow_remote_admin,
            fixtures: self.fixtures.clone().map_or(FixtureSource::Demo, FixtureSource::File),
            tls: self.tls.clone(),
            tls_flaw: match (self.tls_expired, self.tls_wrong_host) {
                (true, _) => TlsFlaw::Expired,
                (_, true) => TlsFlaw::WrongHost,
                _ => TlsFlaw::None,
            },
            tls12_only: self.tls12_only,
            no_tls_resumption: self.no_tls_resumption,
            no_keep_alive: self.no_keep_alive,
            admin_key: self.admin_key.clone(),
            no_limits: self.no_limits,
            no_rate_limits: self.no_rate_limits,
            verbose: self.verbose,
        }
    }
}

/// The first paragraph of what clap says, without its prefix.
fn one_line(message: &str) -> String {
    let paragraph = message.split("\n\n").next().unwrap_or(message);
    let words: Vec<&str> = paragraph.split_whitespace().collect();
    let line = words.join(" ");
    format!("{}; see --help", line.trim_start_matches("error: "))
}

fn address(text: &str) -> Result<SocketAddr, String> {
    let wrong = "need an address with a port, such as 127.0.0.1:8080".to_owned();
    text.to_socket_addrs().ok().and_then(|mut found| found.next()).ok_or(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound() {
        <Cli as clap::CommandFactory>::command().debug_assert();
    }

    #[test]
    fn errors_are_one_line() {
        let Err(error) = Cli::try_parse_from(["x", "--listen", "nowhere"]) else { panic!("accepted") };
        let line = one_line(&error.to_string());
        assert!(line.contains("'nowhere'") && line.contains("127.0.0.1:8080"), "{line}");
        assert!(!line.contains('\n') && line.ends_with("; see --help"), "{line}");
    }
}
