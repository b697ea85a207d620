//! What a toolchain says to cargo.

use std::fs;
use std::process::Command;

use super::fake_cargo::{Build, LINUX};
use super::steps::flat;
use super::{VERSION, needing};
use anyhow::{bail, ensure};
use harness::tool::{AARCH64_CC, MINGW};
use harness::{Result, command, project};
use programs::Case;

pub fn cases() -> Vec<Case> {
    let for_itself = "toolchain::a build for this machine says nothing about compilers to cargo";
    vec![
        Case::new(for_itself, for_this_machine),
        Case::new("toolchain::-m32 is another platform", narrow),
        needing("toolchain::MinGW's compiler and tools reach cargo", &[MINGW], mingw),
        needing("toolchain::a cross GCC with ccache before it is the linker alone", &[AARCH64_CC], ccache),
        Case::new("toolchain::clang's target and folders with blanks reach cargo, and -flto does not", clang),
        Case::new("toolchain::one that cannot be told is told with the line to type", unknown),
        Case::new("toolchain::a universal library is built for each processor and joined", universal),
        Case::new("toolchain::Microsoft's linker finds the import library as authforge.lib", microsoft),
        Case::new("toolchain::musl wants the C library that programs run with", musl),
    ]
}

fn for_this_machine() -> Result {
    let made = Build::new("this machine")?;
    made.configure(&[])?;
    made.build()?;
    made.told(&["CARGO_ENCODED_RUSTFLAGS="])?;
    made.called(&["--crate-type cdylib,staticlib"])?;
    made.has(&LINUX)
}

fn narrow() -> Result {
    let made = Build::new("-m32")?;
    let here = std::env::consts::ARCH == "x86_64";
    ensure!(here, "this machine's compiler has no -m32");
    // Whether the headers for it are here does not matter.
    let not_linked = "-DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY";
    made.configure(&["-DCMAKE_C_COMPILER=/usr/bin/cc", "-DCMAKE_C_FLAGS=-O3 -m32", not_linked])?;
    made.build()?;
    made.told(&[
        "AR_i686_unknown_linux_gnu=/usr/bin/ar",
        "CARGO_ENCODED_RUSTFLAGS=-Clink-arg=-m32",
        "CARGO_TARGET_I686_UNKNOWN_LINUX_GNU_LINKER=/usr/bin/cc",
        "CC_SHELL_ESCAPED_FLAGS=1",
        "CC_i686_unknown_linux_gnu=/usr/bin/cc",
        "CFLAGS_i686_unknown_linux_gnu='-m32'",
    ])?;
    made.called(&["--target i686-unknown-linux-gnu"])
}

fn mingw() -> Result {
    let made = Build::new("MinGW")?;
    made.configure(&["-DCMAKE_SYSTEM_NAME=Windows", "-DCMAKE_C_COMPILER=x86_64-w64-mingw32-gcc"])?;
    made.build()?;
    made.told(&[
        "AR_x86_64_pc_windows_gnu=/usr/bin/x86_64-w64-mingw32-ar",
        "CARGO_ENCODED_RUSTFLAGS=",
        "CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER=/usr/bin/x86_64-w64-mingw32-gcc",
        "CC_x86_64_pc_windows_gnu=/usr/bin/x86_64-w64-mingw32-gcc",
        "WINDRES=/usr/bin/x86_64-w64-mingw32-windres",
    ])?;
    made.called(&["--target x86_64-pc-windows-gnu"])?;
    made.has(&["authforge.dll", "libauthforge.a", "libauthforge.dll.a"])
}

/// As `CC="ccache aarch64-linux-gnu-gcc"` has it, which CMake keeps apart.
fn ccache() -> Result {
    let made = Build::new("ccache")?;
    let ccache = made.folder.join("ccache");
    project::write(&ccache, "#!/bin/sh\nexec \"$@\"\n")?;
    command::output(Command::new("chmod").arg("+x").arg(&ccache))?;
    let toolchain = made.folder.join("tool chain.cmake");
    let text = format!(
        "set(CMAKE_SYSTEM_NAME Linux)\nset(CMAKE_C_COMPILER \"{}\" aarch64-linux-gnu-gcc)\n",
        ccache.display()
    );
    project::write(&toolchain, &text)?;
    made.configure(&[&format!("-DCMAKE_TOOLCHAIN_FILE={}", toolchain.display())])?;
    made.build()?;
    let told = made.cargo.environment()?;
    for wanted in [
        "CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc",
        "CC_aarch64_unknown_linux_gnu=aarch64-linux-gnu-gcc",
    ] {
        ensure!(told.iter().any(|line| line == wanted), "no {wanted} in {told:#?}");
    }
    made.called(&["--target aarch64-unknown-linux-gnu"])
}

