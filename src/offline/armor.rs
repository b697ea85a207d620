//! Armor: markers around header lines and base64, however mail programs, chats and editors left it. Whatever
//! is read here is only a guess, and counts for nothing before a signature or a checksum has proved it.

use super::unescape::unescape;
use crate::status::Status;
use crate::values::error::{Error, Result};
use crate::values::limits::{ARMOR_BLOCKS, ARMOR_STARTS};

/// Lines are wrapped here.
const WIDTH: usize = 64;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    License,
    Signature,
    Request,
}

impl Kind {
    const ALL: [Kind; 3] = [Kind::License, Kind::Signature, Kind::Request];

    fn name(self) -> &'static str {
        match self {
            Kind::License => "LICENSE",
            Kind::Signature => "SIGNATURE",
            Kind::Request => "ACTIVATION REQUEST",
        }
    }

    pub fn begin(self) -> String {
        format!("-----BEGIN AUTHFORGE {}-----", self.name())
    }

    pub fn end(self) -> String {
        format!("-----END AUTHFORGE {}-----", self.name())
    }
}

/// Known by its words alone: dashes are turned into nicer ones, blanks and line ends come and go.
struct Marker {
    begins: bool,
    kind: Kind,
    start: usize,
    end: usize,
}

/// A text and what is found in it.
pub struct Armored {
    text: Vec<u8>,
    markers: Vec<Marker>,
}

/// What stands between a begin marker and the next marker, whichever that is.
pub struct Block<'a> {
    armored: &'a Armored,
    marker: usize,
    body: &'a [u8],
}

impl Armored {
    pub fn new(text: &str) -> Armored {
        let text = unescape(text.as_bytes());
        let mut markers = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let marker = marker_at(&text, at);
            at = marker.as_ref().map_or(at + 1, |marker| marker.end);
            markers.extend(marker);
        }
        Armored { text, markers }
    }

    pub fn has(&self, kind: Kind) -> bool {
        self.markers.iter().any(|marker| marker.begins && marker.kind == kind)
    }

    /// An activation request, and not the license file that is made from one: what a user may take for the other.
    pub fn is_request_alone(&self) -> bool {
        self.has(Kind::Request) && !self.has(Kind::License)
    }

    /// In their order; none is an error.
    pub fn blocks(&self, kind: Kind) -> Result<impl Iterator<Item = Block<'_>>> {
        if !self.has(kind) {
            return Err(no_line(&kind.begin()));
        }
        let begins = move |at: &usize| self.markers[*at].begins && self.markers[*at].kind == kind;
        Ok((0..self.markers.len()).filter(begins).take(ARMOR_BLOCKS).map(|at| self.block(at)))
    }

    fn block(&self, marker: usize) -> Block<'_> {
        let end = self.markers.get(marker + 1).map_or(self.text.len(), |next| next.start);
        Block { armored: self, marker, body: &self.text[self.markers[marker].end..end] }
    }
}

impl<'a> Block<'a> {
    /// The blocks of that kind behind this one, the nearest first: markers may be doubled, or quoted.
    pub fn followed_by(&self, kind: Kind) -> Result<Vec<Block<'a>>> {
        let markers = &self.armored.markers;
        let begins = |at: &usize| markers[*at].begins && markers[*at].kind == kind;
        let behind = (self.marker + 1..markers.len()).filter(begins).take(ARMOR_STARTS);
        let blocks: Vec<_> = behind.map(|at| self.armored.block(at)).collect();
        if blocks.is_empty() { Err(no_line(&kind.begin())) } else { Ok(blocks) }
    }

    /// What to say of a block that nothing proves: one that was cut off is told apart.
    pub fn unproven(&self, why: Error) -> Error {
        let markers = &self.armored.markers;
        let kind = markers[self.marker].kind;
        let ends = markers.get(self.marker + 1).is_some_and(|next| !next.begins && next.kind == kind);
        if ends { why } else { no_line(&kind.end()) }
    }

    /// Two readings: every line that is no header, wherever headers stand; and what follows the last header,
    /// where the line ends were lost.
    pub fn letters(&self) -> [Vec<u8>; 2] {
        let lines = self.body.split(|byte| *byte == b'\n').filter(|line| !is_header(line)).flatten();
        let behind = self.body.rsplit(|byte| *byte == b':').next().unwrap_or_default();
        [letters(&mut lines.copied()), letters(&mut behind.iter().copied())]
    }

    /// The base64 text that `proves`, with its padding or without as it was signed, wherever it begins.
    pub fn base64(&self, proves: &mut dyn FnMut(&[u8]) -> bool) -> Result<Option<Vec<u8>>> {
        let readings = self.letters();
        if readings.iter().all(Vec::is_empty) {
            return Err(damaged("there is no base64 text inside"));
        }
        for text in readings {
            for start in starts(&text) {
                let mut text = text[start..].to_vec();
                if proves(&text) {
                    return Ok(Some(text));
                }
                while text.len() % 4 != 0 {
                    text.push(b'=');
                }
                if proves(&text) {
                    return Ok(Some(text));
                }
            }
        }
        Ok(None)
    }

    /// So many letters and digits behind each place where a header is named.
    pub fn headers(&self, name: &str, digits: usize) -> Vec<Vec<u8>> {
        let first = name.as_bytes()[0];
        let starts = (0..self.body.len()).filter(|at| self.body[*at].eq_ignore_ascii_case(&first));
        let ends = starts.filter_map(|at| end_of(self.body, at, name)).take(ARMOR_STARTS);
        let value = |end: usize| self.body[end..].iter().copied().filter(u8::is_ascii_alphanumeric);
        ends.map(|end| value(end).take(digits).collect()).collect()
    }
}

