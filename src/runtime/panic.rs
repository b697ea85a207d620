//! A panic is a bug of ours: it is contained, silent on stderr, and told to the log.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};

use super::{child, log};

thread_local! {
    /// How many containers the current thread is inside of.
    static CONTAINED: Cell<u32> = const { Cell::new(0) };
}

/// Why a call did not come to its end.
pub enum Unwound {
    /// A bug of ours, and its text.
    Panicked(String),
    /// This is a child process now, which was forked in the middle of it.
    LeftForChild,
}

/// Runs `work`; a panic in it comes back as its text.
pub fn contain<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    contain_all(work).map_err(|unwound| match unwound {
        Unwound::Panicked(text) => text,
        Unwound::LeftForChild => child::leave(),
    })
}

/// The same where there is nothing of ours above: at the border and at a thread's beginning.
pub fn contain_all<T>(work: impl FnOnce() -> T) -> Result<T, Unwound> {
    silence_hook();
    let result = CONTAINED.with(|contained| {
        contained.set(contained.get() + 1);
        let result = panic::catch_unwind(AssertUnwindSafe(work));
        contained.set(contained.get() - 1);
        result
    });
    result.map_err(unwound)
}

#[cold]
fn unwound(payload: Box<dyn Any + Send>) -> Unwound {
    if child::is_leaving(payload.as_ref()) {
        return Unwound::LeftForChild;
    }
    let text = text_of(payload.as_ref());
    let tell = || log::error(|| format!("internal error: {text}"));
    if panic::catch_unwind(AssertUnwindSafe(tell)).is_err() {
        return Unwound::LeftForChild;
    }
    Unwound::Panicked(text)
}

/// Rust's default hook prints to stderr, which is the host's. Panics of others keep their hook. Set when the
/// library is loaded, since whoever sets it holds a lock of Rust's that a child forked in that moment would find
/// held; or with the first call where nothing runs at loading. Nobody waits for whoever is the first.
pub fn silence_hook() {
    static DONE: AtomicBool = AtomicBool::new(false);
    // Read first: every call comes by here, and cores that write to one word wait for each other.
    if DONE.load(Ordering::Relaxed) || DONE.swap(true, Ordering::Relaxed) {
        return;
    }
    let previous = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if CONTAINED.get() == 0 {
            previous(info);
        }
    }));
}

fn text_of(payload: &(dyn Any + Send)) -> String {
    if let Some(text) = payload.downcast_ref::<&str>() {
        return (*text).to_owned();
    }
    payload.downcast_ref::<String>().cloned().unwrap_or_else(|| "panic".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_comes_back_as_its_text() {
        let text = String::from("slot 7 is gone");
        assert_eq!(contain(|| panic!("{text}")), Err::<(), _>("slot 7 is gone".to_owned()));
        assert_eq!(contain(|| 1), Ok(1));
    }
}
