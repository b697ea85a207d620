//! The service, left out: it answers at once, or the second time, or when no thread waits for it any more.

pub struct Peer;

impl Peer {
    pub fn server(&self) -> u32 {
        0
    }
}

pub mod exchange {
    use std::time::{Duration, Instant};

    use shuttle::rand::Rng;

    use super::Peer;
    use super::budget::Budget;
    use crate::runtime::readiness::Socket;
    use crate::runtime::sync::Arc;
    use crate::status::Status;
    use crate::transport::Lease;
    use crate::values::error::{Error, Result};

    /// Its first attempt may fail, and its second does not. Either may be left by its thread.
    pub struct Exchange<A> {
        answer: Option<A>,
        budget: Budget,
        fails: bool,
        leaves: bool,
        awaited: bool,
    }

    pub enum Step<A> {
        Done(Result<A>),
        Again(Retry),
        Awaited(Coming),
    }

    /// An answer that comes at once.
    pub struct Coming {
        pub socket: Arc<Socket>,
        pub deadline: Instant,
    }

    pub struct Retry {
        pub pause: Duration,
        pub error: Error,
        pub attempt: u32,
    }

    impl<A> Exchange<A> {
        pub fn new(answer: A, budget: Budget) -> Exchange<A> {
            let [fails, leaves] = [(); 2].map(|()| shuttle::rand::thread_rng().gen_bool(0.5));
            Exchange { answer: Some(answer), budget, fails, leaves, awaited: false }
        }

        pub fn budget(&self) -> &Budget {
            &self.budget
        }

        pub fn send_hwid(&mut self, _: &str) {}

        pub fn is_awaited(&self) -> bool {
            self.awaited
        }

        pub fn step(&mut self, _: &Peer, _: &Arc<Lease>) -> Step<A> {
            shuttle::thread::yield_now();
            self.awaited = std::mem::take(&mut self.leaves);
            if self.awaited {
                return Step::Awaited(Coming { socket: Arc::default(), deadline: Instant::now() });
            }
            if std::mem::take(&mut self.fails) {
                let (pause, error) = (Duration::from_secs(2), Error::of(Status::RateLimited));
                return Step::Again(Retry { pause, error, attempt: 1 });
            }
            Step::Done(self.answer.take().ok_or_else(Error::cancelled))
        }
    }
}

pub mod budget {
    use std::time::Duration;

    use crate::runtime::clock::Moment;
    use crate::status::Status;
    use crate::values::error::Error;

    pub fn used_up(_: Duration) -> Error {
        Error::of(Status::Timeout)
    }

    pub struct Budget;

    impl Budget {
        pub fn ends(&self) -> Moment {
            Moment::NEVER
        }

        pub fn longest(&self) -> Duration {
            Duration::ZERO
        }
    }
}
