//! What has changed between two interfaces, and what that does to programs that were built with the first.

use std::collections::BTreeMap;
use std::fmt;

use super::model::{Field, Interface, PerTarget, Struct};

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Weight {
    /// Old programs run, old sources compile.
    Addition,
    /// Old programs run, but some old sources do not compile, or mean something else.
    Source,
    /// Old programs do not run, or do something else.
    Binary,
}

/// One difference, and what to do about it.
#[derive(Debug)]
pub struct Change {
    pub weight: Weight,
    what: String,
    advice: &'static str,
}

impl fmt::Display for Change {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.weight {
            Weight::Addition => write!(out, "added    {}", self.what),
            Weight::Source => write!(out, "SOURCE   {}\n         {}", self.what, self.advice),
            Weight::Binary => write!(out, "BINARY   {}\n         {}", self.what, self.advice),
        }
    }
}

const KEEP: &str = "old programs call it: keep it, and give what is new another name";
const KEEP_NAME: &str = "old sources name it: keep it, also where nothing needs it any more";
const KEEP_TYPE: &str = "old programs pass the old type: keep it, and add a type and a function beside it";
const KEEP_CONST: &str = "old sources do not compile: wait for a version that may break them (docs/abi.md)";
const KEEP_FIELD: &str = "old programs have it there: keep it, and add fields at the end";
const KEEP_NUMBER: &str =
    "old programs know it by its number: keep it, and take a number that was never used";
const KEEP_VALUE: &str =
    "old sources rely on it: keep it, and append values for new fields before the closing brace";
const POINTER_ONLY: &str = "a struct that grows can only be pointed to: pass a pointer, or copy its fields";

/// All differences, in the order of the file.
pub fn changes(old: &Interface, new: &Interface) -> Vec<Change> {
    let mut all = Vec::new();
    functions(old, new, &mut all);
    types(old, new, &mut all);
    for (name, before) in &old.structs {
        match new.structs.get(name) {
            Some(after) => record(name, before, after, &mut all),
            None => all.push(binary(format!("{name} is gone"), KEEP_NAME)),
        }
    }
    enums(old, new, &mut all);
    macros(old, new, &mut all);
    all.extend(added(&old.structs, &new.structs));
    all.extend(by_value(new));
    all
}

fn addition(what: String) -> Change {
    Change { weight: Weight::Addition, what, advice: "" }
}

fn source(what: String, advice: &'static str) -> Change {
    Change { weight: Weight::Source, what, advice }
}

fn binary(what: String, advice: &'static str) -> Change {
    Change { weight: Weight::Binary, what, advice }
}

fn added<'a, T>(old: &'a BTreeMap<String, T>, new: &'a BTreeMap<String, T>) -> impl Iterator<Item = Change> {
    new.keys().filter(|name| !old.contains_key(*name)).map(|name| addition(name.clone()))
}

/// `const` is nothing to a program that runs, and all to a source that is compiled.
fn weight_of(before: &str, after: &str) -> (Weight, &'static str) {
    if before.replace("const", "").replace(' ', "") == after.replace("const", "").replace(' ', "") {
        (Weight::Source, KEEP_CONST)
    } else {
        (Weight::Binary, KEEP_TYPE)
    }
}

fn functions(old: &Interface, new: &Interface, all: &mut Vec<Change>) {
    for (name, before) in &old.functions {
        let Some(after) = new.functions.get(name).filter(|after| *after != before) else {
            if !new.functions.contains_key(name) {
                all.push(binary(format!("{name} is gone"), KEEP));
            }
            continue;
        };
        let what = format!("{name} was `{before}`, is `{after}`");
        if takes_more(before, after) {
            all.push(addition(what));
        } else {
            let (weight, advice) = weight_of(before, after);
            all.push(Change { weight, what, advice });
        }
    }
    all.extend(added(&old.functions, &new.functions));
}

