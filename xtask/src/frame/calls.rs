//! What the program printed: for each call its times, waits and allocations.

use std::fmt;

use crate::shell::Result;

/// The budget of a call at the 99.9th percentile.
pub const LIMIT_NS: u64 = 100_000;

/// At the middle, the 99th and 99.9th percentile, and the most; in nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Times([u64; 4]);

impl Times {
    fn is_over(self) -> bool {
        self.0[2] > LIMIT_NS
    }
}

struct Call {
    name: String,
    count: u64,
    wall: Times,
    cpu: Times,
    waits: u64,
    /// Of these, for locks of the library; the others are the C library's, when threads allocate at once.
    lock_waits: u64,
    allocations: u64,
    bytes: u64,
    frees: u64,
    most_allocations: u64,
}

impl Call {
    /// As `print_meter` of tests/frame/meter.h writes it.
    fn read(line: &str) -> Result<Call> {
        let wrong = || format!("{line:?} is not 15 numbers and a name");
        let mut words = line.splitn(16, ' ');
        let mut numbers = [0; 15];
        for number in &mut numbers {
            *number = words.next().and_then(|word| word.parse().ok()).ok_or_else(wrong)?;
        }
        let [count, a, b, c, d, e, f, g, h, waits, lock_waits, allocations, bytes, frees, most] = numbers;
        Ok(Call {
            name: words.next().ok_or_else(wrong)?.to_owned(),
            count,
            wall: Times([a, b, c, d]),
            cpu: Times([e, f, g, h]),
            waits,
            lock_waits,
            allocations,
            bytes,
            frees,
            most_allocations: most,
        })
    }

    /// Made in every frame, or when an event says so; the others are for comparison.
    fn is_of_a_frame(&self) -> bool {
        let name = self.name.as_str();
        name.starts_with("af_client_pump")
            || name.starts_with("af_is_authenticated")
            || name.starts_with("af_session_variable")
            || name == "af_client_session, after an event"
            || name == "af_session_free"
    }

    /// Made in every frame, with nothing queued.
    fn is_of_every_frame(&self) -> bool {
        let name = self.name.as_str();
        self.is_of_a_frame()
            && !name.ends_with("event")
            && !name.ends_with("events")
            && name != "af_session_free"
    }

    /// For the library never. Where memory is made or given back, the C library may wait, for as long as the
    /// budget lasts.
    fn waits_too_often(&self) -> bool {
        let may_be_made = self.is_of_a_frame() || self.name.ends_with("each frame");
        may_be_made && self.lock_waits > 0 || self.is_of_every_frame() && self.waits > 0
    }
}

/// One run of the program.
pub struct Game {
    calls: Vec<Call>,
    /// Everything else that it said.
    remarks: Vec<String>,
}

impl Game {
    pub fn read(said: &[String]) -> Result<Game> {
        let (calls, remarks): (Vec<_>, Vec<_>) = said.iter().partition(|line| line.starts_with("call "));
        let calls: Result<Vec<Call>> = calls.iter().map(|line| Call::read(&line[5..])).collect();
        let game = Game { calls: calls?, remarks: remarks.into_iter().cloned().collect() };
        match game.calls.iter().find(|call| call.is_of_a_frame() && call.count == 0) {
            Some(call) => Err(format!("{} was never made", call.name)),
            None if game.calls.is_empty() => Err("the program measured nothing".to_owned()),
            None => Ok(game),
        }
    }

    pub fn slow_on_the_processor(&self) -> Vec<&str> {
        self.those(|call| call.is_of_a_frame() && call.cpu.is_over())
    }

    pub fn slow_by_the_wall(&self) -> Vec<&str> {
        self.those(|call| call.is_of_a_frame() && call.wall.is_over())
    }

    /// Something else may have run on its core, or, on a virtual machine, in its place: the host takes the core away
    /// and the guest counts that as time on the processor. What is over by itself is over each time.
    pub fn was_disturbed(&self) -> bool {
        let over = [self.slow_on_the_processor(), self.slow_by_the_wall(), self.waiting()];
        over.iter().any(|calls| !calls.is_empty())
    }

    pub fn waiting(&self) -> Vec<&str> {
        self.those(Call::waits_too_often)
    }

    pub fn allocating(&self) -> Vec<&str> {
        self.those(|call| call.is_of_every_frame() && call.allocations > 0)
    }

    fn those(&self, which: impl Fn(&Call) -> bool) -> Vec<&str> {
        self.calls.iter().filter(|call| which(call)).map(|call| call.name.as_str()).collect()
    }
}

impl fmt::Display for Game {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for remark in &self.remarks {
            writeln!(f, "  {remark}")?;
        }
        writeln!(
            f,
            "  {:34} {:>7} | {:>36} | {:>36} | {:>11} | allocations, most in a call; frees",
            "us",
            "calls",
            "wall p50      p99    p99.9      max",
            "processor p50      p99    p99.9      max",
            "waits, ours"
        )?;
        for call in &self.calls {
            write!(f, "  {:34} {:>7} |", call.name, call.count)?;
            for times in [call.wall, call.cpu] {
                for time in times.0 {
                    write!(f, " {:8.2}", time as f64 / 1000.0)?;
                }
                write!(f, "  |")?;
            }
            let Call { waits, lock_waits, allocations, bytes, frees, most_allocations: most, .. } = call;
            writeln!(f, " {waits:>5} {lock_waits:>5} | {allocations} of {bytes} bytes, {most}; {frees}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn game(lines: &[&str]) -> Game {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        Game::read(&lines).expect("lines of the program")
    }

    #[test]
    fn a_call_is_judged_by_its_999th_of_a_thousand() {
        let game = game(&[
            "frames 17000 0",
            "call 9 1 2 100001 4 1 2 100000 900000 0 0 0 0 0 0 af_client_pump, nothing queued",
            "call 9000 1 2 3 4 1 2 100001 4 1 1 1 64 0 1 af_client_pump, with events",
            "call 9000 1 2 3 4 1 2 3 4 9 0 0 0 0 0 af_session_free",
            "call 9 1 2 3 4 1 2 100001 4 1 1 1 64 0 1 af_login_start",
        ]);
        assert_eq!(game.slow_by_the_wall(), ["af_client_pump, nothing queued"]);
        assert_eq!(game.slow_on_the_processor(), ["af_client_pump, with events"]);
        assert_eq!(game.waiting(), ["af_client_pump, with events"]);
        assert!(game.was_disturbed(), "by whom, another attempt tells");
        assert!(game.allocating().is_empty() && game.to_string().contains("frames 17000"));
    }

    #[test]
    fn a_game_within_its_budget_is_not_played_again() {
        let game =
            game(&["call 9000 1 2 100000 900000 1 2 100000 4 0 0 0 0 0 0 af_client_pump, nothing queued"]);
        assert!(!game.was_disturbed());
    }

    #[test]
    fn a_line_that_says_too_little_is_refused() {
        assert!(Call::read("1 2 3 af_client_pump").is_err());
    }
}
