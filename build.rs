//! Link arguments of the shared library.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    match std::env::var("CARGO_CFG_TARGET_OS").unwrap_or_default().as_str() {
        // Never unloaded: threads, and the fork handler, may be needed after dlclose.
        "linux" | "freebsd" => {
            println!("cargo::rustc-cdylib-link-arg=-Wl,-z,nodelete");
            println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libauthforge.so.0");
        }
        // Its packages take only names that end in .so.
        "android" => {
            println!("cargo::rustc-cdylib-link-arg=-Wl,-z,nodelete");
            println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libauthforge.so");
        }
        "macos" | "ios" => {
            println!("cargo::rustc-cdylib-link-arg=-Wl,-install_name,@rpath/libauthforge.0.dylib");
        }
        _ => {}
    }
}
