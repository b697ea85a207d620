/// \file
/// What owners of a session have in common. Nothing here is public.

#ifndef AUTHFORGE_SESSION_OWNER_HPP
#define AUTHFORGE_SESSION_OWNER_HPP

#include "authforge.h"
#include "authforge/hwids.hpp"
#include "authforge/lifetime.hpp"
#include "authforge/session_view.hpp"
#include "authforge/variables.hpp"

#include <optional>
#include <string_view>
#include <utility>

namespace authforge {

namespace detail {

/// Lends what a session lends only while the owner has a name: what it lends ends with it.
class SessionOwner : public SessionView {
 public:
  /// The C handle, lent.
  const af_session* get() const noexcept AUTHFORGE_LIFETIMEBOUND { return SessionView::get(); }

  std::optional<std::string_view> license_label() const& noexcept AUTHFORGE_LIFETIMEBOUND {
    return SessionView::license_label();
  }

  std::optional<std::string_view> license_label() const&& = delete;

  std::optional<std::string_view> key_id() const& noexcept AUTHFORGE_LIFETIMEBOUND {
    return SessionView::key_id();
  }

  std::optional<std::string_view> key_id() const&& = delete;

  std::optional<std::string_view> request_id() const& noexcept AUTHFORGE_LIFETIMEBOUND {
    return SessionView::request_id();
  }

  std::optional<std::string_view> request_id() const&& = delete;

  std::optional<std::string_view> license_key() const& noexcept AUTHFORGE_LIFETIMEBOUND {
    return SessionView::license_key();
  }

  std::optional<std::string_view> license_key() const&& = delete;

  std::optional<std::string_view> license_file_id() const& noexcept AUTHFORGE_LIFETIMEBOUND {
    return SessionView::license_file_id();
  }

  std::optional<std::string_view> license_file_id() const&& = delete;

  std::optional<std::string_view> license_file() const& noexcept AUTHFORGE_LIFETIMEBOUND {
    return SessionView::license_file();
  }

  std::optional<std::string_view> license_file() const&& = delete;

  std::string_view json() const& noexcept AUTHFORGE_LIFETIMEBOUND { return SessionView::json(); }

  std::string_view json() const&& = delete;

  BoundHwids bound_hwids() const& noexcept AUTHFORGE_LIFETIMEBOUND { return SessionView::bound_hwids(); }

  BoundHwids bound_hwids() const&& = delete;

  Variables license() const& noexcept AUTHFORGE_LIFETIMEBOUND { return SessionView::license(); }

  Variables license() const&& = delete;

  Variables app() const& noexcept AUTHFORGE_LIFETIMEBOUND { return SessionView::app(); }

  Variables app() const&& = delete;

 protected:
  SessionOwner() noexcept = default;
  explicit SessionOwner(const af_session* raw) noexcept : SessionView(raw) {}

  /// Forgets the handle, which is freed elsewhere.
  const af_session* forget() noexcept { return std::exchange(raw_, nullptr); }

  void exchange(SessionOwner& other) noexcept { std::swap(raw_, other.raw_); }
};

} // namespace detail

} // namespace authforge

#endif // AUTHFORGE_SESSION_OWNER_HPP
