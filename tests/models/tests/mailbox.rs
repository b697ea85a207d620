//! `mailbox/`: messages are posted, told, fetched and handed back while listeners come and go and clients end.

#![allow(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Mutex, OnceLock};

use authforge_models::client::config::Dispatch;
use authforge_models::client::mailbox::{
    Barrier, Channel, Listener, Mailbox, Message, Posted, Priority, Summon,
};
use authforge_models::run;
use authforge_models::runtime::sync::Arc;
use authforge_models::runtime::wait_for_graph::{ThreadNumber, WaitForGraph, current_thread};
use shuttle::thread::{self, JoinHandle};

/// Orders that are tried where there are too many to try all.
const MANY: usize = 12_000;

#[derive(Debug)]
struct Note {
    number: u32,
    channel: Channel,
    priority: Priority,
}

impl Message for Note {
    fn channel(&self) -> Channel {
        self.channel
    }

    fn priority(&self) -> Priority {
        self.priority
    }
}

fn end(number: u32) -> Note {
    Note { number, channel: Channel::Event, priority: Priority::RequestEnd }
}

fn failure(number: u32) -> Note {
    Note { number, channel: Channel::Failure, priority: Priority::StateChange }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    Told,
    Polled,
    /// Handed back.
    NoListener,
    /// It came after the end of the client.
    Refused,
}

/// Library threads that were sent to deliver.
type Deliverers = std::sync::Arc<Mutex<Vec<JoinHandle<()>>>>;

/// A client as far as its mailbox goes. What it notes is under std's locks, which are no part of the model.
struct Client {
    mailbox: Arc<Mailbox<Note>>,
    fates: Mutex<BTreeMap<u32, Vec<Fate>>>,
    /// Whose calls run now, innermost last.
    running: Mutex<Vec<ThreadNumber>>,
    deliverers: Deliverers,
    /// Nothing may be told any more.
    silent: AtomicBool,
}

impl Client {
    fn new(dispatch: Dispatch) -> Arc<Client> {
        Client::beside(dispatch, &Arc::default())
    }

    /// Of a process with this wait-for graph.
    fn beside(dispatch: Dispatch, wait_graph: &Arc<WaitForGraph>) -> Arc<Client> {
        let deliverers = Deliverers::default();
        let sent = std::sync::Arc::clone(&deliverers);
        let summon: Summon<Note> = Box::new(move |mailbox| {
            let mailbox = Arc::clone(mailbox);
            let deliver = thread::spawn(move || while mailbox.deliver_or_wake().more {});
            sent.lock().unwrap().push(deliver);
        });
        Arc::new(Client {
            mailbox: Mailbox::new(dispatch, Arc::clone(wait_graph), summon),
            fates: Mutex::default(),
            running: Mutex::default(),
            deliverers,
            silent: AtomicBool::new(false),
        })
    }

    fn note(&self, number: u32, fate: Fate) {
        self.fates.lock().unwrap().entry(number).or_default().push(fate);
    }

    /// As `Client::post` of the library.
    fn post(self: &Arc<Self>, note: Note) {
        let number = note.number;
        match self.mailbox.post(note) {
            Posted::Queued => {}
            Posted::Summons(summons) => drop(summons),
            Posted::NoListener(_) => self.note(number, Fate::NoListener),
            Posted::Closed => self.note(number, Fate::Refused),
        }
    }

    /// A listener that does `then` with each message, and must not be called once the flag that comes with it is set.
    fn listener(
        self: &Arc<Self>,
        then: impl Fn(u32) + Send + Sync + 'static,
    ) -> (Listener<Note>, Arc<AtomicBool>) {
        let gone = Arc::new(AtomicBool::new(false));
        let (client, is_gone) = (Arc::downgrade(self), Arc::clone(&gone));
        let listener: Listener<Note> = Arc::new(move |note: &Note| {
            let client = client.upgrade().unwrap();
            let check = || {
                assert!(!is_gone.load(SeqCst), "a listener runs that was removed");
                assert!(!client.silent.load(SeqCst), "a call runs after the end of the client");
            };
            check();
            {
                let mut running = client.running.lock().unwrap();
                assert!(running.iter().all(|thread| *thread == current_thread()), "two calls at a time");
                running.push(current_thread());
            }
            client.note(note.number, Fate::Told);
            thread::yield_now();
            then(note.number);
            check();
            client.running.lock().unwrap().pop();
        });
        (listener, gone)
    }

    fn listen(self: &Arc<Self>, channel: Channel) -> Arc<AtomicBool> {
        let (listener, gone) = self.listener(|_| {});
        assert_eq!(self.mailbox.set_listener(channel, Some(listener)).0, Barrier::Passed);
        gone
    }

