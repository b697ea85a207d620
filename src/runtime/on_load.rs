//! What is done when the library is loaded, before its host can have closed a stream or started a thread that
//! forks: what cannot be found out later. No thread, no memory that anybody misses, no lock.

#![allow(unsafe_code)]

#[cfg(unix)]
extern "C" fn on_load() {
    super::standard_error::record();
    super::panic::silence_hook();
}

#[cfg(unix)]
#[used]
#[cfg_attr(
    any(target_os = "linux", target_os = "android", target_os = "freebsd"),
    unsafe(link_section = ".init_array")
)]
#[cfg_attr(target_vendor = "apple", unsafe(link_section = "__DATA,__mod_init_func"))]
static ON_LOAD: extern "C" fn() = on_load;
