/// \file
/// What happened to a client.

#ifndef AUTHFORGE_EVENT_HPP
#define AUTHFORGE_EVENT_HPP

#include "authforge.h"
#include "authforge/enums.hpp"
#include "authforge/error.hpp"
#include "authforge/session.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace authforge {

/// Names a `_start` call in the event that ends it; 0 is none, and none is used twice in a process.
using Request = af_request;

/// What happened. The event may be kept; its session is only borrowed.
class Event {
 public:
  /// Nothing.
  Event() noexcept : raw_() {
    raw_.struct_size = static_cast<std::uint32_t>(sizeof raw_);
    raw_.error = *Error().raw();
  }

  /// A copy of an `af_event`, as far as both sides know it.
  explicit Event(const af_event& raw) noexcept : Event() {
    const std::size_t size = raw.struct_size < sizeof raw_ ? raw.struct_size : sizeof raw_;
    std::memcpy(static_cast<void*>(&raw_), &raw, size);
    raw_.struct_size = static_cast<std::uint32_t>(sizeof raw_);
  }

  /// What happened.
  EventKind kind() const noexcept { return static_cast<EventKind>(raw_.kind); }

  /// The request that ended, for `EventKind::request_finished`, else 0.
  Request request() const noexcept { return raw_.request; }

  /// The session that the event is about, if any. Borrowed: in a callback until it returns, after `poll`
  /// until the next poll or the end of the client. `session().clone()` keeps it.
  SessionView session() const noexcept { return SessionView(raw_.session); }

  /// Why, for `EventKind::failure`.
  Reason reason() const noexcept { return static_cast<Reason>(raw_.reason); }

  /// How it went; `error().ok()` for good news.
  Error error() const noexcept { return Error(raw_.error); }

 private:
  af_event raw_;
};

} // namespace authforge

#endif // AUTHFORGE_EVENT_HPP