    /// Puts another in the place of the listener; the flag of the old one falls when it must be gone.
    fn replace(&self, channel: Channel, by: Option<Listener<Note>>, old: &AtomicBool) -> Barrier {
        let (barrier, handed_back) = self.mailbox.set_listener(channel, by);
        handed_back.iter().for_each(|note| self.note(note.number, Fate::NoListener));
        if barrier == Barrier::Passed {
            old.store(true, SeqCst);
        }
        barrier
    }

    /// As `af_client_free` does it, from outside of a callback.
    fn close(&self, last: Vec<Note>) {
        self.mailbox.close(last);
        self.silent.store(true, SeqCst);
    }

    /// Waits for the library threads that deliver.
    fn settle(&self) {
        loop {
            let next = self.deliverers.lock().unwrap().pop();
            let Some(deliver) = next else { return };
            deliver.join().unwrap();
        }
    }

    /// After everybody has done what there was to do.
    fn fates(&self) -> BTreeMap<u32, Vec<Fate>> {
        self.settle();
        let background = self.mailbox.dispatch == Dispatch::Background;
        assert!(
            !background || !self.mailbox.has_deliverable(),
            "messages wait and nobody is sent to deliver them"
        );
        self.fates.lock().unwrap().clone()
    }
}

/// Each of these messages has one of these fates, once.
fn each_once(fates: &BTreeMap<u32, Vec<Fate>>, messages: impl IntoIterator<Item = u32>, allowed: &[Fate]) {
    for message in messages {
        let of = fates.get(&message).map_or(&[][..], Vec::as_slice);
        assert!(of.len() == 1 && allowed.contains(&of[0]), "message {message}: {of:?} of {fates:?}");
    }
}

fn posting(client: &Arc<Client>, notes: Vec<Note>) -> JoinHandle<()> {
    let client = Arc::clone(client);
    thread::spawn(move || notes.into_iter().for_each(|note| client.post(note)))
}

/// So many messages, and a listener that is removed meanwhile.
fn told_or_handed_back(messages: u32) {
    let client = Client::new(Dispatch::Background);
    let gone = client.listen(Channel::Failure);
    let poster = posting(&client, (1..=messages).map(failure).collect());
    assert_eq!(client.replace(Channel::Failure, None, &gone), Barrier::Passed);
    poster.join().unwrap();
    each_once(&client.fates(), 1..=messages, &[Fate::Told, Fate::NoListener]);
}

#[test]
fn in_the_background_a_letter_is_told_or_handed_back_in_every_order() {
    run::all("told or handed back", || told_or_handed_back(1));
}

#[test]
fn in_the_background_letters_are_told_or_handed_back() {
    run::many("told or handed back, 3", MANY, || told_or_handed_back(3));
}

/// Two post to two channels; one listener is replaced and removed, one stays.
fn listeners_come_and_go() {
    let client = Client::new(Dispatch::Background);
    client.listen(Channel::Event);
    let first = client.listen(Channel::Failure);
    let posters = [
        posting(&client, vec![failure(1), end(2), failure(3)]),
        posting(&client, vec![end(11), failure(12)]),
    ];
    let (second, second_gone) = client.listener(|_| {});
    assert_eq!(client.replace(Channel::Failure, Some(second), &first), Barrier::Passed);
    assert_eq!(client.replace(Channel::Failure, None, &second_gone), Barrier::Passed);
    let last = client.listen(Channel::Failure);
    posters.into_iter().for_each(|poster| poster.join().unwrap());
    let fates = client.fates();
    assert!(!last.load(SeqCst));
    each_once(&fates, [2, 11], &[Fate::Told]);
    each_once(&fates, [1, 3, 12], &[Fate::Told, Fate::NoListener]);
}

#[test]
fn listeners_come_and_go_and_no_letter_is_lost_or_told_twice() {
    run::many("listeners come and go", MANY, listeners_come_and_go);
}

/// Two remove and set the same listener at a time, so that one waits beside the other.
fn two_remove_it() {
    let client = Client::new(Dispatch::Background);
    let gone = client.listen(Channel::Failure);
    let poster = posting(&client, vec![failure(1), failure(2)]);
    let removers = [(); 2].map(|()| {
        let (client, gone) = (Arc::clone(&client), Arc::clone(&gone));
        thread::spawn(move || assert_eq!(client.replace(Channel::Failure, None, &gone), Barrier::Passed))
    });
    removers.into_iter().for_each(|remover| remover.join().unwrap());
    poster.join().unwrap();
    each_once(&client.fates(), [1, 2], &[Fate::Told, Fate::NoListener]);
}

