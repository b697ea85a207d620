//! Numbers of a host that stand for one of a few things. An enum of Rust with a number that it has no variant for would
//! be undefined.

use crate::values::error::{Error, Result};

/// The choice of this number.
pub fn choice<T: Copy>(name: &str, number: i32, choices: &[T]) -> Result<T> {
    let at = usize::try_from(number).ok();
    at.and_then(|at| choices.get(at)).copied().ok_or_else(|| unknown(name, number, choices.len()))
}

#[cold]
fn unknown(name: &str, number: i32, count: usize) -> Error {
    let need = match count {
        2 => "0 or 1".to_owned(),
        3 => "0, 1 or 2".to_owned(),
        _ => format!("0 to {}", count - 1),
    };
    Error::argument(format!("{name} is {number}, need {need}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_beside_the_choices_is_refused_with_what_there_is() {
        assert_eq!(choice("x", 1, &['a', 'b']), Ok('b'));
        let refused = |number, choices: &[char]| choice("x", number, choices).unwrap_err().message;
        assert_eq!(refused(2, &['a', 'b']), "x is 2, need 0 or 1");
        assert_eq!(refused(-1, &['a', 'b', 'c']), "x is -1, need 0, 1 or 2");
        assert_eq!(refused(i32::MAX, &['a'; 5]), "x is 2147483647, need 0 to 4");
    }
}
