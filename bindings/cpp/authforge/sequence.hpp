/// \file
/// Going through what a session numbers from 0. Nothing here is public.

#ifndef AUTHFORGE_SEQUENCE_HPP
#define AUTHFORGE_SEQUENCE_HPP

#include <cstddef>
#include <iterator>

namespace authforge::detail {

/// Iterates over a view with a `value_type` and `at(index)`. Keeps the view, so that it may be a temporary.
template <class View>
class Iterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = typename View::value_type;
  using difference_type = std::ptrdiff_t;
  using pointer = void;
  using reference = value_type;

  Iterator() noexcept = default;

  Iterator(const View& view, std::size_t at) noexcept : view_(view), at_(at) {}

  value_type operator*() const noexcept { return view_.at(at_); }

  Iterator& operator++() noexcept {
    ++at_;
    return *this;
  }

  Iterator operator++(int) noexcept {
    const Iterator before = *this;
    ++at_;
    return before;
  }

  friend bool operator==(const Iterator& a, const Iterator& b) noexcept { return a.at_ == b.at_; }
  friend bool operator!=(const Iterator& a, const Iterator& b) noexcept { return a.at_ != b.at_; }

 private:
  View view_;
  std::size_t at_ = 0;
};

} // namespace authforge::detail

#endif // AUTHFORGE_SEQUENCE_HPP
