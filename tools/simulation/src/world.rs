//! Clients and their players on a virtual clock of a tenth of a second.

use crate::policy::{INTERVAL, Next, Policy, Standing};
use crate::service::{Answer, Service};

/// What happens within one is one moment.
const TICK: u64 = 100;
const SECOND: u64 = 1_000;
/// A player whose login failed tries again after a time between these, and so often in all.
const TRIES_AGAIN: (u64, u64) = (60 * SECOND, 900 * SECOND);
const TRIES: u8 = 3;
/// Nobody plays for less.
const SHORTEST_PLAY: u64 = 120 * SECOND;

/// Who plays, and when.
#[derive(Clone, Copy, Debug)]
pub enum Players {
    /// All play as it begins, each somewhere in his interval; who stops is followed by another.
    Steady,
    /// They come in the course of a day, most of them in its evening, and stop when they have played.
    Day,
    /// They come within this time, and stay.
    Release(u64),
}

/// What is simulated, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Course {
    pub clients: u32,
    pub players: Players,
    pub length: u64,
    /// How long one plays, on average.
    pub play: u64,
    /// How long a session is good for.
    pub session: u64,
    pub seed: u64,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Requests, for each second.
    pub asked: Vec<u32>,
    /// Requests that had a good answer.
    pub answered: u64,
    /// Sessions that ended although their player went on.
    pub lost: u64,
    /// Players who gave up.
    pub gave_up: u64,
}

impl Outcome {
    pub fn requests(&self) -> u64 {
        self.asked.iter().map(|&asked| u64::from(asked)).sum()
    }

    /// The most that is asked in one second between these, in seconds.
    pub fn peak(&self, from: usize, to: usize) -> f64 {
        self.within(from, to).iter().copied().max().map_or(0.0, f64::from)
    }

    /// The most that is asked in a second of ten in a row between these, on average.
    pub fn busiest_ten(&self, from: usize, to: usize) -> f64 {
        let sums = self
            .within(from, to)
            .windows(10)
            .map(|ten| ten.iter().map(|&asked| u64::from(asked)).sum::<u64>());
        sums.max().map_or(0.0, |most| most as f64 / 10.0)
    }

    /// What is asked in a second between these, on average.
    pub fn mean(&self, from: usize, to: usize) -> f64 {
        let asked = self.within(from, to);
        asked.iter().map(|&asked| f64::from(asked)).sum::<f64>() / asked.len().max(1) as f64
    }

    fn within(&self, from: usize, to: usize) -> &[u32] {
        let to = to.min(self.asked.len());
        &self.asked[from.min(to)..to]
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Its player is not there.
    Away,
    /// It logs in.
    LoggingIn,
    /// Its heartbeat is due at its next event.
    Idle,
    /// Its heartbeat goes on.
    Heartbeating,
}

/// Milliseconds of the simulation, which 32 bits hold for seven weeks.
#[derive(Clone, Copy)]
struct Client {
    session_ends: u32,
    leaves: u32,
    pace: u16,
    phase: Phase,
    tries: u8,
}

pub struct World<P> {
    course: Course,
    policy: P,
    service: Service,
    random: fastrand::Rng,
    clients: Vec<Client>,
    /// For each moment, whom something happens to.
    moments: Vec<Vec<u32>>,
    outcome: Outcome,
}

fn short(ms: u64) -> u32 {
    u32::try_from(ms).unwrap_or(u32::MAX)
}

fn at(ms: u64) -> usize {
    usize::try_from(ms).unwrap_or(usize::MAX)
}

impl<P: Policy> World<P> {
    pub fn new(course: Course, policy: P, service: Service) -> World<P> {
        let nobody = Client { session_ends: 0, leaves: 0, pace: 0, phase: Phase::Away, tries: 0 };
        let mut world = World {
            course,
            policy,
            service,
            random: fastrand::Rng::with_seed(course.seed),
            clients: vec![nobody; course.clients as usize],
            moments: vec![Vec::new(); at(course.length / TICK)],
            outcome: Outcome { asked: vec![0; at(course.length / SECOND)], answered: 0, lost: 0, gave_up: 0 },
        };
        for client in 0..course.clients {
            world.place(client);
        }
        world
    }

    /// Lets it go by.
    pub fn run(mut self) -> Outcome {
        for moment in 0..self.moments.len() {
            let now = moment as u64 * TICK;
            // Who is due in the same moment again, because it has passed meanwhile, comes in the next.
            for client in std::mem::take(&mut self.moments[moment]) {
                self.happen(client, now);
            }
        }
        self.outcome
    }

    fn place(&mut self, client: u32) {
        match self.course.players {
            Players::Steady => {
                let chance = self.chance();
                let since = self.random.u64(0..INTERVAL);
                let play = self.play();
                let placed = &mut self.clients[client as usize];
                placed.session_ends = short(self.course.session.saturating_sub(since));
                placed.leaves = short(play);
                placed.pace = chance;
                placed.phase = Phase::Idle;
                self.due(client, 0, INTERVAL - since);
            }
            Players::Day => {
                let begins = self.hour_of_the_day();
                self.due(client, 0, begins);
            }
            Players::Release(within) => {
                let begins = self.random.u64(0..within);
                self.due(client, 0, begins);
            }
        }
    }

