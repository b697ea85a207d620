//! A file of the library: the paths in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path as FilePath;

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, File, ItemMod, ItemUse, Macro, UseTree, Visibility};

/// As it is written, and where.
#[derive(Clone)]
pub struct Path {
    pub segments: Vec<String>,
    pub line: usize,
    /// The modules within the file that it stands in.
    inside: Vec<String>,
}

pub struct Source {
    /// As it lies in `src/`.
    pub file: String,
    /// Its module, from the root on.
    pub module: Vec<String>,
    pub paths: Vec<Path>,
    /// By `pub use`, by its name.
    pub handed_on: BTreeMap<String, Path>,
    /// What its names stand for that were imported.
    imported: BTreeMap<String, Path>,
    /// Modules that are declared here, and whether for tests alone.
    children: BTreeMap<String, bool>,
}

impl Source {
    /// All files below a folder.
    pub fn below(folder: &str) -> Vec<Source> {
        let mut sources = Vec::new();
        read_folder(FilePath::new(folder), "", &mut sources);
        sources.sort_by(|one, other| one.file.cmp(&other.file));
        sources
    }

    pub fn read(file: &str, text: &str) -> Source {
        let parsed: File = syn::parse_file(text).unwrap_or_else(|why| panic!("src/{file}: {why}"));
        let name = file.trim_end_matches(".rs").trim_end_matches("/mod");
        let module = if name == "lib" { Vec::new() } else { name.split('/').map(str::to_owned).collect() };
        let mut source = Source {
            file: file.to_owned(),
            module,
            paths: Vec::new(),
            handed_on: BTreeMap::new(),
            imported: BTreeMap::new(),
            children: BTreeMap::new(),
        };
        Reader { source: &mut source, inside: Vec::new() }.visit_file(&parsed);
        source
    }

    /// From the root on.
    pub fn absolute(&self, path: &Path) -> Vec<String> {
        let mut here: Vec<String> = self.module.iter().chain(&path.inside).cloned().collect();
        let mut rest = path.segments.as_slice();
        let first = rest.first().map(String::as_str).unwrap_or_default();
        match first {
            "crate" => (here, rest) = (Vec::new(), &rest[1..]),
            "self" => rest = &rest[1..],
            "super" => {
                while rest.first().is_some_and(|segment| segment == "super") {
                    here.pop();
                    rest = &rest[1..];
                }
            }
            name if path.inside.is_empty() && self.children.contains_key(name) => {}
            name => match self.imported.get(name) {
                Some(import) if import.segments != path.segments => {
                    here = self.absolute(import);
                    rest = &rest[1..];
                }
                // Of another crate, or of this file.
                _ => return here,
            },
        }
        here.extend_from_slice(rest);
        here
    }

    /// It is declared in the module above, and there for tests alone.
    pub fn is_for_tests(&self, sources: &[Source]) -> bool {
        let Some((name, above)) = self.module.split_last() else { return false };
        let above = sources.iter().find(|source| source.module == above);
        above.is_some_and(|above| above.children.get(name) == Some(&true) || above.is_for_tests(sources))
    }
}

fn read_folder(folder: &FilePath, prefix: &str, sources: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        let file = format!("{prefix}{name}");
        if entry.path().is_dir() {
            read_folder(&entry.path(), &format!("{file}/"), sources);
        } else if name.ends_with(".rs") {
            sources.push(Source::read(&file, &fs::read_to_string(entry.path()).unwrap()));
        }
    }
}

struct Reader<'a> {
    source: &'a mut Source,
    inside: Vec<String>,
}

