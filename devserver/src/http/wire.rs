//! Response bodies as they leave: whole, slow, cut off, or very long.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::Response;
use hyper::body::{Body, Bytes, Frame, SizeHint};
use hyper::header::CONTENT_LENGTH;
use tokio::time::{Sleep, sleep};

use super::reply::{Pace, Reply, ReplyBody};

const CHUNK: u64 = 16 * 1024;
const FILLER_HEAD: &[u8] = br#"{"status":"success","payload":""#;
const FILLER_TAIL: &[u8] = br#"","signature":"","keyId":""}"#;

pub(crate) enum WireBody {
    Whole(Bytes),
    Trickle {
        left: Bytes,
        step: Duration,
        next: Pin<Box<Sleep>>,
    },
    /// `Some` until it is sent; then one turn of the event loop, so that it is flushed before the end.
    Half {
        first: Option<Bytes>,
        flushed: bool,
    },
    Filler {
        at: u64,
        total: u64,
    },
}

/// Puts a reply on the wire at its pace. Waiting for a delayed one is the caller's.
pub(crate) fn response(reply: Reply, pace: Pace) -> Response<WireBody> {
    let mut announced = None;
    let body = match (reply.body, pace) {
        (ReplyBody::Filler(total), _) => WireBody::Filler { at: 0, total },
        (ReplyBody::Text(text), Pace::Trickle(step)) => {
            WireBody::Trickle { left: text, step, next: Box::pin(sleep(step)) }
        }
        (ReplyBody::Text(text), Pace::Half) => {
            announced = Some(text.len());
            WireBody::Half { first: Some(text.slice(..text.len() / 2)), flushed: false }
        }
        (ReplyBody::Text(text), Pace::AtOnce | Pace::After(_)) => WireBody::Whole(text),
    };
    let mut builder = Response::builder().status(reply.status);
    for (name, value) in reply.headers {
        builder = builder.header(name, value);
    }
    if let Some(length) = announced {
        builder = builder.header(CONTENT_LENGTH, length);
    }
    builder.body(body).unwrap_or_else(|_| {
        // Headers from outside are checked when they come in, so this is for what nobody thought of.
        let mut failed = Response::new(WireBody::Whole(Bytes::new()));
        *failed.status_mut() = hyper::StatusCode::INTERNAL_SERVER_ERROR;
        failed
    })
}

impl Body for WireBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let data = match &mut *self {
            Self::Whole(text) => std::mem::take(text),
            Self::Trickle { left, .. } if left.is_empty() => Bytes::new(),
            Self::Trickle { left, step, next } => {
                ready!(next.as_mut().poll(context));
                *next = Box::pin(sleep(*step));
                left.split_to(1)
            }
            Self::Half { first, flushed } => match first.take() {
                Some(first) => first,
                None if !*flushed => {
                    *flushed = true;
                    context.waker().wake_by_ref();
                    return Poll::Pending;
                }
                None => return Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into()))),
            },
            Self::Filler { at, total } => filler(at, *total),
        };
        Poll::Ready((!data.is_empty()).then(|| Ok(Frame::data(data))))
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole(text) | Self::Trickle { left: text, .. } => text.is_empty(),
            Self::Half { .. } => false,
            Self::Filler { at, total } => at == total,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(text) | Self::Trickle { left: text, .. } => SizeHint::with_exact(text.len() as u64),
            // Unknown, so that the length that was announced is taken at its word.
            Self::Half { .. } => SizeHint::default(),
            Self::Filler { at, total } => SizeHint::with_exact(total - at),
        }
    }
}

/// The next piece of a JSON object that has exactly `total` bytes.
fn filler(at: &mut u64, total: u64) -> Bytes {
    let end = total.min(*at + CHUNK);
    let tail_at = total.checked_sub(FILLER_TAIL.len() as u64).filter(|at| *at >= FILLER_HEAD.len() as u64);
    let byte = |at: u64| match tail_at {
        Some(tail_at) if at >= tail_at => FILLER_TAIL.get((at - tail_at) as usize),
        Some(_) => FILLER_HEAD.get(at as usize),
        // Too short for an object.
        None => None,
    };
    let piece = (*at..end).map(|at| byte(at).copied().unwrap_or(b'A')).collect();
    *at = end;
    piece
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filler_is_json_of_exactly_the_size_that_was_asked_for() {
        for total in [59, 60, 16_384, 16_385, 40_000] {
            let (mut at, mut text) = (0, Vec::new());
            while at < total {
                text.extend_from_slice(&filler(&mut at, total));
            }
            assert_eq!(text.len() as u64, total);
            serde_json::from_slice::<serde_json::Value>(&text).unwrap();
        }
    }
}
