//! `AuthForgeMessages.Translations.cs`: the translations as C# takes them.

use std::fmt::Write as _;

use super::{Translation, all, english};

pub const PATH: &str = "bindings/csharp/LibAuthForge/AuthForgeMessages.Translations.cs";

const HEAD: &str = "\
// Made from messages/ by `cargo xtask generate`; do not edit.

using System.Collections.Generic;

namespace LibAuthForge
{
    public static partial class AuthForgeMessages
    {
";

pub fn text(translations: &[Translation]) -> String {
    let mut text = HEAD.to_owned();
    for (at, translation) in translations.iter().enumerate() {
        text.push_str(if at == 0 { "" } else { "\n" });
        write_one(&mut text, translation);
    }
    text.push_str(&by_language(translations));
    text.push_str(&in_english());
    text.push_str("    }\n}\n");
    text
}

fn write_one(text: &mut String, translation: &Translation) {
    let language = &translation.language;
    let _ = write!(
        text,
        "        /// <summary>What users are told, in {language}; for <see cref=\"Set\"/>.</summary>
        public static IDictionary<AuthForgeUserMessage, string> {language}
        {{
            get
            {{
                return new Dictionary<AuthForgeUserMessage, string>
                {{\n"
    );
    for ((message, _), sentence) in all().zip(&translation.texts) {
        let (name, sentence) = (format!("AuthForgeUserMessage.{message:?}"), escaped(sentence));
        let _ = writeln!(text, "                    {{ {name},\n                        \"{sentence}\" }},");
    }
    text.push_str("                };\n            }\n        }\n");
}

fn by_language(translations: &[Translation]) -> String {
    let mut text = "
        /// <summary>The translation for a language, such as <c>de</c>; null if there is none, as for English,
        /// which is built in.</summary>
        private static IDictionary<AuthForgeUserMessage, string> TranslationFor(string language)
        {
            switch (language)
            {\n"
    .to_owned();
    for translation in translations {
        let (code, name) = (&translation.code, &translation.language);
        let _ = writeln!(text, "                case \"{code}\": return {name};");
    }
    text.push_str("                default: return null;\n            }\n        }\n");
    text
}

/// For where no native library is, as in a shop's own tests.
fn in_english() -> String {
    let mut text = "
        /// <summary>What the library says without a translation.</summary>
        private static string InEnglish(AuthForgeUserMessage message)
        {
            switch (message)
            {\n"
    .to_owned();
    for (message, _) in all() {
        let sentence = escaped(english(message));
        let _ = writeln!(
            text,
            "                case AuthForgeUserMessage.{message:?}:\n                    return \"{sentence}\";"
        );
    }
    text.push_str("                default: return \"\";\n            }\n        }\n");
    text
}

fn escaped(sentence: &str) -> String {
    let mut text = String::new();
    for letter in sentence.encode_utf16() {
        match u8::try_from(letter).map(char::from) {
            Ok(plain) if plain.is_ascii() && !matches!(plain, '"' | '\\') => text.push(plain),
            _ => {
                let _ = write!(text, "\\u{letter:04x}");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_ascii_and_ends_no_literal() {
        assert_eq!(escaped("f\u{fc}r \"a\\\u{1f600}"), "f\\u00fcr \\u0022a\\u005c\\ud83d\\ude00");
    }
}
