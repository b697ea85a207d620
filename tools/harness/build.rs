//! Tells the crate which platform it is built for, by Rust's name.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-env=PLATFORM={}", std::env::var("TARGET").unwrap_or_default());
}
