/// \file
/// Texts across the border. Nothing here is public.

#ifndef AUTHFORGE_TEXT_HPP
#define AUTHFORGE_TEXT_HPP

#include "authforge/path.hpp"
#include "authforge/text_argument.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

namespace authforge::detail {

/// A NUL-terminated copy of a text, without the heap for short ones, and wiped in the end: it may be a key.
class Text {
 public:
  explicit Text(const TextArgument& text) : Text(text.utf8(), text.has_value()) {}

  explicit Text(const OptionalText& text) : Text(TextArgument(text)) {}

  explicit Text(const PathArgument& path) : Text(path.utf8(), path.has_value()) {}

  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;

  ~Text() {
    for (volatile char* at = text_; at != text_ + size_; ++at) *at = '\0';
  }

  /// NULL for a text that is absent.
  const char* c_str() const noexcept { return is_there_ ? text_ : nullptr; }

 private:
  Text(std::string_view text, bool is_there) : size_(text.size()), is_there_(is_there) {
    if (size_ >= sizeof small_) {
      large_ = std::make_unique<char[]>(size_ + 1);
      text_ = large_.get();
    }
    char* to = text_;
    for (char letter : text) {
      // No UTF-8 has this byte, so that the library refuses the text, by its name, instead of cutting it.
      *to++ = letter == '\0' ? '\xff' : letter;
    }
    *to = '\0';
  }

  std::size_t size_;
  bool is_there_;
  std::unique_ptr<char[]> large_{};
  char small_[120];
  char* text_ = small_;
};

/// A text that the library lent; absent if NULL.
inline std::optional<std::string_view> borrowed(const char* text) noexcept {
  if (text == nullptr) return std::nullopt;
  return std::string_view(text);
}

/// A text that the library lent; empty if NULL.
inline std::string_view borrowed_or_empty(const char* text) noexcept {
  return text == nullptr ? std::string_view() : std::string_view(text);
}

} // namespace authforge::detail

#endif // AUTHFORGE_TEXT_HPP
