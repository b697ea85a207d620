//! The licenses of a crate: which of those that it offers is taken, and the texts that have to be handed on with it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use spdx::{Expression, Licensee, ParseMode};

use super::linked::Crate;
use harness::Result;

/// What may be linked into the library, the best first: where a crate offers several, the first is taken. With words that
/// are in the text of each and of no other.
const ACCEPTED: [(&str, &str); 8] = [
    ("MIT", "permission is hereby granted, free of charge, to any person obtaining a copy"),
    (
        "ISC",
        "permission to use, copy, modify, and/or distribute this software for any purpose with or without fee",
    ),
    ("BSD-2-Clause", "redistribution and use in source and binary forms, with or without modification"),
    ("BSD-3-Clause", "redistribution and use in source and binary forms, with or without modification"),
    ("Apache-2.0", "apache license version 2.0"),
    ("Apache-2.0 WITH LLVM-exception", "llvm exceptions to the apache 2.0 license"),
    ("Unicode-3.0", "unicode license v3"),
    ("Zlib", "this software is provided 'as-is', without any express or implied warranty"),
];
/// How the names of files with licenses and notices begin.
const BEGINNINGS: [&str; 6] = ["licen", "copying", "notice", "unlicense", "copyright", "third_party"];
/// Which license a file's name says that it is.
const STATED: [(&str, &str); 6] = [
    ("apache", "Apache-2.0"),
    ("mit", "MIT"),
    ("isc", "ISC"),
    ("unlicense", "Unlicense"),
    ("zlib", "Zlib"),
    ("0bsd", "0BSD"),
];

/// The licenses that a crate is taken under: all of them hold.
pub fn taken(linked: &Crate) -> Result<Vec<String>> {
    let refused = || format!("{} is under {:?}", linked.named(), linked.licence);
    let expression = Expression::parse_mode(&linked.licence, ParseMode::LAX);
    let expression = expression.map_err(|e| anyhow!(e.reason)).with_context(refused)?;
    let mut accepted = Vec::new();
    for (licence, _) in ACCEPTED {
        accepted.push(Licensee::parse(licence).map_err(|e| anyhow!(e.reason)).with_context(refused)?);
    }
    let needed = expression.minimized_requirements(&accepted).ok();
    let needed =
        needed.context("nothing of that is among what the library may contain").with_context(refused)?;
    Ok(needed.iter().map(ToString::to_string).collect())
}

/// The texts that the crate brings, without those of licenses that are not taken; and the standard text of each license
/// that is taken and that none of them is.
pub fn texts(linked: &Crate) -> Result<Vec<String>> {
    let taken = taken(linked)?;
    let mut texts = Vec::new();
    let files = if linked.folder.as_os_str().is_empty() { Vec::new() } else { files(&linked.folder)? };
    for file in wanted(files, &taken) {
        let bytes = fs::read(&file).with_context(|| file.display().to_string())?;
        texts.push(tidy(&String::from_utf8_lossy(&bytes)));
    }
    for licence in &taken {
        if !texts.iter().any(|text| is_text_of(text, licence)) {
            texts.push(tidy(&standard(linked, licence)?));
        }
    }
    Ok(texts)
}

fn is_text_of(text: &str, licence: &str) -> bool {
    // Some are comments of the code that they were taken from.
    let words = text.split_whitespace().filter(|word| !["//", "#", "*"].contains(word));
    let words = words.collect::<Vec<_>>().join(" ").to_lowercase();
    ACCEPTED.iter().any(|(known, mark)| *known == licence && words.contains(mark))
}

/// For a crate that brings no text, with those who made it where the text has a place for them.
fn standard(linked: &Crate, licence: &str) -> Result<String> {
    let name = linked.named();
    let (id, exception) = licence.split_once(" WITH ").map_or((licence, None), |(id, with)| (id, Some(with)));
    let text = spdx::license_id(id).with_context(|| format!("{name}: {id} is not known"))?.text();
    let holders = match linked.authors.join(", ") {
        nobody if nobody.is_empty() => format!("the authors of {}", linked.name),
        authors => authors,
    };
    let filled = text.lines().map(|line| {
        let is_place = line.starts_with("Copyright") && line.contains('<');
        if is_place { format!("Copyright (c) {holders}") } else { line.to_owned() }
    });
    let filled: Vec<_> = filled.collect();
    let mut text =
        format!("({name} brings no text of it; this is the standard one.)\n\n{}", filled.join("\n"));
    if let Some(exception) = exception {
        let known =
            spdx::exception_id(exception).with_context(|| format!("{name}: {exception} is not known"))?;
        text += &format!("\n\n{}", known.text());
    }
    Ok(text)
}

