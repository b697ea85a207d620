/// \file
/// Paths as parameters.

#ifndef AUTHFORGE_PATH_HPP
#define AUTHFORGE_PATH_HPP

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

template <class From>
inline constexpr bool is_text =
    std::is_convertible_v<const From&, std::string_view> && !std::is_same_v<From, std::nullptr_t>;

} // namespace detail

/// What a function takes as a path: a text, which is UTF-8 on every system, or a `std::filesystem::path`.
/// Only for parameters: a text is borrowed, not copied.
class PathArgument {
 public:
  /// From a text: a literal, a `std::string`, a `std::string_view`.
  template <class From, std::enable_if_t<detail::is_text<From> && !detail::tells_utf8<From>, int> = 0>
  PathArgument(const From& utf8) : borrowed_(utf8) {}

  /// From a `std::filesystem::path`, turned into UTF-8.
  template <class From, std::enable_if_t<detail::tells_utf8<From>, int> = 0>
  PathArgument(const From& path) : own_(text_of(path.u8string())) {}

  /// The path as UTF-8.
  std::string_view utf8() const noexcept { return own_ ? std::string_view(*own_) : borrowed_; }

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

  std::string_view borrowed_;
  std::optional<std::string> own_;
};

namespace detail {

/// A path that may be absent, as a text that may be.
inline std::optional<std::string_view> utf8(const std::optional<PathArgument>& path) noexcept {
  if (!path) return std::nullopt;
  return path->utf8();
}

} // namespace detail

} // namespace authforge

#endif // AUTHFORGE_PATH_HPP
