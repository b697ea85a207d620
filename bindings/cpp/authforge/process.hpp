/// \file
/// What concerns the whole process.

#ifndef AUTHFORGE_PROCESS_HPP
#define AUTHFORGE_PROCESS_HPP

#include "authforge.h"
#include "authforge/callback.hpp"
#include "authforge/enums.hpp"
#include "authforge/result.hpp"
#include "authforge/time.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace authforge {

/// The library's version, such as "0.1.0"; static.
inline std::string_view version() noexcept { return af_version(); }

/// Logs every client out, cancels every request, tells the queued events, and joins the library's threads.
/// Clients stay valid, and the next login starts the threads anew. For hosts that unload or fork.
///
/// \param patience How long to wait for callbacks that run. The network is not waited for.
/// \return `StatusCode::still_running` if one did not return in time; `StatusCode::would_deadlock` inside a
///   callback on a library thread.
inline Result<void> shutdown(std::chrono::milliseconds patience) {
  return detail::outcome(
      [&](af_error* error) { return af_shutdown(detail::fit<std::uint32_t>(patience), error); });
}

/// Sets how many threads of the library may do what was started, heartbeats, callbacks and files, for the whole process:
/// 4 to 256, 64 until it is set. As a rule there are four at most, and none at rest; what waits for servers gets more.
///
/// \return `StatusCode::invalid_argument` for another number.
inline Result<void> set_max_threads(int threads) {
  return detail::outcome([&](af_error* error) { return af_set_max_threads(threads, error); });
}

namespace detail {

template <class Function, bool Exceptions>
struct LogCall {
  static void call(af_log_level level, const char* text, std::size_t length, void* user_data) {
    Guard<Exceptions>::run("the log callback", [=] {
      // Const: several threads may be in it at once.
      const Function& function = Box<Function, Exceptions>::of(user_data).function;
      function(static_cast<LogLevel>(level), std::string_view(text, length));
    });
  }
};

} // namespace detail

/// Removes the log callback. When this returns it runs on no other thread any more.
inline Result<void> set_log_callback(LogLevel level, std::nullptr_t) {
  return detail::outcome([&](af_error* error) {
    return af_set_log_callback(static_cast<std::int32_t>(level), nullptr, nullptr, nullptr, error);
  });
}

/// Removes the log callback.
inline Result<void> set_log_callback(std::nullptr_t) { return set_log_callback(LogLevel::off, nullptr); }

/// Sets who hears what the library does, for the whole process: a function of `(LogLevel,
/// std::string_view)` that may be called while const, because several threads may be in it at once. The
/// text is one line and valid until it returns; never a secret, key or token. It may call anything but what
/// blocks. Destroyed once, after its last call. One that tests false, such as an empty `std::function` or a
/// null pointer, removes the callback.
///
/// \param level Messages that matter less are not even made.
template <class Function, bool Exceptions = detail::has_exceptions>
Result<void> set_log_callback(LogLevel level, Function&& function) {
  using Kept = std::decay_t<Function>;
  using Box = detail::Box<Kept, Exceptions>;
  static_assert(std::is_invocable_v<const Kept&, LogLevel, std::string_view>,
                "the function does not take (LogLevel, std::string_view), or not while const");
  auto box = Box::make(std::forward<Function>(function));
  if (!box) return Error::of(StatusCode::out_of_resources);
  if (!detail::is_callable(box->function)) return set_log_callback(level, nullptr);
  return detail::outcome([&](af_error* error) {
    constexpr auto call = &detail::LogCall<Kept, Exceptions>::call;
    return af_set_log_callback(static_cast<std::int32_t>(level), call, box.release(), &Box::release, error);
  });
}

} // namespace authforge

#endif // AUTHFORGE_PROCESS_HPP
