//! Link arguments of the shared library, and what Windows shows of it.

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// What a linker that was written for this manifest would put into a DLL: the name, and that nothing is asked of the user.
/// Elevation, long paths, code pages and the versions of Windows that are known are the program's to declare: in a library's
/// manifest the system reads none of them. Without a first line that says `xml`: `winresource` puts blanks before it.
const MANIFEST: &str = r#"<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0">
<assemblyIdentity type="win32" name="authforge" version="VERSION.0"/>
<trustInfo xmlns="urn:schemas-microsoft-com:asm.v3"><security><requestedPrivileges>
<requestedExecutionLevel level="asInvoker" uiAccess="false"/>
</requestedPrivileges></security></trustInfo>
</assembly>"#;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    match variable("CARGO_CFG_TARGET_OS").as_str() {
        // Never unloaded: threads, and the fork handler, may be needed after dlclose.
        "linux" | "freebsd" => {
            link("-Wl,-z,nodelete");
            link("-Wl,-soname,libauthforge.so.0");
            fold();
        }
        // Its packages take only names that end in .so.
        "android" => {
            link("-Wl,-z,nodelete");
            link("-Wl,-soname,libauthforge.so");
        }
        "macos" | "ios" => apple(),
        "windows" => windows(),
        _ => {}
    }
}

/// Functions that came out alike become one, which is 14 kB; but for those that clean up after a panic, which linkers leave
/// alone. Not every linker can, and which one it will be only the compiler knows: so it is tried.
fn fold() {
    const FOLD: &str = "-Wl,--icf=all";
    // What is built to be looked at keeps its names.
    if !["s", "z"].contains(&variable("OPT_LEVEL").as_str()) {
        return;
    }
    let made = Path::new(&variable("OUT_DIR")).join("folded.so");
    let source = made.with_extension("rs");
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    let mut probe = Command::new(variable("RUSTC"));
    probe.args(flags.split('\u{1f}').filter(|flag| !flag.is_empty()));
    probe.args([
        "--crate-type",
        "cdylib",
        "--target",
        &variable("TARGET"),
        "-C",
        &format!("link-arg={FOLD}"),
        "-o",
    ]);
    probe.arg(&made).arg(&source).stdout(Stdio::null()).stderr(Stdio::null());
    if let Ok(linker) = env::var("RUSTC_LINKER") {
        probe.args(["-C", &format!("linker={linker}")]);
    }
    if fs::write(&source, "").is_ok() && probe.status().is_ok_and(|status| status.success()) {
        link(FOLD);
    }
}

/// A program asks for the library that it was built with or a newer one: docs/abi.md, "The name of the library".
fn apple() {
    let [major, minor, patch] = version();
    link("-Wl,-install_name,@rpath/libauthforge.0.dylib");
    link(&format!("-Wl,-compatibility_version,{major}.{minor}.0"));
    link(&format!("-Wl,-current_version,{major}.{minor}.{patch}"));
}

/// Without what may follow the three numbers, which neither system takes.
fn version() -> [String; 3] {
    ["MAJOR", "MINOR", "PATCH"].map(|name| variable(&format!("CARGO_PKG_VERSION_{name}")))
}

/// No time of its making, so that the same source is the same library.
fn windows() {
    match (variable("CARGO_CFG_TARGET_ENV").as_str(), variable("CARGO_CFG_TARGET_ABI").as_str()) {
        ("msvc", _) => link("/Brepro"),
        // LLVM's linkers are asked by SOURCE_DATE_EPOCH, and not all of them know the word.
        ("gnu", "") => link("-Wl,--no-insert-timestamp"),
        _ => {}
    }
    println!("cargo::rerun-if-env-changed=WINDRES");
    if let Err(cause) = resources().compile() {
        println!(
            "cargo::warning=authforge.dll gets no version that Windows could show: its resource compiler cannot be \
             run ({cause}); install it, or name one in the variable WINDRES"
        );
    }
}

fn resources() -> winresource::WindowsResource {
    // VFT_DLL; the manifest gets the same number, by which the system knows that of a library.
    const LIBRARY: u64 = 2;
    const NEUTRAL_ENGLISH: u16 = 0x0009;
    let mut resources = winresource::WindowsResource::new();
    resources
        .set_version_info(winresource::VersionInfo::FILETYPE, LIBRARY)
        .set_language(NEUTRAL_ENGLISH)
        .set("CompanyName", "The libauthforge authors")
        .set("ProductName", "libauthforge")
        .set("FileDescription", &variable("CARGO_PKG_DESCRIPTION"))
        .set("InternalName", "authforge")
        .set("OriginalFilename", "authforge.dll")
        .set("LegalCopyright", "MIT license")
        .set_manifest(&MANIFEST.replace("VERSION", &version().join(".")));
    resources
}

fn link(argument: &str) {
    println!("cargo::rustc-cdylib-link-arg={argument}");
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_default()
}
