/// \file
/// What a call gives: a value, or why there is none.

#ifndef AUTHFORGE_RESULT_HPP
#define AUTHFORGE_RESULT_HPP

#include "authforge/error.hpp"
#include "authforge/lifetime.hpp"

#include <cstddef>
#include <string>
#include <utility>

namespace authforge {

/// A value or an `Error`. Reading the value of a failure is no accident: it is an empty `T` (a client or
/// session without a handle, an empty text), which is safe to use.
///
/// One with a name lends its value and error. One without, as a call gives it, gives them away: `*`,
/// `value` and `error` are then values of one's own, and `->`, whose text or view would be gone with it,
/// does not compile.
template <class T>
class [[nodiscard]] Result {
 public:
  /// A success.
  Result(T value) : value_(std::move(value)) {}

  /// A failure.
  Result(const Error& error) : error_(error) {}

  /// True for a success.
  bool ok() const noexcept { return error_.ok(); }

  /// True for a success.
  explicit operator bool() const noexcept { return ok(); }

  /// What went wrong; `error().ok()` for a success.
  const Error& error() const& noexcept AUTHFORGE_LIFETIMEBOUND { return error_; }

  /// What went wrong, as one's own.
  Error error() const&& noexcept { return error_; }

  /// The value, or an empty one.
  T& value() & noexcept AUTHFORGE_LIFETIMEBOUND { return value_; }

  /// The value, or an empty one.
  const T& value() const& noexcept AUTHFORGE_LIFETIMEBOUND { return value_; }

  /// The value, or an empty one, moved out.
  T value() && { return std::move(value_); }

  const T& value() const&& = delete;

  /// As `value`.
  T& operator*() & noexcept AUTHFORGE_LIFETIMEBOUND { return value_; }

  /// As `value`.
  const T& operator*() const& noexcept AUTHFORGE_LIFETIMEBOUND { return value_; }

  /// As `value`.
  T operator*() && { return std::move(value_); }

  const T& operator*() const&& = delete;

  /// Into the value, or an empty one.
  T* operator->() & noexcept AUTHFORGE_LIFETIMEBOUND { return &value_; }

  /// Into the value, or an empty one.
  const T* operator->() const& noexcept AUTHFORGE_LIFETIMEBOUND { return &value_; }

  const T* operator->() const&& = delete;

 private:
  T value_{};
  Error error_{};
};

/// The outcome of a call that gives nothing.
template <>
class [[nodiscard]] Result<void> {
 public:
  /// A success.
  Result() noexcept = default;

  /// A failure, or a success if the error is none.
  Result(const Error& error) noexcept : error_(error) {}

  /// True for a success.
  bool ok() const noexcept { return error_.ok(); }

  /// True for a success.
  explicit operator bool() const noexcept { return ok(); }

  /// What went wrong; `error().ok()` for a success.
  const Error& error() const& noexcept AUTHFORGE_LIFETIMEBOUND { return error_; }

  /// What went wrong, as one's own.
  Error error() const&& noexcept { return error_; }

 private:
  Error error_{};
};

namespace detail {

/// Calls a C function that fills in the error it is given.
template <class Call>
Result<void> outcome(Call call) {
  Error error;
  if (call(error.raw()) == AF_STATUS_OK) return {};
  return error;
}

/// Calls a C function that writes a text into the buffer it is given.
template <class Call>
Result<std::string> written(Call call) {
  std::string text(255, '\0');
  std::size_t length = 0;
  Error error;
  af_status status = call(text.data(), text.size() + 1, &length, error.raw());
  // More than once if the text has become longer in between.
  while (status == AF_STATUS_BUFFER_TOO_SMALL) {
    text.resize(length);
    status = call(text.data(), text.size() + 1, &length, error.raw());
  }
  if (status != AF_STATUS_OK) return error;
  text.resize(length);
  return text;
}

} // namespace detail

} // namespace authforge

#endif // AUTHFORGE_RESULT_HPP
