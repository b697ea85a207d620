use super::*;
use crate::runtime::wait_for_graph::ThreadNumber;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::mpsc;
use std::thread;

/// A message for tests.
#[derive(Debug)]
pub struct Note {
    pub number: usize,
    channel: Channel,
    priority: Priority,
}

impl Note {
    pub fn end(number: usize) -> Note {
        Note { number, channel: Channel::Event, priority: Priority::RequestEnd }
    }

    pub fn state(number: usize) -> Note {
        Note { number, channel: Channel::Event, priority: Priority::StateChange }
    }

    pub fn low(number: usize) -> Note {
        Note { number, channel: Channel::Event, priority: Priority::Low }
    }

    /// On the way to the end of this number.
    pub fn progress(number: usize) -> Note {
        Note { number, channel: Channel::Event, priority: Priority::Progress }
    }

    pub fn failure(number: usize) -> Note {
        Note { number, channel: Channel::Failure, priority: Priority::StateChange }
    }
}

impl Message for Note {
    fn channel(&self) -> Channel {
        self.channel
    }

    fn priority(&self) -> Priority {
        self.priority
    }

    fn outdates(&self, earlier: &Note) -> bool {
        earlier.priority == Priority::Progress && earlier.number == self.number
    }
}

type Told = Arc<Mutex<Vec<usize>>>;

fn mailbox(dispatch: Dispatch) -> Arc<Mailbox<Note>> {
    Mailbox::new(dispatch, Arc::default(), Box::new(|_| {}))
}

fn listen(mailbox: &Mailbox<Note>, channel: Channel) -> Told {
    let told = Told::default();
    let hears = Arc::clone(&told);
    let listener: Listener<Note> = Arc::new(move |note: &Note| hears.lock().unwrap().push(note.number));
    assert_eq!(mailbox.set_listener(channel, Some(listener)).0, Barrier::Passed);
    told
}

fn post(mailbox: &Arc<Mailbox<Note>>, note: Note) {
    assert!(matches!(mailbox.post(note), Posted::Queued | Posted::Summons(_)));
}

fn heard(told: &Told) -> Vec<usize> {
    std::mem::take(&mut told.lock().unwrap())
}

#[test]
fn what_happened_before_there_was_a_listener_is_not_told_to_it_and_stays_for_poll() {
    let mailbox = mailbox(Dispatch::Pump);
    post(&mailbox, Note::failure(1));
    post(&mailbox, Note::end(2));
    let told = listen(&mailbox, Channel::Failure);
    assert!(!mailbox.has_deliverable() && mailbox.has_messages());
    post(&mailbox, Note::failure(3));
    assert_eq!(mailbox.deliver().count, 1);
    assert_eq!(heard(&told), [3]);
    let polled: Vec<usize> = std::iter::from_fn(|| mailbox.poll()).map(|note| note.number).collect();
    assert_eq!(polled, [1, 2]);
    assert!(!mailbox.has_messages());
}

#[test]
fn a_listener_that_takes_anothers_place_takes_its_letters_and_one_that_comes_later_does_not() {
    let mailbox = mailbox(Dispatch::Pump);
    let first = listen(&mailbox, Channel::Event);
    post(&mailbox, Note::end(1));
    let second = listen(&mailbox, Channel::Event);
    assert_eq!(mailbox.deliver().count, 1);
    assert_eq!((heard(&first), heard(&second)), (vec![], vec![1]));
    post(&mailbox, Note::end(2));
    let (barrier, handed_back) = mailbox.set_listener(Channel::Event, None);
    // A host that pumps may still poll it.
    assert_eq!((barrier, handed_back.len()), (Barrier::Passed, 0));
    let third = listen(&mailbox, Channel::Event);
    assert_eq!((mailbox.deliver().count, heard(&third).len()), (0, 0));
    assert_eq!(mailbox.poll().unwrap().number, 2);
}

