//! Another library of Rust's in a program: it catches a panic of its own.

use std::panic::catch_unwind;

#[unsafe(no_mangle)]
pub extern "C" fn other_catches() -> i32 {
    std::panic::set_hook(Box::new(|_| ()));
    let caught =
        catch_unwind(|| std::hint::black_box(Err::<(), &str>("on purpose")).is_err().then(|| panic!()));
    caught.is_err().into()
}