/// Where the payload may begin: with all that was taken for base64, or, behind what is left of headers, as
/// every JSON object does: `{"`, or `{` and a line end.
fn starts(text: &[u8]) -> impl Iterator<Item = usize> {
    let inside = (1..text.len()).filter(|at| matches!(&text[*at..], [b'e', b'y' | b'w', ..]));
    std::iter::once(0).chain(inside.take(ARMOR_STARTS))
}

/// A name before a colon, which base64 does not have.
fn is_header(line: &[u8]) -> bool {
    let colon = line.iter().position(|byte| *byte == b':');
    colon.is_some_and(|colon| line[..colon].iter().any(u8::is_ascii_alphanumeric))
}

/// Padding is left out, as are soft line ends: how much belongs there is known.
fn letters(bytes: &mut dyn Iterator<Item = u8>) -> Vec<u8> {
    bytes.filter(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')).collect()
}

fn marker_at(text: &[u8], start: usize) -> Option<Marker> {
    let first = text[start].to_ascii_uppercase();
    let begin = (first == b'B').then(|| end_of(text, start, "BEGIN")).flatten();
    let word = begin.or_else(|| (first == b'E').then(|| end_of(text, start, "END")).flatten())?;
    let word = end_of(text, word, "AUTHFORGE")?;
    let named = |kind: Kind| Some((kind, end_of(text, word, kind.name())?));
    let (kind, end) = Kind::ALL.into_iter().find_map(named)?;
    Some(Marker { begins: begin.is_some(), kind, start, end })
}

/// Where a word ends that comes next, in letters of any case, with anything but letters and digits before it
/// and between its letters.
fn end_of(text: &[u8], start: usize, word: &str) -> Option<usize> {
    let mut at = start;
    for letter in word.bytes().filter(u8::is_ascii_alphabetic) {
        at += text[at..].iter().position(u8::is_ascii_alphanumeric)?;
        if !text[at].eq_ignore_ascii_case(&letter) {
            return None;
        }
        at += 1;
    }
    Some(at)
}

/// ASCII text in lines.
pub fn wrap(text: &str) -> String {
    let mut wrapped = String::with_capacity(text.len() + text.len() / WIDTH + 1);
    for (at, letter) in text.chars().enumerate() {
        if at > 0 && at % WIDTH == 0 {
            wrapped.push('\n');
        }
        wrapped.push(letter);
    }
    wrapped
}

fn no_line(marker: &str) -> Error {
    damaged(format!("there is no line {marker:?}"))
}

pub fn damaged(why: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(Status::BadArmor, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "eyJ2IjoxLCJ0IjoiYSJ9eyJh";

    /// The base64 of the first license block, when it is the body.
    fn read(text: &str) -> Option<String> {
        let armored = Armored::new(text);
        let block = armored.blocks(Kind::License).ok()?.next()?;
        let found = block.base64(&mut |text| text == BODY.as_bytes()).ok()??;
        String::from_utf8(found).ok()
    }

    fn block(inside: &str) -> String {
        format!("{}{inside}{}", Kind::License.begin(), Kind::License.end())
    }

    #[test]
    fn markers_are_known_by_their_words() {
        for begin in [
            "-----BEGIN AUTHFORGE LICENSE-----",
            "\u{2014}\u{2013}BEGIN AUTHFORGE LICENSE\u{2013}\u{2014}",
            "\u{2212}\u{2212} BEGIN\u{a0}AUTH\u{200b}FORGE\r\n> LICENSE \u{2011}",
            "begin authforge license",
            "\\-\\-BEGIN&nbsp;AUTHFORGE=20LICENSE",
            "**-----BEGIN AUTHFORGE <b>LICENSE</b>-----**",
        ] {
            let text = format!("{begin}\n{BODY}\n-----END AUTHFORGE LICENSE");
            assert_eq!(read(&text).as_deref(), Some(BODY), "{begin}");
        }
        for other in
            ["BEGIN LICENSE", "BEGIN AUTHFORGE", "BEGIN AUTHFORGE LICENCE", "END AUTHFORGE LICENSE", ""]
        {
            assert!(!Armored::new(other).has(Kind::License), "{other}");
        }
    }

    #[test]
    fn base64_is_found_among_headers_wherever_they_stand() {
        let (first, second) = BODY.split_at(11);
        for inside in [
            format!("\nA: b\n\n{BODY}\n"),
            format!("\nA: b\n{first}\nC: d:e\n{second}\nF: g\n"),
            format!("\n\n\n> > {first}\n\n> >{second}\n\n"),
            format!("A: b C: 10:00:00 {first} {second}"),
            format!("A: bC: never{BODY}"),
            format!("\nA: b\nwrapped c\nD: e\n\n{first}\r\r\n\t{second}\n"),
            format!(" : {first}\n : {second}\n"),
        ] {
            assert_eq!(read(&block(&inside)).as_deref(), Some(BODY), "{inside}");
        }
        assert_eq!(read(&block(&BODY.replace('2', "3"))), None);
    }

    #[test]
    fn padding_is_as_it_was_signed() {
        for (inside, signed) in
            [("QUI", "QUI="), ("QQ", "QQ=="), ("QUI=3D", "QUI="), ("QUI=\n", "QUI"), ("QUJD==", "QUJD")]
        {
            let text = block(inside);
            let armored = Armored::new(&text);
            let found = armored.blocks(Kind::License).unwrap().next().unwrap();
            let found = found.base64(&mut |text| text == signed.as_bytes()).unwrap();
            assert_eq!(found.as_deref(), Some(signed.as_bytes()), "{inside}");
        }
        let armored = Armored::new("BEGIN AUTHFORGE LICENSE\n=\n!");
        let error = armored.blocks(Kind::License).unwrap().next().unwrap().base64(&mut |_| true).unwrap_err();
        assert_eq!(error.status, Status::BadArmor);
    }

    #[test]
    fn signatures_stand_behind_their_license_and_what_was_cut_off_is_told_apart() {
        let text = "BEGIN AUTHFORGE LICENSE A BEGIN AUTHFORGE LICENSE B END AUTHFORGE LICENSE \
                    BEGIN AUTHFORGE SIGNATURE BEGIN AUTHFORGE SIGNATURE S END AUTHFORGE SIGNATURE";
        let armored = Armored::new(text);
        let blocks: Vec<_> = armored.blocks(Kind::License).unwrap().collect();
        assert_eq!(blocks.len(), 2);
        let behind = blocks[1].followed_by(Kind::Signature).unwrap();
        let letters: Vec<_> = behind.iter().map(|block| block.letters()[0].clone()).collect();
        assert_eq!(letters, [b"".to_vec(), b"S".to_vec()]);
        assert!(blocks[1].followed_by(Kind::License).is_err());
        let status = |block: &Block<'_>| block.unproven(Error::of(Status::BadSignature)).status;
        assert_eq!([status(&blocks[0]), status(&blocks[1])], [Status::BadArmor, Status::BadSignature]);
    }

    #[test]
    fn the_longest_text_is_read_in_no_time() {
        let begun = std::time::Instant::now();
        for piece in ["\n", "BE\n", "e", "<a", "&", "=", "ey", "BEGIN AUTHFORGE LICENSE ey "] {
            let _ = read(&piece.repeat(256 * 1024 / piece.len()));
        }
        assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
    }

    #[test]
    fn text_is_wrapped_at_64_columns_without_an_empty_last_line() {
        assert_eq!(wrap(&"x".repeat(64)), "x".repeat(64));
        assert_eq!(wrap(&"x".repeat(65)), format!("{}\nx", "x".repeat(64)));
    }
}