impl Reader<'_> {
    fn path(&self, segments: Vec<String>, line: usize) -> Path {
        Path { segments, line, inside: self.inside.clone() }
    }

    /// All that a `use` names.
    fn flatten(&self, tree: &UseTree, before: &[String], found: &mut Vec<(String, Path)>) {
        let with = |ident: &Ident| before.iter().cloned().chain([ident.to_string()]).collect::<Vec<_>>();
        match tree {
            UseTree::Path(path) => self.flatten(&path.tree, &with(&path.ident), found),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.flatten(tree, before, found)),
            UseTree::Name(name) if name.ident == "self" => {
                let named = before.last().cloned().unwrap_or_default();
                found.push((named, self.path(before.to_vec(), name.ident.span().start().line)));
            }
            UseTree::Name(name) => {
                let path = self.path(with(&name.ident), name.ident.span().start().line);
                found.push((name.ident.to_string(), path));
            }
            UseTree::Rename(renamed) => {
                let path = self.path(with(&renamed.ident), renamed.ident.span().start().line);
                found.push((renamed.rename.to_string(), path));
            }
            UseTree::Glob(glob) => {
                let line = glob.star_token.spans[0].start().line;
                found.push(("*".to_owned(), self.path(before.to_vec(), line)));
            }
        }
    }

    /// Paths among the tokens of a macro, which has no syntax of its own.
    fn read_tokens(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Group(group) => self.read_tokens(group.stream()),
                TokenTree::Ident(first) => {
                    let (line, mut segments) = (first.span().start().line, vec![first.to_string()]);
                    while let Some(TokenTree::Punct(one)) = tokens.peek()
                        && one.as_char() == ':'
                    {
                        tokens.next();
                        if !matches!(tokens.peek(), Some(TokenTree::Punct(two)) if two.as_char() == ':') {
                            break;
                        }
                        tokens.next();
                        let Some(TokenTree::Ident(next)) = tokens.peek() else { break };
                        segments.push(next.to_string());
                        tokens.next();
                    }
                    if segments.len() > 1 {
                        let path = self.path(segments, line);
                        self.source.paths.push(path);
                    }
                }
                _ => {}
            }
        }
    }
}

/// `#[test]`, `#[cfg(test)]` and what needs it among others.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg")
                && attribute.meta.require_list().is_ok_and(|list| needs_test(list.tokens.clone()))
    })
}

fn needs_test(tokens: TokenStream) -> bool {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    tokens.iter().enumerate().any(|(at, token)| match token {
        TokenTree::Ident(word) => word == "test",
        TokenTree::Group(group) => {
            let all = at.checked_sub(1).and_then(|before| tokens.get(before));
            matches!(all, Some(TokenTree::Ident(word)) if word == "all") && needs_test(group.stream())
        }
        _ => false,
    })
}

fn attributes_of(item: &syn::Item) -> &[Attribute] {
    use syn::Item;
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::ForeignMod(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

impl<'a> Visit<'a> for Reader<'_> {
    fn visit_item(&mut self, item: &'a syn::Item) {
        if let syn::Item::Mod(module) = item
            && module.content.is_none()
        {
            self.source.children.insert(module.ident.to_string(), is_for_tests(&module.attrs));
        } else if !is_for_tests(attributes_of(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, module: &'a ItemMod) {
        self.inside.push(module.ident.to_string());
        visit::visit_item_mod(self, module);
        self.inside.pop();
    }

    fn visit_item_use(&mut self, item: &'a ItemUse) {
        let mut found = Vec::new();
        self.flatten(&item.tree, &[], &mut found);
        for (name, path) in found {
            if matches!(item.vis, Visibility::Inherited) {
                self.source.imported.insert(name, path.clone());
                self.source.paths.push(path);
            } else if self.inside.is_empty() {
                self.source.handed_on.insert(name, path);
            }
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'a syn::ImplItemFn) {
        if !is_for_tests(&item.attrs) {
            visit::visit_impl_item_fn(self, item);
        }
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if path.leading_colon.is_none() && segments.len() > 1 {
            let line = path.segments[0].ident.span().start().line;
            let path = self.path(segments, line);
            self.source.paths.push(path);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'a Macro) {
        self.read_tokens(item.tokens.clone());
        visit::visit_macro(self, item);
    }
}
