/// \file
/// Lambdas as callbacks, and what becomes of what they throw.

#ifndef AUTHFORGE_CALLBACK_HPP
#define AUTHFORGE_CALLBACK_HPP

#include <atomic>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#if defined(__GLIBCXX__) && (defined(__cpp_exceptions) || defined(_CPPUNWIND))
#include <cxxabi.h>
#endif

namespace authforge {

/// Hears that a callback threw. Called in the place of a handler: `std::current_exception()` gives what was
/// thrown. On any thread, several at once.
using ExceptionHandler = void (*)() noexcept;

namespace detail {

inline std::atomic<ExceptionHandler> exception_handler{nullptr};

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
inline constexpr bool has_exceptions = true;
#else
inline constexpr bool has_exceptions = false;
#endif

/// Calls a host's function. A parameter, not a macro, tells whether it can throw, so that units compiled
/// with and without exceptions may be linked together.
template <bool Exceptions>
struct Guard {
  template <class Call>
  static void run(Call call) noexcept {
    call();
  }
};

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
template <>
struct Guard<true> {
  template <class Call>
  static void run(Call call) {
    try {
      call();
#if defined(__GLIBCXX__)
    } catch (abi::__forced_unwind&) {
      // `pthread_exit`: swallowed here it would end the process. The library stops it (rule 10 of authforge.h).
      throw;
#endif
    } catch (...) {
      if (ExceptionHandler handler = exception_handler.load()) handler();
    }
  }
};
#endif

/// A host's function on its way through the library as `user_data`.
template <class Function>
struct Box {
  Function function;

  /// On the heap; null without memory. The library gives it back to `release`, even if it refuses it.
  template <class From>
  static Box* make(From&& from) {
    return new (std::nothrow) Box{std::forward<From>(from)};
  }

  static Box& of(void* user_data) noexcept { return *static_cast<Box*>(user_data); }

  static void release(void* user_data) noexcept { delete static_cast<Box*>(user_data); }
};

} // namespace detail

/// Sets who hears of exceptions that leave a callback; null for nobody, as at first. They go no further:
/// the callback counts as returned, and the library goes on. What was thrown is lost unless it is kept here.
/// Without exceptions in the compiler nothing is caught, and no callback may throw.
///
/// \return The one that heard of them until now.
inline ExceptionHandler set_exception_handler(ExceptionHandler handler) noexcept {
  return detail::exception_handler.exchange(handler);
}

} // namespace authforge

#endif // AUTHFORGE_CALLBACK_HPP
