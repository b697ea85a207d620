//! `client/requests.rs` and `client/work.rs`: requests are claimed and committed while others call them off.

#![allow(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

use std::sync::Mutex;

use authforge_models::client::requests::Start;
use authforge_models::client::{Client, Task};
use authforge_models::event::EventKind;
use authforge_models::run;
use authforge_models::status::Status;
use authforge_models::sync::Arc;
use shuttle::thread::{self, JoinHandle};

const MANY: usize = 20_000;

fn start(client: &Arc<Client>, task: Task) -> Option<u64> {
    let number = Mutex::new(0);
    let begun =
        client.start(task, Start { told: &|given| *number.lock().unwrap() = given, ready: Arc::new(()) });
    begun.is_ok().then(|| *number.lock().unwrap())
}

fn aside(client: &Arc<Client>, what: impl Fn(&Client) + Send + 'static) -> JoinHandle<()> {
    let client = Arc::clone(client);
    thread::spawn(move || what(&client))
}

/// Waits for the last of the requests.
fn settle(client: &Client) {
    while client.open() > 0 {
        thread::yield_now();
    }
}

/// How a request was told to have ended; it is told once.
fn end_of(client: &Client, request: u64) -> Status {
    let events = client.seen.events.lock().unwrap();
    let ends: Vec<_> = events.iter().filter(|event| event.request == request).collect();
    assert_eq!(ends.len(), 1, "request {request}: {ends:?}");
    ends[0].error.as_ref().map_or(Status::Ok, |error| error.status)
}

fn logins(client: &Client) -> Vec<u64> {
    let events = client.seen.events.lock().unwrap();
    let logged_in = events.iter().filter(|event| event.kind == EventKind::LoggedIn);
    logged_in.map(|event| event.session.as_ref().unwrap().0).collect()
}

/// What was told as cancelled is not done, and what was told as done is.
fn is_told_as_it_is(client: &Client, request: u64, task: &Task) {
    let end = end_of(client, request);
    assert!(matches!(end, Status::Ok | Status::Cancelled), "{end:?}");
    if let Task::Activate(number) = task {
        let placed = client.seen.files.lock().unwrap().iter().filter(|file| *file == number).count();
        assert_eq!(placed, usize::from(end == Status::Ok), "told as {end:?}");
    }
}

/// A request is cancelled.
fn cancelled(task: &Task) {
    let client = Client::new();
    let request = start(&client, task.clone()).unwrap();
    client.cancel(request);
    settle(&client);
    is_told_as_it_is(&client, request, task);
    let kept = client.session().is_some();
    assert_eq!(kept, end_of(&client, request) == Status::Ok);
    assert_eq!(logins(&client).len(), usize::from(kept));
}

/// The host logs out: no session comes after that from a request that was begun before.
fn logged_out(task: &Task) {
    let client = Client::new();
    let request = start(&client, task.clone()).unwrap();
    let cancel = aside(&client, move |client| client.cancel(request));
    client.logout();
    let at_once = client.session();
    settle(&client);
    cancel.join().unwrap();
    is_told_as_it_is(&client, request, task);
    assert_eq!((at_once, client.session()), (None, None));
}

/// The client is freed: when that returns all is told, and nothing is done after it.
fn freed(task: &Task) {
    let client = Client::new();
    let request = start(&client, task.clone()).unwrap();
    let logout = aside(&client, Client::logout);
    client.free();
    is_told_as_it_is(&client, request, task);
    let files = client.seen.files.lock().unwrap().len();
    logout.join().unwrap();
    thread::yield_now();
    is_told_as_it_is(&client, request, task);
    assert_eq!((client.seen.files.lock().unwrap().len(), client.session(), client.open()), (files, None, 0));
}

fn of_each_task(name: &str, model: impl Fn(&Task) + Copy + Send + Sync + 'static) {
    for task in [Task::Login(1), Task::LoginFromFile(1), Task::Activate(1)] {
        run::many(name, MANY / 4, move || model(&task));
    }
}

#[test]
fn what_is_told_as_cancelled_is_not_done() {
    of_each_task("cancelled", cancelled);
}

#[test]
fn after_a_logout_no_request_from_before_it_brings_a_session() {
    of_each_task("logged out", logged_out);
}

#[test]
fn when_a_client_is_freed_all_is_told_and_nothing_is_done_any_more() {
    of_each_task("freed", freed);
}

/// Two logins at a time: both are a success, and the session of the one that was begun later stays.
#[test]
fn of_two_logins_the_later_one_counts() {
    run::many("two logins", MANY, || {
        let client = Client::new();
        let first = start(&client, Task::Login(1)).unwrap();
        let second = start(&client, Task::LoginFromFile(2)).unwrap();
        settle(&client);
        assert_eq!((end_of(&client, first), end_of(&client, second)), (Status::Ok, Status::Ok));
        assert_eq!(client.session(), Some(2));
        let told = logins(&client);
        assert!(told == [2] || told == [1, 2], "{told:?}");
    });
}
