//! Reads the model out of `src`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use syn::{Attribute, Expr, Fields, Lit, Meta};

use super::{Field, Function, Item, Kind, Model, Type, Variant};
use harness::{Result, project};

/// Items of the library that C knows by another name: those of `cbindgen.toml`.
type Renames = BTreeMap<String, String>;

pub fn read() -> Result<Model> {
    let (root, renames) = (project::root().join("src"), renames()?);
    let mut items = Vec::new();
    for path in sources(&root)? {
        let place = path.strip_prefix(&root).unwrap_or(&path).with_extension("");
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let parsed = syn::parse_file(&text).with_context(|| path.display().to_string())?;
        for item in &parsed.items {
            let read = read_item(item, &renames).with_context(|| path.display().to_string())?;
            items.extend(read.map(|(name, attributes, kind)| Item {
                name,
                file: place.display().to_string(),
                docs: docs(attributes),
                kind,
            }));
        }
    }
    Ok(Model { items })
}

fn renames() -> Result<Renames> {
    let text = fs::read_to_string(project::root().join("cbindgen.toml")).context("cbindgen.toml")?;
    let file: toml::Table = text.parse().context("cbindgen.toml")?;
    let table = file.get("export").and_then(|export| export.get("rename")).and_then(|table| table.as_table());
    let table = table.context("cbindgen.toml has no export.rename")?;
    Ok(table.iter().filter_map(|(name, to)| Some((name.clone(), to.as_str()?.to_owned()))).collect())
}

/// Every Rust file below, in order.
fn sources(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = project::files(folder, "rs")?;
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())?.flatten() {
        if entry.path().is_dir() {
            found.extend(sources(&entry.path())?);
        }
    }
    found.sort();
    Ok(found)
}

/// What an item is in C, if it crosses the border.
fn read_item<'a>(item: &'a syn::Item, renames: &Renames) -> Result<Option<(String, &'a [Attribute], Kind)>> {
    let exported = |ident: &syn::Ident| {
        let name = ident.to_string();
        renames.get(&name).cloned().or_else(|| name.starts_with("af_").then_some(name))
    };
    let (ident, attributes) = match item {
        syn::Item::Fn(item) if has(&item.attrs, "unsafe", "no_mangle") => (&item.sig.ident, &item.attrs),
        syn::Item::Struct(item) if matches!(item.vis, syn::Visibility::Public(_)) => {
            (&item.ident, &item.attrs)
        }
        syn::Item::Enum(item) if has(&item.attrs, "repr", "i32") => (&item.ident, &item.attrs),
        syn::Item::Type(item) if matches!(item.vis, syn::Visibility::Public(_)) => (&item.ident, &item.attrs),
        _ => return Ok(None),
    };
    let Some(name) = exported(ident) else { return Ok(None) };
    let kind = match item {
        syn::Item::Fn(item) => function(&item.sig, renames),
        syn::Item::Struct(item) => structure(item, renames),
        syn::Item::Enum(item) => item.variants.iter().map(variant).collect::<Result<_>>().map(Kind::Enum),
        syn::Item::Type(item) => alias(&item.ty, renames),
        _ => return Ok(None),
    };
    Ok(Some((name.clone(), attributes, kind.with_context(|| name.clone())?)))
}

/// Whether there is `#[outer(.. inner ..)]`.
fn has(attributes: &[Attribute], outer: &str, inner: &str) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) => list.path.is_ident(outer) && list.tokens.to_string().contains(inner),
        _ => false,
    })
}

/// The lines of a comment, without what begins each.
fn docs(attributes: &[Attribute]) -> Vec<String> {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    });
    lines.map(|line| line.strip_prefix(' ').unwrap_or(&line).trim_end().to_owned()).collect()
}

fn name_of(ident: &syn::Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}

fn function(signature: &syn::Signature, renames: &Renames) -> Result<Kind> {
    let parameter = |input: &syn::FnArg| match input {
        syn::FnArg::Typed(input) => match &*input.pat {
            syn::Pat::Ident(name) => {
                Ok(Field { name: name_of(&name.ident), kind: kind(&input.ty, renames)? })
            }
            _ => bail!("a parameter without a name"),
        },
        syn::FnArg::Receiver(_) => bail!("a parameter self"),
    };
    let parameters = signature.inputs.iter().map(parameter).collect::<Result<_>>()?;
    let result = match &signature.output {
        syn::ReturnType::Default => Type::Void,
        syn::ReturnType::Type(_, result) => kind(result, renames)?,
    };
    Ok(Kind::Function(Function { parameters, result }))
}

fn structure(item: &syn::ItemStruct, renames: &Renames) -> Result<Kind> {
    let Fields::Named(fields) = &item.fields else { bail!("a struct without named fields") };
    if fields.named.iter().any(|field| field.ident.as_ref().is_some_and(|name| name == "_private")) {
        return Ok(Kind::Handle);
    }
    if !has(&item.attrs, "repr", "C") {
        bail!("a struct without repr(C)");
    }
    let field = |field: &syn::Field| {
        let name = field.ident.as_ref().map(name_of).unwrap_or_default();
        Ok(Field { name, kind: kind(&field.ty, renames)? })
    };
    fields.named.iter().map(field).collect::<Result<_>>().map(Kind::Struct)
}

