//! A child process that was forked inside the log callback, in the middle of a call that belongs to its parent. What is
//! around it is the parent's: it goes back to the border, or to its thread's beginning, and touches nothing on its way.

use std::any::Any;
use std::panic::resume_unwind;

/// What it unwinds with.
struct Left;

/// Ends what the current thread is doing.
pub fn leave() -> ! {
    resume_unwind(Box::new(Left))
}

/// Whether what was caught is such a child and no panic.
pub fn is_leaving(payload: &(dyn Any + Send)) -> bool {
    payload.is::<Left>()
}