#[test]
fn two_that_remove_a_listener_both_wait_for_it() {
    run::many("two remove it", MANY, two_remove_it);
}

/// A client is freed while messages come: ends are told, by the delivery or by the close.
fn freed_while_letters_come(dispatch: Dispatch, ends: u32) {
    let client = Client::new(dispatch);
    client.listen(Channel::Event);
    let poster = posting(&client, (1..=ends).map(end).collect());
    let pump = (dispatch == Dispatch::Pump).then(|| {
        let client = Arc::clone(&client);
        thread::spawn(move || client.mailbox.deliver().count)
    });
    client.close(vec![end(100)]);
    poster.join().unwrap();
    pump.into_iter().for_each(|pump| assert!(pump.join().unwrap() <= ends + 1));
    let fates = client.fates();
    each_once(&fates, 1..=ends, &[Fate::Told, Fate::Refused]);
    each_once(&fates, [100], &[Fate::Told]);
}

#[test]
fn a_client_is_freed_while_a_letter_comes_in_every_order() {
    run::all("freed, background", || freed_while_letters_come(Dispatch::Background, 1));
}

#[test]
fn a_client_is_freed_while_letters_come() {
    run::many("freed, background, 3", MANY, || freed_while_letters_come(Dispatch::Background, 3));
    run::many("freed, pump, 3", MANY, || freed_while_letters_come(Dispatch::Pump, 3));
}

/// A listener is removed while the client is freed.
fn removed_and_freed() {
    let client = Client::new(Dispatch::Background);
    let gone = client.listen(Channel::Event);
    let poster = posting(&client, vec![end(1), end(2)]);
    let remover = {
        let client = Arc::clone(&client);
        thread::spawn(move || client.replace(Channel::Event, None, &gone))
    };
    client.close(vec![end(3)]);
    poster.join().unwrap();
    let barrier = remover.join().unwrap();
    let fates = client.fates();
    if barrier == Barrier::Closed {
        each_once(&fates, [1, 2], &[Fate::Told, Fate::Refused]);
        each_once(&fates, [3], &[Fate::Told]);
    } else {
        each_once(&fates, [1, 2], &[Fate::Told, Fate::NoListener, Fate::Refused]);
        assert!(fates.get(&3).is_none_or(|of| of == &[Fate::Told]), "{fates:?}");
    }
}

#[test]
fn a_listener_is_removed_while_its_client_is_freed() {
    run::many("removed and freed", MANY, removed_and_freed);
}

/// Pumps, polls and posts on threads of their own; a callback pumps and posts itself.
fn pumped_and_polled() {
    let client = Client::new(Dispatch::Pump);
    let own = Arc::downgrade(&client);
    let (listener, _) = client.listener(move |number| {
        let client = own.upgrade().unwrap();
        assert_eq!(client.mailbox.deliver().count, 0);
        if number == 1 {
            client.post(failure(10));
        }
    });
    assert_eq!(client.mailbox.set_listener(Channel::Failure, Some(listener)).0, Barrier::Passed);
    let poster = posting(&client, vec![failure(1), end(2), failure(3)]);
    let pump = {
        let client = Arc::clone(&client);
        thread::spawn(move || (0..2).map(|_| client.mailbox.deliver().count).sum::<u32>())
    };
    let poll = |client: &Client| {
        let note = client.mailbox.poll();
        note.iter().for_each(|note| client.note(note.number, Fate::Polled));
        note.is_some()
    };
    poll(&client);
    poster.join().unwrap();
    pump.join().unwrap();
    while client.mailbox.has_deliverable() {
        assert!(client.mailbox.deliver().count > 0);
    }
    while poll(&client) {}
    assert!(!client.mailbox.has_messages());
    let fates = client.fates();
    each_once(&fates, [1, 3], &[Fate::Told, Fate::Polled]);
    each_once(&fates, [2], &[Fate::Polled]);
    assert_eq!(fates.contains_key(&10), fates[&1] == [Fate::Told]);
    each_once(&fates, fates.keys().copied(), &[Fate::Told, Fate::Polled]);
}

#[test]
fn pumps_and_polls_share_the_letters() {
    run::many("pumped and polled", MANY, pumped_and_polled);
}

