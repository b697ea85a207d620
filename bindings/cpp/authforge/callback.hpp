/// \file
/// Lambdas as callbacks, and what becomes of what they throw.

#ifndef AUTHFORGE_CALLBACK_HPP
#define AUTHFORGE_CALLBACK_HPP

#include "authforge.h"

#include <atomic>
#include <cstddef>
#include <cstring>
#include <exception>
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

/// Says in the log what left a callback, without the heap; then whoever wants to hears of it, in its
/// handler.
inline void caught(const char* whose, const char* what) noexcept {
  constexpr std::size_t most = 400;
  char line[most + 1] = "an exception left ";
  std::size_t size = std::strlen(line);
  for (const char* part : {whose, ": ", what}) {
    for (; *part != '\0' && size < most; ++part) {
      const bool is_control = static_cast<unsigned char>(*part) < 0x20U;
      line[size++] = is_control ? ' ' : *part;
    }
  }
  line[size] = '\0';
  if (af_log(AF_LOG_LEVEL_ERROR, line, nullptr) != AF_STATUS_OK) {
    // It is not UTF-8, or was cut within a character.
    for (char& letter : line) {
      if ((static_cast<unsigned char>(letter) & 0x80U) != 0) letter = '?';
    }
    static_cast<void>(af_log(AF_LOG_LEVEL_ERROR, line, nullptr));
  }
  if (ExceptionHandler handler = exception_handler.load()) handler();
}

/// Calls a host's function. A parameter, not a macro, tells whether it can throw, so that units compiled
/// with and without exceptions may be linked together.
template <bool Exceptions>
struct Guard {
  template <class Call>
  static void run(const char*, Call call) noexcept {
    call();
  }
};

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
template <>
struct Guard<true> {
  template <class Call>
  static void run(const char* whose, Call call) {
    try {
      call();
#if defined(__GLIBCXX__)
    } catch (abi::__forced_unwind&) {
      // `pthread_exit`: swallowed here it would end the process. The library stops it (rule 11 of
      // authforge.h).
      throw;
#endif
    } catch (const std::exception& thrown) {
      caught(whose, thrown.what());
    } catch (...) {
      caught(whose, "not a std::exception");
    }
  }
};
#endif

/// Whether a function refers to another, as a `std::reference_wrapper` does.
template <class Function, class = void>
inline constexpr bool refers = false;
template <class Function>
inline constexpr bool
    refers<Function, std::void_t<typename Function::type, decltype(std::declval<Function&>().get())>> =
        std::is_same_v<decltype(std::declval<Function&>().get()), typename Function::type&>;

/// Whether it is there to be called: an empty `std::function`, a null pointer and whatever else tests false
/// is not.
template <class Function>
bool is_callable(Function& function) {
  if constexpr (std::is_constructible_v<bool, Function&>) {
    return static_cast<bool>(function);
  } else if constexpr (refers<Function>) {
    return is_callable(function.get());
  } else {
    return true;
  }
}

/// As `std::invoke`, but for pointers to data, which have nothing to do; without `<functional>`.
template <class Function, class First, class... Rest>
void invoke(Function& function, First&& first, Rest&&... rest) {
  if constexpr (std::is_member_function_pointer_v<Function>) {
    static_cast<void>((std::forward<First>(first).*function)(std::forward<Rest>(rest)...));
  } else if constexpr (!std::is_member_object_pointer_v<Function>) {
    static_cast<void>(function(std::forward<First>(first), std::forward<Rest>(rest)...));
  }
}

/// A host's function on its way through the library as `user_data`.
template <class Function, bool Exceptions>
struct Box {
  Function function;

  /// On the heap; null without memory. The library gives it back to `release`, even if it refuses it.
  template <class From>
  static std::unique_ptr<Box> make(From&& from) {
    return std::unique_ptr<Box>(new (std::nothrow) Box{std::forward<From>(from)});
  }

  static Box& of(void* user_data) noexcept { return *static_cast<Box*>(user_data); }

  static void release(void* user_data) {
    Guard<Exceptions>::run("the destructor of a callback", [=] { delete static_cast<Box*>(user_data); });
  }
};

} // namespace detail

/// Sets who hears of exceptions that leave a callback, or its destructor; null for nobody, as at first.
/// They go no further: the callback counts as returned, the log hears a line with their `what()` at
/// `LogLevel::error`, and the library goes on. What was thrown is lost unless it is kept here. In a unit
/// that is compiled without exceptions (`-fno-exceptions`) nothing is caught: what a callback that is set
/// there throws ends the process.
///
/// \return The one that heard of them until now.
inline ExceptionHandler set_exception_handler(ExceptionHandler handler) noexcept {
  return detail::exception_handler.exchange(handler);
}

} // namespace authforge

#endif // AUTHFORGE_CALLBACK_HPP
