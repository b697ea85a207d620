//! A running server: its addresses, its thread, its end.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use serde::Serialize;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;

use crate::admin::front::AdminFront;
use crate::auth::front::AuthFront;
use crate::http::tls::Tls;
use crate::http::{listener, tls};
use crate::model::service::Service;
use crate::model::state::State;
use crate::options::Options;
use crate::values::error::Error;
use crate::values::random;

/// Answers until it is dropped. Dropping ends it at once, waiting clients included, and joins its thread.
pub struct Server {
    pub(crate) service: Arc<Service>,
    contact: Contact,
    stop: Option<oneshot::Sender<Infallible>>,
    thread: Option<JoinHandle<()>>,
}

/// Everything a client or a script needs to know, as the ready line of the program has it.
#[derive(Clone, Debug, Serialize)]
pub struct Contact {
    pub url: String,
    pub app_id: String,
    pub app_secret: String,
    pub public_key: String,
    pub license_key: String,
    pub admin_url: String,
    pub admin_key: String,
    pub ca_file: Option<PathBuf>,
}

impl Server {
    /// Returns when both listeners accept.
    pub fn start(mut options: Options) -> Result<Self, Error> {
        let source = std::mem::take(&mut options.fixtures);
        let place = source.name();
        let fixtures = source.fixtures();
        let state = fixtures
            .and_then(|fixtures| State::new(fixtures, options.rules()))
            .map_err(|error| error.within(place))?;
        let tls = options
            .tls
            .as_deref()
            .map(|directory| tls::prepare(directory, options.tls_flaw, options.handshakes()))
            .transpose()?;
        let auth = bind("listen", options.listen)?;
        let admin = bind_admin(&options)?;
        let contact = contact(&options, &state, tls.as_ref(), (&auth, &admin))?;
        let service = Arc::new(Service::new(state));

        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Error::new(format!("no event loop: {error}")))?;
        let admin_front = AdminFront::new(service.clone(), contact.admin_key.clone());
        let fronts = Fronts {
            auth: (
                into_tokio(&runtime, auth)?,
                AuthFront { service: service.clone(), verbose: options.verbose },
            ),
            admin: (into_tokio(&runtime, admin)?, admin_front),
            tls: tls.map(|tls| TlsAcceptor::from(tls.config)),
            keep_alive: !options.no_keep_alive,
        };
        let (stop, stopped) = oneshot::channel();
        let thread = thread::Builder::new()
            .name("authforge-devserver".into())
            .spawn(move || fronts.run(&runtime, stopped))
            .map_err(|error| Error::new(format!("no thread: {error}")))?;
        Ok(Self { service, contact, stop: Some(stop), thread: Some(thread) })
    }

    pub fn contact(&self) -> &Contact {
        &self.contact
    }

    pub fn url(&self) -> &str {
        &self.contact.url
    }

    pub fn app_id(&self) -> &str {
        &self.contact.app_id
    }

    /// The secret it started with; see [`Server::rotate_secret`].
    pub fn app_secret(&self) -> &str {
        &self.contact.app_secret
    }

    /// The key it started with; see [`Server::rotate_key`].
    pub fn public_key(&self) -> &str {
        &self.contact.public_key
    }

    pub fn license_key(&self) -> &str {
        &self.contact.license_key
    }

    pub fn admin_url(&self) -> &str {
        &self.contact.admin_url
    }

    pub fn admin_key(&self) -> &str {
        &self.contact.admin_key
    }

    pub fn ca_file(&self) -> Option<&Path> {
        self.contact.ca_file.as_deref()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic of that thread has been printed already; there is nothing to add while dropping.
            let _ = thread.join();
        }
    }
}

struct Fronts {
    auth: (tokio::net::TcpListener, AuthFront),
    admin: (tokio::net::TcpListener, AdminFront),
    tls: Option<TlsAcceptor>,
    keep_alive: bool,
}

impl Fronts {
    /// Until the other end of `stopped` is gone. The caller drops the runtime, and with it every
    /// connection, whatever it is waiting for.
    fn run(self, runtime: &Runtime, stopped: oneshot::Receiver<Infallible>) {
        let (auth, auth_front) = self.auth;
        let (admin, admin_front) = self.admin;
        runtime.block_on(async {
            tokio::select! {
                _ = stopped => {}
                _ = listener::serve(auth, self.tls, Arc::new(auth_front), self.keep_alive) => {}
                _ = listener::serve(admin, None, Arc::new(admin_front), true) => {}
            }
        });
    }
}

fn bind(name: &str, address: SocketAddr) -> Result<TcpListener, Error> {
    let failed = |error| Error::new(format!("{name} {address}: {error}; choose another port, 0 for any"));
    let listener = TcpListener::bind(address).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    Ok(listener)
}

fn bind_admin(options: &Options) -> Result<TcpListener, Error> {
    let address = options.admin_listen;
    if !address.ip().is_loopback() && !options.allow_remote_admin {
        return Err(Error::new(format!(
            "admin-listen {address} is not a loopback address; use 127.0.0.1, or --allow-remote-admin if the network is yours"
        )));
    }
    bind("admin-listen", address)
}

fn into_tokio(runtime: &Runtime, listener: TcpListener) -> Result<tokio::net::TcpListener, Error> {
    let _inside = runtime.enter();
    tokio::net::TcpListener::from_std(listener).map_err(|error| Error::new(format!("no listener: {error}")))
}

fn contact(
    options: &Options,
    state: &State,
    tls: Option<&Tls>,
    (auth, admin): (&TcpListener, &TcpListener),
) -> Result<Contact, Error> {
    let app = state.first_app();
    let licenses = state.licenses_of(&app.app_id);
    let license = licenses.first().ok_or_else(|| {
        Error::new(format!("fixtures: licenses has none of app {}, need at least one", app.app_id))
    })?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    Ok(Contact {
        url: format!("{scheme}://{}", reachable(auth)?),
        app_id: app.app_id.clone(),
        app_secret: app.app_secret.clone(),
        public_key: app.signer.public_key(),
        license_key: license.license_key.clone(),
        admin_url: format!("http://{}", reachable(admin)?),
        admin_key: admin_key(options)?,
        ca_file: tls.map(|tls| tls.ca_file.clone()),
    })
}

fn admin_key(options: &Options) -> Result<String, Error> {
    match &options.admin_key {
        Some(key) if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_graphic()) => {
            Err(Error::new("admin-key has to be ASCII without spaces, since it travels in a header"))
        }
        Some(key) => Ok(key.clone()),
        None => Ok(format!("af_live_{}", random::hex::<16>()?)),
    }
}

/// Where a client on this machine reaches a listener, also one that listens everywhere.
fn reachable(listener: &TcpListener) -> Result<SocketAddr, Error> {
    let mut address = listener.local_addr().map_err(|error| Error::new(error.to_string()))?;
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    Ok(address)
}
