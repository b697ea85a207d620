//! bindings/cpp/authforge/enums.hpp: the enums of authforge.h for C++.

use super::MARK;
use super::model::{Item, Model, Variant};
use super::names::{bare, pascal, snake};

pub const PATH: &str = "bindings/cpp/authforge/enums.hpp";

/// Enums that have another name in C++.
const NAMED: [(&str, &str); 2] = [("af_status", "StatusCode"), ("af_license_expiry", "LicenseEnd")];
/// Values whose names C++ has taken, or says in other words.
const SPELLED: [(&str, &str); 5] = [
    ("AF_HWID_SOURCE_DEFAULT", "standard"),
    ("AF_VARIABLE_TYPE_BOOL", "boolean"),
    ("AF_VARIABLE_TYPE_INT", "integer"),
    ("AF_VARIABLE_TYPE_DOUBLE", "number"),
    ("AF_FAILURE_POLICY_CONTINUE", "keep_running"),
];
/// Of those that a value may be called: an underscore is put behind it.
const TAKEN: [&str; 14] = [
    "auto", "bool", "break", "case", "char", "continue", "default", "delete", "double", "export", "float",
    "int", "new", "static",
];

/// `af_log_level` is `LogLevel`.
pub fn name(c: &str) -> String {
    NAMED
        .iter()
        .find(|(other, _)| *other == c)
        .map_or_else(|| pascal(bare(c)), |(_, name)| (*name).to_owned())
}

/// `AF_LOG_LEVEL_WARN` is `warn`.
pub fn value(item: &Item, variant: &Variant) -> String {
    let constant = item.constant(variant);
    if let Some((_, spelled)) = SPELLED.iter().find(|(name, _)| *name == constant) {
        return (*spelled).to_owned();
    }
    let name = snake(&variant.name);
    if TAKEN.contains(&name.as_str()) { name + "_" } else { name }
}

pub fn text(model: &Model) -> String {
    let mut text = format!(
        "/// \\file\n/// The enums of authforge.h, which says what each one means: {MARK}; do not edit.\n\
         /// A number that a newer library knows and this header does not is still carried faithfully.\n\n\
         #ifndef AUTHFORGE_ENUMS_HPP\n#define AUTHFORGE_ENUMS_HPP\n\n#include \"authforge.h\"\n\n\
         #include <cstdint>\n\nnamespace authforge {{\n"
    );
    for (item, variants) in model.enums() {
        let about = item.docs.join(" ");
        let about = about.split(['.', ';']).next().unwrap_or_default();
        let more = if item.name == "af_status" {
            " The enumerators are the words of `status_code`, in snake case."
        } else {
            ""
        };
        text += &format!("\n/// {about}: `{}`.{more}\n", item.name);
        text += &format!("enum class {} : std::int32_t {{\n", name(&item.name));
        for variant in variants {
            text += &format!("  {} = {},\n", value(item, variant), item.constant(variant));
        }
        text += "};\n";
    }
    text + "\n} // namespace authforge\n\n#endif // AUTHFORGE_ENUMS_HPP\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::not_in_code;
    use authforge_status::TABLE;
    use harness::project;

    /// The protocol has a few words like "missing_sessionToken".
    fn plain(word: &str) -> String {
        word.replace('_', "").to_ascii_lowercase()
    }

    #[test]
    fn the_name_of_a_status_is_the_code_that_all_authforge_libraries_use() {
        let model = Model::read().unwrap();
        let (item, variants) = model.enums().find(|(item, _)| item.name == "af_status").unwrap();
        assert_eq!(variants.len(), TABLE.len());
        for (variant, row) in variants.iter().zip(TABLE.iter()) {
            assert_eq!(variant.number, row.status as i32);
            assert_eq!(plain(&value(item, variant)), plain(row.status.code()));
        }
    }

    /// One call reads a variable of any type.
    const LEFT_OUT: [&str; 5] = [
        "af_session_variable_bool",
        "af_session_variable_double",
        "af_session_variable_int",
        "af_session_variable_string",
        "af_session_variable_type",
    ];

    #[test]
    fn every_function_is_called_somewhere_in_the_binding_but_for_those_that_it_needs_not() {
        let model = Model::read().unwrap();
        let files = project::files(&project::root().join("bindings/cpp/authforge"), "hpp").unwrap();
        let names = model.functions().map(|(item, _)| item.name.as_str());
        let mut left_out = not_in_code(names, &files);
        left_out.sort_unstable();
        assert_eq!(left_out, LEFT_OUT);
    }

    #[test]
    fn no_value_is_called_what_cpp_has_taken() {
        let variant = |name: &str| Variant { name: name.to_owned(), docs: Vec::new(), number: 0 };
        let kind = super::super::model::Kind::Enum(Vec::new());
        let item = Item { name: "af_variable_type".to_owned(), file: String::new(), docs: Vec::new(), kind };
        let values = ["Bool", "Null", "Default"].map(|name| value(&item, &variant(name)));
        assert_eq!(values, ["boolean", "null", "default_"]);
        assert_eq!([name("af_status"), name("af_scope")], ["StatusCode", "Scope"]);
    }
}
