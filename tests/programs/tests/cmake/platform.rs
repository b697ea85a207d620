//! Which of Rust's platforms a toolchain is for, as cmake/AuthForgePlatform.cmake tells it from what CMake knows.

use std::process::Command;

use anyhow::{bail, ensure};
use harness::{Result, command, project};
use programs::Case;

const CLANG: &str = "CMAKE_C_COMPILER=clang CMAKE_C_COMPILER_ID=Clang CMAKE_C_COMPILER_TARGET";
/// What CMake knows, and the platforms.
const TOOLCHAINS: [(&str, &str); 40] = [
    ("Linux CMAKE_SYSTEM_PROCESSOR=x86_64", "x86_64-unknown-linux-gnu"),
    ("Linux CMAKE_SYSTEM_PROCESSOR=x86_64 CMAKE_SIZEOF_VOID_P=4", "i686-unknown-linux-gnu"),
    ("Linux CMAKE_SYSTEM_PROCESSOR=i386", "i686-unknown-linux-gnu"),
    ("Linux CMAKE_SYSTEM_PROCESSOR=arm64", "aarch64-unknown-linux-gnu"),
    ("Linux CMAKE_SYSTEM_PROCESSOR=armv7l", "armv7-unknown-linux-gnueabihf"),
    ("Linux CMAKE_SYSTEM_PROCESSOR=riscv64", "riscv64gc-unknown-linux-gnu"),
    ("Linux CMAKE_SYSTEM_PROCESSOR=ppc64le", "powerpc64le-unknown-linux-gnu"),
    ("Linux CMAKE_SYSTEM_PROCESSOR=s390x", "s390x-unknown-linux-gnu"),
    ("Linux CMAKE_SYSTEM_PROCESSOR=loongarch64", "loongarch64-unknown-linux-gnu"),
    ("Linux CMAKE_SYSTEM_PROCESSOR=x86_64 {clang}=x86_64-linux-musl", "x86_64-unknown-linux-musl"),
    ("Linux CMAKE_SYSTEM_PROCESSOR=x86_64 CMAKE_C_COMPILER=/usr/bin/musl-gcc", "x86_64-unknown-linux-musl"),
    ("Linux CMAKE_SYSTEM_PROCESSOR=x86_64 {clang}=aarch64-alpine-linux-musl", "aarch64-unknown-linux-musl"),
    ("Linux {clang}=aarch64-linux-gnu", "aarch64-unknown-linux-gnu"),
    ("Linux CMAKE_SYSTEM_PROCESSOR=arm {clang}=arm-linux-gnueabihf", "armv7-unknown-linux-gnueabihf"),
    ("Linux CMAKE_SYSTEM_PROCESSOR=armv6l {clang}=arm-linux-gnueabihf", "arm-unknown-linux-gnueabihf"),
    ("Linux CMAKE_SYSTEM_PROCESSOR=arm {clang}=arm-linux-gnueabi", "arm-unknown-linux-gnueabi"),
    ("Linux CMAKE_SYSTEM_PROCESSOR=armv7 {clang}=armv7-linux-musleabihf", "armv7-unknown-linux-musleabihf"),
    ("Windows MINGW=1 CMAKE_SYSTEM_PROCESSOR=x86_64", "x86_64-pc-windows-gnu"),
    ("Windows MINGW=1 CMAKE_SYSTEM_PROCESSOR=i686", "i686-pc-windows-gnu"),
    ("Windows MINGW=1 CMAKE_SYSTEM_PROCESSOR=aarch64", "aarch64-pc-windows-gnullvm"),
    ("Windows MSVC=1 CMAKE_SYSTEM_PROCESSOR=AMD64", "x86_64-pc-windows-msvc"),
    ("Windows MSVC=1 CMAKE_SYSTEM_PROCESSOR=AMD64 MSVC_C_ARCHITECTURE_ID=X86", "i686-pc-windows-msvc"),
    ("Windows MSVC=1 CMAKE_SYSTEM_PROCESSOR=AMD64 MSVC_CXX_ARCHITECTURE_ID=ARM64", "aarch64-pc-windows-msvc"),
    ("Darwin CMAKE_SYSTEM_PROCESSOR=arm64", "aarch64-apple-darwin"),
    ("Darwin CMAKE_SYSTEM_PROCESSOR=arm64 CMAKE_OSX_ARCHITECTURES=x86_64", "x86_64-apple-darwin"),
    (
        "Darwin CMAKE_SYSTEM_PROCESSOR=arm64 CMAKE_OSX_ARCHITECTURES=arm64;x86_64",
        "aarch64-apple-darwin;x86_64-apple-darwin",
    ),
    ("iOS CMAKE_OSX_ARCHITECTURES=arm64 CMAKE_OSX_SYSROOT=/x/iPhoneOS.sdk", "aarch64-apple-ios"),
    ("iOS CMAKE_OSX_ARCHITECTURES=arm64 CMAKE_OSX_SYSROOT=/x/iPhoneSimulator.sdk", "aarch64-apple-ios-sim"),
    ("iOS CMAKE_OSX_ARCHITECTURES=x86_64 CMAKE_OSX_SYSROOT=iphonesimulator", "x86_64-apple-ios"),
    ("Android CMAKE_ANDROID_ARCH_ABI=arm64-v8a", "aarch64-linux-android"),
    ("Android CMAKE_SYSTEM_PROCESSOR=armv7-a ANDROID_ABI=armeabi-v7a", "armv7-linux-androideabi"),
    ("Android CMAKE_ANDROID_ARCH_ABI=x86", "i686-linux-android"),
    ("Android ANDROID_ABI=x86_64 {clang}=x86_64-none-linux-android24", "x86_64-linux-android"),
    ("FreeBSD CMAKE_SYSTEM_PROCESSOR=amd64", "x86_64-unknown-freebsd"),
    // What Rust does not know, or we do not.
    ("Linux CMAKE_SYSTEM_PROCESSOR=mips", ""),
    ("Linux CMAKE_SYSTEM_PROCESSOR=x86_64 {clang}=x86_64-linux-gnux32", ""),
    ("Haiku CMAKE_SYSTEM_PROCESSOR=x86_64", ""),
    ("Darwin CMAKE_OSX_ARCHITECTURES=arm64e", ""),
    ("Windows MINGW=1", ""),
    ("Generic CMAKE_SYSTEM_PROCESSOR=arm", ""),
];
/// For what a library was built, for what a program is built, and whether the one serves the other.
const FITS: [(&str, &str, bool); 13] = [
    ("x86_64-unknown-linux-gnu", "x86_64-unknown-linux-gnu", true),
    ("x86_64-unknown-linux-gnu.2.17", "x86_64-unknown-linux-gnu", true),
    ("x86_64-alpine-linux-musl", "x86_64-unknown-linux-musl", true),
    ("i586-unknown-linux-gnu", "i686-unknown-linux-gnu", true),
    ("x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl", false),
    ("x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu", false),
    ("aarch64-unknown-linux-gnu", "aarch64-linux-android", false),
    ("x86_64-pc-windows-gnu", "x86_64-pc-windows-msvc", true),
    ("x86_64-pc-windows-gnu", "i686-pc-windows-msvc", false),
    ("aarch64-apple-darwin;x86_64-apple-darwin", "x86_64-apple-darwin", true),
    ("aarch64-apple-darwin", "aarch64-apple-darwin;x86_64-apple-darwin", false),
    ("aarch64-apple-ios", "aarch64-apple-ios-sim", false),
    // It cannot be told: the linker will.
    ("aarch64-apple-darwin", "", true),
];

