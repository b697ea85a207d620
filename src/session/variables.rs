//! App and license variables: a flat map with typed lookups. All of its texts share one block of memory, so
//! that the thread of a game, which may be the last to hold a session, frees three blocks and not hundreds.

use std::ffi::CStr;

use serde_json::Value;

use crate::values::hash::{hash, places};
use crate::values::text::Text;

/// A value as the host sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Variable<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Double(f64),
    String(&'a CStr),
    /// An array, an object, or text that C could not hold whole: its JSON.
    Json(&'a CStr),
}

/// A value whose text begins at this place of the block.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Stored {
    Null,
    Bool(bool),
    Int(i64),
    Double(f64),
    String(usize),
    Json(usize),
}

const VACANT: (u32, u32) = (0, u32::MAX);

#[derive(Debug, PartialEq)]
pub struct Variables {
    /// Names and texts, each with its terminator.
    block: Box<[u8]>,
    /// Where each name begins, and its value; in the order of the names.
    entries: Box<[(usize, Stored)]>,
    /// The hash of each name and the place of its entry, at the first of the hash's places that was not taken;
    /// `VACANT` at the others, which are half of all or more.
    index: Box<[(u32, u32)]>,
    /// The map as JSON text, `{}` when there is none.
    pub json: Text,
}

/// Puts texts into a block, one behind the other.
#[derive(Default)]
struct Writer(Vec<u8>);

impl Writer {
    /// Where the text begins; `None` if C could not hold it whole.
    fn put(&mut self, text: &str) -> Option<usize> {
        if text.contains('\0') {
            return None;
        }
        let from = self.0.len();
        self.0.extend_from_slice(text.as_bytes());
        self.0.push(0);
        Some(from)
    }

    fn value(&mut self, value: &Value) -> Stored {
        match value {
            Value::Null => Stored::Null,
            Value::Bool(flag) => Stored::Bool(*flag),
            Value::Number(value) => whole(value)
                .map(Stored::Int)
                .or_else(|| value.as_f64().map(Stored::Double))
                .unwrap_or(Stored::Null),
            Value::String(text) => match self.put(text) {
                Some(from) => Stored::String(from),
                None => self.json(value),
            },
            other => self.json(other),
        }
    }

    /// JSON text has no zero byte: it writes them as `\u0000`.
    fn json(&mut self, value: &Value) -> Stored {
        self.put(&value.to_string()).map_or(Stored::Null, Stored::Json)
    }
}

/// A whole number of 64 bits, also when it is written as 3.0 or 1e3.
fn whole(number: &serde_json::Number) -> Option<i64> {
    const BEYOND: f64 = 9_223_372_036_854_775_808.0;
    number.as_i64().or_else(|| {
        let float = number.as_f64()?;
        let fits = float.fract() == 0.0 && (-BEYOND..BEYOND).contains(&float);
        #[expect(clippy::cast_possible_truncation, reason = "it is whole, and within")]
        fits.then_some(float as i64)
    })
}

impl Variables {
    /// Anything but an object is no variables.
    pub fn read(value: Option<&Value>) -> Variables {
        let mut sorted = value.and_then(Value::as_object).cloned().unwrap_or_default();
        // They are sorted, unless anything that is built along with serde_json turns on its feature `preserve_order`.
        sorted.sort_keys();
        sorted.values_mut().for_each(Value::sort_all_objects);
        let mut index = vec![VACANT; 2 * sorted.len()];
        let (mut writer, mut entries) = (Writer::default(), Vec::new());
        for (name, value) in &sorted {
            let (Some(from), Ok(at)) = (writer.put(name), u32::try_from(entries.len())) else { continue };
            entries.push((from, writer.value(value)));
            let hash = hash(name.as_bytes());
            if let Some(place) = places(hash, index.len()).find(|place| index[*place] == VACANT) {
                index[place] = (hash, at);
            }
        }
        Variables {
            block: writer.0.into(),
            entries: entries.into(),
            index: index.into(),
            json: Text::new(Value::from(sorted).to_string()).unwrap_or_default(),
        }
    }

    /// One copy, for all types that are looked up.
    #[inline(never)]
    pub fn get(&self, name: &CStr) -> Option<Variable<'_>> {
        let name = name.to_bytes_with_nul();
        let hash = hash(&name[..name.len() - 1]);
        let near = places(hash, self.index.len()).map(|place| self.index[place]);
        let mut of_hash = near.take_while(|found| *found != VACANT).filter(|(known, _)| *known == hash);
        let value = of_hash.find_map(|(_, at)| {
            let (from, value) = &self.entries[at as usize];
            self.block[*from..].starts_with(name).then_some(value)
        })?;
        Some(match *value {
            Stored::Null => Variable::Null,
            Stored::Bool(flag) => Variable::Bool(flag),
            Stored::Int(number) => Variable::Int(number),
            Stored::Double(number) => Variable::Double(number),
            Stored::String(from) => Variable::String(self.text(from)),
            Stored::Json(from) => Variable::Json(self.text(from)),
        })
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn name(&self, index: usize) -> Option<&CStr> {
        self.entries.get(index).map(|(from, _)| self.text(*from))
    }

