//! App and license variables: a flat map with typed lookups.

use std::ffi::{CStr, CString};

use serde_json::Value;

/// A value as the host sees it.
#[derive(Debug, PartialEq)]
pub enum Variable {
    Null,
    Bool(bool),
    Int(i64),
    Double(f64),
    String(CString),
    /// An array, an object, or text that C could not hold whole: its JSON.
    Json(CString),
}

/// Sorted by name.
#[derive(Debug, PartialEq)]
pub struct Variables {
    entries: Vec<(CString, Variable)>,
    /// The map as JSON text, `{}` when there is none.
    pub json: CString,
}

impl Variables {
    /// Anything but an object is no variables.
    pub fn read(value: Option<&Value>) -> Variables {
        let Some(Value::Object(object)) = value else {
            return Variables { entries: Vec::new(), json: c"{}".to_owned() };
        };
        // serde_json keeps objects sorted by the bytes of the names, which is the order searched below.
        let entries = object
            .iter()
            .filter_map(|(name, value)| Some((CString::new(name.as_str()).ok()?, read(value))))
            .collect();
        Variables { entries, json: json_text(&Value::Object(object.clone())) }
    }

    pub fn get(&self, name: &CStr) -> Option<&Variable> {
        let at = self.entries.binary_search_by(|(known, _)| known.as_c_str().cmp(name)).ok()?;
        Some(&self.entries[at].1)
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn name(&self, index: usize) -> Option<&CStr> {
        self.entries.get(index).map(|(name, _)| name.as_c_str())
    }
}

fn read(value: &Value) -> Variable {
    match value {
        Value::Null => Variable::Null,
        Value::Bool(flag) => Variable::Bool(*flag),
        Value::Number(number) => number
            .as_i64()
            .map(Variable::Int)
            .or_else(|| number.as_f64().map(Variable::Double))
            .unwrap_or(Variable::Null),
        Value::String(text) => {
            CString::new(text.as_str()).map_or_else(|_| Variable::Json(json_text(value)), Variable::String)
        }
        other => Variable::Json(json_text(other)),
    }
}

/// JSON text has no zero byte: it writes them as `\u0000`.
fn json_text(value: &Value) -> CString {
    CString::new(value.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_json_type_has_its_own() {
        let variables = Variables::read(Some(&json!({
            "z": null, "flag": true, "seats": 3, "ratio": 0.5, "big": u64::MAX, "tier": "pro",
            "list": [1], "cut": "a\u{0}b"
        })));
        let get = |name: &CStr| variables.get(name);
        assert_eq!(get(c"flag"), Some(&Variable::Bool(true)));
        assert_eq!(get(c"seats"), Some(&Variable::Int(3)));
        assert_eq!(get(c"ratio"), Some(&Variable::Double(0.5)));
        assert_eq!(get(c"big"), Some(&Variable::Double(18_446_744_073_709_551_615.0)));
        assert_eq!(get(c"tier"), Some(&Variable::String(c"pro".to_owned())));
        assert_eq!(get(c"list"), Some(&Variable::Json(c"[1]".to_owned())));
        assert_eq!(get(c"cut"), Some(&Variable::Json(c"\"a\\u0000b\"".to_owned())));
        assert_eq!(get(c"z"), Some(&Variable::Null));
        assert_eq!(get(c"none"), None);
        assert_eq!((variables.len(), variables.name(0)), (8, Some(c"big")));
    }

    #[test]
    fn a_list_is_no_variables() {
        let variables = Variables::read(Some(&json!([1])));
        assert_eq!((variables.len(), variables.json.as_c_str()), (0, c"{}"));
    }
}
