//! The operating system's judgement of a certificate. It may ask the network whether one was revoked (Windows waits ten
//! seconds for it behind a firewall that swallows the question), and cannot be stopped: so a thread of its own waits, and
//! the request beside it, which so keeps its deadline and can be cancelled.

use std::time::Instant;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{DigitallySignedStruct, SignatureScheme};

use super::lease::Interrupt;
use super::request_context;
use crate::runtime::engine;
use crate::runtime::lock::{lock, wait_at_most};
use crate::runtime::panic;
use crate::runtime::sync::{Arc, Condvar, Mutex};

type Verdict = Result<ServerCertVerified, rustls::Error>;

/// Judges as the other does.
#[derive(Debug)]
pub struct Beside(Arc<dyn ServerCertVerifier>);

impl Beside {
    pub fn new(judge: Arc<dyn ServerCertVerifier>) -> Beside {
        Beside(judge)
    }
}

/// What is asked, for a thread that may outlive the request.
struct Case {
    judge: Arc<dyn ServerCertVerifier>,
    certificate: CertificateDer<'static>,
    intermediates: Vec<CertificateDer<'static>>,
    server: ServerName<'static>,
    ocsp: Vec<u8>,
    now: UnixTime,
    state: Mutex<State>,
    wake: Condvar,
}

#[derive(Default)]
struct State {
    verdict: Option<Verdict>,
    interrupted: bool,
}

impl Case {
    fn judge(&self) {
        let judge = || {
            let Case { judge, certificate, intermediates, server, ocsp, now, .. } = self;
            judge.verify_server_cert(certificate, intermediates, server, ocsp, *now)
        };
        let verdict = panic::contain(judge).unwrap_or_else(|why| Err(rustls::Error::General(why)));
        lock(&self.state).verdict = Some(verdict);
        self.wake.notify_all();
    }

    /// Nothing if the deadline or an interrupt came first.
    fn wait(&self, deadline: Instant) -> Option<Verdict> {
        let mut state = lock(&self.state);
        while state.verdict.is_none() && !state.interrupted {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            state = wait_at_most(&self.wake, state, left).0;
        }
        state.verdict.take()
    }
}

impl Interrupt for Case {
    fn interrupt(&self) {
        lock(&self.state).interrupted = true;
        self.wake.notify_all();
    }
}

fn stopped<E>(_: E) -> rustls::Error {
    rustls::Error::General("the request has ended".to_owned())
}

impl ServerCertVerifier for Beside {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Verdict {
        let case = Arc::new(Case {
            judge: Arc::clone(&self.0),
            certificate: certificate.clone().into_owned(),
            intermediates: intermediates.iter().map(|one| one.clone().into_owned()).collect(),
            server: server.to_owned(),
            ocsp: ocsp.to_owned(),
            now,
            state: Mutex::default(),
            wake: Condvar::new(),
        });
        let lease = request_context::current().map_err(stopped)?;
        let deadline = lease.enter(Arc::<Case>::clone(&case)).map_err(stopped)?;
        let own = Arc::clone(&case);
        if engine::run_alone(move || own.judge()).is_err() {
            // Without a thread it takes as long as it takes.
            case.judge();
        }
        let verdict = case.wait(deadline);
        lease.leave().map_err(stopped)?;
        verdict.unwrap_or_else(|| {
            lease.note_timed_out();
            Err(stopped(()))
        })
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.0.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.0.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::lease::{Choice, Facts, Lease};
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::time::Duration;

    /// Says what it is told to say, when it is told to; `None` is a bug of its.
    #[derive(Debug)]
    struct Told(std::sync::Mutex<Receiver<Option<Verdict>>>);

    impl ServerCertVerifier for Told {
        fn verify_server_cert(
            &self,
            _: &CertificateDer<'_>,
            _: &[CertificateDer<'_>],
            _: &ServerName<'_>,
            _: &[u8],
            _: UnixTime,
        ) -> Verdict {
            self.0.lock().unwrap().recv().unwrap().expect("a bug")
        }

        fn verify_tls12_signature(
            &self,
            _: &[u8],
            _: &CertificateDer<'_>,
            _: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, rustls::Error> {
            unreachable!()
        }

        fn verify_tls13_signature(
            &self,
            _: &[u8],
            _: &CertificateDer<'_>,
            _: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, rustls::Error> {
            unreachable!()
        }

        fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
            Vec::new()
        }
    }

    fn judge() -> (Sender<Option<Verdict>>, Beside) {
        let (tell, told) = channel();
        (tell, Beside::new(Arc::new(Told(std::sync::Mutex::new(told)))))
    }

    /// What a request hears that has so much time, and what is known of it then.
    fn ask(beside: &Beside, lease: &Arc<Lease>, time: Duration) -> (Verdict, Facts) {
        lease.begin(Instant::now() + time, Choice::New);
        let (certificate, server) =
            (CertificateDer::from(vec![1]), ServerName::try_from("a.example").unwrap());
        let now = UnixTime::since_unix_epoch(Duration::ZERO);
        let verdict =
            request_context::with(lease, || beside.verify_server_cert(&certificate, &[], &server, &[], now));
        (verdict, lease.end())
    }

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn a_verdict_is_the_judges_and_a_bug_of_the_judge_is_none_in_favour() {
        let (tell, beside) = judge();
        let refused = rustls::Error::InvalidCertificate(rustls::CertificateError::Revoked);
        tell.send(Some(Ok(ServerCertVerified::assertion()))).unwrap();
        tell.send(Some(Err(refused.clone()))).unwrap();
        tell.send(None).unwrap();
        assert!(ask(&beside, &Lease::new(), LONG).0.is_ok());
        assert_eq!(ask(&beside, &Lease::new(), LONG).0.err(), Some(refused));
        assert!(ask(&beside, &Lease::new(), LONG).0.is_err());
    }

    #[test]
    fn a_judge_that_takes_longer_than_the_request_has_is_a_timeout() {
        let (_tell, beside) = judge();
        let (verdict, facts) = ask(&beside, &Lease::new(), Duration::from_millis(20));
        assert!(verdict.is_err() && facts.timed_out);
    }

    #[test]
    fn a_request_that_is_cancelled_does_not_wait_for_the_judge() {
        let (_tell, beside) = judge();
        let lease = Lease::new();
        std::thread::scope(|scope| {
            let asking = scope.spawn(|| ask(&beside, &lease, LONG));
            lease.cancel();
            let (verdict, facts) = asking.join().unwrap();
            assert!(verdict.is_err() && !facts.timed_out);
        });
    }
}
