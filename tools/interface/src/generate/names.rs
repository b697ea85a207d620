//! One name in the spelling of each language.

/// `license_expiry` or `LICENSE_EXPIRY` as `LicenseExpiry`.
pub fn pascal(name: &str) -> String {
    let words = name.split('_').filter(|word| !word.is_empty());
    words.map(capitalised).collect()
}

fn capitalised(word: &str) -> String {
    if word.eq_ignore_ascii_case("csharp") {
        return "CSharp".to_owned();
    }
    word[..1].to_ascii_uppercase() + &word[1..].to_ascii_lowercase()
}

/// `license_expiry` as `licenseExpiry`.
pub fn camel(name: &str) -> String {
    let name = pascal(name);
    name[..1].to_ascii_lowercase() + &name[1..]
}

/// `InvalidUtf8` or `Cpp_1` as `invalid_utf8` and `cpp_1`.
pub fn snake(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !snake.is_empty() && !snake.ends_with('_') {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

/// What follows `af_`.
pub fn bare(name: &str) -> &str {
    name.strip_prefix("af_").unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_spelling_in_each_language() {
        assert_eq!(pascal("license_expiry"), "LicenseExpiry");
        assert_eq!(pascal("INVALID_UTF8"), "InvalidUtf8");
        assert_eq!(camel("out_session"), "outSession");
        assert_eq!(pascal(&snake("Csharp_1")), "CSharp1");
        let snakes = ["InvalidUtf8", "NoConnection", "Ok", "Cpp_1"].map(snake);
        assert_eq!(snakes, ["invalid_utf8", "no_connection", "ok", "cpp_1"]);
        assert_eq!((bare("af_log_level"), bare("size_t")), ("log_level", "size_t"));
    }
}
