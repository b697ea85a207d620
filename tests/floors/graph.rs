//! Files, and which uses which.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::RandomState;

use petgraph::Directed;
use petgraph::algo::tarjan_scc;
use petgraph::graphmap::GraphMap;

use super::source::{Path, Source};

/// A place where one file uses another.
struct Use {
    from: usize,
    to: usize,
    line: usize,
    path: String,
}

pub struct Graph {
    /// As they lie in `src/`.
    files: Vec<String>,
    uses: Vec<Use>,
}

impl Graph {
    pub fn of(sources: &[Source]) -> Graph {
        let files: Vec<String> = sources.iter().map(|source| source.file.clone()).collect();
        let modules: BTreeMap<&[String], usize> =
            sources.iter().enumerate().map(|(at, source)| (source.module.as_slice(), at)).collect();
        let mut uses = Vec::new();
        for (from, source) in sources.iter().enumerate().filter(|(_, source)| !source.is_for_tests(sources)) {
            for path in &source.paths {
                let to = target(&modules, sources, &source.absolute(path));
                // Nothing stands in the root.
                if let Some(to) = to.filter(|to| *to != from && !sources[*to].module.is_empty()) {
                    uses.push(Use { from, to, line: path.line, path: path.written() });
                }
            }
        }
        Graph { files, uses }
    }

    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str)
    }

    pub fn uses(&self) -> usize {
        self.uses.len()
    }

    pub fn has(&self, from: &str, to: &str) -> bool {
        self.uses.iter().any(|used| self.files[used.from] == from && self.files[used.to] == to)
    }

    /// A line for each use of something on a higher floor.
    pub fn upwards(&self, floors: &[&str]) -> Vec<String> {
        let floor_of = |file: usize| {
            let name = self.files[file].split('/').next().unwrap_or_default().trim_end_matches(".rs");
            floors.iter().position(|floor| *floor == name)
        };
        let is_wrong = |used: &&Use| match (floor_of(used.from), floor_of(used.to)) {
            (Some(from), Some(to)) => to > from,
            // On no floor: another test says so.
            _ => false,
        };
        self.uses.iter().filter(is_wrong).map(|used| self.told(used)).collect()
    }

    /// For each circle its uses, line by line; those that parts make of their whole are left out.
    pub fn circles(&self, wholes: &[&str]) -> Vec<String> {
        let counted: Vec<&Use> = self.uses.iter().filter(|used| !self.is_of_a_part(used, wholes)).collect();
        let edges = counted.iter().map(|used| (used.from, used.to, ()));
        let graph: GraphMap<usize, (), Directed, RandomState> = GraphMap::from_edges(edges);
        let circles = tarjan_scc(&graph).into_iter().filter(|files| files.len() > 1);
        circles
            .map(|files| {
                let inside = |used: &&&Use| files.contains(&used.from) && files.contains(&used.to);
                let lines: BTreeSet<String> =
                    counted.iter().filter(inside).map(|used| self.told(used)).collect();
                lines.into_iter().collect::<Vec<_>>().join("\n")
            })
            .collect()
    }

    /// A file of a folder uses what stands in its `mod.rs`.
    fn is_of_a_part(&self, used: &Use, wholes: &[&str]) -> bool {
        let (from, to) = (&self.files[used.from], self.files[used.to].as_str());
        wholes.contains(&to) && to.strip_suffix("mod.rs").is_some_and(|folder| from.starts_with(folder))
    }

    fn told(&self, used: &Use) -> String {
        format!(
            "src/{}:{}: {} is in src/{}",
            self.files[used.from], used.line, used.path, self.files[used.to]
        )
    }
}

/// The file that a path leads to, by way of what hands it on.
fn target(modules: &BTreeMap<&[String], usize>, sources: &[Source], path: &[String]) -> Option<usize> {
    let mut path = path.to_vec();
    // A circle of re-exports does not compile.
    loop {
        let longest = (0..=path.len()).rev().find(|length| modules.contains_key(&path[..*length]))?;
        let at = modules[&path[..longest]];
        let handed_on = path.get(longest).and_then(|name| sources[at].handed_on.get(name));
        let Some(on) = handed_on else { return Some(at) };
        let mut next = sources[at].absolute(on);
        next.extend_from_slice(&path[longest + 1..]);
        path = next;
    }
}

impl Path {
    fn written(&self) -> String {
        self.segments.join("::")
    }
}
