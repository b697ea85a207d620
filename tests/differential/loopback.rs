//! An HTTP server on an ephemeral loopback port that answers each request with what a function says. By hand, because it
//! also has to hang up without an answer, where servers that are made for the web (tiny_http) say "500" themselves.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use serde_json::Value;

pub struct Question {
    pub method: String,
    pub path: String,
    /// Null if the body is not JSON.
    pub body: Value,
}

impl Question {
    pub fn field(&self, name: &str) -> &str {
        self.body[name].as_str().unwrap_or_default()
    }
}

/// `None` closes the connection without an answer.
pub type Reply = Option<(u16, Vec<u8>)>;

type Answerer = Arc<dyn Fn(Question) -> Reply + Send + Sync>;

pub struct Loopback {
    address: SocketAddr,
    stopped: Arc<AtomicBool>,
}

impl Loopback {
    pub fn start(answer: impl Fn(Question) -> Reply + Send + Sync + 'static) -> Loopback {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("the port");
        let stopped = Arc::new(AtomicBool::new(false));
        let (answer, stop): (Answerer, _) = (Arc::new(answer), Arc::clone(&stopped));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                let answer = Arc::clone(&answer);
                thread::spawn(move || converse(stream, &answer));
            }
        });
        Loopback { address, stopped }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Loopback {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        // Wakes the listener, so that it sees the flag.
        let _ = TcpStream::connect(self.address);
    }
}

/// Answers until the client hangs up.
fn converse(stream: TcpStream, answer: &Answerer) {
    // Answers are small, and the next question waits for them.
    let _ = stream.set_nodelay(true);
    let Ok(mut out) = stream.try_clone() else { return };
    let mut input = BufReader::new(stream);
    while let Some(question) = read(&mut input) {
        let Some((http, body)) = answer(question) else { return };
        let head = format!(
            "HTTP/1.1 {http} Loopback\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        if out.write_all(&[head.as_bytes(), &body].concat()).is_err() {
            return;
        }
    }
}

fn read(input: &mut BufReader<TcpStream>) -> Option<Question> {
    let mut line = String::new();
    input.read_line(&mut line).ok()?;
    let mut words = line.split(' ');
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut length = 0;
    loop {
        let mut header = String::new();
        input.read_line(&mut header).ok()?;
        match header.trim().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().ok()?;
            }
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body).ok()?;
    Some(Question { method, path, body: serde_json::from_slice(&body).unwrap_or_default() })
}
