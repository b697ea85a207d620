//! The real transport: ureq on our own sockets, with every default named.

use std::io::ErrorKind;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Instant;

use ureq::Agent;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{Connector, NextTimeout};

use super::dns::{Dns, NoThread};
use super::lease::{Facts, Lease};
use super::tcp::TcpConnector;
use super::tls::{self, Roots, RootsKey, TlsConnector};
use super::watched::WatchConnector;
use super::{Answer, Failure, Request, Transport, limits, scope};
use crate::epoch;
use crate::error::{Error, shown_server};
use crate::status::Status;

/// A pool of connections. Clients with the same roots share one.
pub struct Http {
    agent: Agent,
    /// Of the process whose connections these are.
    epoch: u64,
}

/// The pools of the process, and the TLS settings that outlive them.
pub struct Pools {
    dns: Arc<Dns>,
    known: Mutex<Vec<Known>>,
}

struct Known {
    key: RootsKey,
    tls: TlsConnector,
    http: Weak<Http>,
}

impl Pools {
    pub fn new(dns: Arc<Dns>) -> Pools {
        Pools { dns, known: Mutex::default() }
    }

    /// The pool for these roots: the one in use, or a new one. It closes with its last client.
    pub fn get(&self, roots: &Roots) -> Arc<Http> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let key = roots.key();
        let at = known.iter().position(|entry| entry.key == key).unwrap_or_else(|| {
            known.push(Known { key, tls: TlsConnector::new(roots.clone()), http: Weak::new() });
            known.len() - 1
        });
        let entry = &mut known[at];
        if let Some(http) = entry.http.upgrade() {
            return http;
        }
        let tcp = TcpConnector::new(Arc::clone(&self.dns));
        let connector = tcp.chain(entry.tls.clone()).chain(WatchConnector);
        let agent = Agent::with_parts(agent_config(), connector, NoResolver);
        let http = Arc::new(Http { agent, epoch: epoch::current() });
        entry.http = Arc::downgrade(&http);
        http
    }
}

fn agent_config() -> ureq::config::Config {
    Agent::config_builder()
        // Deadlines are kept by the lease, which knows of cancelling too.
        .timeout_global(None)
        .timeout_await_100(None)
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .user_agent(concat!("libauthforge/", env!("CARGO_PKG_VERSION")))
        .input_buffer_size(limits::BUFFER)
        .output_buffer_size(limits::BUFFER)
        .max_response_header_size(limits::HEADERS)
        .max_idle_connections(limits::IDLE_CONNECTIONS)
        .max_idle_connections_per_host(limits::IDLE_CONNECTIONS)
        .max_idle_age(limits::IDLE_AGE)
        .build()
}

impl Transport for Http {
    fn post(&self, request: &Request<'_>, lease: &Arc<Lease>) -> Result<Answer, Failure> {
        if self.epoch != epoch::current() {
            let error = Error::of(Status::Forked);
            return Err(Failure { error, stale_connection: false, sent: false });
        }
        lease.begin(Instant::now() + request.timeout, request.connection);
        let result = scope::with(lease, || self.exchange(request));
        let facts = lease.end();
        // A cancelled socket ends like a finished one, so a body without length could look complete.
        if lease.is_cancelled() {
            return Err(failure(Error::cancelled(), facts));
        }
        result.map_err(|cause| explain(&cause, facts, request))
    }
}

impl Http {
    fn exchange(&self, request: &Request<'_>) -> Result<Answer, ureq::Error> {
        let response =
            self.agent.post(request.url).header("content-type", "application/json").send(request.body)?;
        let status = response.status().as_u16();
        let retry_after_ms =
            response.headers().get("retry-after").and_then(|v| v.to_str().ok()).map_or(0, retry_after_ms);
        let body = response.into_body().into_with_config().limit(limits::BODY).read_to_vec()?;
        Ok(Answer { status, body, retry_after_ms })
    }
}

/// Whole seconds; the date form is not used by the service and counts as absent.
fn retry_after_ms(text: &str) -> u32 {
    text.trim().parse::<u32>().map_or(0, |seconds| seconds.saturating_mul(1000))
}

fn failure(error: Error, facts: Facts) -> Failure {
    Failure { error, stale_connection: facts.is_stale(), sent: facts.sent }
}

fn explain(cause: &ureq::Error, facts: Facts, request: &Request<'_>) -> Failure {
    let server = &shown_server(server_of(request.url));
    if facts.timed_out {
        let text = format!("{server} gave no complete answer within {} s", request.timeout.as_secs());
        return failure(Error::new(Status::Timeout, text), facts);
    }
    failure(error_of(cause, server), facts)
}

/// Scheme, host and port, for messages.
fn server_of(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    url[host..].find('/').map_or(url, |path| &url[..host + path])
}

fn error_of(cause: &ureq::Error, server: &str) -> Error {
    match cause {
        ureq::Error::Io(io) => {
            let inner = io.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
            if let Some(tls) = inner {
                return tls::error_of(tls, server);
            }
            if let Some(no_thread) = io.get_ref().and_then(|inner| inner.downcast_ref::<NoThread>()) {
                return Error::new(Status::OutOfResources, no_thread.to_string());
            }
            let text = match io.kind() {
                ErrorKind::UnexpectedEof => format!("{server} closed the connection before it answered"),
                _ => format!("{server} could not be reached: {io}"),
            };
            Error::new(Status::NetworkError, text)
        }
        ureq::Error::HostNotFound => {
            Error::new(Status::DnsError, format!("the host name of {server} could not be resolved"))
        }
        ureq::Error::BodyExceedsLimit(_) => Error::of(Status::ResponseTooLarge),
        ureq::Error::Protocol(_) | ureq::Error::LargeResponseHeader(_, _) => {
            Error::new(Status::InvalidJsonResponse, format!("{server} did not answer in HTTP: {cause}"))
        }
        other => Error::new(Status::NetworkError, format!("the request to {server} failed: {other}")),
    }
}

/// Names are resolved by the connector, and only for a new connection.
#[derive(Debug)]
struct NoResolver;

impl Resolver for NoResolver {
    fn resolve(
        &self,
        _: &ureq::http::Uri,
        _: &ureq::config::Config,
        _: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        // ureq wants at least one address; ours is never dialled.
        let mut addresses = self.empty();
        addresses.push(std::net::SocketAddr::from(([0, 0, 0, 0], 0)));
        Ok(addresses)
    }
}
