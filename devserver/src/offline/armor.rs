//! Armor: blocks of base64 between marker lines, as people mail them to each other.

/// Columns of base64.
const WIDTH: usize = 64;

/// What a block holds, by the word in its markers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    License,
    Signature,
    ActivationRequest,
}

/// A block as it was read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Armored {
    headers: Vec<(String, String)>,
    /// Base64 in one line.
    pub body: String,
}

impl Block {
    const fn word(self) -> &'static str {
        match self {
            Self::License => "LICENSE",
            Self::Signature => "SIGNATURE",
            Self::ActivationRequest => "ACTIVATION REQUEST",
        }
    }

    fn begin(self) -> String {
        format!("-----BEGIN AUTHFORGE {}-----", self.word())
    }

    fn end(self) -> String {
        format!("-----END AUTHFORGE {}-----", self.word())
    }

    /// The block with its final newline. The empty line is there only when there are headers to end.
    pub fn write(self, headers: &[(&str, String)], base64: &str) -> String {
        let mut text = self.begin() + "\n";
        for (name, value) in headers {
            text.push_str(&format!("{name}: {}\n", one_line(value)));
        }
        if !headers.is_empty() {
            text.push('\n');
        }
        for (at, symbol) in base64.chars().enumerate() {
            if at > 0 && at % WIDTH == 0 {
                text.push('\n');
            }
            text.push(symbol);
        }
        text.push('\n');
        text + &self.end() + "\n"
    }

    /// Whether a line of the text begins such a block.
    pub fn begins_in(self, text: &str) -> bool {
        let begin = self.begin();
        plain_lines(text).lines().any(|line| line.trim() == begin)
    }

    /// The first such block of a text that went through mail programs and editors, or what is wrong with it.
    pub fn read(self, text: &str) -> Result<Armored, String> {
        let text = plain_lines(text);
        let (begin, end) = (self.begin(), self.end());
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let after = |marker: &str, from: usize| lines[from..].iter().position(|line| *line == marker);
        let first = after(&begin, 0).ok_or_else(|| format!("has no line {begin}"))? + 1;
        let last = first + after(&end, first).ok_or_else(|| format!("has no line {end} after its begin"))?;
        let blank = after("", first).map(|blank| first + blank).filter(|blank| *blank < last);
        let blank = blank.ok_or("has no empty line after its headers")?;
        let headers = lines[first..blank].iter().map(|line| header(line)).collect::<Result<_, _>>()?;
        let body: String = lines[blank..last].concat().split_whitespace().collect();
        if !is_base64(&body) {
            return Err("has a body that is no base64".into());
        }
        Ok(Armored { headers, body })
    }
}

impl Armored {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

fn header(line: &str) -> Result<(String, String), String> {
    match line.split_once(':') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.trim().to_owned())),
        _ => Err(format!("has a header line without a name and a colon: {line:?}")),
    }
}

/// Letters first, at most two `=` behind them.
fn is_base64(text: &str) -> bool {
    let letters = text.trim_end_matches('=');
    let symbol = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    !letters.is_empty() && text.len() - letters.len() <= 2 && letters.bytes().all(symbol)
}

/// Without a byte order mark, and with one kind of line end.
fn plain_lines(text: &str) -> String {
    text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n")
}

/// A value with a line break would end its header, and begin another.
fn one_line(value: &str) -> String {
    value.replace(['\r', '\n'], " ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(body: &str) -> String {
        Block::ActivationRequest.write(&[("Version", "1".into()), ("App-Id", " my\r\ngame ".into())], body)
    }

    #[test]
    fn a_block_is_headers_an_empty_line_and_base64_in_64_columns() {
        let body = "A".repeat(65);
        let lines = format!("{}\nA\n", "A".repeat(64));
        let expected = format!(
            "-----BEGIN AUTHFORGE ACTIVATION REQUEST-----\nVersion: 1\nApp-Id: my  game\n\n{lines}\
             -----END AUTHFORGE ACTIVATION REQUEST-----\n"
        );
        assert_eq!(written(&body), expected);
        let signature = Block::Signature.write(&[], &"A".repeat(64));
        assert_eq!(signature.lines().count(), 3, "a full line is not followed by an empty one: {signature}");
    }

    #[test]
    fn what_was_written_is_read_back() {
        let block = Block::ActivationRequest.read(&written("QUJD")).unwrap();
        assert_eq!((block.header("App-Id"), block.body.as_str()), (Some("my  game"), "QUJD"));
        assert_eq!(block.header("Checksum"), None);
    }

    #[test]
    fn mail_programs_and_editors_do_no_harm() {
        let crlf = written("QUJDREVG").replace("QUJD", "QU JD\n\n\t").replace('\n', "\r\n");
        let mailed = format!("\u{feff}Please see attached.\r\n{crlf}Thanks,\r\nPat");
        assert_eq!(Block::ActivationRequest.read(&mailed).unwrap().body, "QUJDREVG");
        let old = written("QUJD").replace('\n', "\r");
        assert_eq!(Block::ActivationRequest.read(&old).unwrap().body, "QUJD");
    }

    #[test]
    fn what_is_no_block_is_refused_with_its_reason() {
        let good = written("QUJD");
        for (bad, reason) in [
            (good.replace("BEGIN", "BEGUN"), "has no line -----BEGIN AUTHFORGE ACTIVATION REQUEST-----"),
            (good.replace("-----END", "-----"), "has no line -----END AUTHFORGE ACTIVATION REQUEST-----"),
            (good.clone().split_off(4) + &good[..4], "has no line -----BEGIN AUTHFORGE"),
            (
                good.lines().rev().map(|line| format!("{line}\n")).collect(),
                "has no line -----END AUTHFORGE ACTIVATION REQUEST----- after its begin",
            ),
            (good.replace("\n\n", "\n") + "\n\n", "has no empty line after its headers"),
            (good.replace("Version:", "Version"), "has a header line without a name and a colon"),
            (good.replace("Version:", ":"), "has a header line without a name and a colon"),
            (good.replace("QUJD", "QU-D"), "has a body that is no base64"),
            (good.replace("QUJD", "==="), "has a body that is no base64"),
            (good.replace("QUJD", "Q==="), "has a body that is no base64"),
            (good.replace("QUJD\n", ""), "has a body that is no base64"),
        ] {
            let error = Block::ActivationRequest.read(&bad).unwrap_err();
            assert!(error.starts_with(reason), "{error}");
        }
    }
}
