//! ISO-8601 instants as the service writes them, and a little more.

/// Milliseconds since 1970 of `2026-04-20T00:00:00.000Z`; any number of fraction digits, `Z`, nothing, or an
/// offset of `+02:00`, `+0200` or `+02`. `None` for anything else.
pub fn parse_iso_ms(text: &str) -> Option<i64> {
    let text = text.trim();
    let (date, rest) = (text.get(..10)?, text.get(10..)?);
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let (time, rest) = (rest.get(..8)?, rest.get(8..)?);
    let [year, month, day] = numbers(date, '-')?;
    let [hour, minute, second] = numbers(time, ':')?;
    let in_range = (1..=12).contains(&month)
        && (1..=days_in(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second < 61;
    if !in_range {
        return None;
    }
    let (millis, zone) = fraction(rest)?;
    let seconds = days_from_1970(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
    Some((seconds - offset_seconds(zone)?) * 1000 + millis)
}

fn numbers(text: &str, separator: char) -> Option<[i64; 3]> {
    let mut parts = text.split(separator).map(digits);
    let result = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(result)
}

fn digits(text: &str) -> Option<i64> {
    let all = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if all { text.parse().ok() } else { None }
}

/// Milliseconds of `.123456`, and what follows.
fn fraction(rest: &str) -> Option<(i64, &str)> {
    let Some(rest) = rest.strip_prefix(['.', ',']) else { return Some((0, rest)) };
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (places, zone) = rest.split_at(end);
    let millis: String = places.chars().chain("000".chars()).take(3).collect();
    Some((digits(&millis).filter(|_| end > 0)?, zone))
}

fn offset_seconds(zone: &str) -> Option<i64> {
    if zone.is_empty() || zone.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let (sign, rest) = match zone.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_at_checked(2)?;
    let minutes = minutes.strip_prefix(':').unwrap_or(minutes);
    let minutes = if minutes.is_empty() { 0 } else { digits(minutes).filter(|_| minutes.len() == 2)? };
    Some(sign * (digits(hours)? * 3600 + minutes * 60))
}

fn is_leap(year: i64) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 in the Gregorian calendar: years are counted from March, so that the leap day
/// comes last.
fn days_from_1970(year: i64, month: i64, day: i64) -> i64 {
    let years = if month <= 2 { year - 1 } else { year };
    let months = (month + 9) % 12;
    years * 365 + years.div_euclid(4) - years.div_euclid(100)
        + years.div_euclid(400)
        + (months * 306 + 5) / 10
        + day
        - 1
        - 719_468
}

/// Milliseconds since 1970 as `2026-04-20T00:00:00.000Z`.
pub fn iso_ms(ms: i64) -> String {
    let (seconds, millis) = (ms.div_euclid(1000), ms.rem_euclid(1000));
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = date_of(days);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z")
}

/// The inverse of `days_from_1970`: a year that is surely not too low, then back to the right one.
fn date_of(days: i64) -> (i64, i64, i64) {
    let shortest = if days < 0 { 366 } else { 365 };
    let mut year = 1970 + days.div_euclid(shortest) + 1;
    while days_from_1970(year, 1, 1) > days {
        year -= 1 + (days_from_1970(year, 1, 1) - days - 1) / 366;
    }
    let mut day = days - days_from_1970(year, 1, 1) + 1;
    let mut month = 1;
    while day > days_in(year, month) {
        day -= days_in(year, month);
        month += 1;
    }
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_read_with_fraction_and_offset() {
        for (text, ms) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2026-04-20T00:00:00.000Z", 1_776_643_200_000),
            ("2026-04-20T02:00:00.5+02:00", 1_776_643_200_500),
            ("2026-04-19T23:00:00.123456789-0100", 1_776_643_200_123),
            ("2000-02-29T12:00:00Z", 951_825_600_000),
            ("2000-02-29T12:00:00", 951_825_600_000),
            ("1969-12-31T23:59:59Z", -1000),
        ] {
            assert_eq!(parse_iso_ms(text), Some(ms), "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        assert_eq!(iso_ms(1_776_643_200_007), "2026-04-20T00:00:00.007Z");
        let mut ms = -62_135_596_800_000; // year 1
        while ms < 253_402_300_800_000 {
            assert_eq!(parse_iso_ms(&iso_ms(ms)), Some(ms), "{}", iso_ms(ms));
            ms += 86_400_000 * 17 + 12_345_678;
        }
    }

    #[test]
    fn nonsense_is_no_instant() {
        let bad = [
            "",
            "never",
            "2026-13-01T00:00:00Z",
            "2026-02-29T00:00:00Z",
            "2026-04-20",
            "2026-04-20T24:00:00Z",
            "2026-04-20T00:00:00.Z",
            "٢٠٢٦-04-20T00:00:00Z",
            "2026-04-20T00:00:00+é0",
            "2026-04-20T00:00:00+00:9223372036854775807",
            "2026-04-20T00:00:00-00:153722867280912930",
            "2026-04-20T00:00:00+0000000000000",
            "2026-04-20T00:00:00+00:0",
        ];
        for text in bad {
            assert_eq!(parse_iso_ms(text), None, "{text}");
        }
    }
}
