use std::sync::LazyLock;

use super::super::clang;
use super::*;

const HEADER: &str = r#"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#define AF_OPTIONS_INIT { sizeof(af_options), 1 }
#define AF_VERSION_MINOR 1
enum af_mode {
  AF_MODE_OFF = 0,
  AF_MODE_ON = 1,
};
typedef uint64_t af_request;
typedef struct af_client af_client;
typedef struct af_options {
  uint32_t struct_size;
  int32_t level;
  const char *name;
  uint16_t last;
} af_options;
typedef struct af_point {
  int32_t x;
  int32_t y;
} af_point;
typedef void (*af_event_fn)(af_client *client, const af_options *options, void *user_data);
#ifdef __cplusplus
extern "C" {
#endif
int32_t af_login(af_client *client, char *key, af_client **out_client);
const char *af_client_name(const af_client *client);
af_request af_client_start(af_client *client, int32_t mode);
#ifdef __cplusplus
}
#endif
"#;

/// What is told when `from` is written as `to` in the header.
fn told(from: &str, to: &str) -> Vec<Change> {
    assert_eq!(HEADER.matches(from).count(), 1, "{from}");
    static OLD: LazyLock<Interface> = LazyLock::new(|| clang::read(HEADER).unwrap());
    changes(&OLD, &clang::read(&HEADER.replace(from, to)).unwrap())
}

/// Each row: what is replaced, with what, and what is said of it, which is all that is said.
fn all_are(weight: Weight, rows: &[(&str, &str, &str)]) {
    for (from, to, words) in rows {
        let told = told(from, to);
        assert!(told.iter().all(|change| change.weight == weight), "{from} -> {to}: {told:?}");
        assert!(told.iter().any(|change| change.what.contains(words)), "{from} -> {to}: {told:?}");
        let advised = told.iter().all(|change| change.advice.is_empty() == (weight == Weight::Addition));
        assert!(advised, "{told:?}");
    }
}

#[test]
fn a_header_that_is_the_same_has_no_changes() {
    assert!(told("AF_VERSION_MINOR 1", "AF_VERSION_MINOR 1").is_empty());
    assert!(told("AF_VERSION_MINOR 1", "AF_VERSION_MINOR 2").is_empty(), "a version counts on");
    assert!(told("char *key", "char *license_key").is_empty(), "no caller names a parameter");
}

#[test]
fn what_is_only_added_passes() {
    all_are(
        Weight::Addition,
        &[
            ("int32_t af_login(", "void af_more(void);\nint32_t af_login(", "af_more"),
            ("AF_MODE_ON = 1,", "AF_MODE_ON = 1, AF_MODE_AUTO = 7,", "AF_MODE_AUTO = 7"),
            ("enum af_mode {", "enum af_side { AF_SIDE_LEFT };\nenum af_mode {", "af_side"),
            ("typedef uint64_t", "typedef int32_t af_more;\ntypedef uint64_t", "af_more"),
            (
                "typedef struct af_point {",
                "typedef struct af_line { int a; } af_line;\ntypedef struct af_point {",
                "af_line",
            ),
            ("#define AF_OPTIONS_INIT", "#define AF_MORE 1\n#define AF_OPTIONS_INIT", "AF_MORE"),
            ("uint16_t last;", "uint16_t last; const char *more;", "af_options.more"),
            ("uint16_t last;", "uint16_t last; uint16_t reserved; const char *more;", "af_options.more"),
            ("(af_options), 1 }", "(af_options), 1, NULL }", "AF_OPTIONS_INIT"),
            ("char *key", "const char *key", "af_login was"),
        ],
    );
}

#[test]
fn what_breaks_a_program_that_runs_is_told() {
    all_are(
        Weight::Binary,
        &[
            ("af_request af_client_start(af_client *client, int32_t mode);", "", "af_client_start is gone"),
            ("int32_t mode", "int64_t mode", "`af_request (af_client *, int64_t)`"),
            ("int32_t mode", "int32_t mode, bool now", "af_client_start was"),
            ("int32_t af_login", "void af_login", "af_login was"),
            ("af_client **out_client", "af_client *out_client", "af_login was"),
            ("typedef uint64_t", "typedef uint32_t", "af_request was `uint64_t`, is `uint32_t`"),
            ("void *user_data)", "void *user_data, int32_t more)", "af_event_fn was"),
            ("(*af_event_fn)(af_client *client, ", "(*af_event_fn)(", "af_event_fn was"),
            ("AF_MODE_ON = 1", "AF_MODE_ON = 2", "AF_MODE_ON was 1, is 2"),
            ("AF_MODE_OFF = 0,", "", "AF_MODE_OFF is gone"),
            ("AF_MODE_ON = 1", "AF_MODE_ON = 1, AF_MODE_FULL = 1", "AF_MODE_FULL is 1, as AF_MODE_ON is"),
        ],
    );
}