pub fn cases() -> Vec<Case> {
    vec![
        Case::new("platform::each toolchain is for a platform that Rust knows, or for none", toolchains),
        Case::new("platform::natives fit those whom they serve and no others", fits),
    ]
}

fn toolchains() -> Result {
    let known = command::output(Command::new("rustc").args(["--print", "target-list"]))?;
    let mut script = String::new();
    for (row, (variables, _)) in TOOLCHAINS.iter().enumerate() {
        script += &format!("function(row_{row})\n");
        let variables = format!("CMAKE_SYSTEM_NAME={}", variables.replace("{clang}", CLANG));
        for variable in variables.split(' ') {
            let (name, value) = variable.split_once('=').unwrap_or((variable, ""));
            script += &format!("  set({name} \"{value}\")\n");
        }
        script += &format!(
            "  authforge_rust_targets(targets seen)\n  message(\"${{targets}}\")\nendfunction()\nrow_{row}()\n"
        );
    }
    for (said, (variables, wanted)) in run(&script)?.iter().zip(TOOLCHAINS) {
        ensure!(said == wanted, "{variables} is for {said:?}, need {wanted:?}");
        for target in wanted.split(';').filter(|target| !target.is_empty()) {
            ensure!(known.lines().any(|line| line == target), "rustc does not know {target}");
        }
    }
    Ok(())
}

fn fits() -> Result {
    let mut script = String::new();
    for (built, wanted, _) in FITS {
        script += &format!("authforge_fits(\"{built}\" \"{wanted}\" fits)\nmessage(\"${{fits}}\")\n");
    }
    for (said, (built, wanted, fits)) in run(&script)?.iter().zip(FITS) {
        ensure!((said == "TRUE") == fits, "for {built}, asked for {wanted}: {said}");
    }
    Ok(())
}

/// What a script says that has the functions: a line for each message.
fn run(script: &str) -> Result<Vec<String>> {
    let file = project::empty("cmake-platform")?.join(format!("{}.cmake", script.len()));
    let include = project::root().join("cmake/AuthForgePlatform.cmake");
    project::write(
        &file,
        &format!("cmake_policy(VERSION 3.16)\ninclude(\"{}\")\n{script}", include.display()),
    )?;
    let output = Command::new("cmake").arg("-P").arg(&file).output()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if !output.status.success() {
        bail!("{said}");
    }
    Ok(said.lines().map(str::to_owned).collect())
}
