//! A panic is a bug of ours: it is contained, silent on stderr, and told to the log.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};

thread_local! {
    /// How many containers the current thread is inside of.
    static CONTAINED: Cell<u32> = const { Cell::new(0) };
}

/// Runs `work`; a panic in it comes back as its text.
pub fn contain<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let mut work = Some(work);
    let mut result = None;
    let caught = contain_erased(&mut || result = work.take().map(|work| work()));
    match (caught, result) {
        (None, Some(result)) => Ok(result),
        (caught, _) => Err(caught.unwrap_or_default()),
    }
}

/// One copy of the machinery, however many functions are contained.
#[inline(never)]
fn contain_erased(work: &mut dyn FnMut()) -> Option<String> {
    silence_hook();
    CONTAINED.set(CONTAINED.get() + 1);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    CONTAINED.set(CONTAINED.get() - 1);
    result.err().map(|payload| {
        let text = text_of(payload.as_ref());
        crate::log::error(|| format!("internal error: {text}"));
        text
    })
}

/// Rust's default hook prints to stderr, which is the host's. Panics of others keep their hook. Nobody
/// waits for whoever is the first, because a process forked in that moment would wait for ever.
fn silence_hook() {
    static DONE: AtomicBool = AtomicBool::new(false);
    if DONE.swap(true, Ordering::Relaxed) {
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
