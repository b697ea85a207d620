//! A hash that is the same everywhere, for telling things apart that nobody makes alike on purpose.

/// Eight bytes in a step. Its upper bits are the better ones.
pub fn hash(bytes: &[u8]) -> u32 {
    let (words, rest) = bytes.as_chunks();
    let rest = rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
    let words = words.iter().map(|word| u64::from_le_bytes(*word));
    let all = words
        .chain([rest])
        .fold(0, |hash: u64, word| (hash.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    (all >> 32) as u32
}

/// Where something of this hash is looked for in a table of so many places: each of them, from its own on.
pub fn places(hash: u32, count: usize) -> impl Iterator<Item = usize> {
    let first = ((u64::from(hash) * count as u64) >> 32) as usize;
    (first..first + count).map(move |place| if place < count { place } else { place - count })
}