    fn text(&self, from: usize) -> &CStr {
        CStr::from_bytes_until_nul(&self.block[from..]).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::ffi::CString;

    #[test]
    fn each_json_type_has_its_own() {
        let variables = Variables::read(Some(&json!({
            "z": null, "flag": true, "seats": 3, "ratio": 0.5, "big": u64::MAX, "tier": "pro",
            "list": [1], "cut": "a\u{0}b", "empty": ""
        })));
        let get = |name: &CStr| variables.get(name);
        assert_eq!(get(c"flag"), Some(Variable::Bool(true)));
        assert_eq!(get(c"seats"), Some(Variable::Int(3)));
        assert_eq!(get(c"ratio"), Some(Variable::Double(0.5)));
        assert_eq!(get(c"big"), Some(Variable::Double(18_446_744_073_709_551_615.0)));
        assert_eq!(get(c"tier"), Some(Variable::String(c"pro")));
        assert_eq!(get(c"empty"), Some(Variable::String(c"")));
        assert_eq!(get(c"list"), Some(Variable::Json(c"[1]")));
        assert_eq!(get(c"cut"), Some(Variable::Json(c"\"a\\u0000b\"")));
        assert_eq!(get(c"z"), Some(Variable::Null));
        assert_eq!(get(c"none"), None);
        assert_eq!((variables.len(), variables.name(0)), (9, Some(c"big")));
        assert_eq!(variables.name(9), None);
    }

    #[test]
    fn whole_numbers_are_whole_however_they_are_written() {
        let of = |text: &str| {
            let value = serde_json::from_str(&format!("{{\"n\":{text}}}")).unwrap();
            match Variables::read(Some(&value)).get(c"n") {
                Some(Variable::Int(number)) => Ok(number),
                Some(Variable::Double(number)) => Err(number),
                other => panic!("{text}: {other:?}"),
            }
        };
        for (text, number) in [
            ("3.0", 3),
            ("1e3", 1000),
            ("-2E0", -2),
            ("-0.0", 0),
            ("-9223372036854775808.0", i64::MIN),
            ("9007199254740993", 9_007_199_254_740_993),
        ] {
            assert_eq!(of(text), Ok(number), "{text}");
        }
        for (text, number) in
            [("9223372036854775808", 9_223_372_036_854_775_808.0), ("1e19", 1e19), ("2.5", 2.5)]
        {
            assert_eq!(of(text), Err(number), "{text}");
        }
        assert_eq!(of("-1e300"), Err(-1e300));
    }

    #[test]
    fn they_are_in_the_order_of_their_names_whatever_order_they_come_in() {
        let text = r#"{"b":1,"a":{"y":1,"x":2},"":1,"é":1,"B":1,"ab":1,"a b":1}"#;
        let variables = Variables::read(Some(&serde_json::from_str(text).unwrap()));
        let names: Vec<&CStr> = (0..variables.len()).filter_map(|at| variables.name(at)).collect();
        assert_eq!(names, [c"", c"B", c"a", c"a b", c"ab", c"b", c"\u{e9}"]);
        assert_eq!(variables.get(c"a"), Some(Variable::Json(c"{\"x\":2,\"y\":1}")));
    }

    #[test]
    fn names_of_one_hash_are_told_apart() {
        // Two of one hash, and a beginning of one of them.
        assert_eq!(hash(b"level1267"), hash(b"pack3402"));
        let variables =
            Variables::read(Some(&json!({ "level1267": 1, "pack3402": 2, "pack340": 3, "x": 4 })));
        let get = |name| variables.get(name);
        assert_eq!((get(c"level1267"), get(c"pack3402")), (Some(Variable::Int(1)), Some(Variable::Int(2))));
        assert_eq!((get(c"pack340"), get(c"pack34")), (Some(Variable::Int(3)), None));
    }

    #[test]
    fn each_of_many_is_found_and_no_other() {
        for count in [0, 1, 2, 7, 50, 1000] {
            let name = |number: u64| CString::new(format!("setting_{number}")).unwrap();
            let map = (0..count).map(|number| (name(number).into_string().unwrap(), json!(number)));
            let variables = Variables::read(Some(&Value::Object(map.collect())));
            for number in 0..count {
                assert_eq!(variables.get(&name(number)), Some(Variable::Int(number.cast_signed())));
            }
            assert!((count..2 * count + 10).all(|number| variables.get(&name(number)).is_none()));
        }
    }

    #[test]
    fn a_list_is_no_variables() {
        let variables = Variables::read(Some(&json!([1])));
        assert_eq!((variables.len(), variables.json.as_c_str()), (0, c"{}"));
    }

    #[test]
    fn equal_maps_are_equal_variables() {
        let read = |value: Value| Variables::read(Some(&value));
        assert_eq!(read(json!({"a": 1, "b": "x"})), read(json!({"b": "x", "a": 1})));
        assert_ne!(read(json!({"a": 1})), read(json!({"a": true})));
        assert_ne!(read(json!({"a": "x"})), read(json!({"a": "y"})));
    }
}
