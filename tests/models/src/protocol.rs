//! The service, left out: it answers at once, or the second time.

pub enum Reply {
    Done,
}

pub mod request {
    pub struct Body;
}

pub mod exchange {
    use std::time::Duration;

    use shuttle::rand::Rng;

    use crate::protocol::Reply;
    use crate::protocol::budget::Budget;
    use crate::protocol::request::Body;
    use crate::runtime::sync::Arc;
    use crate::status::Status;
    use crate::transport::Lease;
    use crate::values::error::{Error, Result};

    pub struct Peer;

    /// Its first attempt may fail, and its second does not.
    pub struct Exchange {
        fails: bool,
    }

    pub enum Step {
        Done(Result<Reply>),
        Again(Retry),
    }

    pub struct Retry {
        pub pause: Duration,
        pub error: Error,
        pub attempt: u32,
    }

    impl Exchange {
        pub fn new(_: Body, _: Budget, _: Arc<Lease>) -> Exchange {
            Exchange { fails: shuttle::rand::thread_rng().gen_bool(0.5) }
        }

        pub fn send_hwid(&mut self, _: &str) {}

        pub fn step(&mut self, _: &Peer) -> Step {
            shuttle::thread::yield_now();
            if std::mem::take(&mut self.fails) {
                let (pause, error) = (Duration::from_secs(2), Error::of(Status::RateLimited));
                return Step::Again(Retry { pause, error, attempt: 1 });
            }
            Step::Done(Ok(Reply::Done))
        }
    }
}

pub mod budget {
    use crate::runtime::clock::Moment;
    use crate::status::Status;
    use crate::values::error::Error;

    pub struct Budget;

    impl Budget {
        pub fn ends(&self) -> Moment {
            Moment::NEVER
        }

        pub fn used_up(&self) -> Error {
            Error::of(Status::Timeout)
        }
    }
}
