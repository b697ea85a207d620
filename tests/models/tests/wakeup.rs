//! `mailbox/wakeup.rs`: a loop that sleeps until it is woken hears everything, whatever comes when. A wake-up that is lost
//! is a loop that sleeps for ever, which shuttle finds.

#![allow(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};

use authforge_models::client::config::Dispatch;
use authforge_models::client::mailbox::{
    Barrier, Channel, Listener, Mailbox, Message, Priority, Summon, Wakeup,
};
use authforge_models::run;
use authforge_models::runtime::sync::{self, Arc, Condvar};
use shuttle::thread::{self, JoinHandle};

/// Orders that are tried where there are too many to try all.
const MANY: usize = 12_000;

#[derive(Debug)]
struct Note(u32, Channel);

impl Message for Note {
    fn channel(&self) -> Channel {
        self.1
    }

    fn priority(&self) -> Priority {
        Priority::RequestEnd
    }
}

fn event(number: u32) -> Note {
    Note(number, Channel::Event)
}

/// An event loop that has been posted to, or not.
#[derive(Default)]
struct Loop {
    posted: sync::Mutex<bool>,
    changed: Condvar,
    /// Calls of the wake-up callback, and looks of the loop.
    woken: AtomicU32,
    looks: AtomicU32,
    /// A wake-up runs.
    inside: AtomicBool,
    /// None may.
    gone: AtomicBool,
    /// Its `user_data` was given back.
    released: AtomicBool,
}

/// Given back with the last copy of a wake-up.
struct Held(Arc<Loop>);

impl Drop for Held {
    fn drop(&mut self) {
        assert!(!self.0.released.swap(true, SeqCst));
    }
}

impl Loop {
    /// What posts to it, and does `then` before it returns.
    fn wakeup(self: &Arc<Self>, then: impl Fn() + Send + Sync + 'static) -> Wakeup {
        let held = Held(Arc::clone(self));
        Arc::new(move || {
            let here = &held.0;
            assert!(!here.gone.load(SeqCst), "a wake-up runs that was removed");
            assert!(!here.inside.swap(true, SeqCst), "two wake-ups at a time");
            here.woken.fetch_add(1, SeqCst);
            here.post();
            then();
            assert!(!here.gone.load(SeqCst), "a wake-up runs that was removed");
            here.inside.store(false, SeqCst);
        })
    }

    fn post(&self) {
        *self.posted.lock().unwrap() = true;
        self.changed.notify_all();
    }

    fn sleep(&self) {
        let mut posted = self.posted.lock().unwrap();
        while !std::mem::take(&mut *posted) {
            posted = self.changed.wait(posted).unwrap();
        }
    }

    /// Once for what it had not looked at: no more often than it looks, but for the first.
    fn was_woken_for_news_only(&self) {
        let (woken, looks) = (self.woken.load(SeqCst), self.looks.load(SeqCst));
        assert!(woken <= looks + 1, "woken {woken} times, with {looks} looks");
    }
}

struct Client {
    mailbox: Arc<Mailbox<Note>>,
    told: Mutex<Vec<u32>>,
    summoned: std::sync::Arc<Mutex<Vec<JoinHandle<()>>>>,
}

impl Client {
    fn new() -> Arc<Client> {
        let summoned = std::sync::Arc::<Mutex<Vec<JoinHandle<()>>>>::default();
        let sent = std::sync::Arc::clone(&summoned);
        let summon: Summon<Note> = Box::new(move |mailbox| {
            let mailbox = Arc::clone(mailbox);
            let answer = thread::spawn(move || while mailbox.deliver_or_wake().more {});
            sent.lock().unwrap().push(answer);
        });
        let mailbox = Mailbox::new(Dispatch::Pump, Arc::default(), summon);
        Arc::new(Client { mailbox, told: Mutex::default(), summoned })
    }

    fn post(self: &Arc<Self>, note: Note) {
        drop(self.mailbox.post(note));
    }

    fn posting(self: &Arc<Self>, notes: Vec<Note>) -> JoinHandle<()> {
        let client = Arc::clone(self);
        thread::spawn(move || notes.into_iter().for_each(|note| client.post(note)))
    }

    /// As `Client::pump` of the library.
    fn pump(self: &Arc<Self>, of: &Loop) {
        of.looks.fetch_add(1, SeqCst);
        if self.mailbox.wants_a_pump() {
            self.mailbox.pump();
        }
    }

    fn listen(self: &Arc<Self>, then: impl Fn(u32) + Send + Sync + 'static) {
        let client = Arc::downgrade(self);
        let listener: Listener<Note> = Arc::new(move |note: &Note| {
            client.upgrade().unwrap().told.lock().unwrap().push(note.0);
            then(note.0);
        });
        assert_eq!(self.mailbox.set_listener(Channel::Event, Some(listener)).0, Barrier::Passed);
    }

