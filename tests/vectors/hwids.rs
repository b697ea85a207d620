//! hwid_vectors.json: machine ids to hardware ids.

use authforge::hwid::{normalised, of};

use crate::package::{cases, text, vectors};

/// Groups that test what this library does not have, and why.
const NOT_APPLICABLE: [(&str, &str); 2] = [
    ("ioreg", "macOS is asked by a system call; no program's output is read"),
    ("regQuery", "the registry is read by a system call; no program's output is read"),
];

#[test]
fn every_group_of_vectors_is_run_or_has_nothing_to_test_here() {
    let vectors = vectors("hwid_vectors.json");
    let (mut run, mut all) = (0, 0);
    let groups = vectors.as_object().expect("an object").iter().filter(|(_, value)| value.is_array());
    for (group, _) in groups {
        for case in cases(&vectors, group) {
            (run, all) = (run + 1, all + 1);
            match group.as_str() {
                "hwid" => {
                    let hwid = of(text(&case, "appId"), text(&case, "machineId"));
                    assert_eq!(hwid, text(&case, "hwid"), "{}", case["name"]);
                }
                "normalize" => {
                    let id = normalised(text(&case, "raw"));
                    assert_eq!(id.as_deref(), case["expect"].as_str(), "{}", case["name"]);
                }
                other => {
                    assert!(NOT_APPLICABLE.iter().any(|(name, _)| *name == other), "{other} is not run");
                    run -= 1;
                }
            }
        }
    }
    let left_out = NOT_APPLICABLE.iter().map(|(group, _)| cases(&vectors, group).len()).sum::<usize>();
    assert_eq!(run + left_out, all);
}

#[test]
fn the_vectors_are_of_the_version_that_this_library_makes() {
    let vectors = vectors("hwid_vectors.json");
    assert_eq!(vectors["version"], 2);
    assert_eq!(vectors["prefix"], "authforge-hwid-v2|");
}
