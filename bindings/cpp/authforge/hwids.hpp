/// \file
/// The machines that a license file is for.

#ifndef AUTHFORGE_HWIDS_HPP
#define AUTHFORGE_HWIDS_HPP

#include "authforge.h"
#include "authforge/sequence.hpp"
#include "authforge/text.hpp"
#include "authforge/text_argument.hpp"

#include <cstddef>
#include <string_view>

namespace authforge {

/// The hardware ids that a license file lists, in its order; none for a file that is for any machine. A
/// view: borrowed from the session, as the ids are.
///
///     for (std::string_view hwid : session.bound_hwids()) print(hwid);
class BoundHwids {
 public:
  using value_type = std::string_view;
  using Iterator = detail::Iterator<BoundHwids>;

  /// No session.
  BoundHwids() noexcept = default;

  /// One of them; empty when out of range.
  std::string_view at(std::size_t index) const noexcept {
    return detail::borrowed_or_empty(af_session_bound_hwid_at(session_, index));
  }

  /// How many there are.
  std::size_t size() const noexcept { return af_session_bound_hwid_count(session_); }

  /// True if there are none.
  bool empty() const noexcept { return size() == 0; }

  /// Tells whether one of them is this.
  bool contains(const TextArgument& hwid) const noexcept {
    for (std::string_view bound : *this) {
      if (bound == hwid.utf8()) return hwid.has_value();
    }
    return false;
  }

  Iterator begin() const noexcept { return Iterator(*this, 0); }
  Iterator end() const noexcept { return Iterator(*this, size()); }

 private:
  friend class SessionView;

  explicit BoundHwids(const af_session* session) noexcept : session_(session) {}

  const af_session* session_ = nullptr;
};

} // namespace authforge

#endif // AUTHFORGE_HWIDS_HPP