/// Two clients, whose callbacks close each other's or their own mailbox; so many messages for each.
fn callbacks_close(dispatch: Dispatch, each_other: bool, messages: u32, outside: bool) {
    let wait_graph = Arc::default();
    let clients = [0, 1].map(|_| Client::beside(dispatch, &wait_graph));
    let known: Arc<OnceLock<[Arc<Client>; 2]>> = Arc::default();
    known.set(clients.clone()).ok().unwrap();
    for (at, client) in clients.iter().enumerate() {
        let known = Arc::downgrade(&known);
        let victim = if each_other { 1 - at } else { at };
        let (listener, _) = client.listener(move |number| {
            if number == 1 {
                known.upgrade().unwrap().get().unwrap()[victim].mailbox.close(vec![end(100)]);
            }
        });
        assert_eq!(client.mailbox.set_listener(Channel::Event, Some(listener)).0, Barrier::Passed);
    }
    let mut others: Vec<JoinHandle<()>> = Vec::new();
    for client in &clients {
        others.push(posting(client, (1..=messages).map(end).collect()));
        if dispatch == Dispatch::Pump {
            let client = Arc::clone(client);
            others.push(thread::spawn(move || assert!(!client.mailbox.deliver().more)));
        }
    }
    if outside {
        clients[0].mailbox.close(vec![end(100)]);
    }
    others.into_iter().for_each(|other| other.join().unwrap());
    // Each may tell what the other left to it.
    clients.iter().for_each(|client| client.settle());
    for client in &clients {
        if dispatch == Dispatch::Pump {
            while client.mailbox.deliver().count > 0 {}
        }
        let fates = client.fates();
        each_once(&fates, 1..=messages, &[Fate::Told, Fate::Refused]);
        assert!(fates.get(&100).is_none_or(|of| of == &[Fate::Told]), "{fates:?}");
        assert!(!client.mailbox.has_deliverable(), "{fates:?}");
        assert!(client.running.lock().unwrap().is_empty());
    }
    // Whoever was closed by a call that was made has told its last message.
    for (at, client) in clients.iter().enumerate() {
        let by = &clients[if each_other { 1 - at } else { at }];
        if by.fates()[&1] == [Fate::Told] {
            each_once(&client.fates(), [100], &[Fate::Told]);
        }
    }
}

#[test]
fn callbacks_close_each_others_clients() {
    for dispatch in [Dispatch::Background, Dispatch::Pump] {
        for messages in [1, 2] {
            run::many("closing each other", MANY, move || callbacks_close(dispatch, true, messages, false));
        }
        run::many("closing each other, and from outside", MANY, move || {
            callbacks_close(dispatch, true, 2, true);
        });
    }
}

#[test]
fn callbacks_close_their_own_client() {
    for dispatch in [Dispatch::Background, Dispatch::Pump] {
        for outside in [false, true] {
            run::many("closing their own", MANY, move || callbacks_close(dispatch, false, 2, outside));
        }
    }
}

/// Callbacks that remove each other's listeners: at most one of two is told that it would wait for ever.
fn callbacks_remove_each_others() {
    let wait_graph = Arc::default();
    let clients = [0, 1].map(|_| Client::beside(Dispatch::Background, &wait_graph));
    let gone: [Arc<AtomicBool>; 2] = Default::default();
    let refused = Arc::new(Mutex::new(0));
    let known: Arc<OnceLock<[Arc<Client>; 2]>> = Arc::default();
    known.set(clients.clone()).ok().unwrap();
    for (at, client) in clients.iter().enumerate() {
        let (known, gone, refused) = (Arc::downgrade(&known), gone.clone(), Arc::clone(&refused));
        let own = Arc::clone(&gone[at]);
        let (listener, _) = client.listener(move |_| {
            assert!(!own.load(SeqCst), "a listener runs that was removed");
            let known = known.upgrade().unwrap();
            let other = &known.get().unwrap()[1 - at];
            if other.replace(Channel::Event, None, &gone[1 - at]) == Barrier::WouldDeadlock {
                *refused.lock().unwrap() += 1;
            }
            assert!(!own.load(SeqCst), "a listener runs that was removed");
        });
        assert_eq!(client.mailbox.set_listener(Channel::Event, Some(listener)).0, Barrier::Passed);
    }
    let posters = clients.clone().map(|client| posting(&client, vec![end(1), end(2)]));
    posters.into_iter().for_each(|poster| poster.join().unwrap());
    clients.iter().for_each(|client| client.settle());
    for client in &clients {
        each_once(&client.fates(), [1, 2], &[Fate::Told, Fate::NoListener]);
    }
    assert!(*refused.lock().unwrap() <= 1);
}

#[test]
fn callbacks_remove_each_others_listeners() {
    run::many("removing each other's", MANY, callbacks_remove_each_others);
}
