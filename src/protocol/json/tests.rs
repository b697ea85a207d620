use super::*;
use serde_json::json;

fn strict(text: &[u8]) -> Option<Value> {
    serde_json::from_slice(text).ok()
}

/// Numbers that look as if drawn, the same in each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

/// What a text says, and the strict text that says the same.
#[derive(Default)]
struct Pair {
    raw: String,
    clean: String,
}

impl Pair {
    fn both(&mut self, text: &str) {
        self.raw.push_str(text);
        self.clean.push_str(text);
    }

    fn text(&mut self, dice: &mut Dice) {
        self.both("\"");
        for _ in 0..dice.below(5) {
            match dice.below(4) {
                0 => {
                    let (raw, clean) = dice.pick(&[
                        ("\\ud83dx", "\\ufffdx"),
                        ("\\uD800\\n", "\\ufffd\\n"),
                        ("\\udfff", "\\ufffd"),
                        ("\\uDBFF\\uDBFFy", "\\ufffd\\ufffdy"),
                    ]);
                    self.raw.push_str(raw);
                    self.clean.push_str(clean);
                }
                1 => self.both(dice.pick(&[
                    "\\ud83d\\ude00",
                    "\\uD834\\udd1e",
                    "\\u00e9",
                    "\\u0000",
                    "\\ufffd",
                ])),
                2 => self.both(dice.pick(&[
                    "[[[",
                    "}}",
                    "\\\\",
                    "\\\"",
                    "1e400",
                    "\\\\ud83d",
                    "\u{1f600}",
                    "/",
                ])),
                _ => self.both(dice.pick(&["a", "e", "null", " ", "-", "\\/", "\\b"])),
            }
        }
        self.both("\"");
    }

    fn number(&mut self, dice: &mut Dice, depth: usize) {
        let long = "7".repeat(400);
        if dice.below(3) > 0 {
            let fine = [
                "0",
                "-0",
                "3",
                "1e308",
                "-1.5E-400",
                "0e999999999999",
                "0.1",
                "9223372036854775808",
                "1E+2",
            ];
            self.both(dice.pick(&fine));
            return;
        }
        let beyond = ["1e309", "-1e400", "1.5E+999", "9e99999999999999999999", &long, "-123456789e301"];
        self.raw.push_str(dice.pick(&beyond));
        self.clean.push_str(if depth < 2 { "\"\"" } else { "null" });
    }

    fn value(&mut self, dice: &mut Dice, depth: usize) {
        match dice.below(if depth < 5 { 8 } else { 4 }) {
            0 => self.both(dice.pick(&["null", "true", "false"])),
            1 => self.text(dice),
            2 | 3 => self.number(dice, depth),
            4 | 5 => {
                self.both("[");
                for index in 0..dice.below(4) {
                    self.both(if index > 0 { " , " } else { "" });
                    self.value(dice, depth + 1);
                }
                self.both("]");
            }
            _ => {
                self.both("{");
                for index in 0..dice.below(4) {
                    self.both(if index > 0 { ",\n" } else { "" });
                    self.text(dice);
                    self.both(" :\t");
                    self.value(dice, depth + 1);
                }
                self.both("}");
            }
        }
    }
}

#[test]
fn halves_and_numbers_beyond_a_double_read_as_the_text_that_has_none() {
    let mut dice = Dice(1);
    for case in 0..10_000 {
        let mut pair = Pair::default();
        pair.value(&mut dice, 0);
        let expected = strict(pair.clean.as_bytes());
        assert!(expected.is_some(), "the generator is wrong: {}", pair.clean);
        assert_eq!(read(pair.raw.as_bytes()), expected, "case {case}: {}", pair.raw);
    }
}

