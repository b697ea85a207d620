//! What a toolchain says to cargo, and which libraries the build makes of what cargo made.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::fake_cargo::FakeCargo;
use super::{VERSION, build, configure, flat, fresh};
use anyhow::{Context, bail, ensure};
use harness::tool::{AARCH64_CC, MINGW, NINJA, Tool};
use harness::{Result, command, project, tool};
use programs::Case;
use programs::case::Outcome;

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
        Case::new("toolchain::musl wants the C library that programs run with", musl),
        Case::new("kinds::one kind alone is built and the other is told as left out", kinds),
        Case::new("kinds::BUILD_SHARED_LIBS chooses where nothing else does", build_shared_libs),
        needing("kinds::with many configurations Debug alone is by the dev profile", &[NINJA], multi_config),
        needing("presets::each is built as it is", &[NINJA, MINGW, AARCH64_CC], presets),
    ]
}

/// A case that is skipped where one of these tools is missing.
fn needing(sentence: &str, tools: &'static [Tool], proof: fn() -> Result) -> Case {
    Case::skippable(sentence, move || match tool::need(tools) {
        Ok(()) => proof().map(|()| Outcome::Proved),
        Err(why) => Ok(Outcome::Skipped(why.to_string())),
    })
}

/// The project, configured with a cargo that only writes down how it was called.
struct Build {
    folder: PathBuf,
    cargo: FakeCargo,
}

impl Build {
    /// In folders whose names have blanks.
    fn new(name: &str) -> Result<Build> {
        let folder = fresh(&project::scratch("cmake-toolchains")?.join(format!("with {name}")))?;
        let cargo = FakeCargo::new(&folder)?;
        Ok(Build { folder, cargo })
    }

    fn configure(&self, arguments: &[&str]) -> Result {
        let options = self.cargo.options();
        let all = [arguments, &options.each_ref().map(String::as_str)].concat();
        configure(&project::root(), &self.folder.join("build"), &all)
    }

    fn build(&self) -> Result {
        build(&self.folder.join("build")).map(drop)
    }

    /// Cargo was told these variables, and no others about compilers.
    fn told(&self, wanted: &[&str]) -> Result {
        let told = self.cargo.environment()?;
        ensure!(told == wanted, "cargo was told {told:#?}, need {wanted:#?}");
        Ok(())
    }

    /// Each call of cargo had these words in it.
    fn called(&self, wanted: &[&str]) -> Result {
        let calls = self.cargo.calls()?;
        ensure!(calls.len() == wanted.len(), "cargo was called {} times", calls.len());
        for (call, words) in calls.iter().zip(wanted) {
            ensure!(format!("{call} ").contains(&format!(" {words} ")), "no {words} in {call}");
        }
        Ok(())
    }

    fn has(&self, wanted: &[&str]) -> Result {
        let mut names = Vec::new();
        for entry in fs::read_dir(self.folder.join("build/lib"))? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort_unstable();
        ensure!(names == wanted, "there are {names:?}, need {wanted:?}");
        Ok(())
    }
}

const LINUX: [&str; 4] = [
    "libauthforge.a",
    "libauthforge.so",
    "libauthforge.so.0",
    concat!("libauthforge.so.", env!("CARGO_PKG_VERSION")),
];

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
    made.called(&["--target mips-unknown-linux-gnu"])
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
    for name in [&format!("libauthforge.{VERSION}.dylib"), "libauthforge.a"] {
        let text = project::read(&made.folder.join("build/lib").join(name))?;
        ensure!(text == "aarch64-apple-darwin release\nx86_64-apple-darwin release\n", "{name} is {text:?}");
    }
    Ok(())
}

fn musl() -> Result {
    let made = Build::new("musl")?;
    made.configure(&["-DAUTHFORGE_RUST_TARGET=x86_64-unknown-linux-musl"])?;
    made.build()?;
    made.told(&["CARGO_ENCODED_RUSTFLAGS=-Ctarget-feature=-crt-static"])
}

fn kinds() -> Result {
    for (option, crate_type, files, reason) in [
        ("STATIC", "cdylib", &LINUX[1..], "AUTHFORGE_USE_STATIC=ON"),
        ("SHARED", "staticlib", &LINUX[..1], ""),
    ] {
        let made = Build::new("one kind")?;
        let off = format!("-DAUTHFORGE_BUILD_{option}=OFF");
        made.configure(&[&off])?;
        made.build()?;
        made.called(&[&format!("--crate-type {crate_type}")])?;
        made.has(files)?;
        if !reason.is_empty() {
            let Err(why) = made.configure(&[&off, &format!("-D{reason}")]) else {
                bail!("{reason} was configured with {off}");
            };
            ensure!(flat(&why).contains(&format!("AUTHFORGE_BUILD_{option} is off")), "{why}");
        }
    }
    let made = Build::new("no kind")?;
    match made.configure(&["-DAUTHFORGE_BUILD_STATIC=OFF", "-DAUTHFORGE_BUILD_SHARED=OFF"]) {
        Err(why) if flat(&why).contains("nothing is left to build") => Ok(()),
        other => bail!("with neither: {other:?}"),
    }
}