    fn set_wakeup(self: &Arc<Self>, wakeup: Option<Wakeup>) {
        assert_eq!(self.mailbox.set_wakeup(wakeup), Barrier::Passed);
    }

    fn told(&self) -> usize {
        self.told.lock().unwrap().len()
    }

    /// Sleeps and pumps until so many were told.
    fn run(self: &Arc<Self>, its: &Loop, count: usize) {
        while self.told() < count {
            its.sleep();
            self.pump(its);
        }
    }

    fn settle(&self) {
        loop {
            let next = self.summoned.lock().unwrap().pop();
            let Some(answer) = next else { return };
            answer.join().unwrap();
        }
    }
}

/// So many post so much each; the loop sleeps between two pumps.
fn posted_and_pumped(posters: u32, letters: u32) {
    let (client, its) = (Client::new(), Arc::<Loop>::default());
    client.listen(|_| {});
    client.set_wakeup(Some(its.wakeup(|| {})));
    let posters: Vec<_> = (0..posters)
        .map(|poster| client.posting((0..letters).map(|n| event(10 * poster + n)).collect()))
        .collect();
    client.run(&its, posters.len() * letters as usize);
    posters.into_iter().for_each(|poster| poster.join().unwrap());
    client.settle();
    its.was_woken_for_news_only();
}

/// Nobody listens to what comes first: a pump that tells nothing is a look too.
fn beside_what_nobody_listens_to() {
    let (client, its) = (Client::new(), Arc::<Loop>::default());
    client.listen(|_| {});
    client.set_wakeup(Some(its.wakeup(thread::yield_now)));
    let failure = |number| Note(number, Channel::Failure);
    let poster = client.posting(vec![failure(1), event(2), failure(3), event(4)]);
    client.run(&its, 2);
    poster.join().unwrap();
    client.settle();
    assert_eq!(*client.told.lock().unwrap(), [2, 4]);
    its.was_woken_for_news_only();
}

#[test]
fn a_letter_that_nobody_listens_to_keeps_no_other_from_being_called_for() {
    run::many("beside others", MANY, beside_what_nobody_listens_to);
}

#[test]
fn a_loop_is_woken_for_a_letter_in_every_order() {
    run::all("one letter", || posted_and_pumped(1, 1));
}

#[test]
fn a_loop_hears_everything_and_is_woken_for_news_only() {
    run::many("three letters", MANY, || posted_and_pumped(1, 3));
    run::many("two post two letters each", MANY, || posted_and_pumped(2, 2));
}

/// The callback of the first letter has a loop of its own, which takes what was posted, and pumps for nothing.
fn pumped_within_a_callback() {
    let (client, its) = (Client::new(), Arc::<Loop>::default());
    let (own, inner) = (Arc::downgrade(&client), Arc::clone(&its));
    client.listen(move |number| {
        if number == 1 {
            thread::yield_now();
            if std::mem::take(&mut *inner.posted.lock().unwrap()) {
                own.upgrade().unwrap().pump(&inner);
            }
        }
    });
    client.set_wakeup(Some(its.wakeup(thread::yield_now)));
    let poster = client.posting(vec![event(1), event(2), event(3)]);
    client.run(&its, 3);
    poster.join().unwrap();
    client.settle();
    assert_eq!(*client.told.lock().unwrap(), [1, 2, 3]);
    // The end of the outer pump calls for what the inner one has looked at and not told.
    assert!(its.woken.load(SeqCst) <= its.looks.load(SeqCst) + 1);
}

#[test]
fn what_a_nested_pump_has_looked_at_is_called_for_again() {
    run::many("nested", MANY, pumped_within_a_callback);
}

/// Nobody listens, and the loop polls until there is nothing left.
fn polled() {
    let (client, its) = (Client::new(), Arc::<Loop>::default());
    client.set_wakeup(Some(its.wakeup(|| {})));
    let posters = [client.posting(vec![event(1), event(2)]), client.posting(vec![event(3)])];
    while client.told() < 3 {
        its.sleep();
        // A pump has nobody to tell, and is a look.
        client.pump(&its);
        while let Some(note) = client.mailbox.poll() {
            its.looks.fetch_add(1, SeqCst);
            client.told.lock().unwrap().push(note.0);
        }
        its.looks.fetch_add(1, SeqCst);
    }
    posters.into_iter().for_each(|poster| poster.join().unwrap());
    client.settle();
    its.was_woken_for_news_only();
}

