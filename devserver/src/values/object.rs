//! A JSON object that keeps its order: signed text must be written the way the service writes it.

use serde::Serialize;

/// Names with their values as finished JSON text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Object(Vec<(String, String)>);

impl Object {
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        // Only maps with odd keys and failing Serialize impls can fail; neither is ever written here.
        self.set_text(name, serde_json::to_string(&value).unwrap_or_else(|_| "null".into()));
        self
    }

    /// Replaces a value where it stands, or appends it.
    pub fn set_text(&mut self, name: &str, json: String) {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, value)) => *value = json,
            None => self.0.push((name.to_owned(), json)),
        }
    }

    /// The JSON text of a value.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, json)| json.as_str())
    }

    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }

    /// Compact JSON.
    pub fn to_text(&self) -> String {
        let mut text = String::with_capacity(512);
        text.push('{');
        for (at, (name, value)) in self.0.iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            text.push_str(&serde_json::Value::from(name.as_str()).to_string());
            text.push(':');
            text.push_str(value);
        }
        text.push('}');
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_kept_and_replacing_does_not_move() {
        let mut object = Object::default().with("z", 1).with("a", "\"").with("m", true);
        object.set_text("a", "[]".into());
        object.remove("m");
        assert_eq!(object.to_text(), r#"{"z":1,"a":[]}"#);
    }
}