/// Whether the only difference is that parameters point to const now, which every caller can do.
fn takes_more(before: &str, after: &str) -> bool {
    let parts = |text: &str| -> Option<(String, Vec<String>)> {
        let (result, parameters) = text.split_once('(')?;
        Some((
            result.to_owned(),
            parameters.split(", ").map(|word| word.trim_end_matches(')').to_owned()).collect(),
        ))
    };
    let (Some((result, old)), Some((new_result, new))) = (parts(before), parts(after)) else { return false };
    let one_star = |word: &str| word.ends_with(" *") && word.matches('*').count() == 1;
    let more = |(old, new): (&String, &String)| old == new || one_star(old) && *new == format!("const {old}");
    result == new_result && old.len() == new.len() && old.iter().zip(&new).all(more)
}

fn types(old: &Interface, new: &Interface, all: &mut Vec<Change>) {
    for (name, before) in &old.types {
        match new.types.get(name) {
            None => all.push(source(format!("{name} is gone"), KEEP_NAME)),
            Some(after) if after != before => {
                let (weight, advice) = weight_of(before, after);
                all.push(Change { weight, what: format!("{name} was `{before}`, is `{after}`"), advice });
            }
            Some(_) => {}
        }
    }
    let names = added(&old.types, &new.types);
    all.extend(names.filter(|change| !new.structs.contains_key(&change.what)));
}

/// Of a struct the first fault is told: what comes behind it only moves along.
fn record(name: &str, old: &Struct, new: &Struct, all: &mut Vec<Change>) {
    let fault = (old.fields.iter().enumerate())
        .find_map(|(at, before)| field(name, before, at, old, new))
        .or_else(|| new.fields.iter().find_map(|after| new_field(name, after, old)))
        .or_else(|| {
            let what = format!("{name}: alignment was {}, is {}", list(&old.align), list(&new.align));
            (old.align != new.align)
                .then(|| binary(what, "old programs put it anywhere: take a smaller type"))
        })
        .or_else(|| {
            let what = format!("{name}: size was {}, is {}", list(&old.size), list(&new.size));
            let fits = |(target, size): (&String, &i64)| new.size.get(target).is_some_and(|now| now >= size);
            let fine = old.size == new.size || old.is_growable() && old.size.iter().all(fits);
            (!fine).then(|| binary(what, KEEP_FIELD))
        });
    let is_new = |after: &&Field| !old.fields.iter().any(|before| before.name == after.name);
    match fault {
        Some(change) => all.push(change),
        None => all
            .extend(new.fields.iter().filter(is_new).map(|after| addition(format!("{name}.{}", after.name)))),
    }
}

fn field(name: &str, before: &Field, at: usize, old: &Struct, new: &Struct) -> Option<Change> {
    let what = format!("{name}.{}", before.name);
    let Some(after) = new.fields.iter().find(|after| after.name == before.name) else {
        let there =
            new.fields.get(at).filter(|there| !old.fields.iter().any(|field| field.name == there.name));
        let renamed = there.filter(|there| there.kind == before.kind && there.offset == before.offset);
        return Some(match renamed {
            Some(now) => source(format!("{what} is called {} now", now.name), KEEP_NAME),
            None => binary(format!("{what} is gone"), KEEP_FIELD),
        });
    };
    if after.kind != before.kind {
        let (weight, advice) = weight_of(&before.kind, &after.kind);
        let what = format!("{what} was `{}`, is `{}`", before.kind, after.kind);
        return Some(Change { weight, what, advice });
    }
    let what = format!("{what} was at {}, is at {}", list(&before.offset), list(&after.offset));
    (after.offset != before.offset).then(|| binary(what, KEEP_FIELD))
}

/// A field that old programs do not have must begin behind all that they have, padding too: it is by `struct_size`
/// alone that the library knows whether it is there.
fn new_field(name: &str, after: &Field, old: &Struct) -> Option<Change> {
    if old.fields.iter().any(|before| before.name == after.name) {
        return None;
    }
    if !old.is_growable() {
        let what = format!("{name}.{} is new in a struct without struct_size", after.name);
        return Some(binary(what, "old programs have no room for it: add a struct and a function beside it"));
    }
    let inside: Vec<&str> = (after.offset.iter())
        .filter(|(target, offset)| old.size.get(*target).is_some_and(|size| *offset < size))
        .map(|(target, _)| target.as_str())
        .collect();
    let what = format!("{name}.{} begins within the old size ({})", after.name, inside.join(", "));
    let advice =
        "add it at the end; where padding is in the way, fill that with a field called reserved first";
    (!inside.is_empty() && !after.name.starts_with("reserved")).then(|| binary(what, advice))
}

