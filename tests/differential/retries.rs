//! Answers that a client asks for again after some seconds: a handful, all at the same time.

use std::sync::Arc;
use std::thread;

use crate::answer::{Answer, Envelope, PAYLOAD, SIGNATURE};
use crate::answers::{Pair, Trial};
use crate::generator;
use crate::json::{Members, Style};
use crate::outcome::What;
use crate::random::Random;
use crate::rules::Rule;

pub const RULES: &[Rule<Answer>] = &[
    Rule {
        id: "throttling-gateway",
        official: "reports a 429 without `status` and `error` at once, as `http_error_429`",
        ours: "asks again after 2 and 5 seconds and reports `rate_limited`: gateways throttle in their own words",
        applies: |answer, difference| {
            answer.http == 429 && difference.official == "http_error_429" && difference.ours == "rate_limited"
        },
    },
    Rule {
        id: "rate-limit-without-code",
        official: "asks again, then calls a rate limit without `error` an `unknown_error`",
        ours: "asks again, then calls it `rate_limited`; both are transient",
        applies: |answer, difference| {
            difference.what == What::Code
                && difference.official == "unknown_error"
                && difference.ours == "rate_limited"
                && answer.field("error").is_none()
        },
    },
];

/// HTTP status, 0 for a connection that closes without an answer; members of the body, or the text itself.
const ANSWERS: &[(u16, Body)] = &[
    (429, Body::Members(&[("status", "\"failed\""), ("error", "\"rate_limited\"")])),
    (200, Body::Members(&[("status", "\"failed\""), ("error", "\" Rate_Limited \"")])),
    (429, Body::Members(&[("status", "\"failed\"")])),
    (200, Body::Members(&[("status", "\"rate_limited\"")])),
    (429, Body::Members(&[("status", "\"success\""), ("payload", PAYLOAD), ("signature", SIGNATURE)])),
    (429, Body::Members(&[("message", "\"Too Many Requests\"")])),
    (429, Body::Text("<html>Too Many Requests</html>")),
    (429, Body::Text("")),
    (0, Body::Text("")),
];

enum Body {
    Members(&'static [(&'static str, &'static str)]),
    Text(&'static str),
}

fn answers() -> Vec<Answer> {
    let answer = |(http, body): &(u16, Body)| Answer {
        http: *http,
        envelope: match body {
            Body::Members(members) => Envelope::Members(Members::of(members), Style::Compact),
            Body::Text(text) => Envelope::Raw((*text).to_owned()),
        },
        ..generator::honest(&mut Random::new(0, 0))
    };
    ANSWERS.iter().map(answer).collect()
}

/// Every answer shown to each client on a thread of its own.
pub fn trials() -> Vec<Trial> {
    let answers = Arc::new(answers());
    let ask = |number: usize| {
        let pair = Pair::new(Arc::clone(&answers));
        let (official, ours) = thread::scope(|scope| {
            let official = scope.spawn(|| pair.official(number));
            let ours = pair.ours(number);
            (official.join().expect("the official client does not panic"), ours)
        });
        Trial { number, answer: answers[number].clone(), official, ours }
    };
    thread::scope(|scope| {
        let ask = &ask;
        let asked: Vec<_> = (0..answers.len()).map(|number| scope.spawn(move || ask(number))).collect();
        asked.into_iter().map(|thread| thread.join().expect("no client panics")).collect()
    })
}
