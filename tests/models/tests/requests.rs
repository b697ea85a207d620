//! `client/requests.rs` and `client/work.rs`: requests are claimed and committed while others call them off.

#![allow(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

use std::sync::Mutex;

use authforge_models::client::event::EventKind;
use authforge_models::client::requests::Start;
use authforge_models::client::{Client, RENEWED, Task};
use authforge_models::run;
use authforge_models::runtime::sync::Arc;
use authforge_models::status::Status;
use shuttle::thread::{self, JoinHandle};

const MANY: usize = 20_000;

fn start(client: &Arc<Client>, task: Task) -> Option<u64> {
    let number = Mutex::new(0);
    let begun = client.start(
        task,
        Start { on_number: &|given| *number.lock().unwrap() = given, reservation: Arc::new(()) },
    );
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

/// How a request was told to have ended; it is told once, and nothing of it after that.
fn end_of(client: &Client, request: u64) -> Status {
    let events = client.seen.events.lock().unwrap();
    let told: Vec<_> = events.iter().filter(|event| event.request == request).collect();
    let ends = told.iter().filter(|event| event.kind == EventKind::RequestFinished).count();
    assert_eq!(ends, 1, "request {request}: {told:?}");
    let last = told.last().unwrap();
    assert_eq!(last.kind, EventKind::RequestFinished, "request {request}: {told:?}");
    last.error.as_ref().map_or(Status::Ok, |error| error.status)
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

/// A client with a session.
fn logged_in() -> Arc<Client> {
    let client = Client::new();
    let login = start(&client, Task::LoginFromFile(1)).unwrap();
    settle(&client);
    assert_eq!(end_of(&client, login), Status::Ok);
    client
}

fn blocking(client: &Arc<Client>) -> JoinHandle<Status> {
    let client = Arc::clone(client);
    thread::spawn(move || match client.run(Task::Heartbeat) {
        Ok(session) => {
            assert!(session.unwrap().0 > RENEWED);
            Status::Ok
        }
        Err(error) => error.status,
    })
}

/// How many heartbeats have renewed the session, as it is told.
fn renewals(client: &Client) -> usize {
    let events = client.seen.events.lock().unwrap();
    events.iter().filter(|event| event.kind == EventKind::HeartbeatSucceeded).count()
}

/// Several ask for a heartbeat at a time while one of them thinks better of it.
fn asked_and_cancelled() {
    let client = logged_in();
    let call = blocking(&client);
    let requests = [(); 2].map(|()| start(&client, Task::Heartbeat).unwrap());
    client.cancel(requests[0]);
    assert_eq!(call.join().unwrap(), Status::Ok);
    settle(&client);
    assert!(matches!(end_of(&client, requests[0]), Status::Ok | Status::Cancelled));
    assert_eq!(end_of(&client, requests[1]), Status::Ok);
    // Shared where it was under way, and whoever came later has had another.
    let session = client.session().unwrap();
    assert_eq!(u64::try_from(renewals(&client)).unwrap(), session / RENEWED);
}

#[test]
fn a_heartbeat_ends_everybody_who_asked_for_it_and_a_cancel_ends_one() {
    run::many("asked and cancelled", MANY, asked_and_cancelled);
}

/// The session goes while some wait for its heartbeat.
fn asked_and(end: impl Fn(&Arc<Client>)) -> Arc<Client> {
    let client = logged_in();
    let call = blocking(&client);
    let request = start(&client, Task::Heartbeat);
    end(&client);
    let code = call.join().unwrap();
    assert!(matches!(code, Status::Ok | Status::Cancelled | Status::NotAuthenticated), "{code:?}");
    settle(&client);
    let code = end_of(&client, request.unwrap());
    assert!(matches!(code, Status::Ok | Status::Cancelled), "{code:?}");
    client
}

#[test]
fn whoever_waits_for_a_heartbeat_hears_its_end_when_the_host_logs_out() {
    run::many("asked and logged out", MANY, || {
        let client = asked_and(|client| client.logout());
        assert_eq!(client.session(), None);
    });
}

#[test]
fn whoever_waits_for_a_heartbeat_hears_its_end_when_another_login_replaces_the_session() {
    run::many("asked and logged in", MANY, || {
        let client = asked_and(|client| {
            start(client, Task::LoginFromFile(2)).unwrap();
        });
        // An answer for the session before is dropped; the call that blocks may have come after the login.
        let session = client.session().unwrap();
        assert_eq!(session % RENEWED, 2, "{session}");
    });
}

#[test]
fn whoever_waits_for_a_heartbeat_hears_its_end_when_the_client_is_freed() {
    run::many("asked and freed", MANY, || {
        let client = logged_in();
        let call = {
            let client = Arc::clone(&client);
            thread::spawn(move || client.run(Task::Heartbeat).map(drop).map_err(|error| error.status))
        };
        let request = start(&client, Task::Heartbeat).unwrap();
        client.free();
        let told = client.seen.events.lock().unwrap().len();
        end_of(&client, request);
        let ended = call.join().unwrap();
        let expected = [Ok(()), Err(Status::Cancelled), Err(Status::InvalidHandle)];
        assert!(expected.contains(&ended), "{ended:?}");
        assert_eq!((client.session(), client.open()), (None, 0));
        assert_eq!(client.seen.events.lock().unwrap().len(), told);
    });
}
