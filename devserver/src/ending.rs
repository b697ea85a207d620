//! What ends the program: a signal, or the end of standard input.

use std::io::{self, Read};
use std::thread;

use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc::{Receiver, Sender, channel};

pub struct Ending {
    /// Runs the signal handlers; nothing else.
    runtime: Runtime,
    ended: Receiver<()>,
}

impl Ending {
    /// From here on signals no longer kill the process.
    pub fn listen(with_stdin: bool) -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let (end, ended) = channel(1);
        runtime.block_on(async { spawn_signals(&end) })?;
        if with_stdin {
            let end = end.clone();
            thread::Builder::new().name("stdin".into()).spawn(move || {
                drain(io::stdin());
                let _ = end.blocking_send(());
            })?;
        }
        Ok(Self { runtime, ended })
    }

    pub fn wait(mut self) {
        self.runtime.block_on(self.ended.recv());
    }
}

#[cfg(unix)]
fn spawn_signals(end: &Sender<()>) -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    for kind in [SignalKind::terminate(), SignalKind::interrupt()] {
        let mut signals = signal(kind)?;
        let end = end.clone();
        tokio::spawn(async move {
            signals.recv().await;
            // A full channel says the same already.
            let _ = end.try_send(());
        });
    }
    Ok(())
}

#[cfg(not(unix))]
fn spawn_signals(end: &Sender<()>) -> io::Result<()> {
    let end = end.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            let _ = end.try_send(());
        }
    });
    Ok(())
}

fn drain(mut input: impl Read) {
    let mut buffer = [0; 1024];
    loop {
        match input.read(&mut buffer) {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}
