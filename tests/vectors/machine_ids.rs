//! machine_ids.json: machine ids of the official 1.x clients. These are the project's own, made by another program from
//! the recipe in `docs/protocol.md`; a letter of a text is a byte.

#[cfg(not(any(windows, target_os = "macos")))]
use authforge::hwid::First;
use authforge::hwid::v1::{End, Material, Official, count_and_kind, of_affinity, vendor_and_type};
use serde_json::Value;

use crate::package::{cases, text};

fn all() -> Value {
    serde_json::from_str(include_str!("machine_ids.json")).expect("JSON")
}

fn bytes(case: &Value, name: &str) -> Vec<u8> {
    text(case, name).chars().map(|letter| u8::try_from(u32::from(letter)).expect("a byte")).collect()
}

fn official(case: &Value) -> Official {
    match text(case, "client") {
        "cpp" => Official::Cpp,
        "csharp" => Official::CSharp,
        other => panic!("{other}"),
    }
}

fn end(case: &Value) -> End {
    match text(case, "end") {
        "succeeded" => End::Succeeded,
        "failed" => End::Failed,
        "absent" => End::Absent,
        "unknown" => End::Unknown,
        "killed" => End::Killed,
        "late" => End::Late,
        "no process" => End::NoProcess,
        "not read" => End::NotRead(libc::EIO),
        // ERROR_TOO_MANY_OPEN_FILES, as Windows says it.
        "no descriptor" => End::NotRead(if cfg!(windows) { 4 } else { libc::EMFILE }),
        other => panic!("{other}"),
    }
}

#[test]
fn texts_are_made_compact_as_each_client_does_it() {
    for case in cases(&all(), "compact") {
        let official = official(&case);
        // What stands before has no part in it.
        let mut compact = b" x ".to_vec();
        official.compact(&official.decoded(bytes(&case, "text")), &mut compact);
        assert_eq!(compact.strip_prefix(b" x "), Some(&bytes(&case, "expect")[..]), "{case}");
    }
}

/// The id of what is told in these words.
fn digest(parts: [&[u8]; 3]) -> String {
    let [mac, cpu, disk] = parts;
    let material = [b"mac:", mac, b"|cpu:", cpu, b"|disk:", disk].concat();
    ring::digest::digest(&ring::digest::SHA256, &material)
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[test]
fn the_processor_is_found_in_what_the_kernel_says_of_it() {
    for case in cases(&all(), "processor") {
        let mut material = Material::new(official(&case), Some("0a"));
        material.named_processor(&bytes(&case, "cpuinfo"));
        material.disks(End::Absent, Vec::new()).expect("a word");
        let expected = digest([b"0a", &bytes(&case, "expect"), b"unavailable"]);
        assert_eq!(material.id(), expected, "{case}");
    }
}

#[test]
fn an_absent_program_is_a_word_and_one_that_could_not_be_heard_an_error() {
    for case in cases(&all(), "disk") {
        let mut material = Material::new(official(&case), None);
        material.processor(b"a processor");
        match material.disks(end(&case), bytes(&case, "printed")) {
            Ok(()) => {
                let expected = digest([b"mac-unavailable", b"a processor", &bytes(&case, "expect")]);
                assert_eq!(material.id(), expected, "{case}");
            }
            Err(error) => assert_eq!(error.code, text(&case, "error"), "{case}"),
        }
    }
}

#[test]
#[cfg(not(any(windows, target_os = "macos")))]
fn an_address_that_is_all_zero_is_nobodys_but_for_dotnet_which_has_room_for_eight_bytes() {
    for case in cases(&all(), "address") {
        for (name, first) in [("counted", First::Counted), ("listed", First::Listed), ("any", First::Any)] {
            assert_eq!(Some(first.takes(text(&case, "text"))), case[name].as_bool(), "{name} {case}");
        }
    }
}

#[test]
fn a_machine_is_its_card_processor_and_disks() {
    for case in cases(&all(), "id") {
        let mut material = Material::new(official(&case), case["address"].as_str());
        match official(&case) {
            Official::Cpp => material.named_processor(&bytes(&case, "cpuinfo")),
            Official::CSharp => material.processor(&bytes(&case, "cpu")),
        }
        material.disks(end(&case), bytes(&case, "printed")).expect("its disks");
        assert_eq!(material.id(), text(&case, "expect"), "{case}");
    }
}

#[test]
fn the_processor_of_windows_is_told_by_its_maker_or_by_their_number() {
    let number = |case: &Value, name: &str| u32::try_from(case[name].as_u64().expect(name)).expect(name);
    for case in cases(&all(), "windows") {
        let said = match case["affinity"].as_str() {
            Some(mask) => count_and_kind(of_affinity(mask.parse().expect("a mask")), text(&case, "kind")),
            None => {
                let vendor = ["ebx", "edx", "ecx"].map(|register| number(&case, register));
                vendor_and_type(vendor, number(&case, "type"))
            }
        };
        assert_eq!(said, bytes(&case, "expect"), "{case}");
    }
}