#[test]
fn what_a_strict_reader_accepts_reads_the_same_and_only_halves_and_huge_numbers_are_let_in() {
    let mut dice = Dice(2);
    let alphabet = b"{}[]\"\\u:,-+.eE0179dDfFnultrea8 \n\xc3\xa9";
    let (mut accepted, mut let_in) = (0, 0);
    for case in 0..30_000 {
        let mut pair = Pair::default();
        pair.value(&mut dice, 0);
        let mut bytes = if case % 2 == 0 { pair.raw } else { pair.clean }.into_bytes();
        for _ in 0..dice.below(4) {
            let at = dice.below(bytes.len());
            match dice.below(3) {
                0 => bytes[at] = dice.pick(alphabet),
                1 => bytes.insert(at, dice.pick(alphabet)),
                _ if bytes.len() > 1 => drop(bytes.remove(at)),
                _ => {}
            }
        }
        let shown = || String::from_utf8_lossy(&bytes).into_owned();
        match (strict(&bytes), read(&bytes)) {
            (Some(strict), ours) => {
                accepted += 1;
                assert_eq!(ours, Some(strict), "case {case}: {}", shown());
            }
            (None, Some(_)) => {
                let_in += 1;
                let text = shown().to_ascii_lowercase();
                let reason = text.contains("\\ud") || text.contains('e') || text.len() >= MANY_DIGITS;
                assert!(reason && std::str::from_utf8(&bytes).is_ok(), "case {case}: {}", shown());
            }
            (None, None) => {}
        }
    }
    assert!(accepted > 5000 && let_in > 500, "{accepted} {let_in}");
}

#[test]
fn what_is_no_number_of_json_is_not_taken_for_one() {
    for bad in [
        "01e400", "1e", "1e+", "-", "1.e400", ".5e400", "+1e400", "1e400e1", "1e4.0", "--1e400", "1-2e400",
        "1e400x",
    ] {
        assert_eq!(read(format!("[{bad}]").as_bytes()), None, "{bad}");
        assert_eq!(read(format!("{{\"a\":{bad}}}").as_bytes()), None, "{bad}");
    }
    assert_eq!(read(br#"{"a":1e400}"#), Some(json!({"a": ""})));
    assert_eq!(read(br#"{"a":[1e400]}"#), Some(json!({"a": [null]})));
    // The largest that is none too large, and the smallest that is.
    let largest = format!("{:e}", f64::MAX);
    assert_eq!(read(format!("[[{largest}]]").as_bytes()), strict(format!("[[{largest}]]").as_bytes()));
    assert_eq!(read(b"[[1.7976931348623159e308]]"), Some(json!([[null]])));
}

#[test]
fn broken_escapes_stay_broken() {
    for bad in [
        r#"["\ud83"]"#,
        r#"["\ud83g"]"#,
        r#"["\ud83d\u12"]"#,
        r#"["\ud83d"#,
        r#"["\u+d83"]"#,
        r#"["\U0001f600"]"#,
    ] {
        assert_eq!(read(bad.as_bytes()), None, "{bad}");
    }
    assert_eq!(read(br#"["\ud83d\ud83d\ude00\ude00"]"#), Some(json!(["\u{fffd}\u{1f600}\u{fffd}"])));
    assert_eq!(read(br#"["\\ud83d"]"#), Some(json!(["\\ud83d"])));
}

#[test]
fn the_64th_level_is_read_and_the_65th_is_refused_before_anything_is_parsed() {
    let nested =
        |open: &str, close: &str, levels: usize| format!("{}1{}", open.repeat(levels), close.repeat(levels));
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"]\":", "}]")] {
        let each = if open.len() == 6 { 2 } else { 1 };
        assert!(read(nested(open, close, JSON_DEPTH / each).as_bytes()).is_some(), "{open}");
        assert!(read(nested(open, close, JSON_DEPTH / each + 1).as_bytes()).is_none(), "{open}");
    }
    // Beside each other they are not inside each other; nor are they in texts.
    assert!(read(format!("[{}1]", "[{}],".repeat(1000)).as_bytes()).is_some());
    assert!(read(format!("[\"{}\"]", "[".repeat(1000)).as_bytes()).is_some());
    assert!(read("[".repeat(1_000_000).as_bytes()).is_none());
    assert!(read("]".repeat(1_000_000).as_bytes()).is_none());
}