#[test]
fn a_loop_that_polls_hears_everything() {
    run::many("polled", MANY, polled);
}

/// The wake-up is set while letters come, and one takes the place of another.
fn set_and_replaced() {
    let (client, first, second) = (Client::new(), Arc::<Loop>::default(), Arc::<Loop>::default());
    client.listen(|_| {});
    let poster = client.posting(vec![event(1), event(2), event(3)]);
    client.set_wakeup(Some(first.wakeup(thread::yield_now)));
    client.set_wakeup(Some(second.wakeup(thread::yield_now)));
    first.gone.store(true, SeqCst);
    client.run(&second, 3);
    poster.join().unwrap();
    client.settle();
    assert!(first.released.load(SeqCst) && !second.released.load(SeqCst));
    client.set_wakeup(None);
    assert!(second.released.load(SeqCst));
}

#[test]
fn what_is_queued_is_called_for_when_a_wakeup_is_set_and_the_one_before_is_gone() {
    run::many("set and replaced", MANY, set_and_replaced);
}

/// It is freed while letters come, by a thread, or by the wake-up itself too.
fn closed(inside: bool) {
    let (client, its) = (Client::new(), Arc::<Loop>::default());
    client.listen(|_| {});
    let own = Arc::downgrade(&client);
    let wakeup = its.wakeup(move || {
        thread::yield_now();
        if inside {
            own.upgrade().unwrap().mailbox.close(vec![event(100)]);
        }
    });
    client.set_wakeup(Some(wakeup));
    let poster = client.posting(vec![event(1), event(2)]);
    let pump = {
        let (client, its) = (Arc::clone(&client), Arc::clone(&its));
        thread::spawn(move || client.pump(&its))
    };
    client.mailbox.close(vec![event(101)]);
    if !inside {
        its.gone.store(true, SeqCst);
        assert!(its.released.load(SeqCst) && client.mailbox.is_quiet());
    }
    poster.join().unwrap();
    pump.join().unwrap();
    client.settle();
    assert!(client.mailbox.is_quiet() && its.released.load(SeqCst));
    let told = client.told.lock().unwrap();
    let last = |number| told.iter().filter(|told| **told == number).count();
    assert_eq!(last(100) + last(101), 1, "{told:?}");
}

#[test]
fn no_wakeup_runs_once_the_client_is_freed() {
    run::many("freed", MANY, || closed(false));
    run::many("freed by the wake-up too", MANY, || closed(true));
}

/// A thread that waits, and takes one message for each wait; the client is closed when it has them all.
fn waited(pumps: bool) {
    let client = Client::new();
    if pumps {
        client.listen(|_| {});
    }
    let waiter = {
        let client = Arc::clone(&client);
        thread::spawn(move || {
            while client.mailbox.wait_for_news(None) {
                if pumps {
                    client.pump(&Loop::default());
                } else if let Some(note) = client.mailbox.poll() {
                    client.told.lock().unwrap().push(note.0);
                }
            }
        })
    };
    let posters = [client.posting(vec![event(1), event(2)]), client.posting(vec![event(3)])];
    posters.into_iter().for_each(|poster| poster.join().unwrap());
    while client.told() < 3 {
        thread::yield_now();
    }
    client.mailbox.let_nobody_wait();
    waiter.join().unwrap();
    client.settle();
    assert_eq!(client.told(), 3);
}

#[test]
fn a_thread_that_waits_hears_everything_and_goes_on_when_its_client_goes() {
    run::many("polls once for each wait", MANY, || waited(false));
    run::many("pumps", MANY, || waited(true));
}

/// Beside a pump that tells a message that posts another, and looks at it in there.
fn waited_for_what_a_pump_left() {
    let client = Client::new();
    let own = Arc::downgrade(&client);
    client.listen(move |number| {
        if number == 1 {
            let client = own.upgrade().unwrap();
            client.post(event(2));
            client.pump(&Loop::default());
        }
    });
    let waiter = {
        let client = Arc::clone(&client);
        thread::spawn(move || {
            while client.told() < 2 {
                client.mailbox.wait_for_news(None);
                client.pump(&Loop::default());
            }
        })
    };
    client.post(event(1));
    client.pump(&Loop::default());
    if client.told() == 2 {
        // The waiter may have told the first only, and then there is nothing more to come.
        client.mailbox.let_nobody_wait();
    }
    waiter.join().unwrap();
    client.settle();
    assert_eq!(*client.told.lock().unwrap(), [1, 2]);
}

#[test]
fn what_a_pump_leaves_for_the_next_wakes_who_waits() {
    run::many("left", MANY, waited_for_what_a_pump_left);
}
