//! Pauses in whole milliseconds, and in words for people.

use std::time::Duration;

/// When something comes that is waited for: `at once`, `in 2.0 s`.
pub fn when(pause: Duration) -> String {
    if pause.is_zero() { "at once".to_owned() } else { format!("in {}", seconds(pause)) }
}

/// In 64 bits: the 128 of `as_millis` are an arithmetic of their own, wherever they are used.
#[inline(never)]
pub fn whole_ms(pause: Duration) -> u64 {
    pause.as_secs().saturating_mul(1000).saturating_add(pause.subsec_millis().into())
}

/// The same where less fits.
pub fn short_ms(pause: Duration) -> u32 {
    u32::try_from(whole_ms(pause)).unwrap_or(u32::MAX)
}

/// Parts of a whole, in which chance is counted.
pub const WHOLE: u32 = 1 << 16;

/// So many parts of some time. One copy.
#[inline(never)]
pub fn part(time: Duration, parts: u32) -> Duration {
    Duration::from_millis(whole_ms(time).saturating_mul(parts.into()) / u64::from(WHOLE))
}

/// A part of some time by chance, which is never all of it.
pub fn any_part(time: Duration, chance: u16) -> Duration {
    part(time, chance.into())
}

/// Tenths of a second, never fewer than there are.
fn seconds(pause: Duration) -> String {
    let tenths = pause.subsec_millis().div_ceil(100);
    format!("{}.{} s", pause.as_secs() + u64::from(tenths / 10), tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_part_may_be_none_and_is_never_the_whole() {
        let second = Duration::from_secs(1);
        let parts = [0, 1 << 15, u16::MAX].map(|chance| any_part(second, chance).as_millis());
        assert_eq!(parts, [0, 500, 999]);
    }

    #[test]
    fn a_pause_is_told_in_tenths_of_a_second_and_none_as_at_once() {
        for (ms, words) in [
            (0, "at once"),
            (1, "in 0.1 s"),
            (100, "in 0.1 s"),
            (101, "in 0.2 s"),
            (2_000, "in 2.0 s"),
            (59_999, "in 60.0 s"),
            (86_400_000, "in 86400.0 s"),
        ] {
            assert_eq!(when(Duration::from_millis(ms)), words);
        }
    }
}