fn clang() -> Result {
    let made = Build::new("clang")?;
    let root = made.folder.join("system root");
    fs::create_dir(&root)?;
    let toolchain = made.folder.join("tool chain.cmake");
    let text = format!(
        "set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER clang)
set(CMAKE_C_COMPILER_TARGET aarch64-linux-gnu)
set(CMAKE_SYSROOT \"{}\")
set(CMAKE_C_FLAGS_INIT \"-mcpu=cortex-a53 -flto -fsanitize=address\")
set(CMAKE_SHARED_LINKER_FLAGS_INIT \"-fuse-ld=lld -s\")
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
",
        root.display()
    );
    project::write(&toolchain, &text)?;
    made.configure(&[&format!("-DCMAKE_TOOLCHAIN_FILE={}", toolchain.display())])?;
    made.build()?;
    let told = made.cargo.environment()?;
    let root = root.display();
    let link =
        ["--target=aarch64-linux-gnu", &format!("--sysroot={root}"), "-mcpu=cortex-a53", "-fuse-ld=lld"];
    let link = link.map(|flag| format!("-Clink-arg={flag}")).join("\u{1f}");
    for wanted in [
        format!("CARGO_ENCODED_RUSTFLAGS={link}"),
        format!(
            "CFLAGS_aarch64_unknown_linux_gnu='--target=aarch64-linux-gnu' '--sysroot={root}' '-mcpu=cortex-a53'"
        ),
        "CC_SHELL_ESCAPED_FLAGS=1".to_owned(),
    ] {
        ensure!(told.contains(&wanted), "no {wanted} in {told:#?}");
    }
    Ok(())
}

fn unknown() -> Result {
    let made = Build::new("an unknown toolchain")?;
    let strange = [
        "-DCMAKE_SYSTEM_NAME=Linux",
        "-DCMAKE_C_COMPILER=clang",
        "-DCMAKE_C_COMPILER_TARGET=mips-linux-gnu",
        "-DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY",
    ];
    let Err(why) = made.configure(&strange) else { bail!("it was configured all the same") };
    let why = flat(&why);
    for words in
        ["CMAKE_SYSTEM_NAME=Linux", "a compiler for mips-linux-gnu", "type -DAUTHFORGE_RUST_TARGET=<name>"]
    {
        ensure!(why.contains(words), "no {words} in {why}");
    }
    made.configure(&["-DAUTHFORGE_RUST_TARGET=mips-unknown-linux-gnu"])?;
    made.build()?;
    made.called(&["--target mips-unknown-linux-gnu"])?;
    let told = made.cargo.environment()?;
    let compiler = told.iter().any(|line| line.starts_with("CC_mips_unknown_linux_gnu=/"));
    ensure!(compiler, "cargo was told {told:#?}");
    Ok(())
}

/// The tool that joins is a script, since the system's knows that these are no libraries.
fn universal() -> Result {
    let made = Build::new("two processors")?;
    let lipo = made.folder.join("lipo");
    project::write(&lipo, "#!/bin/sh\n[ \"$1 $4\" = '-create -output' ] && cat \"$2\" \"$3\" >\"$5\"\n")?;
    command::output(Command::new("chmod").arg("+x").arg(&lipo))?;
    made.configure(&[
        "-DAUTHFORGE_RUST_TARGET=aarch64-apple-darwin;x86_64-apple-darwin",
        "-DCMAKE_OSX_DEPLOYMENT_TARGET=11.0",
        &format!("-DAUTHFORGE_LIPO={}", lipo.display()),
    ])?;
    made.build()?;
    made.called(&["--target aarch64-apple-darwin", "--target x86_64-apple-darwin"])?;
    let told = made.cargo.environment()?;
    let minimum = told.iter().filter(|line| *line == "MACOSX_DEPLOYMENT_TARGET=11.0").count();
    ensure!(minimum == 2, "cargo was told {told:?}");
    for (name, cargo) in [
        (format!("libauthforge.{VERSION}.dylib"), "libauthforge.dylib"),
        ("libauthforge.a".to_owned(), "libauthforge.a"),
    ] {
        let text = project::read(&made.folder.join("build/lib").join(&name))?;
        let wanted = format!("aarch64-apple-darwin release {cargo}\nx86_64-apple-darwin release {cargo}\n");
        ensure!(text == wanted, "{name} is {text:?}");
    }
    Ok(())
}

/// pkg-config's -lauthforge is that too.
fn microsoft() -> Result {
    let made = Build::new("Microsoft")?;
    made.configure(&["-DAUTHFORGE_RUST_TARGET=x86_64-pc-windows-msvc", "-DCMAKE_INSTALL_LIBDIR=lib"])?;
    made.build()?;
    for (name, cargo) in [
        ("authforge.lib", "authforge.dll.lib"),
        ("authforge.dll.lib", "authforge.dll.lib"),
        ("authforge_static.lib", "authforge.lib"),
    ] {
        let text = project::read(&made.folder.join("build/lib").join(name))?;
        ensure!(text == format!("x86_64-pc-windows-msvc release {cargo}\n"), "{name} is {text:?}");
    }
    let package = project::read(&made.folder.join("build/package/authforge.pc"))?;
    ensure!(package.contains("Libs: -L${libdir} -lauthforge\n"), "{package}");
    let package = project::read(&made.folder.join("build/package/authforge-static.pc"))?;
    ensure!(package.contains("Libs: ${libdir}/authforge_static.lib -ladvapi32 "), "{package}");
    Ok(())
}

fn musl() -> Result {
    let made = Build::new("musl")?;
    made.configure(&["-DAUTHFORGE_RUST_TARGET=x86_64-unknown-linux-musl"])?;
    made.build()?;
    made.told(&["CARGO_ENCODED_RUSTFLAGS=-Ctarget-feature=-crt-static"])
}