/// Every file with a license or a notice, also of what a crate has copied from others; in order.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut paths: Vec<_> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let is_text = path.extension().is_none_or(|end| ["txt", "md"].iter().any(|text| end == *text))
            || BEGINNINGS.iter().any(|start| name.starts_with(&format!("{start}se-")));
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if is_text && BEGINNINGS.iter().any(|start| name.starts_with(start)) {
            found.push(path);
        }
    }
    Ok(found)
}

/// Of the texts in one folder, those of other licenses are left out if one that is taken is there.
fn wanted(files: Vec<PathBuf>, taken: &[String]) -> Vec<PathBuf> {
    let is_taken = |path: &Path| stated(path).is_some_and(|of| taken.iter().any(|taken| taken == of));
    let mut wanted = files.clone();
    wanted.retain(|path| {
        let beside = files.iter().any(|other| other.parent() == path.parent() && is_taken(other));
        stated(path).is_none() || is_taken(path) || !beside
    });
    wanted
}

fn stated(path: &Path) -> Option<&'static str> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    STATED.iter().find(|(word, _)| name.contains(word)).map(|(_, licence)| *licence)
}

/// Without what differs for no reason: line ends, blanks at the end, empty lines around.
fn tidy(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}');
    let lines: Vec<_> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notices::linked::everywhere;

    fn of(licence: &str) -> Crate {
        Crate {
            name: "a".to_owned(),
            version: "1.0.0".to_owned(),
            licence: licence.to_owned(),
            authors: vec!["Ada Lovelace".to_owned()],
            folder: PathBuf::new(),
            platforms: everywhere(),
        }
    }

    #[test]
    fn of_what_is_offered_the_first_of_ours_is_taken_and_all_that_holds_is_kept() {
        for (offered, taken_as) in [
            ("Apache-2.0 OR ISC OR MIT", "MIT"),
            ("MIT/Apache-2.0", "MIT"),
            ("Unlicense OR MIT", "MIT"),
            ("Apache-2.0 AND ISC", "ISC AND Apache-2.0"),
            (
                "MIT AND Apache-2.0 WITH LLVM-exception AND (MIT OR Apache-2.0)",
                "MIT AND Apache-2.0 WITH LLVM-exception",
            ),
        ] {
            assert_eq!(
                taken(&of(offered)).map(|all| all.join(" AND ")).unwrap(),
                taken_as.to_owned(),
                "{offered}"
            );
        }
    }

    #[test]
    fn a_license_that_nobody_has_looked_at_is_refused_with_the_crate() {
        for licence in ["GPL-3.0-only", "MIT AND MPL-2.0", "", "as is"] {
            let why = format!("{:#}", taken(&of(licence)).expect_err(licence));
            assert!(why.starts_with("a 1.0.0 is under ") && why.contains("\": "), "{why}");
        }
    }

    #[test]
    fn a_crate_without_a_text_gets_the_standard_one_with_those_who_made_it() {
        let text = standard(&of("MIT"), "MIT").expect("MIT has a text");
        assert!(
            text.starts_with("(a 1.0.0 brings no text") && text.contains("\nCopyright (c) Ada Lovelace\n"),
            "{text}"
        );
        for (licence, _) in ACCEPTED {
            let text = standard(&of(licence), licence).expect(licence);
            assert!(is_text_of(&text, licence), "{licence} is not known by its words");
            assert!(!text.contains("<year>"), "{licence} has a place that is empty");
        }
    }

    #[test]
    fn of_two_texts_side_by_side_the_one_that_is_taken_is_kept_and_a_notice_always() {
        let paths = |names: &[&str]| names.iter().map(PathBuf::from).collect::<Vec<_>>();
        let files = paths(&["c/LICENSE-APACHE", "c/LICENSE-MIT", "c/NOTICE", "c/old/LICENSE-APACHE"]);
        let kept = wanted(files, &["MIT".to_owned()]);
        assert_eq!(kept, paths(&["c/LICENSE-MIT", "c/NOTICE", "c/old/LICENSE-APACHE"]));
    }
}
