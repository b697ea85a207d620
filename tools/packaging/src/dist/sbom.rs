//! What is inside a library, for programs that ask: a CycloneDX bill of materials.

use cyclonedx_bom::models::bom::{Bom, SpecVersion};
use cyclonedx_bom::models::component::{Classification, Component, Components};
use cyclonedx_bom::models::hash::{Hash, HashAlgorithm, HashValue, Hashes};
use cyclonedx_bom::models::license::{LicenseChoice, Licenses};
use cyclonedx_bom::models::metadata::Metadata;
use cyclonedx_bom::prelude::{Purl, Validate};

use anyhow::{Context, ensure};
use harness::Result;
use harness::target::Target;

use super::VERSION;
use crate::notices::{Linked, linked_in};

/// The bill of the library for a target. No time and no serial number: it is another one when something in it is.
pub fn of(target: &Target) -> Result<String> {
    let mut components = vec![rust()?];
    for linked in linked_in(target.rust)? {
        components.push(component(&linked)?);
    }
    let mut library = Component::new(Classification::Library, "libauthforge", VERSION, None);
    library.licenses = Some(Licenses(vec![LicenseChoice::expression("MIT")]));
    let bom = Bom {
        version: 1,
        serial_number: None,
        metadata: Some(Metadata { component: Some(library), ..Metadata::default() }),
        components: Some(Components(components)),
        ..Bom::default()
    };
    let wrong = bom.validate();
    ensure!(wrong.passed(), "the bill of materials is none: {wrong:?}");
    let mut text = Vec::new();
    bom.output_as_json(&mut text, SpecVersion::V1_5).context("bill of materials")?;
    Ok(String::from_utf8(text)? + "\n")
}

fn component(linked: &Linked) -> Result<Component> {
    let purl = Purl::new("cargo", &linked.name, &linked.version)?;
    let reference = format!("{}@{}", linked.name, linked.version);
    let mut component =
        Component::new(Classification::Library, &linked.name, &linked.version, Some(reference));
    component.purl = Some(purl);
    component.licenses = Some(Licenses(vec![LicenseChoice::expression(&linked.licence)]));
    let sum = Hash { alg: HashAlgorithm::SHA_256, content: HashValue(linked.checksum.clone()) };
    component.hashes = Some(Hashes(vec![sum]));
    Ok(component)
}

/// Rust's standard library, which no line of Cargo.lock names.
fn rust() -> Result<Component> {
    let version = harness::target::rust_version()?;
    let mut component = Component::new(Classification::Library, "rust-std", &version, None);
    component.licenses = Some(Licenses(vec![LicenseChoice::expression("MIT OR Apache-2.0")]));
    Ok(component)
}