#[test]
fn a_struct_that_is_another_is_told_by_its_first_fault() {
    let rows = [
        (
            "int32_t level;\n  const char *name;",
            "const char *name;\n  int32_t level;",
            "level was at 4, is at 16 (armv7: 8, i686: 8)",
        ),
        ("int32_t level;", "int32_t level; int32_t more;", "name was at 8, is at 16 (armv7: 12, i686: 12)"),
        ("int32_t level;", "int64_t level;", "level was `int32_t`, is `int64_t`"),
        ("int32_t level;", "uint32_t level;", "level was `int32_t`, is `uint32_t`"),
        ("const char *name;", "", "name is gone"),
        ("int32_t x;\n", "int32_t x; int32_t z;\n", "af_point.y was at 4, is at 8"),
        ("int32_t y;", "int32_t y; int32_t z;", "af_point.z is new in a struct without struct_size"),
        ("uint16_t last;", "uint8_t last;", "last was `uint16_t`, is `uint8_t`"),
    ];
    all_are(Weight::Binary, &rows);
    for (from, to, _) in rows {
        assert_eq!(told(from, to).len(), 1, "{to}");
    }
}

/// A program of before has that padding in its `struct_size`, and rubbish in it.
#[test]
fn a_field_in_what_was_padding_is_told_with_the_processors_that_had_it() {
    let row = (
        "uint16_t last;",
        "uint16_t last; uint16_t more;",
        "within the old size (aarch64, armv7, i686, x86-64)",
    );
    all_are(Weight::Binary, &[row]);
    // Four bytes end a struct of pointers in 64 bits alone.
    let row = (
        "uint16_t last;",
        "uint16_t last; uint16_t reserved; uint32_t more;",
        "within the old size (aarch64, x86-64)",
    );
    all_are(Weight::Binary, &[row]);
}

/// Only 32-bit ARM wants eight bytes at a multiple of eight where pointers have four.
#[test]
fn what_goes_wrong_on_one_processor_only_is_told() {
    let row = (
        "uint16_t last;",
        "uint16_t last; int64_t more;",
        "alignment was 8 (armv7: 4, i686: 4), is 8 (i686: 4)",
    );
    all_are(Weight::Binary, &[row]);
}

#[test]
fn what_only_sources_feel_is_told_as_that() {
    all_are(
        Weight::Source,
        &[
            ("const char *af_client_name", "char *af_client_name", "af_client_name was"),
            ("(const af_client *client)", "(af_client *client)", "af_client_name was"),
            ("const af_options *options", "af_options *options", "af_event_fn was"),
            ("(af_client *client, const", "(const af_client *client, const", "af_event_fn was"),
            ("const char *name;", "char *name;", "af_options.name was"),
            ("int32_t level;", "int32_t rank;", "af_options.level is called rank now"),
            ("(af_options), 1 }", "(af_options), 0 }", "AF_OPTIONS_INIT was"),
            ("(af_options), 1 }", "(af_options), 12 }", "AF_OPTIONS_INIT was"),
            ("#define AF_VERSION_MINOR 1", "", "AF_VERSION_MINOR is gone"),
        ],
    );
}

#[test]
fn a_struct_that_grows_is_only_pointed_to() {
    for (from, to, words) in [
        (
            "int32_t af_login(",
            "void af_take(af_options options);\nint32_t af_login(",
            "af_take has af_options by value",
        ),
        (
            "typedef struct af_point {",
            "typedef struct af_pair { af_options one; } af_pair;\ntypedef struct af_point {",
            "af_pair.one has",
        ),
        (
            "typedef struct af_point {",
            "typedef struct af_all { af_options all[2]; } af_all;\ntypedef struct af_point {",
            "af_all.all has",
        ),
    ] {
        let told = told(from, to);
        let faults: Vec<_> = told.iter().filter(|change| change.weight != Weight::Addition).collect();
        assert!(matches!(faults[..], [fault] if fault.what.contains(words)), "{to}: {told:?}");
    }
}

#[test]
fn a_header_that_c_and_cxx_do_not_see_alike_or_not_at_all_is_refused() {
    let other = HEADER.replace("int32_t x;", "\n#ifdef __cplusplus\nint64_t x;\n#else\nint32_t x;\n#endif\n");
    assert!(
        clang::read(&other)
            .is_err_and(|why| why.to_string().contains("sizeof(af_point) is 8 in C and 16 in C++"))
    );
    assert!(clang::read("typedef int af_x\n").is_err_and(|why| why.to_string().contains("expected ';'")));
}
