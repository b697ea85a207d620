//! `AuthForgeTranslations.h`: which translations there are, for the Unreal plugin.

use std::fmt::Write as _;

use super::{Translation, shout};

pub const PATH: &str = "bindings/unreal/AuthForge/Source/AuthForge/Private/AuthForgeTranslations.h";

pub fn text(translations: &[Translation]) -> String {
    let mut text = "// What players are told in other languages. Made from messages/ by `cargo xtask generate`; do not edit.

#pragma once

#include \"AuthForgeLibrary.h\"
"
    .to_owned();
    text.push('\n');
    for Translation { code, .. } in translations {
        let _ = writeln!(text, "#include \"authforge/messages_{code}.h\"");
    }
    text.push_str(
        "
namespace AuthForge
{
\tstruct FTranslation
\t{
\t\tconst TCHAR* Language;
\t\tconst af_user_message* Messages;
\t\tstd::size_t Count;
\t};

\tstatic const FTranslation Translations[] = {
",
    );
    for Translation { code, .. } in translations {
        let name = format!("AF_USER_MESSAGES_{}", shout(code));
        let _ = writeln!(text, "\t\t{{TEXT(\"{code}\"), {name}, {name}_COUNT}},");
    }
    text.push_str("\t};\n}\n");
    text
}
