//! JSON as it really comes. Nesting is limited before anything is parsed; half a character (what JavaScript leaves
//! where it cuts an emoji) and a number beyond a double do not spoil the rest. Works on a copy of a text whose
//! signature, if it has one, was checked as it came. `docs/protocol.md`, "JSON".

use serde_json::Value;
use zeroize::Zeroizing;

use crate::values::limits::JSON_DEPTH;

/// What serde_json refuses has the length of what stands for it, or more.
const REPLACEMENT: &[u8] = b"\\ufffd";

/// Digits of the smallest number without an exponent that is beyond a double.
const MANY_DIGITS: usize = 309;

/// The value; `None` for what is no JSON or nested too deep.
pub fn read(bytes: &[u8]) -> Option<Value> {
    let mut repaired: Option<Zeroizing<Vec<u8>>> = None;
    let shallow = scan(bytes, &mut |at, length, with| {
        let copy = repaired.get_or_insert_with(|| Zeroizing::new(bytes.to_vec()));
        copy[at..at + length].fill(b' ');
        copy[at..at + with.len()].copy_from_slice(with);
    });
    if !shallow {
        return None;
    }
    serde_json::from_slice(repaired.as_ref().map_or(bytes, |copy| copy.as_slice())).ok()
}

/// Says that so many bytes from a place are to be replaced with others, no more than they are.
type Repair<'a> = dyn FnMut(usize, usize, &[u8]) + 'a;

/// Finds what is to be repaired; false if it is nested too deep. Sees a text as a parser does up to its first
/// mistake, and behind that nothing matters.
fn scan(bytes: &[u8], repair: &mut Repair<'_>) -> bool {
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'{' | b'[' if depth == JSON_DEPTH => return false,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => at = end_of_text(bytes, at, repair),
            b'-' | b'0'..=b'9' => {
                let from = at - 1;
                let length = bytes[from..].iter().take_while(|byte| is_of_number(**byte)).count();
                if is_beyond(&bytes[from..from + length]) {
                    // A null would say something: of a license's end, that there is none. An empty text does not.
                    repair(from, length, if depth < 2 { b"\"\"" } else { b"null" });
                }
                at = from + length;
            }
            _ => {}
        }
    }
    true
}

/// The place behind the quotation mark that ends a text.
fn end_of_text(bytes: &[u8], mut at: usize, repair: &mut Repair<'_>) -> usize {
    loop {
        at += match bytes.get(at) {
            None => return at,
            Some(b'"') => return at + 1,
            Some(b'\\') => match unit(bytes, at) {
                Some(0xd800..=0xdbff) if matches!(unit(bytes, at + 6), Some(0xdc00..=0xdfff)) => 12,
                Some(0xd800..=0xdfff) => {
                    repair(at, REPLACEMENT.len(), REPLACEMENT);
                    6
                }
                Some(_) => 6,
                None => 2,
            },
            Some(_) => 1,
        };
    }
}

/// The number of an escape `\uXXXX` at this place.
fn unit(bytes: &[u8], at: usize) -> Option<u32> {
    let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
    digits.iter().try_fold(0, |number, digit| Some(number * 16 + char::from(*digit).to_digit(16)?))
}

fn is_of_number(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')
}

/// A number that the parser cannot hold: it is asked, since at the very edge of a double only it knows.
fn is_beyond(token: &[u8]) -> bool {
    let may_be = token.len() >= MANY_DIGITS || token.iter().any(|byte| matches!(byte, b'e' | b'E'));
    may_be && is_number(token) && serde_json::from_slice::<Value>(token).is_err()
}

/// Whether it is a number by the rules of JSON, whatever its size.
fn is_number(token: &[u8]) -> bool {
    let token = token.strip_prefix(b"-").unwrap_or(token);
    let (whole, mut rest) = digits(token);
    if whole == 0 || (whole > 1 && token[0] == b'0') {
        return false;
    }
    if let Some(fraction) = rest.strip_prefix(b".") {
        let (places, behind) = digits(fraction);
        if places == 0 {
            return false;
        }
        rest = behind;
    }
    let Some((b'e' | b'E', exponent)) = rest.split_first() else { return rest.is_empty() };
    let exponent = exponent.strip_prefix(b"+").or_else(|| exponent.strip_prefix(b"-")).unwrap_or(exponent);
    let (places, behind) = digits(exponent);
    places > 0 && behind.is_empty()
}

/// How many digits it begins with, and what follows them.
fn digits(text: &[u8]) -> (usize, &[u8]) {
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (count, &text[count..])
}

/// A whole number, also when written as 1.9e9 or beyond 64 bits.
pub fn integer(value: Option<&Value>) -> Option<i64> {
    let number = value?;
    if let Some(whole) = number.as_i64() {
        return Some(whole);
    }
    let float = number.as_f64()?;
    // Beyond 64 bits `as` stops at the nearest end, which is what a date that far means.
    (float.fract() == 0.0).then_some(float as i64)
}

#[cfg(test)]
#[path = "json/tests.rs"]
mod tests;
