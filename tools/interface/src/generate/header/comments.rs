//! What the comment of each function has to say.

use super::super::model::{Item, Model, Type};

/// Parameters that mean the same everywhere, as the header's preamble says.
const COMMON: [&str; 4] = ["config", "client", "session", "error"];

/// What is missing or wrong in the comments of the model's functions.
fn faults(model: &Model) -> Vec<String> {
    let mut faults = Vec::new();
    for (item, function) in model.functions() {
        let mut fault = |what: &str| faults.push(format!("{}: {what}", item.name));
        let text = item.docs.join(" ");
        let refers =
            ["as `af_", "As `af_", "as for `af_", "As for `af_", "` without blocking", "those of `af_"]
                .iter()
                .any(|words| text.contains(words));
        if !begins_with_a_verb(&text) {
            fault("begins with no verb");
        }
        for parameter in &function.parameters {
            let told = text.contains(&format!("@param {} ", parameter.name))
                || text.contains(&format!("`{}`", parameter.name));
            if !told && !refers && !COMMON.contains(&parameter.name.as_str()) {
                fault(&format!("says nothing of {}", parameter.name));
            }
        }
        let tells = function.result != Type::Void;
        if tells && !refers && !text.contains("@return") && !says_its_result(item) {
            fault("does not say what it returns");
        }
    }
    faults
}

/// "Tells whether ..", or "`af_login` without blocking".
fn begins_with_a_verb(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    first.starts_with("`af_") || first.len() > 2 && first.ends_with('s')
}

/// The sentence is about nothing but the result.
fn says_its_result(item: &Item) -> bool {
    ["Tells ", "Gives ", "Counts ", "Names "]
        .iter()
        .any(|verb| item.docs.first().is_some_and(|line| line.starts_with(verb)))
}

#[test]
fn the_comment_of_every_function_says_what_it_does_takes_and_gives() {
    let model = Model::read().unwrap();
    assert!(model.functions().count() > 70);
    assert_eq!(faults(&model), Vec::<String>::new());
}

#[test]
fn a_comment_that_leaves_something_out_is_found() {
    use super::super::model::{Field, Function, Kind};
    let parameter = Field { name: "seconds".to_owned(), kind: Type::Int32 };
    let function = Function { parameters: vec![parameter], result: Type::Int32 };
    let kind = Kind::Function(function);
    let item =
        Item { name: "af_x".to_owned(), file: String::new(), docs: vec!["The time.".to_owned()], kind };
    let told = faults(&Model { items: vec![item] });
    assert_eq!(
        told,
        ["af_x: begins with no verb", "af_x: says nothing of seconds", "af_x: does not say what it returns"]
    );
}
