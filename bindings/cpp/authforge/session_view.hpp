/// \file
/// What the service, or a license file, said of a license at one moment.

#ifndef AUTHFORGE_SESSION_VIEW_HPP
#define AUTHFORGE_SESSION_VIEW_HPP

#include "authforge.h"
#include "authforge/enums.hpp"
#include "authforge/hwids.hpp"
#include "authforge/result.hpp"
#include "authforge/text.hpp"
#include "authforge/time.hpp"
#include "authforge/variables.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace authforge {

class Session;
class SharedSession;

namespace detail {
class SessionOwner;
}

/// When a license ends.
struct LicenseExpiry {
  /// Whether that is known, and whether it is ever.
  LicenseEnd kind = LicenseEnd::unknown;
  /// The date, for `LicenseEnd::date`.
  std::optional<Time> at = std::nullopt;
};

/// Reads a session and owns nothing. Immutable: a heartbeat makes another session and never changes this. A
/// view of an owner that has no name would see nothing, and does not compile.
class SessionView {
 public:
  /// No session: `kind()` is none, the texts are absent, the numbers too.
  SessionView() noexcept = default;

  /// A view of a C handle, which stays whose it is.
  explicit SessionView(const af_session* raw) noexcept : raw_(raw) {}

  SessionView(const detail::SessionOwner&&) = delete;
  SessionView& operator=(const detail::SessionOwner&&) = delete;

  /// True if there is a handle at all.
  explicit operator bool() const noexcept { return raw_ != nullptr; }

  /// The C handle, lent.
  const af_session* get() const noexcept { return raw_; }

  /// A session of one's own, for keeping one that is borrowed.
  Result<Session> clone() const;

  /// As `clone`, in a form that can be copied.
  Result<SharedSession> share() const;

  /// Where it comes from.
  SessionKind kind() const noexcept { return static_cast<SessionKind>(af_session_get_kind(raw_)); }

  /// When it ends unless a heartbeat renews it; for a license file, when the file ends: `never` if it does
  /// not. 1970 for no session.
  Time expires_at() const noexcept { return detail::time_of(af_session_expires_at(raw_)); }

  /// When the license itself ends.
  LicenseExpiry license_expires_at() const noexcept {
    std::int64_t seconds = 0;
    LicenseExpiry expiry;
    expiry.kind = static_cast<LicenseEnd>(af_session_license_expires_at(raw_, &seconds));
    if (expiry.kind == LicenseEnd::date) expiry.at = detail::time_of(seconds);
    return expiry;
  }

  /// The operator's label of the license. Borrowed.
  std::optional<std::string_view> license_label() const noexcept {
    return detail::borrowed(af_session_license_label(raw_));
  }

  /// How many machines the license may be bound to, if the service said.
  std::optional<std::int32_t> max_hwid_slots() const noexcept {
    return known(af_session_max_hwid_slots(raw_));
  }

  /// How many machines the license is bound to, if the service said.
  std::optional<std::int32_t> hwid_count() const noexcept { return known(af_session_hwid_count(raw_)); }

  /// Tells whether any number of machines may use the license.
  bool has_unlimited_hwid_slots() const noexcept { return af_session_has_unlimited_hwid_slots(raw_); }

  /// The name of the key that signed it. Borrowed. Covered by the signature in a license file only: for
  /// logs.
  std::optional<std::string_view> key_id() const noexcept {
    return detail::borrowed(af_session_key_id(raw_));
  }

  /// The service's name for the request, to quote to its support. Borrowed.
  std::optional<std::string_view> request_id() const noexcept {
    return detail::borrowed(af_session_request_id(raw_));
  }

  /// The license key that it is for: what was sent, or what the license file says. Borrowed. Not for logs.
  std::optional<std::string_view> license_key() const noexcept {
    return detail::borrowed(af_session_license_key(raw_));
  }

  /// What time it is now, by the clock that its end is judged by, for a countdown: the service's, or the
  /// computer's where the service did not say its time, and for a license file. 1970 for no session.
  Time now() const noexcept { return detail::time_of(af_session_now(raw_)); }

  /// When the service signed what it rests on, by the service's clock, if it said.
  std::optional<Time> issued_at() const noexcept {
    const std::int64_t seconds = af_session_issued_at(raw_);
    if (seconds == 0) return std::nullopt;
    return detail::time_of(seconds);
  }

  /// The license file's own name (a UUID), to quote to its operator; absent for a session of the service.
  /// Borrowed.
  std::optional<std::string_view> license_file_id() const noexcept {
    return detail::borrowed(af_session_license_file_id(raw_));
  }

  /// Which machines the license file is for; `HwidPolicy::none` for a session of the service.
  HwidPolicy hwid_policy() const noexcept { return static_cast<HwidPolicy>(af_session_hwid_policy(raw_)); }

  /// The machines that the license file lists; none of them when it is for any. Borrowed.
  BoundHwids bound_hwids() const noexcept { return BoundHwids(raw_); }

  /// The license file's text as it was given or handed out, for hosts with a storage of their own; absent
  /// for a session of the service. Borrowed. Holds the license key: not for logs.
  std::optional<std::string_view> license_file() const noexcept {
    return detail::borrowed(af_session_license_file(raw_));
  }

  /// Tells whether an offline activation got the file that this machine already had, which costs nothing.
  bool is_reissued() const noexcept { return af_session_is_reissued(raw_); }

  /// The signed payload as JSON. Borrowed. Holds the session token: not for logs.
  std::string_view json() const noexcept { return detail::borrowed_or_empty(af_session_json(raw_)); }

  /// The variables of this license. Borrowed.
  Variables license() const noexcept { return Variables(raw_, Scope::license); }

  /// The variables of the app. Borrowed.
  Variables app() const noexcept { return Variables(raw_, Scope::app); }

 private:
  friend class detail::SessionOwner;

  static std::optional<std::int32_t> known(std::int32_t number) noexcept {
    if (number < 0) return std::nullopt;
    return number;
  }

  const af_session* raw_ = nullptr;
};

} // namespace authforge

#endif // AUTHFORGE_SESSION_VIEW_HPP
