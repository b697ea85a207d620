/// \file
/// Texts as parameters and options.

#ifndef AUTHFORGE_TEXT_ARGUMENT_HPP
#define AUTHFORGE_TEXT_ARGUMENT_HPP

#include "authforge/lifetime.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace authforge {

namespace detail {

/// Whether a type is a text that knows its length. Pointers, which may be null, are looked at one by one.
template <class From>
inline constexpr bool is_text =
    std::is_convertible_v<const From&, std::string_view> && !std::is_pointer_v<std::decay_t<const From&>> &&
    !std::is_same_v<From, std::nullptr_t>;

#if defined(__cpp_lib_char8_t)
template <class From>
inline constexpr bool is_text8 =
    std::is_convertible_v<const From&, std::u8string_view> && !std::is_pointer_v<std::decay_t<const From&>> &&
    !std::is_same_v<From, std::nullptr_t>;
#endif

} // namespace detail

/// What a function takes as a text, which is UTF-8: a literal, a `const char*`, a `std::string` or
/// `std::string_view`, in C++20 the same of `char8_t`; or nothing: `nullptr`, a pointer that is null,
/// `std::nullopt`, a `std::optional` without a value. Nothing is the default where a text is optional;
/// where it is not, the call answers `StatusCode::invalid_argument` and names it. Only for parameters: a
/// text is borrowed, not copied.
class TextArgument {
 public:
  /// Nothing.
  constexpr TextArgument() noexcept = default;

  /// Nothing. `NULL`, which may be a number, is a `const char*`.
  template <class Null, std::enable_if_t<std::is_same_v<Null, std::nullptr_t>, int> = 0>
  constexpr TextArgument(Null) noexcept {}

  /// Nothing.
  constexpr TextArgument(std::nullopt_t) noexcept {}

  /// A text that ends with a NUL; nothing if null.
  constexpr TextArgument(const char* text) noexcept {
    if (text != nullptr) text_ = std::string_view(text);
  }

  /// The first bytes of a text; nothing if null.
  constexpr TextArgument(const char* text, std::size_t size) noexcept {
    if (text != nullptr) text_ = std::string_view(text, size);
  }

  /// A string.
  TextArgument(const std::string& text AUTHFORGE_LIFETIMEBOUND) noexcept : text_(text) {}

  /// A view, or what turns into one.
  template <class From, std::enable_if_t<detail::is_text<From>, int> = 0>
  constexpr TextArgument(const From& text) : text_(static_cast<std::string_view>(text)) {}

#if defined(__cpp_lib_char8_t)
  /// A text that ends with a NUL; nothing if null.
  template <class Letter, std::enable_if_t<std::is_same_v<Letter, char8_t>, int> = 0>
  TextArgument(const Letter* text) noexcept {
    if (text != nullptr) text_ = std::string_view(reinterpret_cast<const char*>(text));
  }

  /// A string or view of UTF-8.
  template <class From, std::enable_if_t<detail::is_text8<From> && !detail::is_text<From>, int> = 0>
  TextArgument(const From& text) {
    const std::u8string_view view = text;
    text_ = std::string_view(reinterpret_cast<const char*>(view.data()), view.size());
  }
#endif

  /// A text that may be absent.
  template <class From, std::enable_if_t<std::is_convertible_v<const From&, TextArgument>, int> = 0>
  constexpr TextArgument(const std::optional<From>& text) {
    if (text) text_ = static_cast<TextArgument>(*text).text_;
  }

  /// Whether there is a text at all, be it empty.
  constexpr bool has_value() const noexcept { return text_.has_value(); }

  /// The text; empty for nothing.
  constexpr std::string_view utf8() const noexcept { return text_.value_or(std::string_view()); }

 private:
  std::optional<std::string_view> text_ = std::nullopt;
};

/// An option that is a text, copied, or absent. Takes what `TextArgument` takes.
class OptionalText : public std::optional<std::string> {
 public:
  /// Absent.
  OptionalText() noexcept = default;

  /// A copy of a text that ends with a NUL; absent if null.
  OptionalText(const char* text) : OptionalText(TextArgument(text)) {}

  /// A copy of a text; absent for nothing.
  template <class From, std::enable_if_t<std::is_convertible_v<const From&, TextArgument>, int> = 0>
  OptionalText(const From& text) : OptionalText(TextArgument(text)) {}

  /// A copy of a text; absent for nothing.
  OptionalText(const TextArgument& text) {
    if (text.has_value()) emplace(text.utf8());
  }
};

} // namespace authforge

#endif // AUTHFORGE_TEXT_ARGUMENT_HPP