/// `24`, or `24 (armv7: 28)` where processors differ.
fn list(numbers: &PerTarget) -> String {
    let usual = numbers.get("x86-64").or_else(|| numbers.values().next()).copied().unwrap_or_default();
    let others = numbers.iter().filter(|(_, number)| **number != usual);
    let others: Vec<String> = others.map(|(target, number)| format!("{target}: {number}")).collect();
    if others.is_empty() { usual.to_string() } else { format!("{usual} ({})", others.join(", ")) }
}

fn enums(old: &Interface, new: &Interface, all: &mut Vec<Change>) {
    let none = BTreeMap::new();
    for (name, before) in &old.enums {
        let after = new.enums.get(name).unwrap_or(&none);
        for (constant, number) in before {
            match after.get(constant) {
                None => all.push(binary(format!("{constant} is gone"), KEEP_NUMBER)),
                Some(now) if now != number => {
                    all.push(binary(format!("{constant} was {number}, is {now}"), KEEP_NUMBER));
                }
                Some(_) => {}
            }
        }
        for (constant, number) in after.iter().filter(|(constant, _)| !before.contains_key(*constant)) {
            let other = before.iter().find(|(_, taken)| *taken == number).map(|(other, _)| other);
            all.push(match other {
                Some(other) => binary(format!("{constant} is {number}, as {other} is"), KEEP_NUMBER),
                None => addition(format!("{constant} = {number}")),
            });
        }
    }
    all.extend(added(&old.enums, &new.enums));
}

fn macros(old: &Interface, new: &Interface, all: &mut Vec<Change>) {
    for (name, before) in &old.macros {
        let what = |after: &str| format!("{name} was `{before}`, is `{after}`");
        match new.macros.get(name) {
            None => all.push(source(format!("{name} is gone"), KEEP_NAME)),
            Some(after) if after == before => {}
            Some(after) if has_values_for_more(before, after) => all.push(addition(what(after))),
            Some(after) => all.push(source(what(after), KEEP_VALUE)),
        }
    }
    all.extend(added(&old.macros, &new.macros));
}

/// Whether what sets up a struct says the same and then more: values for new fields.
fn has_values_for_more(before: &str, after: &str) -> bool {
    let values = before.strip_suffix('}').map(str::trim_end);
    values.and_then(|values| after.strip_prefix(values)).is_some_and(|more| more.starts_with(','))
}

/// Structs that grow where their size is a part of something else's.
fn by_value(new: &Interface) -> Vec<Change> {
    let fields = new.structs.iter().flat_map(|(name, layout)| {
        layout.fields.iter().map(move |field| (format!("{name}.{}", field.name), &field.kind))
    });
    let others = new.functions.iter().chain(&new.types).map(|(name, text)| (name.clone(), text));
    let places: Vec<(String, &String)> = fields.chain(others).collect();
    let growing = new.structs.iter().filter(|(_, layout)| layout.is_growable()).map(|(name, _)| name);
    let pairs = growing.flat_map(|name| places.iter().map(move |(place, text)| (name, place, text)));
    pairs
        .filter(|(name, _, text)| holds(text, name))
        .map(|(name, place, _)| binary(format!("{place} has {name} by value"), POINTER_ONLY))
        .collect()
}

/// Whether a type has another in it that is not only pointed to.
fn holds(text: &str, name: &str) -> bool {
    let word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    text.match_indices(name).any(|(at, _)| {
        let rest = &text[at + name.len()..];
        let whole = !text[..at].ends_with(word) && !rest.starts_with(word);
        whole && !rest.trim_start().starts_with('*')
    })
}

#[cfg(test)]
#[path = "compare/tests.rs"]
mod tests;
