//! Where the official package lies, and its vector files.

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

const NAME: &str = "authforge";
const VERSION: &str = "2.0.0";

/// A vector file of the package.
pub fn vectors(file: &str) -> Value {
    let text = std::fs::read_to_string(folder().join(file)).expect(file);
    serde_json::from_str(&text).expect(file)
}

/// Every vector file with its groups of cases; each file has a module here that runs all of them.
const GROUPS: [(&str, &[&str]); 5] = [
    ("activation_request_vectors.json", &["cases"]),
    ("hwid_vectors.json", &["hwid", "ioreg", "normalize", "regQuery"]),
    ("offline_license_vectors.json", &["cases"]),
    ("self_serve_activation_vectors.json", &["cases"]),
    ("test_vectors.json", &["cases"]),
];

#[test]
fn every_vector_file_of_the_package_and_every_group_in_it_is_known() {
    let entries =
        std::fs::read_dir(folder()).expect("the package").map(|entry| entry.expect("an entry").file_name());
    let mut files: Vec<String> = entries
        .map(|name| name.to_string_lossy().into_owned())
        .filter(|name| name.ends_with("vectors.json"))
        .collect();
    files.sort();
    assert_eq!(files, GROUPS.map(|(file, _)| file));
    for (file, groups) in GROUPS {
        let content = vectors(file);
        let lists = content.as_object().expect("an object").iter().filter(|(_, value)| value.is_array());
        assert_eq!(lists.map(|(name, _)| name.as_str()).collect::<Vec<_>>(), groups, "{file}");
    }
}

/// The cases under this name, of which there must be some.
pub fn cases(vectors: &Value, name: &str) -> Vec<Value> {
    let cases = vectors[name].as_array().expect("a list of cases").clone();
    assert!(!cases.is_empty(), "no cases in {name}");
    cases
}

/// A text that must be there.
pub fn text<'a>(case: &'a Value, name: &str) -> &'a str {
    case[name].as_str().unwrap_or_else(|| panic!("{name} is no text in {case}"))
}

/// What rustc calls this machine's platform.
fn host() -> String {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let output = Command::new(rustc).arg("-vV").output().expect("rustc -vV");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    said.lines().find_map(|line| line.strip_prefix("host: ")).expect("its host").to_owned()
}

fn folder() -> &'static PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        // Where neither cargo nor rustc runs beside the test, somebody has asked them.
        if let Some(folder) = std::env::var_os("AUTHFORGE_VECTORS") {
            return PathBuf::from(folder);
        }
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let output = Command::new(cargo)
            // Of this platform only: others' packages need not be on this machine.
            .args(["metadata", "--format-version", "1", "--offline", "--filter-platform", &host()])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo metadata");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let packages = metadata["packages"].as_array().expect("packages");
        let official = |package: &&Value| package["name"] == NAME && package["version"] == VERSION;
        let manifest = packages.iter().find(official).map(|package| text(package, "manifest_path"));
        PathBuf::from(manifest.expect("the official package")).parent().expect("a folder").to_owned()
    })
}
