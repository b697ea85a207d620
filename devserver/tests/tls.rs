//! `--tls`, seen by a client that trusts nothing but `ca_file`.

#![allow(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod support;

use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use authforge_devserver::{Options, Server, TlsFlaw};
use rustls::pki_types::{CertificateDer, ServerName, pem::PemObject};
use rustls::{
    ClientConfig, ClientConnection, ProtocolVersion, RootCertStore, StreamOwned, SupportedProtocolVersion,
};
use support::*;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

/// A directory of its own, gone afterwards.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("authforge-tls-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }

    fn server(&self) -> Server {
        self.flawed(TlsFlaw::None)
    }

    fn flawed(&self, tls_flaw: TlsFlaw) -> Server {
        Server::start(Options { tls: Some(self.0.clone()), tls_flaw, ..Options::default() }).unwrap()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn agent(ca_file: &Path) -> ureq::Agent {
    let authority = Certificate::from_pem(&fs::read(ca_file).unwrap()).unwrap();
    let tls = TlsConfig::builder().root_certs(RootCerts::new_with_certs(&[authority])).build();
    ureq::Agent::config_builder().tls_config(tls).https_only(true).build().into()
}

fn log_in_at(agent: &ureq::Agent, server: &Server, url: &str) -> Result<String, ureq::Error> {
    let body = validate_body(server, GOOD).to_string();
    agent.post(format!("{url}/auth/validate")).send(body)?.body_mut().read_to_string()
}

#[test]
fn a_client_that_trusts_the_ca_file_logs_in_by_address_and_by_name() {
    let directory = Directory::new("login");
    let server = directory.server();
    let ca_file = server.ca_file().unwrap();
    assert!(ca_file.is_absolute() && server.url().starts_with("https://127.0.0.1:"), "{}", server.url());
    assert!(server.admin_url().starts_with("http://"), "scripts need no authority");
    let agent = agent(ca_file);
    for url in [server.url().to_owned(), server.url().replace("127.0.0.1", "localhost")] {
        let text = log_in_at(&agent, &server, &url).unwrap();
        assert!(text.starts_with(r#"{"status":"success""#), "{text}");
    }
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn a_client_that_trusts_another_authority_does_not() {
    let (one, other) = (Directory::new("one"), Directory::new("other"));
    let (server, stranger) = (one.server(), other.server());
    let error = log_in_at(&agent(stranger.ca_file().unwrap()), &server, server.url()).unwrap_err();
    assert!(error.to_string().to_lowercase().contains("certificate"), "{error}");
    assert!(server.requests().is_empty());
}

#[test]
fn a_certificate_with_a_flaw_is_refused_for_that_flaw_by_whoever_trusts_its_issuer() {
    let directory = Directory::new("flaws");
    let honest = directory.server();
    for (flaw, words) in [
        (TlsFlaw::Expired, &["expired"][..]),
        (TlsFlaw::WrongHost, &["not valid for name", "notvalidforname"]),
    ] {
        let server = directory.flawed(flaw);
        let ca_file = server.ca_file().unwrap();
        assert_ne!(ca_file, honest.ca_file().unwrap());
        let error = log_in_at(&agent(ca_file), &server, server.url()).unwrap_err().to_string().to_lowercase();
        assert!(words.iter().any(|word| error.contains(word)), "{flaw:?}: {error}");
        assert!(server.requests().is_empty());
        let kept = fs::read(ca_file).unwrap();
        assert_eq!(fs::read(directory.flawed(flaw).ca_file().unwrap()).unwrap(), kept, "used again");
    }
    // One directory serves them all.
    assert!(log_in_at(&agent(honest.ca_file().unwrap()), &directory.server(), honest.url()).is_ok());
}

#[test]
fn certificates_are_kept_and_replaced_when_they_are_damaged() {
    let directory = Directory::new("kept");
    let read = |server: &Server| fs::read(server.ca_file().unwrap()).unwrap();
    let first = read(&directory.server());
    assert_eq!(read(&directory.server()), first, "used again");
    fs::remove_file(directory.0.join("ca.pem")).unwrap();
    assert_eq!(read(&directory.server()), first, "written again");
    fs::write(directory.0.join("server.pem"), "damaged").unwrap();
    let server = directory.server();
    assert_ne!(read(&server), first);
    assert!(log_in_at(&agent(server.ca_file().unwrap()), &server, server.url()).is_ok());
}

#[test]
fn servers_that_start_together_share_one_authority() {
    let directory = Directory::new("together");
    let servers: Vec<Server> = std::thread::scope(|scope| {
        let starting: Vec<_> = (0..8).map(|_| scope.spawn(|| directory.server())).collect();
        starting.into_iter().map(|server| server.join().unwrap()).collect()
    });
    let agent = agent(&directory.0.join("ca.pem"));
    for server in &servers {
        assert!(log_in_at(&agent, server, server.url()).is_ok());
    }
    assert_eq!(fs::read_dir(&directory.0).unwrap().count(), 2, "nothing is left behind");
}

#[cfg(unix)]
#[test]
fn the_key_is_for_its_owner_only_and_the_authority_has_none() {
    use std::os::unix::fs::PermissionsExt;
    let directory = Directory::new("private");
    let _server = directory.server();
    let mut names = Vec::new();
    for file in fs::read_dir(&directory.0).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", file.path());
        let keys = fs::read_to_string(file.path()).unwrap().matches("PRIVATE KEY-----\n").count() / 2;
        names.push((file.file_name().into_string().unwrap(), keys));
    }
    names.sort();
    assert_eq!(names, [("ca.pem".into(), 0), ("server.pem".into(), 1)]);
}

fn connect(
    server: &Server,
    versions: &[&'static SupportedProtocolVersion],
) -> StreamOwned<ClientConnection, TcpStream> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(server.ca_file().unwrap()).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let name = ServerName::try_from("localhost").unwrap();
    let client = ClientConnection::new(Arc::new(config), name).unwrap();
    let socket = TcpStream::connect(server.url().strip_prefix("https://").unwrap()).unwrap();
    let mut stream = StreamOwned::new(client, socket);
    while stream.conn.is_handshaking() {
        stream.conn.complete_io(&mut stream.sock).unwrap();
    }
    stream
}

#[test]
fn both_versions_are_spoken_with_http_1_1_only() {
    let directory = Directory::new("versions");
    let server = directory.server();
    for (offered, agreed) in [
        (&rustls::version::TLS12, ProtocolVersion::TLSv1_2),
        (&rustls::version::TLS13, ProtocolVersion::TLSv1_3),
    ] {
        let stream = connect(&server, &[offered]);
        assert_eq!(stream.conn.protocol_version(), Some(agreed));
        assert_eq!(stream.conn.alpn_protocol(), Some(&b"http/1.1"[..]));
    }
}

#[test]
fn tls_1_2_can_be_all_that_is_spoken() {
    let directory = Directory::new("tls12");
    let options = Options { tls: Some(directory.0.clone()), tls12_only: true, ..Options::default() };
    let server = Server::start(options).unwrap();
    let stream = connect(&server, rustls::ALL_VERSIONS);
    assert_eq!(stream.conn.protocol_version(), Some(ProtocolVersion::TLSv1_2));
}

#[test]
fn connections_can_be_made_to_end_with_their_answers_and_to_shake_hands_in_full() {
    let directory = Directory::new("handshakes");
    for (no_tls_resumption, second) in [(false, "resumed"), (true, "full")] {
        let tls = Some(directory.0.clone());
        let options = Options { tls, no_keep_alive: true, no_tls_resumption, ..Options::default() };
        let server = Server::start(options).unwrap();
        let agent = agent(server.ca_file().unwrap());
        for _ in 0..2 {
            log_in_at(&agent, &server, server.url()).unwrap();
        }
        let requests = server.requests();
        assert!(requests[0].connection < requests[1].connection);
        assert_eq!((requests[0].handshake, requests[1].handshake), (Some("full"), Some(second)));
    }
}

#[test]
fn close_notify_is_a_tidy_end_and_close_is_not() {
    use std::io::{ErrorKind, Read, Write};

    use authforge_devserver::{Effect, Fault};
    let directory = Directory::new("tidy");
    let server = directory.server();
    for (effect, tidy) in [(Effect::CloseNotify, true), (Effect::Close, false)] {
        server.add_fault(Fault::new(effect).times(1)).unwrap();
        let mut stream = connect(&server, rustls::ALL_VERSIONS);
        let body = validate_body(&server, GOOD).to_string();
        let length = body.len();
        let head = format!("POST /auth/validate HTTP/1.1\r\nhost: x\r\ncontent-length: {length}\r\n\r\n");
        stream.write_all((head + &body).as_bytes()).unwrap();
        let ended = stream.read(&mut [0]).map_err(|error| error.kind());
        assert_eq!(ended, if tidy { Ok(0) } else { Err(ErrorKind::UnexpectedEof) });
    }
}

#[test]
fn faults_break_tls_connections_too() {
    use authforge_devserver::{Effect, Fault};
    let directory = Directory::new("faults");
    let server = directory.server();
    let agent = agent(server.ca_file().unwrap());
    for effect in [Effect::Close, Effect::Truncate] {
        server.add_fault(Fault::new(effect).times(1)).unwrap();
        assert!(log_in_at(&agent, &server, server.url()).is_err());
    }
    assert!(log_in_at(&agent, &server, server.url()).is_ok());
}
