/// \file
/// Points in time.

#ifndef AUTHFORGE_TIME_HPP
#define AUTHFORGE_TIME_HPP

#include <chrono>
#include <cstdint>
#include <limits>

namespace authforge {

/// A moment in whole seconds, so that a license may end in the year 9999, which nanoseconds cannot tell.
/// Compare it with `now()`, not with `std::chrono::system_clock::now()`, which would make it nanoseconds.
using Time = std::chrono::time_point<std::chrono::system_clock, std::chrono::seconds>;

/// The moment that never comes, for what has no end: later than every other. Compare with it, or subtract
/// `now()` from it; added to, or turned into nanoseconds, it would overflow.
inline constexpr Time never = (Time::max)();

/// This moment, by the computer's clock.
inline Time now() noexcept {
  return std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
}

namespace detail {

/// INT64_MAX, which is never in C, is so here too.
constexpr Time time_of(std::int64_t unix_seconds) noexcept {
  return Time(std::chrono::seconds(unix_seconds));
}

static_assert(time_of(INT64_MAX) == never);

/// The count as the C functions take it; what does not fit becomes the nearest that does.
template <class Number, class Duration>
Number fit(Duration duration) noexcept {
  constexpr auto least = static_cast<std::int64_t>((std::numeric_limits<Number>::min)());
  constexpr auto most = static_cast<std::int64_t>((std::numeric_limits<Number>::max)());
  const std::int64_t count = duration.count();
  return static_cast<Number>(count < least ? least : count > most ? most : count);
}

} // namespace detail

} // namespace authforge

#endif // AUTHFORGE_TIME_HPP
