//! A generated answer to `/auth/validate`: everything but the nonce, which each request brings.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::Value;

use crate::json::{self, Members, Style};

/// Stand for what is known only when a request is there.
pub const NONCE: &str = "@NONCE@";
pub const PAYLOAD: &str = "@PAYLOAD@";
pub const SIGNATURE: &str = "@SIGNATURE@";

#[derive(Clone, Debug)]
pub struct Answer {
    pub http: u16,
    pub envelope: Envelope,
    pub payload: Payload,
    pub around: Around,
}

#[derive(Clone, Debug)]
pub enum Envelope {
    Members(Members, Style),
    /// Not even an object, or not even JSON.
    Raw(String),
}

#[derive(Clone, Debug)]
pub struct Payload {
    pub members: Members,
    pub style: Style,
    /// Instead of the members.
    pub raw: Option<String>,
    pub encoding: Encoding,
    pub signer: Signer,
    pub signed: Signed,
    pub signature: Encoding,
}

/// How bytes become text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Standard,
    Unpadded,
    Url,
    UrlUnpadded,
    /// One `=` too many.
    Overpadded,
    /// A line end after it.
    LineEnd,
    /// A blank in its middle.
    Blank,
    /// Bits in the last character that decoders ignore or refuse.
    LooseBits,
    /// One byte less.
    Short,
    /// One byte more.
    Long,
    Hex,
    Empty,
}

/// Whose key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signer {
    First,
    Second,
    Stranger,
}

/// Over which bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signed {
    Text,
    /// What the text decodes to, as a reader of other protocols would have it.
    Decoded,
    /// The text without its last character.
    Less,
}

/// What happens to the finished body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Around {
    Nothing,
    Bom,
    Blanks,
    /// More text after the end.
    Trailer,
    /// The second half is missing.
    Cut,
    /// A byte that is no UTF-8 inside an unsigned text.
    NotUtf8,
    /// Blanks beyond the longest body that we read.
    Huge,
}

impl Encoding {
    pub fn apply(self, bytes: &[u8]) -> String {
        let standard = STANDARD.encode(bytes);
        match self {
            Encoding::Standard => standard,
            Encoding::Unpadded => STANDARD_NO_PAD.encode(bytes),
            Encoding::Url => URL_SAFE.encode(bytes),
            Encoding::UrlUnpadded => URL_SAFE_NO_PAD.encode(bytes),
            Encoding::Overpadded => standard + "=",
            Encoding::LineEnd => standard + "\n",
            Encoding::Blank => {
                let (start, end) = standard.split_at(standard.len() / 2);
                format!("{start} {end}")
            }
            Encoding::LooseBits => loose(&standard),
            Encoding::Short => STANDARD.encode(&bytes[..bytes.len().saturating_sub(1)]),
            Encoding::Long => STANDARD.encode([bytes, b"\n"].concat()),
            Encoding::Hex => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
            Encoding::Empty => String::new(),
        }
    }
}

/// Sets the lowest bit of the last character, which carries none when there is padding.
fn loose(text: &str) -> String {
    let body = text.trim_end_matches('=');
    let next = |c: char| if c == '9' || c == 'Z' || c == 'z' { c } else { char::from(c as u8 + 1) };
    match body.chars().last() {
        Some(last) if body.len() < text.len() => {
            format!("{}{}{}", &body[..body.len() - 1], next(last), &text[body.len()..])
        }
        _ => text.to_owned(),
    }
}

/// The three keys of a run. The names of their seeds are the whole secret.
pub fn key(signer: Signer) -> SigningKey {
    SigningKey::from_bytes(&[signer as u8 + 1; 32])
}

pub fn public_key(signer: Signer) -> String {
    STANDARD.encode(key(signer).verifying_key().as_bytes())
}

impl Payload {
    /// The JSON text, or what stands for it, for this nonce.
    pub fn text(&self, nonce: &str) -> String {
        self.raw.clone().unwrap_or_else(|| self.members.text(self.style)).replace(NONCE, nonce)
    }

    pub fn sealed(&self, nonce: &str) -> (String, String) {
        let bytes = self.text(nonce).into_bytes();
        let payload = self.encoding.apply(&bytes);
        let signed = match self.signed {
            Signed::Text => payload.as_bytes(),
            Signed::Decoded => &bytes,
            Signed::Less => &payload.as_bytes()[..payload.len().saturating_sub(1)],
        };
        let signature = self.signature.apply(&key(self.signer).sign(signed).to_bytes());
        (payload, signature)
    }

    /// What a reader of the last member sees; the nonce is `0`.
    pub fn value(&self) -> Option<Value> {
        let mut bytes = self.text("0").into_bytes();
        if self.encoding == Encoding::Short {
            bytes.pop();
        }
        json::tolerant(&String::from_utf8(bytes).ok()?)
    }

    pub fn field(&self, name: &str) -> Option<Value> {
        self.value()?.get(name).cloned()
    }

    pub fn is_signed_by_us(&self) -> bool {
        self.signer != Signer::Stranger && self.signed == Signed::Text
    }
}

impl Answer {
    pub fn body(&self, nonce: &str) -> Vec<u8> {
        let (payload, signature) = self.payload.sealed(nonce);
        let text = match &self.envelope {
            Envelope::Members(members, style) => members.text(*style),
            Envelope::Raw(text) => text.clone(),
        };
        let quoted = |text: String| Value::from(text).to_string();
        let text = text.replace(PAYLOAD, &quoted(payload)).replace(SIGNATURE, &quoted(signature));
        let bytes = text.into_bytes();
        match self.around {
            Around::Nothing => bytes,
            Around::Bom => ["\u{feff}".as_bytes(), &bytes].concat(),
            Around::Blanks => [b" \r\n\t", bytes.as_slice(), b"\n\n "].concat(),
            Around::Trailer => [&bytes, b"{}".as_slice()].concat(),
            Around::Cut => bytes[..bytes.len() / 2].to_vec(),
            Around::NotUtf8 => [b"{\"note\":\"\xff\",", bytes.get(1..).unwrap_or_default()].concat(),
            Around::Huge => [&bytes, b" ".repeat(270 * 1024).as_slice()].concat(),
        }
    }

    /// The envelope as a reader of the last member sees it.
    pub fn field(&self, name: &str) -> Option<Value> {
        let Envelope::Members(members, _) = &self.envelope else { return None };
        match members.0.iter().rev().find(|(known, _)| known == name)?.1.as_str() {
            raw @ (PAYLOAD | SIGNATURE) => Some(Value::from(raw)),
            raw => json::tolerant(raw),
        }
    }

    /// Whether a trusted key signed it for the request that asked: without that, nobody may accept it.
    pub fn is_proven(&self) -> bool {
        self.payload.is_signed_by_us()
            && self.payload.field("nonce") == Some(Value::from("0"))
            && self.payload.field("sessionToken").is_some_and(|token| token.as_str() > Some(""))
            && self.field("payload") == Some(Value::from(PAYLOAD))
            && self.field("signature") == Some(Value::from(SIGNATURE))
    }

    /// Whether a client asks again after some seconds: too slow for thousands.
    pub fn is_asked_again(&self) -> bool {
        let body: Option<Value> = serde_json::from_slice(&self.body("0")).ok();
        let word = |name| match body.as_ref().and_then(|body| body.get(name)) {
            Some(Value::String(text)) => text.trim().to_ascii_lowercase(),
            _ => String::new(),
        };
        let (error, status) = (word("error"), word("status"));
        error == "rate_limited" || (error.is_empty() && (self.http == 429 || status == "rate_limited"))
    }
}
