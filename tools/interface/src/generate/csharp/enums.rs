//! The enums: those of the binding's own face, and those that only it sees.

use super::super::model::{Item, Model, Variant};
use super::super::names::{bare, pascal};
use super::{docs, file};

/// Not a part of the binding's face, where they have another shape.
const INTERNAL: [&str; 3] = ["af_dispatch", "af_failure_policy", "af_scope"];
/// Names that are not made of the one in C.
const NAMED: [(&str, &str); 1] = [("af_user_message_id", "AuthForgeUserMessage")];
/// It has a file of its own.
const STATUS: &str = "af_status";

/// `af_session_kind` is `AuthForgeSessionKind`.
pub fn name(c: &str) -> String {
    if let Some((_, name)) = NAMED.iter().find(|(other, _)| *other == c) {
        return (*name).to_owned();
    }
    format!("{}{}", if INTERNAL.contains(&c) { "Native" } else { "AuthForge" }, pascal(bare(c)))
}

/// Whether those who use the binding see it.
pub fn is_public(c: &str) -> bool {
    !INTERNAL.contains(&c)
}

/// `Cpp1`, as C has it without its prefix.
pub fn variant_name(variant: &Variant) -> String {
    pascal(&super::super::names::snake(&variant.name))
}

pub fn status(model: &Model) -> String {
    let chosen = |item: &Item| item.name == STATUS;
    file("How a call went, with the numbers of authforge.h", "", &all(model, chosen))
}

pub fn public(model: &Model) -> String {
    let chosen = |item: &Item| item.name != STATUS && is_public(&item.name);
    file("What the library tells, with the numbers of authforge.h", "", &all(model, chosen))
}

pub fn internal(model: &Model) -> String {
    let chosen = |item: &Item| !is_public(&item.name);
    file("Numbers of authforge.h that nobody else needs to see", "", &all(model, chosen))
}

fn all(model: &Model, chosen: impl Fn(&Item) -> bool) -> String {
    let of = |(item, variants): (&Item, &[Variant])| enumeration(model, item, variants);
    model.enums().filter(|(item, _)| chosen(item)).map(of).collect::<Vec<_>>().join("\n")
}

fn enumeration(model: &Model, item: &Item, variants: &[Variant]) -> String {
    let access = if is_public(&item.name) { "public" } else { "internal" };
    let name = name(&item.name);
    let mut text = docs::summary(model, &item.docs, None, "");
    text += &format!("{access} enum {name}\n{{\n");
    for variant in variants {
        let own = docs::own(&item.constant(variant));
        text += &docs::summary(model, &variant.docs, own, "    ");
        text += &format!("    {} = {},\n", variant_name(variant), variant.number);
    }
    text + "}\n"
}
