//! What a driver answered, in the words of the table.

use std::process::ExitStatus;

use serde_json::{Value, json};

use crate::Result;

#[derive(Clone, Debug)]
pub struct Reply {
    value: Value,
}

impl Reply {
    pub fn parse(line: &str) -> Result<Reply> {
        let value = serde_json::from_str(line)?;
        Ok(Reply { value })
    }

    pub fn ended(status: ExitStatus, said: &str) -> Reply {
        let ending = match status.code() {
            Some(code) => format!("process ends, status {code}"),
            None => format!("process ends, {status}"),
        };
        Reply { value: json!({ "result": "ended", "ending": ending, "said": said }) }
    }

    /// A field, also of the session: `/session/label`.
    pub fn at(&self, pointer: &str) -> &Value {
        self.value.pointer(pointer).unwrap_or(&Value::Null)
    }

    pub fn text(&self, pointer: &str) -> &str {
        self.at(pointer).as_str().unwrap_or_default()
    }

    pub fn is_ok(&self) -> bool {
        self.text("/result") == "ok"
    }

    /// How the action went.
    pub fn told(&self) -> String {
        match self.text("/result") {
            "ok" => "ok".to_owned(),
            "error" => format!("{}, {}", self.text("/code"), self.text("/class")),
            "raised" => format!("raises {}", self.text("/code")),
            "panicked" => "panics".to_owned(),
            "missing" => "no such function".to_owned(),
            "ended" => {
                format!("{}, {}", self.text("/ending"), self.manner())
            }
            _ => self.value.to_string(),
        }
    }

    /// Whether an ended process said anything on stderr.
    pub fn manner(&self) -> &'static str {
        if self.text("/said").trim().is_empty() { "silently" } else { "with a line on stderr" }
    }

    /// The failure callbacks that a `wait` reports.
    pub fn callbacks(&self) -> String {
        let Some(heard) = self.at("/heard").as_array() else { return self.told() };
        let one = |failure: &Value| {
            let word = |name: &str| failure[name].as_str().unwrap_or_default().to_owned();
            format!("{}: {}, {}", word("reason"), word("code"), word("class"))
        };
        if heard.is_empty() {
            "no callback".to_owned()
        } else {
            heard.iter().map(one).collect::<Vec<_>>().join("; ")
        }
    }
}

/// A value in a cell: texts without quotes, objects in one line.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
