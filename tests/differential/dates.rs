//! What is unusual about a date's text.

/// The 30th of February, the 31st of April.
pub fn is_no_day(text: &str) -> bool {
    let number = |from, to| text.trim().get(from..to).and_then(|part: &str| part.parse::<u32>().ok());
    let (Some(year), Some(month), Some(day)) = (number(0, 4), number(5, 7), number(8, 10)) else {
        return false;
    };
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    day > last
}

/// A `+` or `-` inside a number: `+030-01-01`, `2030-+1-01`, `+-1:00`.
pub fn has_sign_in_number(text: &str) -> bool {
    let text = text.trim();
    let starts = [0, 5, 8, 11, 14, 17];
    let sign = |at: usize| matches!(text.as_bytes().get(at), Some(b'+' | b'-'));
    starts.into_iter().any(sign) || text.contains("+-") || text.contains("++")
}

/// ISO-8601 in a spelling that is rare but allowed: a comma, a small `t`.
pub fn is_rare_iso(text: &str) -> bool {
    text.contains(',') || text.trim().as_bytes().get(10) == Some(&b't')
}
