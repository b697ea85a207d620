//! The packages of C# for NuGet: `dotnet pack` of what is in `bindings/csharp`. `LibAuthForge` has the native libraries that
//! exist.

use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Context, bail};

use super::binary::{self, Cpu, Kind};
use super::{copy, natives};
use harness::dotnet::Sdk;
use harness::{Result, build, project};

pub const VERSION: &str = env!("CARGO_PKG_VERSION");
pub const NAME: &str = "LibAuthForge";
const SOURCES: &str = "bindings/csharp";
/// In what asks glibc for something, and in nothing else.
const GLIBC: &[u8] = b"\0libc.so.6\0";

/// A system and its processor, by the name that .NET has for it.
pub struct Platform {
    pub rid: &'static str,
    pub file: &'static str,
    pub cpu: Cpu,
    /// Other folders below target/natives that may have its library.
    folders: &'static [&'static str],
}

pub const PLATFORMS: [Platform; 9] = [
    windows("win-x64", Cpu::X64, &["Win64"]),
    windows("win-x86", Cpu::X86, &["Win32"]),
    windows("win-arm64", Cpu::Arm64, &["WinArm64"]),
    linux("linux-x64", Cpu::X64, &["Linux"]),
    linux("linux-arm64", Cpu::Arm64, &["LinuxArm64"]),
    linux("linux-musl-x64", Cpu::X64, &[]),
    linux("linux-musl-arm64", Cpu::Arm64, &[]),
    apple("osx-x64", Cpu::X64, &["MacX64", "Mac"]),
    apple("osx-arm64", Cpu::Arm64, &["MacArm64", "Mac"]),
];

const fn windows(rid: &'static str, cpu: Cpu, folders: &'static [&'static str]) -> Platform {
    Platform { rid, file: "authforge.dll", cpu, folders }
}

const fn linux(rid: &'static str, cpu: Cpu, folders: &'static [&'static str]) -> Platform {
    Platform { rid, file: "libauthforge.so", cpu, folders }
}

const fn apple(rid: &'static str, cpu: Cpu, folders: &'static [&'static str]) -> Platform {
    Platform { rid, file: "libauthforge.dylib", cpu, folders }
}

impl Platform {
    pub fn named(rid: &str) -> Option<&'static Platform> {
        const ALL: &[Platform] = &PLATFORMS;
        ALL.iter().find(|platform| platform.rid == rid)
    }

    /// The one that cargo builds for; none where that needs another C library than its name says.
    pub fn here() -> Option<&'static Platform> {
        let system = match std::env::consts::OS {
            "linux" if cfg!(target_env = "musl") => "linux-musl",
            "macos" => "osx",
            "windows" => "win",
            other => other,
        };
        let cpu = match std::env::consts::ARCH {
            "x86_64" => "x64",
            "aarch64" => "arm64",
            other => other,
        };
        Platform::named(&format!("{system}-{cpu}"))
    }

    /// A library of this kind, and of no other.
    pub fn kind(&self) -> Kind {
        match self.file {
            "authforge.dll" => Kind::Windows(self.cpu),
            "libauthforge.dylib" => Kind::Apple(self.cpu),
            _ => Kind::Elf(self.cpu),
        }
    }

    /// That these are the bytes of a library that can be loaded there.
    fn check(&self, path: &Path) -> Result {
        let bytes = fs::read(path).with_context(|| path.display().to_string())?;
        let found = binary::kind(&bytes);
        let is_universal =
            matches!(self.kind(), Kind::Apple(_)) && found == Some(Kind::Apple(Cpu::Universal));
        if found != Some(self.kind()) && !is_universal {
            bail!("{} is no library for {}", path.display(), self.rid);
        }
        let needs_glibc = bytes.windows(GLIBC.len()).any(|part| part == GLIBC);
        if self.rid.contains("-musl") && needs_glibc {
            bail!("{} needs glibc, and {} has musl", path.display(), self.rid);
        }
        Ok(())
    }
}

/// `linux-musl-x64=path/to/libauthforge.so` on the command line.
#[derive(Clone)]
pub struct Given {
    pub rid: String,
    pub file: PathBuf,
}

impl FromStr for Given {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Given> {
        let (rid, file) = text.split_once('=').context("need RID=FILE")?;
        if Platform::named(rid).is_none() {
            let known: Vec<&str> = PLATFORMS.iter().map(|platform| platform.rid).collect();
            bail!("{rid} is none of {}", known.join(", "));
        }
        Ok(Given { rid: rid.to_owned(), file: PathBuf::from(file) })
    }
}

/// The command `cargo xtask package nuget`.
pub fn run(given: &[Given]) -> Result {
    let sdk = Sdk::find()?;
    let packages = project::target().join("package");
    let stage = packages.join(format!("{NAME}-{VERSION}"));
    let missing = assemble(given, &natives(), &stage)?;
    for package in pack(sdk, &stage, &packages)? {
        println!("{}\n{}", package.display(), package.with_extension("snupkg").display());
    }
    super::say_missing(&missing);
    Ok(())
}

/// Puts the libraries into a new folder as the package has them; gives the platforms of which there is none.
pub fn assemble(given: &[Given], natives: &Path, stage: &Path) -> Result<Vec<&'static str>> {
    let _ = fs::remove_dir_all(stage);
    let mut missing = Vec::new();
    for platform in &PLATFORMS {
        let Some(file) = library(platform, given, natives)? else {
            missing.push(platform.rid);
            continue;
        };
        platform.check(&file)?;
        copy(&file, &stage.join(platform.rid).join("native").join(platform.file))?;
    }
    Ok(missing)
}

