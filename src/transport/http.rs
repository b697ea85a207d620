//! The real transport: ureq on our own sockets, with every default named.

use std::io::{self, ErrorKind};
use std::sync::Weak;

use socket2::Socket;
use ureq::Agent;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{Connector, NextTimeout};

use super::dial::Unreached;
use super::dns::{Dns, Unresolved};
use super::idle::Idle;
use super::lease::{Facts, Lease};
use super::roots::{Roots, RootsKey};
use super::tcp::TcpConnector;
use super::tls::{self, TlsConnector};
use super::watched::{Left, Supply, WatchConnector, taken};
use super::{Answer, Awaited, Failure, Reply, Request, Transport, request_context};
use crate::runtime::clock;
use crate::runtime::engine::alone;
use crate::runtime::epoch;
use crate::runtime::lock::lock;
use crate::runtime::per_process::PerProcess;
use crate::runtime::resources;
use crate::runtime::sync::{Arc, Mutex};
use crate::status::Status;
use crate::values::error::Error;
use crate::values::limits;
use crate::values::quoted::{quoted, shown_server};

/// A pool of connections. Clients with the same roots share one.
pub struct Http {
    agent: Agent,
    idle: Arc<Idle>,
    /// Of the process whose connections these are.
    epoch: u64,
}

/// The pools of the process, and the TLS settings that outlive them.
struct Pools {
    dns: Arc<Dns>,
    known: Mutex<Vec<Known>>,
}

struct Known {
    key: RootsKey,
    tls: TlsConnector,
    http: Weak<Http>,
}

static CURRENT: PerProcess<Pools> = PerProcess::new();

/// The pool of this process for these roots: the one in use, or a new one. It closes with its last client.
pub fn pool_for(roots: &Roots) -> Arc<Http> {
    let new = || Pools { dns: Dns::new(Arc::clone(alone::threads())), known: Mutex::default() };
    CURRENT.get(new).get(roots)
}

impl Pools {
    fn get(&self, roots: &Roots) -> Arc<Http> {
        let mut known = lock(&self.known);
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
        let idle = Arc::<Idle>::default();
        let connector = tcp.chain(entry.tls.clone()).chain(WatchConnector(Arc::clone(&idle)));
        let agent = Agent::with_parts(agent_config(), connector, NoResolver);
        let http = Arc::new(Http { agent, idle, epoch: epoch::current() });
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
        // What is compressed nevertheless is not read, so that whatever stands between should know.
        .accept_encoding("identity")
        .user_agent(concat!("libauthforge/", env!("CARGO_PKG_VERSION")))
        // Full with headers it would look like the end of a connection.
        .input_buffer_size(limits::HEADERS + 1)
        .output_buffer_size(limits::BUFFER)
        .max_response_header_size(limits::HEADERS)
        // Ours are kept beside it.
        .max_idle_connections(0)
        .build()
}

impl Transport for Http {
    fn post(
        &self,
        request: &Request<'_>,
        awaited: Option<Awaited>,
        lease: &Arc<Lease>,
    ) -> Result<Reply, Failure> {
        if self.epoch != epoch::current() {
            let error = Error::of(Status::Forked);
            return Err(Failure { error, stale: false, sent: false });
        }
        lease.hand(Some(Box::new(self.supply(request, awaited, lease))));
        let result = request_context::with(lease, || self.exchange(request));
        if let Some(awaited) = taken(lease.hand(None)).and_then(|left| wait_for(left, lease)) {
            return Ok(Reply::Awaited(awaited));
        }
        let facts = lease.end();
        // A cancelled socket ends like a finished one, so a body without length could look complete.
        if lease.is_cancelled() {
            return Err(failure(Error::cancelled(), facts));
        }
        let (answer, encoding) = result.map_err(|cause| explain(&cause, facts, request))?;
        match encoding.and_then(|encoding| unreadable(&answer, &encoding)) {
            None => Ok(Reply::Answer(answer)),
            Some(error) => Err(failure(error, facts)),
        }
    }
}

/// What a thread has left is waited for from now on. `None` if it must not be, which the lease knows.
fn wait_for(left: Left, lease: &Lease) -> Option<Awaited> {
    let Left { connection, socket } = left;
    let deadline = lease.enter(Arc::<Socket>::clone(&socket)).ok()?;
    Some(Awaited { connection, socket, deadline })
}

impl Http {
    /// Begins the attempt, or goes on with it.
    fn supply(&self, request: &Request<'_>, awaited: Option<Awaited>, lease: &Lease) -> Supply {
        let (server, sent) = (server_of(request.url), awaited.is_some());
        let connection = if let Some(awaited) = awaited {
            // Whether it was called off is asked at the next step.
            let _ = lease.leave();
            Some(awaited.connection)
        } else {
            lease.begin(clock::network_deadline(request.timeout), request.connection);
            self.idle.take(server, request.connection, lease)
        };
        Supply { server: server.into(), connection, sent }
    }

