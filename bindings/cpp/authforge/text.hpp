/// \file
/// Texts across the border. Nothing here is public.

#ifndef AUTHFORGE_TEXT_HPP
#define AUTHFORGE_TEXT_HPP

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

namespace authforge::detail {

/// A NUL-terminated copy of a text, without the heap for short ones, and wiped in the end: it may be a key.
class Text {
 public:
  explicit Text(std::string_view text) : size_(text.size()) {
    char* to = small_;
    if (size_ >= sizeof small_) {
      large_ = std::make_unique<char[]>(size_ + 1);
      to = large_.get();
    }
    for (char letter : text) {
      // No UTF-8 has this byte, so that the library refuses the text, by its name, instead of cutting it.
      *to++ = letter == '\0' ? '\xff' : letter;
    }
    *to = '\0';
    text_ = large_ ? large_.get() : small_;
  }

  explicit Text(std::optional<std::string_view> text) : Text(text.value_or(std::string_view())) {
    absent_ = !text.has_value();
  }

  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;

  ~Text() {
    for (volatile char* at = text_; at != text_ + size_; ++at) *at = '\0';
  }

  /// NULL for a text that is absent.
  const char* c_str() const noexcept { return absent_ ? nullptr : text_; }

 private:
  std::size_t size_;
  bool absent_ = false;
  char small_[120];
  std::unique_ptr<char[]> large_;
  char* text_;
};

/// A text that the library lent; absent if NULL.
inline std::optional<std::string_view> lent(const char* text) noexcept {
  if (text == nullptr) return std::nullopt;
  return std::string_view(text);
}

/// A text that the library lent; empty if NULL.
inline std::string_view lent_or_empty(const char* text) noexcept {
  return text == nullptr ? std::string_view() : std::string_view(text);
}

} // namespace authforge::detail

#endif // AUTHFORGE_TEXT_HPP
