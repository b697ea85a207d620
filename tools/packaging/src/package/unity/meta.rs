//! The `.meta` files: the GUID by which Unity knows an asset, and how it imports it. The format is that of Unity 2021
//! to 2023, which 6 reads; Unity completes what it misses.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::super::binary::{self, Cpu, Kind};

/// A library of one platform.
pub struct Native {
    /// Its folder below target/natives.
    pub platform: &'static str,
    /// In the package.
    pub path: &'static str,
    /// Unity's name of the platform of a player: group and target.
    pub player: (&'static str, &'static str),
    /// Unity's name of the system of an editor that loads it.
    pub editor: Option<&'static str>,
    /// Unity's name of the processor.
    pub cpu: &'static str,
    pub kind: Kind,
}

pub const NATIVES: [Native; 7] = [
    Native {
        platform: "Win64",
        path: "Plugins/Windows/x86_64/authforge.dll",
        player: ("Standalone", "Win64"),
        editor: Some("Windows"),
        cpu: "x86_64",
        kind: Kind::Windows(Cpu::X64),
    },
    Native {
        platform: "Linux",
        path: "Plugins/Linux/x86_64/libauthforge.so",
        player: ("Standalone", "Linux64"),
        editor: Some("Linux"),
        cpu: "x86_64",
        kind: Kind::Elf(Cpu::X64),
    },
    Native {
        platform: MAC,
        path: "Plugins/macOS/libauthforge.dylib",
        player: ("Standalone", "OSXUniversal"),
        editor: Some("OSX"),
        cpu: "AnyCPU",
        kind: Kind::Apple(Cpu::Universal),
    },
    Native {
        platform: "IOS",
        path: "Plugins/iOS/libauthforge.a",
        player: ("iPhone", "iOS"),
        editor: None,
        cpu: "AnyCPU",
        kind: Kind::Archive,
    },
    android("Android/arm64-v8a", "Plugins/Android/arm64-v8a/libauthforge.so", "ARM64", Cpu::Arm64),
    android("Android/armeabi-v7a", "Plugins/Android/armeabi-v7a/libauthforge.so", "ARMv7", Cpu::Arm32),
    android("Android/x86_64", "Plugins/Android/x86_64/libauthforge.so", "X86_64", Cpu::X64),
];

/// A library for one processor is taken too; then its `.meta` names that one.
pub const MAC: &str = "Mac";

/// What no library is for, but Unity's `.meta` files speak of.
const FOREIGN: [&str; 2] = ["Win", "WebGL"];

const fn android(platform: &'static str, path: &'static str, cpu: &'static str, of: Cpu) -> Native {
    Native { platform, path, player: ("Android", "Android"), editor: None, cpu, kind: Kind::Elf(of) }
}

impl Native {
    /// As cargo calls it.
    pub fn file(&self) -> &'static str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// Unity's name of the processor that this file of the platform is for; `None` if it is not of the platform.
    pub fn cpu_of(&self, bytes: &[u8]) -> Option<&'static str> {
        match (self.kind, binary::kind(bytes)?) {
            (wanted, found) if wanted == found => Some(self.cpu),
            (Kind::Apple(_), Kind::Apple(Cpu::X64)) => Some("x86_64"),
            (Kind::Apple(_), Kind::Apple(Cpu::Arm64)) => Some("ARM64"),
            _ => None,
        }
    }
}

/// What Unity does with an asset.
pub enum Importer {
    Folder,
    Script,
    Assembly,
    Manifest,
    Text,
    /// With the processor.
    Plugin(&'static Native, &'static str),
    Other,
}

impl Importer {
    /// By what it is, where it is in the package, and how its name ends.
    pub fn of(path: &Path, inside: &Path) -> Importer {
        if path.is_dir() {
            return Importer::Folder;
        }
        if let Some(native) = NATIVES.iter().find(|native| Path::new(native.path) == inside) {
            let bytes = std::fs::read(path).unwrap_or_default();
            return Importer::Plugin(native, native.cpu_of(&bytes).unwrap_or(native.cpu));
        }
        match path.extension().and_then(|end| end.to_str()) {
            Some("cs") => Importer::Script,
            Some("asmdef") => Importer::Assembly,
            Some("json") if inside == Path::new("package.json") => Importer::Manifest,
            Some("md" | "xml" | "txt" | "json") => Importer::Text,
            _ => Importer::Other,
        }
    }

