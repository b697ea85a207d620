/// \file
/// Paths as parameters.

#ifndef AUTHFORGE_PATH_HPP
#define AUTHFORGE_PATH_HPP

#include "authforge/text_argument.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace authforge {

namespace detail {

/// Whether a type tells its text as UTF-8, as `std::filesystem::path` does. Asked this way, nobody who has
/// no such path pays for `<filesystem>`.
template <class From, class = void>
inline constexpr bool tells_utf8 = false;
template <class From>
inline constexpr bool tells_utf8<From, std::void_t<decltype(std::declval<const From&>().u8string().size())>> =
    true;

} // namespace detail

/// What a function takes as a path: a text or nothing, as `TextArgument`, UTF-8 on every system; or a
/// `std::filesystem::path`. Only for parameters: a text is borrowed, not copied.
class PathArgument {
 public:
  /// Nothing.
  PathArgument() noexcept = default;

  /// A text that ends with a NUL; nothing if null.
  PathArgument(const char* utf8) noexcept : borrowed_(utf8) {}

  /// The first bytes of a text; nothing if null.
  PathArgument(const char* utf8, std::size_t size) noexcept : borrowed_(utf8, size) {}

  /// From a string.
  PathArgument(const std::string& utf8 AUTHFORGE_LIFETIMEBOUND) noexcept : borrowed_(utf8) {}

  /// From any other text, or from nothing.
  template <class From,
            std::enable_if_t<std::is_convertible_v<const From&, TextArgument> && !detail::tells_utf8<From>,
                             int> = 0>
  PathArgument(const From& utf8) : borrowed_(utf8) {}

  /// From a `std::filesystem::path`, turned into UTF-8.
  template <class From, std::enable_if_t<detail::tells_utf8<From>, int> = 0>
  PathArgument(const From& path) : own_(text_of(path.u8string())) {}

  /// From one that may be absent.
  template <class From, std::enable_if_t<std::is_convertible_v<const From&, PathArgument> &&
                                             !std::is_convertible_v<const From&, TextArgument>,
                                         int> = 0>
  PathArgument(const std::optional<From>& path) {
    if (path) *this = static_cast<PathArgument>(*path);
  }

  /// Whether there is a path at all, be it empty.
  bool has_value() const noexcept { return own_.has_value() || borrowed_.has_value(); }

  /// The path as UTF-8; empty for nothing.
  std::string_view utf8() const& noexcept AUTHFORGE_LIFETIMEBOUND {
    return own_ ? std::string_view(*own_) : borrowed_.utf8();
  }

  std::string_view utf8() const&& = delete;

 private:
  /// C++17 gives a `std::string`, C++20 one of `char8_t`.
  template <class Text>
  static std::string text_of(Text text) {
    if constexpr (std::is_same_v<Text, std::string>) {
      return text;
    } else {
      return std::string(reinterpret_cast<const char*>(text.data()), text.size());
    }
  }

  TextArgument borrowed_{};
  std::optional<std::string> own_{};
};

} // namespace authforge

#endif // AUTHFORGE_PATH_HPP
