//! What a shared library or a program offers to others, and what it needs of them: of Linux, Windows and macOS.

use std::collections::BTreeSet;
use std::path::Path;

use crate::Result;
use anyhow::{Context, bail};
use object::read::archive::ArchiveFile;
use object::{BinaryFormat, NameOrOrdinal, Object, ObjectSection, ObjectSymbol};

/// The names that leave a library, sorted, as C writes them.
pub fn exported(library: &Path) -> Result<Vec<String>> {
    let bytes = read(library)?;
    let file = parse(library, &bytes)?;
    // Where Apple's C puts one before each name.
    let before = if file.format() == BinaryFormat::MachO { "_" } else { "" };
    let mut names = Vec::new();
    for export in file.exports().with_context(|| library.display().to_string())? {
        let export = export.with_context(|| library.display().to_string())?;
        let NameOrOrdinal::Name(name) = export.name() else {
            bail!("{} exports a function by its number alone", library.display());
        };
        let name = text(name);
        names.push(name.strip_prefix(before).unwrap_or(&name).to_owned());
    }
    names.sort();
    Ok(names)
}

/// The names that the objects of an archive define for others, sorted, as the linker sees them.
pub fn defined(archive: &Path) -> Result<Vec<String>> {
    let bytes = read(archive)?;
    let named = || archive.display().to_string();
    let mut names = Vec::new();
    for member in ArchiveFile::parse(&bytes[..]).with_context(named)?.members() {
        let member = member.and_then(|member| member.data(&bytes[..])).with_context(named)?;
        let object = parse(archive, member)?;
        let symbols = object.symbols().filter(|symbol| symbol.is_global() && symbol.is_definition());
        names.extend(symbols.filter_map(|symbol| symbol.name().ok().map(str::to_owned)));
    }
    names.sort();
    names.dedup();
    Ok(names)
}

/// The names of the libraries that a library or a program asks the loader for.
pub fn needed(program: &Path) -> Result<Vec<String>> {
    let bytes = read(program)?;
    needed_of(program, &bytes).with_context(|| program.display().to_string())
}

fn needed_of(program: &Path, bytes: &[u8]) -> Result<Vec<String>> {
    if let Some(names) = elf::needed(bytes)? {
        return Ok(names);
    }
    let mut names = BTreeSet::new();
    for import in parse(program, bytes)?.imports()? {
        names.insert(text(import?.library()));
    }
    // What macOS looks for in any library has none.
    names.remove("");
    Ok(names.into_iter().collect())
}

/// The names of the versions that it asks of them, as `GLIBC_2.34`.
pub fn needed_versions(program: &Path) -> Result<Vec<String>> {
    elf::needed_versions(&read(program)?).with_context(|| program.display().to_string())
}

/// Whether a library or a program has a section of this name.
pub fn has_section(program: &Path, name: &str) -> Result<bool> {
    let bytes = read(program)?;
    Ok(parse(program, &bytes)?.section_by_name(name).is_some())
}

/// The bytes of all its sections, which unlike those of its file are not rounded to pages.
pub fn size(program: &Path) -> Result<u64> {
    let bytes = read(program)?;
    Ok(parse(program, &bytes)?.sections().map(|section| section.size()).sum())
}

/// What is exported and was not expected, and the other way round.
pub fn compare(found: &[String], expected: &[String]) -> Result {
    let extra: Vec<_> = found.iter().filter(|name| !expected.contains(name)).collect();
    let missing: Vec<_> = expected.iter().filter(|name| !found.contains(name)).collect();
    if extra.is_empty() && missing.is_empty() {
        return Ok(());
    }
    bail!("exported and not in the header: {extra:?}; in the header and not exported: {missing:?}")
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| path.display().to_string())
}

fn parse<'a>(path: &Path, bytes: &'a [u8]) -> Result<object::File<'a>> {
    object::File::parse(bytes).with_context(|| path.display().to_string())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The part of an ELF file that only the loader reads.
mod elf {
    use object::elf::{DT_NEEDED, FileHeader32, FileHeader64};
    use object::read::elf::{Dyn, FileHeader};
    use object::{Endianness, FileKind, read::Result};

    use super::text;

    /// `None` if it is no such file.
    pub fn needed(bytes: &[u8]) -> Result<Option<Vec<String>>> {
        match FileKind::parse(bytes)? {
            FileKind::Elf64 => needed_by::<FileHeader64<Endianness>>(bytes).map(Some),
            FileKind::Elf32 => needed_by::<FileHeader32<Endianness>>(bytes).map(Some),
            _ => Ok(None),
        }
    }

    pub fn needed_versions(bytes: &[u8]) -> Result<Vec<String>> {
        match FileKind::parse(bytes)? {
            FileKind::Elf32 => versions_of::<FileHeader32<Endianness>>(bytes),
            _ => versions_of::<FileHeader64<Endianness>>(bytes),
        }
    }

    fn needed_by<Header: FileHeader<Endian = Endianness>>(bytes: &[u8]) -> Result<Vec<String>> {
        let header = Header::parse(bytes)?;
        let endian = header.endian()?;
        let sections = header.sections(endian, bytes)?;
        let mut names = Vec::new();
        let Some((entries, link)) = sections.dynamic(endian, bytes)? else { return Ok(names) };
        let strings = sections.strings(endian, bytes, link)?;
        for entry in entries.iter().filter(|entry| entry.tag(endian) == DT_NEEDED) {
            names.push(text(entry.string(endian, strings)?));
        }
        Ok(names)
    }

    fn versions_of<Header: FileHeader<Endian = Endianness>>(bytes: &[u8]) -> Result<Vec<String>> {
        let header = Header::parse(bytes)?;
        let endian = header.endian()?;
        let sections = header.sections(endian, bytes)?;
        let mut names = Vec::new();
        let Some((mut libraries, link)) = sections.gnu_verneed(endian, bytes)? else { return Ok(names) };
        let strings = sections.strings(endian, bytes, link)?;
        while let Some((_, mut versions)) = libraries.next()? {
            while let Some(version) = versions.next()? {
                names.push(text(version.name(endian, strings)?));
            }
        }
        Ok(names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_that_is_exported_or_declared_alone_is_named() {
        let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        compare(&names(&["af_a", "af_b"]), &names(&["af_a", "af_b"])).unwrap();
        let told = "exported and not in the header: [\"leak\"]; in the header and not exported: [\"af_b\"]";
        assert_eq!(
            compare(&names(&["af_a", "leak"]), &names(&["af_a", "af_b"])).unwrap_err().to_string(),
            told
        );
    }
}
