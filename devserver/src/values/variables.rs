//! App and license variables: a small flat map, in the order its owner wrote it.

use std::fmt;

use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::error::Error;

pub const MAX_KEYS: usize = 50;
pub const MAX_KEY_LENGTH: usize = 64;
pub const MAX_JSON_BYTES: usize = 4096;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Variables(Vec<(String, Value)>);

impl Variables {
    /// Takes a JSON object of strings, numbers and booleans.
    pub fn from_json(value: &Value) -> Result<Self, Error> {
        Self::deserialize(value).map_err(|error| Error::new(error.to_string()))
    }

    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    fn check(self) -> Result<Self, String> {
        if self.0.len() > MAX_KEYS {
            return Err(format!("{} keys, at most {MAX_KEYS}", self.0.len()));
        }
        for (key, value) in &self.0 {
            let length = key.chars().count();
            if !(1..=MAX_KEY_LENGTH).contains(&length) {
                return Err(format!("key \"{key}\" has {length} characters, need 1 to {MAX_KEY_LENGTH}"));
            }
            if !matches!(value, Value::String(_) | Value::Number(_) | Value::Bool(_)) {
                return Err(format!("\"{key}\" is {value}, need a string, number or boolean"));
            }
        }
        let bytes = serde_json::to_string(&self).map_or(0, |text| text.len());
        if bytes > MAX_JSON_BYTES {
            return Err(format!("{bytes} bytes of JSON, at most {MAX_JSON_BYTES}"));
        }
        Ok(self)
    }
}

impl Serialize for Variables {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Variables {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(InOrder)?.check().map_err(de::Error::custom)
    }
}

/// Reads a map without sorting it.
struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Variables;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of strings, numbers and booleans")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Variables, A::Error> {
        let mut entries: Vec<(String, Value)> = Vec::new();
        while let Some((key, value)) = map.next_entry()? {
            match entries.iter_mut().find(|(known, _)| *known == key) {
                Some(entry) => entry.1 = value,
                None => entries.push((key, value)),
            }
        }
        Ok(Variables(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Variables, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn order_and_number_kinds_survive() {
        let text = r#"{"z":1,"a":0.5,"m":"x","b":true}"#;
        assert_eq!(serde_json::to_string(&read(text).unwrap()).unwrap(), text);
    }

    #[test]
    fn a_nested_value_is_refused_by_name() {
        let error = read(r#"{"tier":["pro"]}"#).unwrap_err();
        assert!(error.contains(r#""tier" is ["pro"]"#), "{error}");
    }

    #[test]
    fn the_limits_hold_at_their_edge() {
        let many = |n: usize| (0..n).map(|i| format!("\"k{i}\":1")).collect::<Vec<_>>().join(",");
        assert!(read(&format!("{{{}}}", many(50))).is_ok());
        assert!(read(&format!("{{{}}}", many(51))).unwrap_err().contains("51 keys"));
        assert!(read(&format!("{{\"{}\":1}}", "k".repeat(64))).is_ok());
        assert!(read(&format!("{{\"{}\":1}}", "k".repeat(65))).is_err());
        assert!(read(&format!("{{\"k\":\"{}\"}}", "v".repeat(4096 - 8))).is_ok());
        assert!(read(&format!("{{\"k\":\"{}\"}}", "v".repeat(4096 - 7))).is_err());
    }
}
