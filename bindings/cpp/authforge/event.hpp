/// \file
/// What happened to a client.

#ifndef AUTHFORGE_EVENT_HPP
#define AUTHFORGE_EVENT_HPP

#include "authforge.h"
#include "authforge/enums.hpp"
#include "authforge/error.hpp"
#include "authforge/lifetime.hpp"
#include "authforge/session.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>

namespace authforge {

/// Names a `_start` call in the event that ends it; 0 is none, and none is used twice in a process.
using Request = af_request;

/// What happened. The event may be kept; its session is only borrowed.
class Event {
 public:
  /// Nothing.
  Event() noexcept = default;

  /// A copy of an `af_event`, as far as both sides know it.
  explicit Event(const af_event& raw) noexcept {
    af_event known = af_event();
    const std::size_t size = raw.struct_size < sizeof known ? raw.struct_size : sizeof known;
    std::memcpy(static_cast<void*>(&known), &raw, size);
    kind_ = static_cast<EventKind>(known.kind);
    request_ = known.request;
    session_ = SessionView(known.session);
    reason_ = static_cast<Reason>(known.reason);
    error_ = Error(known);
  }

  /// What happened.
  EventKind kind() const noexcept { return kind_; }

  /// The request that ended, for `EventKind::request_finished`, else 0.
  Request request() const noexcept { return request_; }

  /// The session that the event is about, if any. Borrowed: in a callback until it returns, after `poll`
  /// until the next poll or the end of the client. `session().clone()` and `session().share()` keep it.
  SessionView session() const noexcept { return session_; }

  /// Why, for `EventKind::failure`.
  Reason reason() const noexcept { return reason_; }

  /// How it went; `error().ok()` for good news.
  const Error& error() const& noexcept AUTHFORGE_LIFETIMEBOUND { return error_; }

  /// How it went, as one's own.
  Error error() const&& noexcept { return error_; }

 private:
  EventKind kind_ = EventKind::none;
  Request request_ = 0;
  SessionView session_{};
  Reason reason_ = Reason::none;
  Error error_{};
};

/// What a poll gives: an event, or nothing. One without a name gives its event away, as a `Result` does.
class Polled {
 public:
  /// Nothing.
  Polled() noexcept = default;

  /// An event.
  Polled(const Event& event) noexcept : event_(event), is_there_(true) {}

  /// True for an event.
  bool has_value() const noexcept { return is_there_; }

  /// True for an event.
  explicit operator bool() const noexcept { return is_there_; }

  /// The event, or an empty one.
  const Event& value() const& noexcept AUTHFORGE_LIFETIMEBOUND { return event_; }

  /// The event, or an empty one, as one's own.
  Event value() const&& noexcept { return event_; }

  /// As `value`.
  const Event& operator*() const& noexcept AUTHFORGE_LIFETIMEBOUND { return event_; }

  /// As `value`.
  Event operator*() const&& noexcept { return event_; }

  /// Into the event, or an empty one.
  const Event* operator->() const& noexcept AUTHFORGE_LIFETIMEBOUND { return &event_; }

  const Event* operator->() const&& = delete;

  /// The same, as the standard library has it.
  operator std::optional<Event>() const noexcept {
    if (!is_there_) return std::nullopt;
    return event_;
  }

 private:
  Event event_{};
  bool is_there_ = false;
};

} // namespace authforge

#endif // AUTHFORGE_EVENT_HPP