#[test]
fn in_the_background_a_letter_is_told_or_handed_back() {
    let mailbox = mailbox(Dispatch::Background);
    assert!(matches!(mailbox.post(Note::failure(1)), Posted::NoListener(Note { number: 1, .. })));
    let _told = listen(&mailbox, Channel::Failure);
    assert!(matches!(mailbox.post(Note::failure(2)), Posted::Summons(_)));
    assert!(matches!(mailbox.post(Note::failure(3)), Posted::Queued));
    let (barrier, handed_back) = mailbox.set_listener(Channel::Failure, None);
    assert_eq!(barrier, Barrier::Passed);
    assert_eq!(handed_back.iter().map(|note| note.number).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(mailbox.deliver(), Delivered { count: 0, more: false });
    assert!(matches!(mailbox.post(Note::failure(4)), Posted::NoListener(_)));
}

#[test]
fn a_delivery_ends_although_each_letter_brings_another() {
    for dispatch in [Dispatch::Pump, Dispatch::Background] {
        let mailbox = mailbox(dispatch);
        let inner = Arc::downgrade(&mailbox);
        let listener: Listener<Note> = Arc::new(move |note: &Note| {
            post(&inner.upgrade().unwrap(), Note::failure(note.number + 1));
        });
        assert_eq!(mailbox.set_listener(Channel::Failure, Some(listener)).0, Barrier::Passed);
        post(&mailbox, Note::failure(1));
        for _ in 0..3 {
            assert_eq!(mailbox.deliver(), Delivered { count: 1, more: dispatch == Dispatch::Background });
        }
        assert!(mailbox.has_deliverable());
    }
}

#[test]
fn a_listener_that_panics_does_not_silence_the_mailbox() {
    let mailbox = mailbox(Dispatch::Pump);
    let told = Told::default();
    let hears = Arc::clone(&told);
    let listener: Listener<Note> = Arc::new(move |note: &Note| {
        assert!(note.number > 1, "oh");
        hears.lock().unwrap().push(note.number);
    });
    assert_eq!(mailbox.set_listener(Channel::Event, Some(listener)).0, Barrier::Passed);
    post(&mailbox, Note::end(1));
    post(&mailbox, Note::end(2));
    assert!(crate::runtime::panic::contain(|| mailbox.deliver()).is_err());
    assert_eq!(mailbox.deliver().count, 1);
    assert_eq!(heard(&told), [2]);
    assert_eq!(mailbox.set_listener(Channel::Event, None).0, Barrier::Passed);
}

#[test]
fn a_callback_that_removed_itself_is_still_waited_for() {
    let wait_graph = Arc::<WaitForGraph>::default();
    let mailbox = Mailbox::new(Dispatch::Pump, Arc::clone(&wait_graph), Box::new(|_| {}));
    let (removed, hear_removed) = mpsc::channel();
    let (go, hear_go) = mpsc::channel::<()>();
    let (hear_go, returned) = (Mutex::new(hear_go), Arc::new(AtomicBool::new(false)));
    let (inner, done) = (Arc::clone(&mailbox), Arc::clone(&returned));
    let listener: Listener<Note> = Arc::new(move |_: &Note| {
        assert_eq!(inner.set_listener(Channel::Failure, None).0, Barrier::Passed);
        removed.send(()).unwrap();
        hear_go.lock().unwrap().recv().unwrap();
        done.store(true, SeqCst);
    });
    assert_eq!(mailbox.set_listener(Channel::Failure, Some(listener)).0, Barrier::Passed);
    post(&mailbox, Note::failure(1));
    thread::scope(|scope| {
        let _deliverer = scope.spawn(|| mailbox.deliver().count);
        hear_removed.recv().unwrap();
        let remover = scope.spawn(|| {
            assert_eq!(mailbox.set_listener(Channel::Failure, None).0, Barrier::Passed);
            returned.load(SeqCst)
        });
        while wait_graph.count() == 0 && !remover.is_finished() {
            thread::yield_now();
        }
        go.send(()).unwrap();
        assert!(remover.join().unwrap(), "it returned while the callback was running");
    });
}

#[test]
fn a_callback_may_close_its_own_mailbox_and_is_told_the_ends_of_requests() {
    let mailbox = mailbox(Dispatch::Pump);
    let told = Told::default();
    let own: Arc<OnceLock<Arc<Mailbox<Note>>>> = Arc::default();
    let (hears, inside) = (Arc::clone(&told), Arc::clone(&own));
    let listener: Listener<Note> = Arc::new(move |note: &Note| {
        hears.lock().unwrap().push(note.number);
        if let Some(mailbox) = inside.get().filter(|_| note.number == 1) {
            mailbox.close(vec![Note::end(3)]);
        }
    });
    own.set(Arc::clone(&mailbox)).ok().unwrap();
    assert_eq!(mailbox.set_listener(Channel::Event, Some(listener)).0, Barrier::Passed);
    for number in [1, 2] {
        post(&mailbox, Note::end(number));
    }
    assert_eq!(mailbox.deliver().count, 1);
    assert_eq!(heard(&told), [1, 2, 3]);
    assert!(matches!(mailbox.post(Note::failure(4)), Posted::Closed));
    assert_eq!(mailbox.deliver().count, 0);
}

#[test]
fn a_callback_that_cannot_be_waited_for_tells_the_rest_itself_and_none_runs_beside_it() {
    let wait_graph = Arc::<WaitForGraph>::default();
    let mailbox = Mailbox::new(Dispatch::Pump, Arc::clone(&wait_graph), Box::new(|_| {}));
    let (inside, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (entered, hear_entered) = mpsc::channel::<ThreadNumber>();
    let (go, hear_go) = mpsc::channel::<()>();
    let (hear_go, told) = (Mutex::new(hear_go), Told::default());
    let (counts, peak, hears) = (Arc::clone(&inside), Arc::clone(&most), Arc::clone(&told));
    let listener: Listener<Note> = Arc::new(move |note: &Note| {
        peak.fetch_max(counts.fetch_add(1, SeqCst) + 1, SeqCst);
        hears.lock().unwrap().push(note.number);
        if note.number == 1 {
            entered.send(current_thread()).unwrap();
            hear_go.lock().unwrap().recv().unwrap();
        }
        counts.fetch_sub(1, SeqCst);
    });
    assert_eq!(mailbox.set_listener(Channel::Event, Some(listener)).0, Barrier::Passed);
    post(&mailbox, Note::end(1));
    post(&mailbox, Note::end(2));
    thread::scope(|scope| {
        let deliverer = scope.spawn(|| mailbox.deliver().count);
        let runner = hear_entered.recv().unwrap();
        // The callback waits for this thread, as it would by freeing the client whose callback this is.
        let waiting = wait_graph.add_edge(runner, current_thread()).unwrap();
        mailbox.close(vec![Note::end(3)]);
        assert_eq!(*told.lock().unwrap(), [1]);
        drop(waiting);
        go.send(()).unwrap();
        assert_eq!(deliverer.join().unwrap(), 1);
    });
    assert_eq!((heard(&told), most.load(SeqCst)), (vec![1, 2, 3], 1));
}

#[test]
fn a_mailbox_sends_for_a_thread_once_when_what_was_posted_is_let_go() {
    let sent = Arc::new(Mutex::new(0));
    let counts = Arc::clone(&sent);
    let count: Summon<Note> = Box::new(move |_| *counts.lock().unwrap() += 1);
    let mailbox = Mailbox::new(Dispatch::Background, Arc::default(), count);
    let _told = listen(&mailbox, Channel::Event);
    let first = mailbox.post(Note::state(1));
    let second = mailbox.post(Note::state(2));
    assert!(matches!((&first, &second), (Posted::Summons(_), Posted::Queued)) && *sent.lock().unwrap() == 0);
    drop((first, second));
    assert_eq!(*sent.lock().unwrap(), 1);
    assert_eq!(mailbox.deliver(), Delivered { count: 2, more: false });
}