    /// The answer, and how it is encoded.
    fn exchange(&self, request: &Request<'_>) -> Result<(Answer, Option<String>), ureq::Error> {
        let response =
            self.agent.post(request.url).header("content-type", "application/json").send(request.body)?;
        let status = response.status().as_u16();
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
        let retry_after_ms = header("retry-after").map_or(0, retry_after_ms);
        let encoding = header("content-encoding").map(str::to_owned);
        let body = response.into_body().into_with_config().limit(limits::BODY).read_to_vec()?;
        Ok((Answer { status, body, retry_after_ms }, encoding))
    }
}

/// Nobody asked for it to be compressed. What throttles is understood by its number.
fn unreadable(answer: &Answer, encoding: &str) -> Option<Error> {
    if encoding.trim().eq_ignore_ascii_case("identity") || answer.status == 429 {
        return None;
    }
    let good = (200..300).contains(&answer.status);
    let mut error = if good { Error::of(Status::InvalidJsonResponse) } else { Error::http(answer.status) };
    error.message = format!(
        "the answer is not JSON: its content-encoding is {}, which was not asked for",
        quoted(encoding)
    )
    .into();
    Some(error.with_http(answer.status, answer.retry_after_ms))
}

/// Whole seconds; the date form is not used by the service and counts as absent.
fn retry_after_ms(text: &str) -> u32 {
    text.trim().parse::<u32>().map_or(0, |seconds| seconds.saturating_mul(1000))
}

fn failure(error: Error, facts: Facts) -> Failure {
    Failure { error, stale: facts.is_stale(), sent: facts.sent }
}

fn explain(cause: &ureq::Error, facts: Facts, request: &Request<'_>) -> Failure {
    let server = &shown_server(server_of(request.url));
    if facts.timed_out {
        let mut text = format!("{server} gave no complete answer within {} s", request.timeout.as_secs());
        if let ureq::Error::Io(io) = cause
            && let Some(unreached) = inner::<Unreached>(io)
        {
            text = format!("{text}; {unreached}");
        }
        return failure(Error::new(Status::Timeout, text), facts);
    }
    failure(error_of(cause, facts, server), facts)
}

fn inner<T: std::error::Error + 'static>(io: &io::Error) -> Option<&T> {
    io.get_ref()?.downcast_ref()
}

/// Scheme, host and port, for messages.
fn server_of(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    url[host..].find('/').map_or(url, |path| &url[..host + path])
}

fn error_of(cause: &ureq::Error, facts: Facts, server: &str) -> Error {
    match cause {
        ureq::Error::Io(io) => error_of_io(io, facts, server),
        ureq::Error::BodyExceedsLimit(_) => Error::of(Status::ResponseTooLarge),
        ureq::Error::LargeResponseHeader(_, most) => Error::new(
            Status::ResponseTooLarge,
            format!("the headers of the answer of {server} are longer than {most} bytes"),
        ),
        ureq::Error::Protocol(why) => {
            let why = why.to_string();
            if why.ends_with("invalid HTTP version") {
                return no_http(server);
            }
            let status = if why.ends_with("too many headers") {
                Status::ResponseTooLarge
            } else {
                Status::InvalidJsonResponse
            };
            Error::new(status, format!("the answer of {server} cannot be read as HTTP: {why}"))
        }
        other => Error::new(Status::NetworkError, format!("the request to {server} failed: {other}")),
    }
}

/// Whoever answers there is another service than HTTP, so the license service was not reached.
fn no_http(server: &str) -> Error {
    let hint = if server.contains("http://") { "; its port may be one for https://" } else { "" };
    Error::new(Status::NetworkError, format!("{server} does not answer in HTTP{hint}"))
}

fn error_of_io(io: &io::Error, facts: Facts, server: &str) -> Error {
    if let Some(cause) = tls::cause_of(io) {
        return tls::error_of(cause, server);
    }
    match inner::<Unresolved>(io) {
        Some(Unresolved::NoThread(_)) => return Error::new(Status::OutOfResources, io.to_string()),
        Some(Unresolved::Unknown(why)) => {
            let text = format!("the host name of {server} could not be resolved: {why}");
            return Error::new(Status::DnsError, text);
        }
        None => {}
    }
    if resources::exhausted(io) {
        return Error::new(Status::OutOfResources, format!("{server} could not be asked: {io}"));
    }
    Error::new(Status::NetworkError, broken(io, facts, server))
}

/// How far it came is what tells a server that is not there from one that fails.
fn broken(io: &io::Error, facts: Facts, server: &str) -> String {
    let when = match facts {
        Facts { answered: true, .. } => "in the middle of its answer",
        Facts { sent: true, .. } => "before it answered",
        _ if io.kind() == ErrorKind::UnexpectedEof => "before it was asked",
        _ => return format!("{server} could not be reached: {io}"),
    };
    if io.kind() == ErrorKind::UnexpectedEof {
        return format!("{server} closed the connection {when}");
    }
    format!("the connection to {server} broke {when}: {io}")
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
