//! The enums of the Unreal plugin that mirror those of authforge.h, and how one becomes the other.

use super::made::Made;
use super::model::{Item, Model, Variant};
use super::names::{bare, pascal, snake};
use super::{MARK, cpp};
use anyhow::Context;
use harness::Result;

const FOLDER: &str = "bindings/unreal/AuthForge/Source/AuthForge";

/// Which are there.
const MIRRORED: [&str; 5] = ["af_advice", "af_hwid_source", "af_reason", "af_scope", "af_variable_type"];
/// What a number of a newer library becomes, where that is not the first value.
const UNKNOWN: [(&str, &str); 1] = [("af_advice", "Stop")];
/// Those that Blueprint hands in; all others come out.
const HANDED_IN: [&str; 2] = ["af_hwid_source", "af_scope"];

pub fn make(model: &Model, made: &mut Made) -> Result {
    let mirrored: Vec<(&Item, &[Variant])> =
        model.enums().filter(|(item, _)| MIRRORED.contains(&item.name.as_str())).collect();
    let types =
        mirrored.iter().map(|(item, variants)| enumeration(item, variants)).collect::<Result<Vec<_>>>()?;
    made.whole(&format!("{FOLDER}/Public/AuthForgeEnums.h"), public(&types.join("\n")));
    let functions: Vec<String> = mirrored.iter().map(|(item, variants)| conversion(item, variants)).collect();
    made.whole(&format!("{FOLDER}/Private/AuthForgeEnums.cpp"), private(&functions.join("\n")));
    Ok(())
}

fn public(types: &str) -> String {
    format!(
        "// The enums of authforge.h that Blueprint sees: {MARK}; do not edit.\n\n#pragma once\n\n\
         #include \"CoreMinimal.h\"\n#include \"AuthForgeEnums.generated.h\"\n\n{types}"
    )
}

fn private(functions: &str) -> String {
    format!(
        "// One enum as the other: {MARK}; do not edit.\n\n#include \"AuthForgeLibrary.h\"\n\n\
         namespace AuthForge\n{{\n{functions}}}\n"
    )
}

fn enumeration(item: &Item, variants: &[Variant]) -> Result<String> {
    let mut text = format!("/** {} */\nUENUM(BlueprintType)\n", plain(&item.docs));
    text += &format!("enum class {} : uint8\n{{\n", name(item));
    for (at, variant) in variants.iter().enumerate() {
        u8::try_from(variant.number)
            .ok()
            .with_context(|| format!("{}: {} is no uint8", item.name, variant.number))?;
        let end = if at + 1 == variants.len() { "" } else { "," };
        text += &format!("\t/** {} */\n", plain(&variant.docs));
        text += &format!("\t{} = {}{end}\n", value(variant), variant.number);
    }
    Ok(text + "};\n")
}

fn name(item: &Item) -> String {
    format!("EAuthForge{}", pascal(bare(&item.name)))
}

fn value(variant: &Variant) -> String {
    pascal(&snake(&variant.name))
}

/// Without what is written for readers of C.
fn plain(docs: &[String]) -> String {
    docs.join(" ").replace('`', "")
}

/// A switch over all values, so that a compiler warns of one that is missing.
fn conversion(item: &Item, variants: &[Variant]) -> String {
    let (ours, theirs) = (name(item), format!("authforge::{}", cpp::name(&item.name)));
    let handed_in = HANDED_IN.contains(&item.name.as_str());
    let (from, to) = if handed_in { (&ours, &theirs) } else { (&theirs, &ours) };
    let mut text =
        format!("\t{to} To{}({from} From)\n\t{{\n\t\tswitch (From)\n\t\t{{\n", pascal(bare(&item.name)));
    let written = |variant: &Variant, in_ours: bool| {
        if in_ours {
            format!("{ours}::{}", value(variant))
        } else {
            format!("{theirs}::{}", cpp::value(item, variant))
        }
    };
    for variant in variants {
        text += &format!("\t\tcase {}:\n", written(variant, handed_in));
        text += &format!("\t\t\treturn {};\n", written(variant, !handed_in));
    }
    let chosen = UNKNOWN.iter().find(|(name, _)| *name == item.name).map(|(_, value)| *value);
    let unknown = variants.iter().find(|variant| chosen.is_none_or(|value| variant.name == value));
    let unknown = unknown.map(|variant| written(variant, !handed_in)).unwrap_or_default();
    text + &format!("\t\t}}\n\t\treturn {unknown};\n\t}}\n")
}

#[cfg(test)]
mod tests {
    use super::super::model::Kind;
    use super::*;

    #[test]
    fn an_enum_goes_in_or_comes_out_value_by_value() {
        let item = |name: &str| Item {
            name: name.to_owned(),
            file: String::new(),
            docs: vec!["Whose, as `af_x` says.".to_owned()],
            kind: Kind::Enum(Vec::new()),
        };
        let variants = [("App", 0), ("License", 300)].map(|(name, number)| Variant {
            name: name.to_owned(),
            docs: vec!["It.".to_owned()],
            number,
        });
        let into = conversion(&item("af_scope"), &variants);
        assert!(into.contains("authforge::Scope ToScope(EAuthForgeScope From)"), "{into}");
        assert!(
            into.contains("case EAuthForgeScope::License:\n\t\t\treturn authforge::Scope::license;"),
            "{into}"
        );
        let out = conversion(&item("af_reason"), &variants);
        assert!(out.contains("EAuthForgeReason ToReason(authforge::Reason From)"), "{out}");
        assert!(out.contains("return EAuthForgeReason::App;\n\t}"), "{out}");
        assert_eq!(
            enumeration(&item("af_scope"), &variants).unwrap_err().to_string(),
            "af_scope: 300 is no uint8"
        );
        let told = enumeration(&item("af_scope"), &variants[..1]).unwrap();
        assert!(
            told.starts_with("/** Whose, as af_x says. */\n") && told.ends_with("\tApp = 0\n};\n"),
            "{told}"
        );
    }
}
