//! What the text of a path must not say on Windows, which reads much into names: devices, streams of a file, a drive's
//! own current folder. Pure, so that it is tried on every system.

/// Ours say what to do; for the others the system has a word of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    Name,
    Long,
    Device,
    Drive,
}

/// Names that lead to a device in every folder, whatever follows their first dot. Windows 11 lets some of them be; a
/// license has to lie where every player's system finds it.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
/// With a digit they are ports. Windows takes the small raised digits for digits.
const PORTS: [&str; 2] = ["com", "lpt"];
const DIGITS: &str = "0123456789\u{b9}\u{b2}\u{b3}";

/// Letters of UTF-16 that a name may have on every drive.
const LONGEST: usize = 255;

/// `:` begins a stream of the file before it.
const FORBIDDEN: [char; 8] = ['<', '>', '"', '|', '?', '*', ':', '/'];

/// Why no file can be put there, as far as the text can tell.
pub fn check(path: &str) -> Result<(), Wrong> {
    let text = path.replace('/', r"\");
    // There, and only where it is written like this, each name is taken as it stands.
    let names = match path.strip_prefix(r"\\?\") {
        Some(rest) => below_verbatim_root(rest)?,
        None => below_root(&text)?,
    };
    if names.split('\\').any(|name| name.contains(FORBIDDEN) || name.contains(char::is_control)) {
        return Err(Wrong::Name);
    }
    if names.split('\\').any(|name| name.encode_utf16().count() > LONGEST) {
        return Err(Wrong::Long);
    }
    if names.split('\\').any(is_device) {
        return Err(Wrong::Device);
    }
    // Windows leaves them out at the end, but for the two folders that consist of them.
    let last = names.rsplit('\\').next().unwrap_or_default();
    if last.ends_with(['.', ' ']) && !matches!(last, "." | "..") { Err(Wrong::Name) } else { Ok(()) }
}

/// Without the drive, the share or the volume that it begins with.
fn below_root(text: &str) -> Result<&str, Wrong> {
    if text.starts_with(r"\\.") || text.starts_with(r"\\?") {
        return Err(Wrong::Device);
    }
    if let Some(rest) = text.strip_prefix(r"\\") {
        return Ok(below_share(rest));
    }
    match after_drive(text) {
        Some(rest) if !rest.starts_with('\\') => Err(Wrong::Drive),
        Some(rest) => Ok(rest),
        None => Ok(text),
    }
}

/// What is neither a drive, a share nor a volume are the system's own objects: pipes, disks, ports.
fn below_verbatim_root(rest: &str) -> Result<&str, Wrong> {
    let begins = |word: &str| rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    if begins(r"UNC\") {
        return Ok(below_share(&rest[4..]));
    }
    if begins("Volume{") {
        return rest.split_once(r"}\").map(|(_, names)| names).ok_or(Wrong::Device);
    }
    after_drive(rest).filter(|rest| rest.starts_with('\\')).ok_or(Wrong::Device)
}

/// Without server and share.
fn below_share(text: &str) -> &str {
    text.splitn(3, '\\').nth(2).unwrap_or_default()
}

fn after_drive(text: &str) -> Option<&str> {
    let drive = |letter: char| letter.is_ascii_alphabetic();
    text.strip_prefix(drive).and_then(|rest| rest.strip_prefix(':'))
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end_matches(' ').to_lowercase();
    let port = |word: &&str| stem.strip_prefix(*word).is_some_and(is_digit);
    DEVICES.contains(&stem.as_str()) || PORTS.iter().any(port)
}

fn is_digit(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|first| DIGITS.contains(first)) && letters.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_files_are_paths_whatever_their_form() {
        for path in [
            "license.lic",
            r"C:\Users\J\u{fc}rgen M\Spiel\a.lic",
            "c:/games/a/../license.lic",
            r"\games\license.lic",
            r"..\license.lic",
            r"\\server\share\folder\license.lic",
            "//server/share/license.lic",
            r"\\?\C:\games\license.lic",
            r"\\?\UNC\server\share\license.lic",
            r"\\?\unc\server\share\license.lic",
            r"\\?\Volume{b75e2c83-0000-0000-0000-602f00000000}\license.lic",
            ".license",
            "a.b.c",
            "console.lic",
            "com10.lic",
            "com.lic",
            "com\u{665}.lic",
            "nul-a",
            "my con.lic",
            "\u{1f511}\u{10ffff}.lic",
            ".",
            "..",
            "",
        ] {
            assert_eq!(check(path), Ok(()), "{path}");
        }
    }

    #[test]
    fn names_of_devices_are_no_names_of_files_with_any_ending_and_in_any_folder() {
        for path in [
            "nul",
            "NUL.lic",
            "nul.tar.gz",
            "Con",
            "con .lic",
            "prn.",
            "aux",
            "CONIN$",
            "conout$.lic",
            "COM1",
            "com0.lic",
            "lpt9",
            "com\u{b9}.lic",
            "LPT\u{b3}",
            r"C:\games\nul.lic",
            "games/con/license.lic",
            r"\\?\C:\games\nul",
            r"\\.\C:\license.lic",
            r"\\.\pipe\license",
            "//./COM1",
            "//?/C:/license.lic",
            r"\\?\pipe\license",
            r"\\?\GLOBALROOT\Device\Null",
            r"\\?\C:",
            r"\\?\Volume{b75e2c83",
            r"\\?\",
        ] {
            assert_eq!(check(path), Err(Wrong::Device), "{path}");
        }
    }

    #[test]
    fn streams_and_what_windows_does_not_keep_of_a_name_are_no_names() {
        for path in [
            "license.lic:stream",
            "license.lic::$DATA",
            r"C:\games\license.lic:stream",
            r"games:stream\license.lic",
            "license.lic.",
            "license.lic ",
            r"C:\games\license. .",
            "...",
            "a?.lic",
            "a*.lic",
            "<a>.lic",
            "a|b",
            "\"a\"",
            "a\tb",
            "a\u{1}",
            r"\??\C:\license.lic",
            r"\\?\C:\games/license.lic",
            r"\\?\UNC\server\share\license.lic:stream",
        ] {
            assert_eq!(check(path), Err(Wrong::Name), "{path}");
        }
        let of = |letters: usize| "\u{1f511}".repeat(letters / 2) + &"n".repeat(letters % 2);
        assert_eq!((check(&of(255)), check(&of(256))), (Ok(()), Err(Wrong::Long)));
        assert_eq!(check(&format!(r"C:\{}\a.lic", of(256))), Err(Wrong::Long));
    }

    #[test]
    fn a_drive_without_its_root_is_wherever_somebody_has_been_last() {
        for path in ["C:license.lic", r"c:games\license.lic", "C:", "C:.", "d:a/b"] {
            assert_eq!(check(path), Err(Wrong::Drive), "{path}");
        }
    }
}
