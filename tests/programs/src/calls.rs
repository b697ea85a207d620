//! What the program printed: for each call its times, waits and allocations.

use std::fmt;

use anyhow::{Context, bail};
use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, Table};
use harness::Result;

/// Times in microseconds, by the wall and on the processor.
const HEAD: [&str; 16] = [
    "",
    "calls",
    "wall p50",
    "p99",
    "p99.9",
    "max",
    "processor p50",
    "p99",
    "p99.9",
    "max",
    "waits",
    "for us",
    "allocations",
    "bytes",
    "most in a call",
    "frees",
];

/// The budget of a call at the 99.9th percentile.
pub const LIMIT_NS: u64 = 100_000;

/// At the middle, the 99th and 99.9th percentile, and the most; in nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Times {
    shares: [u64; 4],
    /// How many of the calls took over [`LIMIT_NS`].
    over: u64,
}

impl Times {
    fn middle_ns(self) -> u64 {
        self.shares[0]
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
        let wrong = || format!("{line:?} is not 17 numbers and a name");
        let mut words = line.splitn(18, ' ');
        let mut numbers = [0; 17];
        for number in &mut numbers {
            *number = words.next().and_then(|word| word.parse().ok()).with_context(wrong)?;
        }
        let [count, a, b, c, d, e, f, g, h, wall_over, cpu_over, numbers @ ..] = numbers;
        let [waits, lock_waits, allocations, bytes, frees, most] = numbers;
        Ok(Call {
            name: words.next().with_context(wrong)?.to_owned(),
            count,
            wall: Times { shares: [a, b, c, d], over: wall_over },
            cpu: Times { shares: [e, f, g, h], over: cpu_over },
            waits,
            lock_waits,
            allocations,
            bytes,
            frees,
            most_allocations: most,
        })
    }

    /// Its line under [`HEAD`].
    fn cells(&self) -> Vec<String> {
        let times = self.wall.shares.iter().chain(&self.cpu.shares);
        let times = times.map(|time| format!("{:.2}", *time as f64 / 1000.0));
        let counts =
            [self.waits, self.lock_waits, self.allocations, self.bytes, self.most_allocations, self.frees];
        let counts = counts.iter().map(u64::to_string);
        [self.name.clone(), self.count.to_string()].into_iter().chain(times).chain(counts).collect()
    }

    /// Whether more than one in a thousand took too long, and more than the machine explains, by the same clock of both.
    fn is_over(&self, clock: fn(&Call) -> Times, control: &Call) -> bool {
        let one_in_a_thousand = (self.count as f64 / 1000.0).floor();
        let time_of = |call: &Call| call.count as f64 * clock(call).middle_ns() as f64;
        let share = time_of(self) / time_of(control).max(1.0);
        let expected = clock(control).over as f64 * share;
        let explained = (expected + 3.0 * expected.sqrt()).floor();
        clock(self).over as f64 > one_in_a_thousand + explained
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
    /// Work of every frame that calls nothing of the library.
    control: Call,
    /// Everything else that it said.
    remarks: Vec<String>,
}

impl Game {
    pub fn read(said: &[String]) -> Result<Game> {
        let (calls, remarks): (Vec<_>, Vec<_>) = said.iter().partition(|line| line.starts_with("call "));
        let mut calls = calls.iter().map(|line| Call::read(&line[5..])).collect::<Result<Vec<Call>>>()?;
        let control =
            calls.pop_if(|call| call.name == "control").context("the program has no control at its end")?;
        let game = Game { calls, control, remarks: remarks.into_iter().cloned().collect() };
        match game.calls.iter().find(|call| call.is_of_a_frame() && call.count == 0) {
            Some(call) => bail!("{} was never made", call.name),
            None if game.calls.is_empty() => bail!("the program measured nothing"),
            None => Ok(game),
        }
    }

    pub fn slow_on_the_processor(&self) -> Vec<&str> {
        self.those(|call| call.is_of_a_frame() && call.is_over(|call| call.cpu, &self.control))
    }