fn library(platform: &Platform, given: &[Given], natives: &Path) -> Result<Option<PathBuf>> {
    if let Some(given) = given.iter().rev().find(|given| given.rid == platform.rid) {
        return Ok(Some(given.file.clone()));
    }
    let mut folders = std::iter::once(&platform.rid).chain(platform.folders);
    let found = folders.find_map(|folder| {
        let file = natives.join(folder).join(platform.file);
        file.is_file().then_some(file)
    });
    let is_here = Platform::here().is_some_and(|here| here.rid == platform.rid);
    if found.is_some() || !is_here {
        return Ok(found);
    }
    super::say_built_here();
    Ok(Some(build::shipped_library()?.join(platform.file)))
}

/// Makes the packages, and those of their symbols, in the folder `to`. What is compiled is the same wherever it is.
pub fn pack(sdk: Sdk, stage: &Path, to: &Path) -> Result<Vec<PathBuf>> {
    let natives = format!("-p:AuthForgeNatives={}", stage.display());
    let output = format!("-p:PackageOutputPath={}", to.display());
    let words = ["-p:AuthForgeStrict=true", "-p:ContinuousIntegrationBuild=true", &natives, &output];
    let made = stage.with_file_name(format!("{NAME}-{VERSION}.made"));
    // What an earlier one has compiled may be of other sources with an older date.
    let _ = fs::remove_dir_all(&made);
    let pack = |project: &PathBuf| {
        sdk.make("pack", project, &made, &words)?;
        Ok(to.join(format!("{}.{VERSION}.nupkg", project::stem(project))))
    };
    projects()?.iter().map(pack).collect()
}

/// A folder for each package.
fn projects() -> Result<Vec<PathBuf>> {
    let folders = project::folders(&project::root().join(SOURCES))?;
    let projects: Result<Vec<_>> = folders.iter().map(|folder| project::files(folder, "csproj")).collect();
    Ok(projects?.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_is_taken_for_its_own_platform_alone() {
        let folder = std::env::temp_dir().join(format!("authforge-nuget-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("library");
        for made in &PLATFORMS {
            fs::write(&file, binary::stand_in(made.kind())).unwrap();
            for platform in &PLATFORMS {
                assert_eq!(
                    platform.check(&file).is_ok(),
                    platform.kind() == made.kind(),
                    "{} {}",
                    made.rid,
                    platform.rid
                );
            }
        }
        let mut bytes = binary::stand_in(Kind::Elf(Cpu::X64));
        bytes.extend(GLIBC);
        fs::write(&file, bytes).unwrap();
        let check = |rid| Platform::named(rid).unwrap().check(&file);
        assert!(check("linux-x64").is_ok());
        assert!(
            check("linux-musl-x64")
                .unwrap_err()
                .to_string()
                .ends_with("needs glibc, and linux-musl-x64 has musl")
        );
        fs::remove_dir_all(&folder).unwrap();
    }

    /// Windows and macOS have one file where only the case differs.
    #[test]
    fn no_assembly_has_the_name_of_a_native_library() {
        let mut assemblies = 0;
        for path in projects().unwrap() {
            let text = project::read(&path).unwrap();
            let named = text.split_once("<AssemblyName>").and_then(|(_, rest)| rest.split_once('<'));
            let name = named.map_or_else(|| project::stem(&path), |(name, _)| name.to_owned());
            let file = format!("{name}.dll").to_lowercase();
            for platform in &PLATFORMS {
                assert_ne!(platform.file, file, "{}", path.display());
            }
            assemblies += 1;
        }
        assert!(assemblies >= 1);
    }

    #[test]
    fn what_is_given_names_a_platform_and_a_file() {
        let given: Given = "win-x86=a=b.dll".parse().unwrap();
        assert_eq!((given.rid.as_str(), given.file.as_path()), ("win-x86", Path::new("a=b.dll")));
        let refused = |text: &str| text.parse::<Given>().err().unwrap().to_string();
        assert_eq!(refused("win-x64"), "need RID=FILE");
        assert!(refused("win-x65=f").starts_with("win-x65 is none of win-x64, "));
    }
}
