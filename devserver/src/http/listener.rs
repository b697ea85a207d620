//! Accepts connections, with or without TLS, and serves each in a task of its own.

use std::convert::Infallible;
use std::error::Error;
use std::future::poll_fn;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::{Body, Incoming};
use hyper::rt::{Read, Write};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use rustls::HandshakeKind;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
/// After a failed accept, for instance when the process has no file descriptors left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(20);

/// Who is calling.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer {
    pub ip: IpAddr,
    pub connection: u64,
    /// How TLS was agreed on; nothing without it.
    pub handshake: Option<&'static str>,
}

/// Ends a connection without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Closed {
    Silently,
    /// TLS says that it was meant; without TLS there is no difference.
    Notified,
}

impl std::fmt::Display for Closed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("closed without an answer")
    }
}

impl Error for Closed {}

/// What answers the requests of a listener.
pub(crate) trait Front: Send + Sync + 'static {
    type Body: Body<Data: Send, Error: Into<Box<dyn Error + Send + Sync>>> + Send + 'static;

    fn respond(
        &self,
        request: Request<Incoming>,
        peer: Peer,
    ) -> impl Future<Output = Result<Response<Self::Body>, Closed>> + Send;
}

/// Never returns; it ends when the runtime drops it, and all its connections with it.
pub(crate) async fn serve<F: Front>(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    front: Arc<F>,
    keep_alive: bool,
) -> Infallible {
    let mut connection = 0;
    loop {
        let (stream, address) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                eprintln!("a connection could not be accepted: {error}");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        connection += 1;
        let peer = Peer { ip: address.ip().to_canonical(), connection, handshake: None };
        tokio::spawn(serve_connection(stream, tls.clone(), front.clone(), peer, keep_alive));
    }
}

async fn serve_connection<F: Front>(
    stream: TcpStream,
    tls: Option<TlsAcceptor>,
    front: Arc<F>,
    peer: Peer,
    keep_alive: bool,
) {
    // Small answers, so waiting to fill packets only costs time. Failing to say so costs nothing else.
    let _ = stream.set_nodelay(true);
    match tls {
        None => serve_requests(TokioIo::new(stream), front, peer, keep_alive).await,
        Some(tls) => {
            // A client that never finishes its handshake, or does not trust us, is no event here.
            if let Ok(Ok(stream)) = tokio::time::timeout(HANDSHAKE_TIMEOUT, tls.accept(stream)).await {
                let handshake = stream.get_ref().1.handshake_kind().map(name_of);
                serve_requests(TokioIo::new(stream), front, Peer { handshake, ..peer }, keep_alive).await;
            }
        }
    }
}

fn name_of(kind: HandshakeKind) -> &'static str {
    match kind {
        HandshakeKind::Full | HandshakeKind::FullWithHelloRetryRequest => "full",
        _ => "resumed",
    }
}

async fn serve_requests<F: Front>(
    stream: impl Read + Write + Unpin,
    front: Arc<F>,
    peer: Peer,
    keep_alive: bool,
) {
    let service = service_fn(|request| front.respond(request, peer));
    let mut connection = http1::Builder::new().keep_alive(keep_alive).serve_connection(stream, service);
    // Errors here are clients that went away and connections that faults ended.
    let Err(error) = (&mut connection).await else { return };
    if error.source().and_then(|source| source.downcast_ref()) == Some(&Closed::Notified) {
        let mut stream = connection.into_parts().io;
        let _ = poll_fn(|context| Pin::new(&mut stream).poll_shutdown(context)).await;
    }
}
