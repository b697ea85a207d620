//! How a declaration stands in the header: cbindgen's C in a layout for readers.

use super::super::model::{Item, Kind};

/// Longest line of a declaration.
const WIDTH: usize = 104;

/// The comment and the declaration of an item, from what cbindgen rendered.
pub fn tidy(item: &Item, rendered: &str) -> String {
    let (comment, declaration) = match rendered.split_once("*/\n") {
        Some((comment, declaration)) if rendered.starts_with("/**") => {
            (format!("{comment}*/\n"), declaration)
        }
        _ => (String::new(), rendered),
    };
    let declaration = match item.kind {
        Kind::Function(_) | Kind::Callback(_) => wrapped(&plain(&words(declaration))),
        Kind::Enum(_) => enumeration(&item.name, declaration),
        Kind::Struct(_) => fields(declaration),
        Kind::Handle | Kind::Number(_) => declaration.to_owned(),
    };
    short_comments(&format!("{comment}{declaration}\n"))
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Types by their names alone, which the header has made types of its own.
fn plain(declaration: &str) -> String {
    declaration.replace("struct af_", "af_")
}

/// On one line if it fits, else with the parameters below each other's beginning.
fn wrapped(declaration: &str) -> String {
    let open = declaration.rfind('(').map_or(0, |at| at + 1);
    let (head, parameters) = declaration.split_at(open);
    let mut text = head.to_owned();
    let mut column = head.len();
    for (at, parameter) in parameters.split_inclusive(',').map(str::trim).enumerate() {
        if at > 0 && column + 1 + parameter.len() > WIDTH {
            text.push('\n');
            text.push_str(&" ".repeat(head.len()));
            column = head.len();
        } else if at > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(parameter);
        column += parameter.len();
    }
    text
}

/// With a macro for what each language wants around it.
fn enumeration(name: &str, declaration: &str) -> String {
    let body = declaration.split_once("{\n").and_then(|(_, rest)| rest.split_once("\n};"));
    format!("AF_ENUM({name}) {{\n{}\n}};", body.map_or("", |(body, _)| body))
}

fn fields(declaration: &str) -> String {
    let line = |line: &str| if line.starts_with("typedef ") { line.to_owned() } else { plain(line) };
    declaration.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// A comment of one line needs no three.
fn short_comments(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut short = String::new();
    let mut at = 0;
    while at < lines.len() {
        let opens = lines[at].trim() == "/**" && lines.get(at + 2).is_some_and(|line| line.trim() == "*/");
        if opens {
            let indent = lines[at].trim_end_matches("/**");
            let told = lines[at + 1].trim().trim_start_matches("* ");
            short.push_str(&format!("{indent}/** {told} */\n"));
            at += 3;
        } else {
            short.push_str(lines[at]);
            short.push('\n');
            at += 1;
        }
    }
    short
}

#[cfg(test)]
mod tests {
    use super::super::super::model::{Function, Type};
    use super::*;

    fn item(kind: Kind) -> Item {
        Item { name: "af_x".to_owned(), file: String::new(), docs: Vec::new(), kind }
    }

    fn function(rendered: &str) -> String {
        let kind = Kind::Function(Function { parameters: Vec::new(), result: Type::Void });
        tidy(&item(kind), rendered)
    }

    #[test]
    fn a_function_stands_on_one_line_or_has_its_parameters_below_each_other() {
        let short =
            function("/**\n * Does.\n */\nAF_API\nvoid af_x(const struct af_y *y,\n          int32_t z);");
        assert_eq!(short, "/** Does. */\nAF_API void af_x(const af_y *y, int32_t z);\n");
        let long = format!("AF_API void af_x({0} a, {0} b);", "t".repeat(50));
        let told = format!("AF_API void af_x({0} a,\n                 {0} b);\n", "t".repeat(50));
        assert_eq!(function(&long), told);
        let paragraphs = "/**\n * Does.\n *\n * More.\n */\nAF_API void af_x(void);";
        assert_eq!(function(paragraphs), format!("{paragraphs}\n"));
    }

    #[test]
    fn an_enum_is_a_macro_and_its_values_and_a_struct_names_itself_alone() {
        let rendered = "/**\n * E.\n */\nenum af_x\n#if A\n  : int32_t\n#endif // A\n {\n  /**\n   * One.\n   */\n  \
                        AF_X_ONE = 1,\n};\n#ifndef B\ntypedef int32_t af_x;\n#endif";
        let told = "/** E. */\nAF_ENUM(af_x) {\n  /** One. */\n  AF_X_ONE = 1,\n};\n";
        assert_eq!(tidy(&item(Kind::Enum(Vec::new())), rendered), told);
        let rendered = "typedef struct af_x {\n  struct af_y *y;\n} af_x;";
        let told = "typedef struct af_x {\n  af_y *y;\n} af_x;\n";
        assert_eq!(tidy(&item(Kind::Struct(Vec::new())), rendered), told);
    }
}
