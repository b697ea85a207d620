//! Calls into the host: its callbacks and release functions, all of them by this road.
//!
//! No lock is held, and the thread cannot be cancelled meanwhile. A callback that ends its thread instead of
//! returning ends only itself, where the system unwinds a thread that ends (glibc): what the library was about to
//! do is done, as if the callback had returned. A C++ exception ends the process, as one in a `noexcept` function
//! does.

use std::ffi::c_void;

use crate::runtime::log;
use crate::runtime::sync::no_lock_held;
use crate::runtime::thread_cancel;

/// Calls a C function of up to four arguments, each an integer or a pointer in a register of its own.
///
/// # Safety
/// `function` takes a leading part of these arguments, by the C calling convention.
pub unsafe fn call(function: *const c_void, arguments: [usize; 4]) {
    no_lock_held("a callback");
    let _kept = thread_cancel::disable();
    // SAFETY: the caller's promise.
    if unsafe { barrier::call(function, arguments) } {
        log::error(|| "a callback ended its thread in place of returning; it counts as returned".to_owned());
    }
}

/// The same of a callback of a client, whose number stands in what the log says of it.
///
/// # Safety
/// That of `call`.
#[inline(never)]
pub unsafe fn call_for(client: u64, function: *const c_void, arguments: [usize; 4]) {
    let _about = log::about(client, 0);
    // SAFETY: the caller's promise.
    unsafe { call(function, arguments) };
}

/// A frame of its own below the host's. Rust allows no unwinding by others through its frames, so that a thread's
/// end must be stopped before it reaches one.
#[cfg(all(target_os = "linux", target_env = "gnu", any(target_arch = "x86_64", target_arch = "aarch64")))]
mod barrier {
    use std::ffi::{c_int, c_void};

    unsafe extern "C" {
        fn authforge_call_host(function: *const c_void, a: usize, b: usize, c: usize, d: usize) -> u32;
        /// Within it, where it goes on after an unwinding that it stopped. No function.
        fn authforge_call_ended();
    }

    unsafe extern "C" {
        fn _Unwind_SetIP(context: *mut c_void, at: usize);
    }

    /// True if the function unwound instead of returning.
    pub unsafe fn call(function: *const c_void, [a, b, c, d]: [usize; 4]) -> bool {
        // SAFETY: the promise of `host::call`; nothing unwinds out of it.
        unsafe { authforge_call_host(function, a, b, c, d) != 0 }
    }

    /// What the unwinder asks when it comes to the frame of `authforge_call_host`.
    unsafe extern "C" fn personality(
        _version: c_int,
        actions: c_int,
        _class: u64,
        _exception: *mut c_void,
        context: *mut c_void,
    ) -> c_int {
        const FORCED: c_int = 8;
        const FAILED: c_int = 3;
        const GO_ON_HERE: c_int = 7;
        if actions & FORCED == 0 {
            // Of an exception: it finds no handler, so that whoever threw it ends the process where it was thrown.
            return FAILED;
        }
        // SAFETY: the unwinder's context, and an address within the function that it asks for.
        unsafe { _Unwind_SetIP(context, authforge_call_ended as *const () as usize) };
        GO_ON_HERE
    }

    // Its frame is the caller's at the call and after it, as the unwinder needs it to go on there.
    #[cfg(target_arch = "x86_64")]
    std::arch::global_asm!(
        ".pushsection .text.authforge_call_host,\"ax\",@progbits",
        ".hidden authforge_call_host",
        ".globl authforge_call_host",
        ".type authforge_call_host,@function",
        "authforge_call_host:",
        ".cfi_startproc",
        ".cfi_personality 0x1b, {personality}",
        "push rbp",
        ".cfi_def_cfa_offset 16",
        ".cfi_offset rbp, -16",
        "mov rbp, rsp",
        ".cfi_def_cfa_register rbp",
        "mov rax, rdi",
        "mov rdi, rsi",
        "mov rsi, rdx",
        "mov rdx, rcx",
        "mov rcx, r8",
        "call rax",
        "xor eax, eax",
        "2:",
        "pop rbp",
        ".cfi_remember_state",
        ".cfi_def_cfa rsp, 8",
        "ret",
        ".cfi_restore_state",
        ".hidden authforge_call_ended",
        ".globl authforge_call_ended",
        "authforge_call_ended:",
        "mov eax, 1",
        "jmp 2b",
        ".cfi_endproc",
        ".size authforge_call_host, . - authforge_call_host",
        ".popsection",
        personality = sym personality,
    );

    #[cfg(target_arch = "aarch64")]
    std::arch::global_asm!(
        ".pushsection .text.authforge_call_host,\"ax\",@progbits",
        ".p2align 2",
        ".hidden authforge_call_host",
        ".globl authforge_call_host",
        ".type authforge_call_host,@function",
        "authforge_call_host:",
        ".cfi_startproc",
        ".cfi_personality 0x1b, {personality}",
        "stp x29, x30, [sp, #-16]!",
        ".cfi_def_cfa_offset 16",
        ".cfi_offset x29, -16",
        ".cfi_offset x30, -8",
        "mov x29, sp",
        ".cfi_def_cfa x29, 16",
        "mov x8, x0",
        "mov x0, x1",
        "mov x1, x2",
        "mov x2, x3",
        "mov x3, x4",
        "blr x8",
        "mov w0, #0",
        "2:",
        "ldp x29, x30, [sp], #16",
        ".cfi_remember_state",
        ".cfi_def_cfa sp, 0",
        "ret",
        ".cfi_restore_state",
        ".hidden authforge_call_ended",
        ".globl authforge_call_ended",
        "authforge_call_ended:",
        "mov w0, #1",
        "b 2b",
        ".cfi_endproc",
        ".size authforge_call_host, . - authforge_call_host",
        ".popsection",
        personality = sym personality,
    );
}

/// Elsewhere a thread ends without unwinding, or what it is called in has no such frame yet.
#[cfg(not(all(
    target_os = "linux",
    target_env = "gnu",
    any(target_arch = "x86_64", target_arch = "aarch64")
)))]
mod barrier {
    use std::ffi::c_void;

    type Function = unsafe extern "C-unwind" fn(usize, usize, usize, usize);

    pub unsafe fn call(function: *const c_void, [a, b, c, d]: [usize; 4]) -> bool {
        // SAFETY: the promise of `host::call`. What it takes fewer of is left where it is by every C calling
        // convention in which the caller cleans up.
        unsafe { std::mem::transmute::<*const c_void, Function>(function)(a, b, c, d) };
        false
    }
}
