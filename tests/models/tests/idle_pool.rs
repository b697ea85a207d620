//! `engine/pool/` with threads that may have been idle for long enough at any moment, and end.

#![allow(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

use authforge_models::run;
use authforge_models::runtime::engine::pool::{Pool, Ticket};
use authforge_models::runtime::engine::threads::Threads;
use authforge_models::runtime::engine::{Job, Lane, Turn};
use authforge_models::runtime::impatience;
use shuttle::sync::Arc;
use shuttle::sync::mpsc::channel;
use shuttle::thread;

/// Two push jobs whose answers they wait for: none may meet threads that are all about to end.
fn answered() {
    let threads = Threads::new();
    let pool = Pool::new(Arc::clone(&threads));
    let pushers = [Lane::Network, Lane::Callback].map(|lane| {
        let pool = Arc::clone(&pool);
        thread::spawn(move || {
            for number in 0..3 {
                let (told, hear) = channel();
                let job = Job::new("model", move || told.send(number).unwrap(), |_| panic!("lost"));
                assert!(pool.push(Turn::of(lane), job).map(Ticket::detach).is_ok());
                assert_eq!(hear.recv().unwrap(), number);
            }
        })
    });
    pushers.into_iter().for_each(|pusher| pusher.join().unwrap());
    drop(pool.stop());
    pool.close();
    threads.join_all();
}

#[test]
fn a_thread_that_ends_for_want_of_work_leaves_none_undone() {
    impatience::on();
    run::many("idle threads end", 10_000, answered);
}
