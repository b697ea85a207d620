/// \file
/// Sessions of one's own.

#ifndef AUTHFORGE_SESSION_HPP
#define AUTHFORGE_SESSION_HPP

#include "authforge.h"
#include "authforge/error.hpp"
#include "authforge/result.hpp"
#include "authforge/session_owner.hpp"
#include "authforge/session_view.hpp"

#include <memory>
#include <utility>

namespace authforge {

/// A session of one's own, freed in the end. Independent of its client, which it may outlive.
class Session : public detail::SessionOwner {
 public:
  /// No session.
  Session() noexcept = default;

  /// Takes a C handle over, to free it.
  static Session adopt(af_session* raw) noexcept { return Session(raw); }

  Session(Session&& other) noexcept : SessionOwner(other.release()) {}

  Session& operator=(Session&& other) noexcept {
    Session taken(std::move(other));
    taken.swap(*this);
    return *this;
  }

  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  ~Session() { af_session_free(release()); }

  /// Gives the C handle away, to be freed by the caller; leaves no session.
  [[nodiscard]] af_session* release() noexcept {
    // It was not const when it was adopted.
    return const_cast<af_session*>(forget());
  }

  /// Frees the session and leaves none. Ends the texts that it lent out.
  void reset() noexcept { af_session_free(release()); }

  /// Exchanges two sessions.
  void swap(Session& other) noexcept { exchange(other); }

 private:
  explicit Session(af_session* raw) noexcept : SessionOwner(raw) {}
};

/// A session of several owners, freed with the last of them: for what has to be copied, such as a
/// `std::function`. Independent of its client.
class SharedSession : public detail::SessionOwner {
 public:
  /// No session.
  SharedSession() noexcept = default;

  /// Takes a session over.
  SharedSession(Session session)
      : SessionOwner(session.get()), owner_(std::make_shared<const Session>(std::move(session))) {}

  SharedSession(const SharedSession& other) noexcept = default;
  SharedSession& operator=(const SharedSession& other) noexcept = default;

  SharedSession(SharedSession&& other) noexcept
      : SessionOwner(other.forget()), owner_(std::move(other.owner_)) {}

  SharedSession& operator=(SharedSession&& other) noexcept {
    SharedSession taken(std::move(other));
    taken.swap(*this);
    return *this;
  }

  ~SharedSession() = default;

  /// Gives its share up and leaves no session.
  void reset() noexcept { SharedSession().swap(*this); }

  /// Exchanges two sessions.
  void swap(SharedSession& other) noexcept {
    exchange(other);
    owner_.swap(other.owner_);
  }

 private:
  std::shared_ptr<const Session> owner_{};
};

inline Result<Session> SessionView::clone() const {
  af_session* copy = nullptr;
  Error error;
  if (af_session_clone(raw_, &copy, error.raw()) != AF_STATUS_OK) return error;
  return Session::adopt(copy);
}

inline Result<SharedSession> SessionView::share() const {
  Result<Session> copy = clone();
  if (!copy) return copy.error();
  return SharedSession(std::move(copy).value());
}

} // namespace authforge

#endif // AUTHFORGE_SESSION_HPP
