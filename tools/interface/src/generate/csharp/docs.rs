//! Comments of the border as XML documentation.

use super::super::model::Model;
use super::enums;

/// Longest line, of which four columns are the namespace's.
const WIDTH: usize = 116;

/// What the names of the border are called in C#.
const SEE: [(&str, &str); 5] = [
    ("af_shutdown", "AuthForgeLibrary.Shutdown"),
    ("af_error.code", "AuthForgeException.Code"),
    ("af_login_from_file", "AuthForgeClient.LoginFromFile"),
    ("session", "AuthForgeEventArgs.Session"),
    ("retry_after_ms", "AuthForgeException.RetryAfter"),
];

/// Where C# does it another way: the comment in place of the one in the source.
const OWN: [(&str, &str); 3] = [
    (
        "AF_EVENT_KIND_SESSION_ENDED",
        "The client has no session any more. <see cref=\"AuthForgeEventArgs.Error\"/> tells why; it is null after a logout.",
    ),
    (
        "AF_EVENT_KIND_REQUEST_FINISHED",
        "An <c>Async</c> call ended. Its task tells: this is never handed out.",
    ),
    ("AF_EVENT_KIND_FAILURE", "A heartbeat failed, or a session is over because of a failure."),
];

/// The comment that C# has instead of the source's, as XML.
pub fn own(constant: &str) -> Option<&'static str> {
    OWN.iter().find(|(name, _)| *name == constant).map(|(_, text)| *text)
}

/// A summary, each line after `indent`.
pub fn summary(model: &Model, docs: &[String], own: Option<&str>, indent: &str) -> String {
    let text = own.map_or_else(|| xml(model, &docs.join(" ")), str::to_owned);
    fill(&format!("<summary>{text}</summary>"), &format!("{indent}/// "))
}

/// What stands in backquotes becomes a reference, where C# has such a thing.
fn xml(model: &Model, text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let part = |(at, part): (usize, &str)| {
        if at % 2 == 0 { part.to_owned() } else { reference(model, part) }
    };
    escaped.split('`').enumerate().map(part).collect()
}

fn reference(model: &Model, name: &str) -> String {
    let see = |to: &str| format!("<see cref=\"{to}\"/>");
    if let Some((_, to)) = SEE.iter().find(|(other, _)| *other == name) {
        return see(to);
    }
    if let Some((item, variant)) = model.constant(name).filter(|(item, _)| enums::is_public(&item.name)) {
        return see(&format!("{}.{}", enums::name(&item.name), enums::variant_name(variant)));
    }
    if let Some(field) = name.strip_prefix("af_config_set_") {
        return see(&format!("AuthForgeConfig.{}", super::super::names::pascal(field)));
    }
    if model.enums().any(|(item, _)| item.name == name && enums::is_public(name)) {
        return see(&enums::name(name));
    }
    format!("<c>{name}</c>")
}

/// Breaks between words, and never inside a tag.
fn fill(text: &str, prefix: &str) -> String {
    const GLUE: char = '\u{1}';
    let mut inside = false;
    let glued: String = text
        .chars()
        .map(|letter| {
            inside = letter == '<' || inside && letter != '>';
            if inside && letter == ' ' { GLUE } else { letter }
        })
        .collect();
    let (mut lines, mut line) = (String::new(), String::new());
    for word in glued.split_whitespace() {
        if !line.is_empty() && prefix.len() + line.len() + 1 + word.len() > WIDTH {
            lines += &format!("{prefix}{line}\n");
            line.clear();
        }
        line += if line.is_empty() { "" } else { " " };
        line += word;
    }
    (lines + &format!("{prefix}{line}\n")).replace(GLUE, " ")
}

#[cfg(test)]
mod tests {
    use super::super::super::model::{Item, Kind, Variant};
    use super::*;

    #[test]
    fn names_become_references_where_csharp_has_them() {
        let variant = Variant { name: "Expired".to_owned(), docs: Vec::new(), number: 3 };
        let kind = Kind::Enum(vec![variant]);
        let item = Item { name: "af_status".to_owned(), file: String::new(), docs: Vec::new(), kind };
        let model = Model { items: vec![item] };
        let text = xml(
            &model,
            "`AF_STATUS_EXPIRED`, `af_status`, `af_config_set_ca_file`, `http_<n>` & `af_shutdown`",
        );
        assert_eq!(
            text,
            "<see cref=\"AuthForgeStatus.Expired\"/>, <see cref=\"AuthForgeStatus\"/>, <see \
             cref=\"AuthForgeConfig.CaFile\"/>, <c>http_&lt;n&gt;</c> &amp; <see cref=\"AuthForgeLibrary.Shutdown\"/>"
        );
        assert_eq!(own("AF_STATUS_OK"), None);
    }

    #[test]
    fn lines_break_between_words_and_not_inside_a_tag() {
        let word = "w".repeat(100);
        assert_eq!(
            fill(&format!("{word} <see cref=\"x\"/>."), "/// "),
            format!("/// {word}\n/// <see cref=\"x\"/>.\n")
        );
    }
}