/// What AuthForge::AuthForge is, which a generated file tells.
fn build_shared_libs() -> Result {
    for (options, wanted) in [
        (&[][..], "shared"),
        (&["-DBUILD_SHARED_LIBS=ON"], "shared"),
        (&["-DBUILD_SHARED_LIBS=OFF"], "static"),
        (&["-DBUILD_SHARED_LIBS=OFF", "-DAUTHFORGE_USE_STATIC=OFF"], "shared"),
        (&["-DBUILD_SHARED_LIBS=ON", "-DAUTHFORGE_USE_STATIC=ON"], "static"),
        (&["-DBUILD_SHARED_LIBS=OFF", "-DAUTHFORGE_BUILD_STATIC=OFF"], "shared"),
        (&["-DAUTHFORGE_BUILD_SHARED=OFF"], "static"),
    ] {
        let made = Build::new("a choice")?;
        let text = format!(
            "cmake_minimum_required(VERSION 3.16)\nproject(parent LANGUAGES C)\nadd_subdirectory(\"{}\" AuthForge)\n\
             file(GENERATE OUTPUT choice CONTENT \"$<TARGET_PROPERTY:AuthForge::AuthForge,INTERFACE_LINK_LIBRARIES>\")\n",
            project::root().display()
        );
        project::write(&made.folder.join("CMakeLists.txt"), &text)?;
        let cargo = made.cargo.options();
        let all = [options, &cargo.each_ref().map(String::as_str)].concat();
        configure(&made.folder, &made.folder.join("build"), &all)?;
        let choice = project::read(&made.folder.join("build/choice"))?;
        ensure!(choice == format!("AuthForge::{wanted}"), "with {options:?} it is {choice}, need {wanted}");
    }
    Ok(())
}

fn multi_config() -> Result {
    let made = Build::new("many configurations")?;
    made.configure(&["-GNinja Multi-Config", "-DAUTHFORGE_DEV_PROFILE=ON"])?;
    let folder = made.folder.join("build");
    let of = |configuration: &str, library: &str| -> Result {
        let mut cmake = Command::new("cmake");
        command::output(cmake.arg("--build").arg(&folder).args(["--config", configuration]))?;
        let prefix = made.folder.join(configuration);
        let mut cmake = Command::new("cmake");
        cmake.arg("--install").arg(&folder).arg("--prefix").arg(&prefix);
        command::output(cmake.args(["--config", configuration]))?;
        let lib = fs::read_dir(&prefix)?.filter_map(|entry| Some(entry.ok()?.path()));
        let lib = lib.filter(|path| path.ends_with("lib") || path.ends_with("lib64")).next();
        let text = project::read(&lib.context("no lib")?.join("libauthforge.so"))?;
        ensure!(text.ends_with(&format!(" {library}\n")), "{configuration} has {text}");
        Ok(())
    };
    of("Debug", "debug")?;
    made.called(&["--profile dev"])?;
    of("Release", "release")?;
    of("RelWithDebInfo", "release")?;
    made.called(&["--profile dev", "--profile release"])
}

fn presets() -> Result {
    let presets = project::read(&project::root().join("CMakePresets.json"))?;
    let presets: serde_json::Value = serde_json::from_str(&presets).context("CMakePresets.json")?;
    let names = |kind: &str| -> Vec<String> {
        let all = presets[kind].as_array().into_iter().flatten();
        all.filter_map(|preset| preset["name"].as_str().map(str::to_owned)).collect()
    };
    let (configured, built) = (names("configurePresets"), names("buildPresets"));
    ensure!(configured.iter().all(|name| built.contains(name)), "{built:?} of {configured:?}");
    for name in &configured {
        let made = Build::new(&format!("preset {name}"))?;
        let mut cmake = Command::new("cmake");
        cmake.current_dir(project::root()).args(["--preset", name, "-B"]).arg(made.folder.join("build"));
        command::output(cmake.args(made.cargo.options()))?;
        made.build()?;
        let target = match name.as_str() {
            "windows-mingw" => "--target x86_64-pc-windows-gnu",
            "linux-arm64" => "--target aarch64-unknown-linux-gnu",
            _ => "--locked",
        };
        made.called(&[target])?;
    }
    Ok(())
}
