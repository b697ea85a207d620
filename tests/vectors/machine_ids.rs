//! machine_ids.json: machine ids of the official 1.x clients. These are the project's own, made by another program from
//! the recipe in `docs/protocol.md`; a letter of a text is a byte.

use authforge::hwid::v1::{End, Official, address, count_and_kind, vendor_and_type};
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
        "no descriptor" => End::NotRead(libc::EMFILE),
        other => panic!("{other}"),
    }
}

#[test]
fn texts_are_made_compact_as_each_client_does_it() {
    for case in cases(&all(), "compact") {
        let official = official(&case);
        let compact = official.compact(&official.decoded(bytes(&case, "text")));
        assert_eq!(compact, bytes(&case, "expect"), "{case}");
    }
}

#[test]
fn the_processor_is_found_in_what_the_kernel_says_of_it() {
    for case in cases(&all(), "processor") {
        let official = official(&case);
        let processor = official.processor(&official.decoded(bytes(&case, "cpuinfo")));
        assert_eq!(processor, bytes(&case, "expect"), "{case}");
    }
}

#[test]
fn an_absent_program_is_a_word_and_one_that_could_not_be_heard_an_error() {
    for case in cases(&all(), "disk") {
        match official(&case).disk(end(&case), bytes(&case, "printed")) {
            Ok(disk) => assert_eq!(disk, bytes(&case, "expect"), "{case}"),
            Err(error) => assert_eq!(error.code, text(&case, "error"), "{case}"),
        }
    }
}

#[test]
fn an_address_that_is_all_zero_is_nobodys() {
    for case in cases(&all(), "address") {
        let address = address(text(&case, "text")).map(|address| String::from_utf8(address).expect("ASCII"));
        assert_eq!(address.as_deref(), case["expect"].as_str(), "{case}");
    }
}

#[test]
fn a_machine_is_its_card_processor_and_disks() {
    for case in cases(&all(), "id") {
        let official = official(&case);
        let cpu = official.processor(&official.decoded(bytes(&case, "cpuinfo")));
        let disk = official.disk(end(&case), bytes(&case, "printed")).expect("its disks");
        let mac = case["mac"].as_str().map(str::as_bytes);
        assert_eq!(official.id(mac, &cpu, &disk), text(&case, "expect"), "{case}");
    }
}

#[test]
fn the_processor_of_windows_is_told_by_its_maker_or_by_their_number() {
    let number = |case: &Value, name: &str| u32::try_from(case[name].as_u64().expect(name)).expect(name);
    for case in cases(&all(), "windows") {
        let said = match case["affinity"].as_str() {
            Some(mask) => count_and_kind(mask.parse().expect("a mask"), text(&case, "kind")),
            None => {
                let vendor = ["ebx", "edx", "ecx"].map(|register| number(&case, register));
                vendor_and_type(vendor, number(&case, "type"))
            }
        };
        assert_eq!(said, bytes(&case, "expect"), "{case}");
    }
}
