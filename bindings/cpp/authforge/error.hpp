/// \file
/// What went wrong.

#ifndef AUTHFORGE_ERROR_HPP
#define AUTHFORGE_ERROR_HPP

#include "authforge.h"
#include "authforge/enums.hpp"
#include "authforge/lifetime.hpp"

#include <chrono>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace authforge {

/// Names a status as all AuthForge libraries do, for example "invalid_key"; static.
inline std::string_view status_code(StatusCode status) noexcept {
  return af_status_code(static_cast<std::int32_t>(status));
}

/// Explains a status in one English sentence for a developer's log; static.
inline std::string_view status_message(StatusCode status) noexcept {
  return af_status_message(static_cast<std::int32_t>(status));
}

/// Names a reason as all AuthForge libraries do, for example "heartbeat_failed"; static.
inline std::string_view reason_name(Reason reason) noexcept {
  return af_reason_name(static_cast<std::int32_t>(reason));
}

/// How a call, or a piece of background work, went. A value: copy and keep it as you like. The texts it
/// lends out are its own, so it needs a name to lend them: `login(key).error().code()` does not compile.
class Error {
 public:
  /// No error.
  Error() noexcept : raw_() { raw_.struct_size = static_cast<std::uint32_t>(sizeof raw_); }

  /// A copy of an `af_error`, as far as both sides know it.
  explicit Error(const af_error& raw) noexcept : Error() {
    const std::size_t size = raw.struct_size < sizeof raw_ ? raw.struct_size : sizeof raw_;
    std::memcpy(static_cast<void*>(&raw_), &raw, size);
    raw_.struct_size = static_cast<std::uint32_t>(sizeof raw_);
  }

  /// What an `af_event` says of it.
  explicit Error(const af_event& event) noexcept : Error() {
    raw_.status = event.status;
    raw_.http_status = event.http_status;
    raw_.retry_after_ms = event.retry_after_ms;
    std::memcpy(raw_.code, event.code, sizeof raw_.code);
    std::memcpy(raw_.message, event.message, sizeof raw_.message);
  }

  /// An error that the library did not make, with its own text for the status.
  static Error of(StatusCode status) noexcept { return of(status, status_message(status)); }

  /// An error that the library did not make. A message that is too long is cut.
  static Error of(StatusCode status, std::string_view message) noexcept {
    Error error;
    error.raw_.status = static_cast<af_status>(status);
    copy(error.raw_.code, status_code(status));
    copy(error.raw_.message, message);
    return error;
  }

  /// True for no error.
  bool ok() const noexcept { return raw_.status == AF_STATUS_OK; }

  /// The outcome as a number to decide on.
  StatusCode status() const noexcept { return static_cast<StatusCode>(raw_.status); }

  /// The outcome as a word, such as "invalid_key"; also words that this version has no `StatusCode` for.
  std::string_view code() const& noexcept AUTHFORGE_LIFETIMEBOUND { return raw_.code; }

  std::string_view code() const&& = delete;

  /// One line for a developer, in English. Never a secret, key or token.
  std::string_view message() const& noexcept AUTHFORGE_LIFETIMEBOUND { return raw_.message; }

  std::string_view message() const&& = delete;

  /// HTTP status of the answer, if there was one.
  std::optional<int> http_status() const noexcept {
    if (raw_.http_status == 0) return std::nullopt;
    return raw_.http_status;
  }

  /// What the server asked to wait, if it did.
  std::optional<std::chrono::milliseconds> retry_after() const noexcept {
    if (raw_.retry_after_ms == 0) return std::nullopt;
    return std::chrono::milliseconds(raw_.retry_after_ms);
  }

  /// Tells whether a session survives this failure of a heartbeat, so that the next one may succeed.
  bool is_transient() const noexcept { return af_status_is_transient(raw_.status); }

  /// Tells whether this failure ends a session.
  bool is_fatal() const noexcept { return af_status_is_fatal(raw_.status); }

  /// The C struct, for handing to a C function.
  af_error* raw() & noexcept AUTHFORGE_LIFETIMEBOUND { return &raw_; }

  /// The C struct.
  const af_error* raw() const& noexcept AUTHFORGE_LIFETIMEBOUND { return &raw_; }

  const af_error* raw() const&& = delete;

 private:
  template <std::size_t Size>
  static void copy(char (&to)[Size], std::string_view text) noexcept {
    const std::size_t size = text.size() < Size - 1 ? text.size() : Size - 1;
    std::memcpy(to, text.data(), size);
    to[size] = '\0';
  }

  af_error raw_;
};

} // namespace authforge

#endif // AUTHFORGE_ERROR_HPP