    /// Twice as many as on average come at eight in the evening, and nearly nobody in the morning.
    fn hour_of_the_day(&mut self) -> u64 {
        let day = self.course.length as f64;
        loop {
            let at = self.random.f64();
            let density = 1.0 + 0.95 * (std::f64::consts::TAU * (at - 20.0 / 24.0)).cos();
            if self.random.f64() * 1.95 < density {
                return (at * day) as u64;
            }
        }
    }

    /// How long somebody plays.
    fn play(&mut self) -> u64 {
        let played = -(self.course.play as f64) * (1.0 - self.random.f64()).ln();
        (played as u64).max(SHORTEST_PLAY)
    }

    fn chance(&mut self) -> u16 {
        self.random.u16(..)
    }

    fn due(&mut self, client: u32, now: u64, wait: u64) {
        // Nothing that follows is of the same moment.
        let moment = at((now + wait) / TICK).max(at(now / TICK) + usize::from(now > 0));
        if let Some(moment) = self.moments.get_mut(moment) {
            moment.push(client);
        }
    }

    fn standing(&mut self, client: u32, now: u64) -> Standing {
        let of = self.clients[client as usize];
        let left = i64::from(of.session_ends) - i64::try_from(now).unwrap_or(i64::MAX);
        let left = (of.phase != Phase::LoggingIn).then_some(left);
        Standing { client, now, left, pace: of.pace, chance: self.chance() }
    }

    fn happen(&mut self, client: u32, now: u64) {
        let of = self.clients[client as usize];
        match of.phase {
            Phase::Away => {
                let play = self.play();
                let of = &mut self.clients[client as usize];
                of.phase = Phase::LoggingIn;
                of.leaves = short(now + play);
                self.ask(client, now);
            }
            Phase::LoggingIn => self.ask(client, now),
            Phase::Idle | Phase::Heartbeating if u64::from(of.leaves) <= now => {
                self.leave(client, now, SECOND)
            }
            Phase::Idle | Phase::Heartbeating => {
                let standing = self.standing(client, now);
                if self.policy.is_over(standing) {
                    self.outcome.lost += 1;
                    self.policy.answered(client);
                    self.try_again(client, now);
                } else {
                    self.clients[client as usize].phase = Phase::Heartbeating;
                    self.ask(client, now);
                }
            }
        }
    }

    fn ask(&mut self, client: u32, now: u64) {
        if let Some(second) = self.outcome.asked.get_mut(at(now / SECOND)) {
            *second += 1;
        }
        let standing = self.standing(client, now);
        let timeout = self.policy.begin(standing);
        let answer = self.service.ask(now, timeout);
        let now = now + answer.after();
        let is_login = standing.left.is_none();
        if matches!(answer, Answer::Good(_)) {
            self.policy.answered(client);
            self.outcome.answered += 1;
            self.renew(client, now, is_login);
            return;
        }
        let standing = self.standing(client, now);
        match self.policy.failed(standing, answer) {
            Next::Again(pause) => self.until_the_end(client, now, pause),
            Next::Ended if is_login => self.try_again(client, now),
            Next::Ended => {
                let wait = self.policy.wait_after(standing, answer);
                self.clients[client as usize].phase = Phase::Idle;
                self.until_the_end(client, now, wait);
            }
        }
    }

    fn renew(&mut self, client: u32, now: u64, is_login: bool) {
        let pace = if is_login { self.chance() } else { self.clients[client as usize].pace };
        let of = &mut self.clients[client as usize];
        of.session_ends = short(now + self.course.session);
        of.pace = pace;
        of.phase = Phase::Idle;
        of.tries = 0;
        let standing = self.standing(client, now);
        let wait = if is_login { self.policy.first_wait(standing) } else { self.policy.usual_wait(standing) };
        self.until_the_end(client, now, wait);
    }

    /// The next event, or the session's end, if that is noticed sooner.
    fn until_the_end(&mut self, client: u32, now: u64, wait: u64) {
        let of = self.clients[client as usize];
        let left = u64::from(of.session_ends).saturating_sub(now);
        let ends = of.phase != Phase::LoggingIn && self.policy.notices_the_end();
        self.due(client, now, if ends { wait.min(left) } else { wait });
    }

    /// A player whose login failed, or whose session is over.
    fn try_again(&mut self, client: u32, now: u64) {
        let of = &mut self.clients[client as usize];
        of.phase = Phase::LoggingIn;
        of.tries += 1;
        if of.tries >= TRIES {
            self.outcome.gave_up += 1;
            // In a steady world the next comes as this one would have stopped.
            let play = self.play();
            self.leave(client, now, play);
            return;
        }
        let pause = self.random.u64(TRIES_AGAIN.0..TRIES_AGAIN.1);
        self.due(client, now, pause);
    }

    /// The player has gone. In a steady world there is another.
    fn leave(&mut self, client: u32, now: u64, until_another: u64) {
        self.policy.answered(client);
        let of = &mut self.clients[client as usize];
        of.phase = Phase::Away;
        of.tries = 0;
        if matches!(self.course.players, Players::Steady) {
            self.due(client, now, until_another);
        }
    }
}