    fn text(&self) -> String {
        let plain = |name: &str| format!("{name}:\n  externalObjects: {{}}\n{CLOSING}");
        match self {
            Importer::Folder => format!("folderAsset: yes\n{}", plain("DefaultImporter")),
            Importer::Script => format!("{SCRIPT}{CLOSING}"),
            Importer::Assembly => plain("AssemblyDefinitionImporter"),
            Importer::Manifest => plain("PackageManifestImporter"),
            Importer::Text => plain("TextScriptImporter"),
            Importer::Plugin(native, cpu) => plugin(native, cpu),
            Importer::Other => plain("DefaultImporter"),
        }
    }
}

const CLOSING: &str = "  userData: \n  assetBundleName: \n  assetBundleVariant: \n";
const SCRIPT: &str = "MonoImporter:\n  externalObjects: {}\n  serializedVersion: 2\n  defaultReferences: []\n  \
                      executionOrder: 0\n  icon: {instanceID: 0}\n";
const PLUGIN: &str = "PluginImporter:\n  externalObjects: {}\n  serializedVersion: 2\n  iconMap: {}\n  \
                      executionOrder: {}\n  defineConstraints: []\n  isPreloaded: 0\n  isOverridable: 0\n  \
                      isExplicitlyReferenced: 0\n  validateReferences: 1\n  platformData:\n";

/// The `.meta` of an asset at this path of the package.
pub fn text(inside: &Path, importer: Importer) -> String {
    format!("fileFormatVersion: 2\nguid: {}\n{}", guid(inside), importer.text())
}

/// Where the `.meta` of an asset is.
pub fn beside(asset: &Path) -> PathBuf {
    let mut name = asset.as_os_str().to_owned();
    name.push(".meta");
    PathBuf::from(name)
}

/// The same for the same path for ever: FNV-1a of 128 bits.
fn guid(inside: &Path) -> String {
    const START: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let path = format!("{}/{}", super::NAME, inside.to_string_lossy().replace('\\', "/"));
    let sum = path.bytes().fold(START, |sum, byte| (sum ^ u128::from(byte)).wrapping_mul(PRIME));
    format!("{sum:032x}")
}

/// For one kind of player, for the editor of the same system, and for nothing else.
fn plugin(native: &Native, cpu: &str) -> String {
    let mut text = PLUGIN.to_owned();
    text += "  - first:\n      : Any\n    second:\n      enabled: 0\n      settings:\n";
    for (target, without) in exclusions(native) {
        text += &format!("        Exclude {target}: {}\n", i32::from(without));
    }
    text += "  - first:\n      Any: \n    second:\n      enabled: 0\n      settings: {}\n";
    let enabled =
        |first: &str| format!("  - first:\n      {first}\n    second:\n      enabled: 1\n      settings:\n");
    if let Some(system) = native.editor {
        text += &enabled("Editor: Editor");
        text += &format!("        CPU: {cpu}\n        DefaultValueInitialized: true\n        OS: {system}\n");
    }
    let (group, target) = native.player;
    text += &enabled(&format!("{group}: {target}"));
    if target == "iOS" {
        text += "        AddToEmbeddedBinaries: false\n";
    }
    text += &format!("        CPU: {cpu}\n");
    if target == "iOS" {
        text += "        CompileFlags: \n        FrameworkDependencies: CoreFoundation;Security;\n";
    }
    text + CLOSING
}

/// Every place that Unity knows, and whether this library is not for it.
fn exclusions(native: &Native) -> BTreeMap<&'static str, bool> {
    let players = NATIVES.iter().map(|other| other.player.1);
    let mut places: BTreeMap<_, _> =
        players.chain(FOREIGN).map(|target| (target, target != native.player.1)).collect();
    places.insert("Editor", native.editor.is_none());
    places
}