fn variant(variant: &syn::Variant) -> Result<Variant> {
    let number = match &variant.discriminant {
        Some((_, Expr::Lit(literal))) => match &literal.lit {
            Lit::Int(number) => number.base10_parse().ok(),
            _ => None,
        },
        _ => None,
    };
    let name = variant.ident.to_string();
    let number = number.with_context(|| format!("{name} has no number"))?;
    Ok(Variant { name, docs: docs(&variant.attrs), number })
}

fn alias(aliased: &syn::Type, renames: &Renames) -> Result<Kind> {
    let Some(function) = callback(aliased) else { return kind(aliased, renames).map(Kind::Number) };
    let parameter = |input: &syn::BareFnArg| {
        let name =
            input.name.as_ref().map(|(name, _)| name_of(name)).context("a parameter without a name")?;
        Ok(Field { name, kind: kind(&input.ty, renames)? })
    };
    if !matches!(function.output, syn::ReturnType::Default) {
        bail!("a callback that gives something back");
    }
    function.inputs.iter().map(parameter).collect::<Result<_>>().map(Kind::Callback)
}

/// The function in `Option<unsafe extern "C" fn(..)>`.
fn callback(aliased: &syn::Type) -> Option<&syn::TypeBareFn> {
    let syn::Type::Path(path) = aliased else { return None };
    let option = path.path.segments.last().filter(|segment| segment.ident == "Option")?;
    let syn::PathArguments::AngleBracketed(arguments) = &option.arguments else { return None };
    match arguments.args.first()? {
        syn::GenericArgument::Type(syn::Type::BareFn(function)) => Some(function),
        _ => None,
    }
}

fn kind(written: &syn::Type, renames: &Renames) -> Result<Type> {
    match written {
        syn::Type::Ptr(pointer) => Ok(Type::Pointer {
            to: Box::new(kind(&pointer.elem, renames)?),
            is_const: pointer.const_token.is_some(),
        }),
        syn::Type::Array(array) => match &array.len {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Int(length) => {
                    let length = length.base10_parse()?;
                    Ok(Type::Array { of: Box::new(kind(&array.elem, renames)?), length })
                }
                _ => bail!("an array whose length is no number"),
            },
            _ => bail!("an array whose length is no number"),
        },
        syn::Type::Path(path) => {
            let word = path.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
            let named =
                || renames.get(&word).cloned().or_else(|| word.starts_with("af_").then(|| word.clone()));
            Type::of_rust(&word)
                .or_else(|| named().map(Type::Named))
                .with_context(|| format!("{word} is no type of C"))
        }
        _ => bail!("a type that C has no word for"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_one(source: &str) -> Result<Option<(String, Kind)>> {
        let file = syn::parse_file(source).unwrap();
        let renames = Renames::from([("Reason".to_owned(), "af_reason".to_owned())]);
        read_item(&file.items[0], &renames).map(|read| read.map(|(name, _, kind)| (name, kind)))
    }

    fn refusal(source: &str) -> String {
        format!("{:#}", read_one(source).err().unwrap())
    }

    #[test]
    fn a_function_is_read_with_its_parameters_as_c_has_them() {
        let source = "#[unsafe(no_mangle)] pub extern \"C\" fn af_x(a: *mut *mut af_client, r#type: Reason, \
                      text: *const c_char, size: usize) -> bool { false }";
        let (name, kind) = read_one(source).unwrap().unwrap();
        let Kind::Function(function) = kind else { panic!("{name} is no function") };
        let parameters: Vec<String> =
            function.parameters.iter().map(|one| format!("{} {}", one.kind, one.name)).collect();
        let expected = ["af_client * * a", "af_reason type", "const char * text", "size_t size"];
        assert_eq!((name.as_str(), parameters), ("af_x", expected.map(str::to_owned).to_vec()));
        assert_eq!(function.result, Type::Bool);
    }

    #[test]
    fn what_c_has_no_word_for_is_refused_by_name() {
        let function = |list: &str| format!("#[unsafe(no_mangle)] pub extern \"C\" fn af_x({list}) {{}}");
        assert_eq!(refusal(&function("a: String")), "af_x: String is no type of C");
        assert_eq!(refusal(&function("a: &u8")), "af_x: a type that C has no word for");
        assert_eq!(refusal("pub struct af_y { a: i32 }"), "af_y: a struct without repr(C)");
        assert_eq!(refusal("#[repr(i32)] pub enum af_z { A = 0, B }"), "af_z: B has no number");
    }

    #[test]
    fn what_does_not_cross_the_border_is_left_alone() {
        for source in
            ["pub fn af_x() {}", "struct af_x;", "#[repr(i32)] enum Level { A = 1 }", "pub type X = u8;"]
        {
            assert!(read_one(source).unwrap().is_none(), "{source}");
        }
    }
}