    pub fn slow_by_the_wall(&self) -> Vec<&str> {
        self.those(|call| call.is_of_a_frame() && call.is_over(|call| call.wall, &self.control))
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
        let mut table = Table::new();
        table.load_style(NOTHING).set_header(HEAD);
        for call in self.calls.iter().chain([&self.control]) {
            table.add_row(call.cells());
        }
        for column in table.column_iter_mut().skip(1) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        writeln!(f, "{}", table.trim_fmt())?;
        let Call { count, wall, cpu, .. } = &self.control;
        if wall.over + cpu.over > 0 {
            writeln!(
                f,
                "  the machine alone: {} by the wall and {} on the processor of {count} over",
                wall.over, cpu.over
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTROL: &str = "call 15000 8000 1 1 1 8000 1 1 1 0 0 0 0 0 0 0 0 control";

    fn game(lines: &[&str]) -> Game {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        Game::read(&lines).expect("lines of the program")
    }

    #[test]
    fn a_call_may_be_over_once_in_a_thousand() {
        let game = game(&[
            "frames 17000 0",
            "call 1000 1 2 3 100001 1 2 3 100001 2 1 0 0 0 0 0 0 af_client_pump, nothing queued",
            "call 9000 1 2 3 4 1 2 100001 4 9 10 1 1 1 64 0 1 af_client_pump, with events",
            "call 999 1 2 3 4 1 2 3 4 0 0 9 0 0 0 0 0 af_session_free",
            "call 9 1 2 3 4 1 2 100001 4 9 9 1 1 1 64 0 1 af_login_start",
            CONTROL,
        ]);
        assert_eq!(game.slow_by_the_wall(), ["af_client_pump, nothing queued"]);
        assert_eq!(game.slow_on_the_processor(), ["af_client_pump, with events"]);
        assert_eq!(game.waiting(), ["af_client_pump, with events"]);
        assert!(game.was_disturbed(), "by whom, another attempt tells");
        assert!(game.allocating().is_empty() && game.to_string().contains("frames 17000"));
    }

    #[test]
    fn a_rare_call_may_never_be_over_unless_the_machine_explains_it() {
        let free = "call 55 8000 1 1 212000 8000 1 1 212000 2 2 0 0 0 0 0 0 af_session_free";
        assert_eq!(game(&[free, CONTROL]).slow_by_the_wall(), ["af_session_free"]);
        let hit = |wall: u64, cpu: u64| {
            format!("call 15000 8000 1 1 1 8000 1 1 1 {wall} {cpu} 0 0 0 0 0 0 control")
        };
        let quiet = game(&[free, &hit(10, 10)]);
        assert_eq!(quiet.slow_by_the_wall(), ["af_session_free"], "ten in 15 000 explain none of 55");
        let shaken = game(&[free, &hit(480, 0)]);
        assert!(shaken.slow_by_the_wall().is_empty(), "the machine does that to one in thirty");
        assert_eq!(shaken.slow_on_the_processor(), ["af_session_free"], "each clock for itself");
        assert!(shaken.to_string().contains("480 by the wall and 0 on the processor of 15000 over"));
        let many = free.replace(" 2 2 0", " 9 9 0");
        assert_eq!(
            game(&[&many, &hit(480, 480)]).slow_by_the_wall(),
            ["af_session_free"],
            "nine of 55 are its own"
        );
    }

    #[test]
    fn a_game_within_its_budget_is_not_played_again() {
        let game = game(&[
            "call 9000 1 2 100000 900000 1 2 100000 4 9 0 0 0 0 0 0 0 af_client_pump, nothing queued",
            CONTROL,
        ]);
        assert!(!game.was_disturbed());
    }

    #[test]
    fn a_line_that_says_too_little_and_a_game_without_control_are_refused() {
        assert!(Call::read("1 2 3 af_client_pump").is_err());
        assert!(Game::read(&["call 9 1 2 3 4 1 2 3 4 0 0 0 0 0 0 0 0 af_session_free".to_owned()]).is_err());
    }
}
