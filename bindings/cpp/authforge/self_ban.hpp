/// \file
/// What a self-ban does.

#ifndef AUTHFORGE_SELF_BAN_HPP
#define AUTHFORGE_SELF_BAN_HPP

#include "authforge.h"
#include "authforge/text.hpp"
#include "authforge/text_argument.hpp"

#include <cstdint>

namespace authforge {

/// What `ClientView::self_ban` asks for: the session's license, and everything on, unless it is changed.
struct SelfBanOptions {
  /// Revoke the license. Only with a session: without one the service takes no revocation, and none is
  /// asked for.
  bool revoke_license = true;
  /// Put this machine's hardware id on the app's blacklist.
  bool blacklist_hwid = true;
  /// Put this computer's address, as the service sees it, on the app's blacklist.
  bool blacklist_ip = true;
  /// For a client without a session. At most 256 bytes.
  OptionalText license_key = {};
  /// Instead of the client's own session. At most 16384 bytes.
  OptionalText session_token = {};
};

namespace detail {

/// The options as C takes them, with texts of their own.
class SelfBan {
 public:
  explicit SelfBan(const SelfBanOptions& options)
      : license_key_(options.license_key), session_token_(options.session_token), raw_() {
    raw_.struct_size = static_cast<std::uint32_t>(sizeof raw_);
    raw_.revoke_license = options.revoke_license;
    raw_.blacklist_hwid = options.blacklist_hwid;
    raw_.blacklist_ip = options.blacklist_ip;
    raw_.license_key = license_key_.c_str();
    raw_.session_token = session_token_.c_str();
  }

  const af_self_ban_options* raw() const noexcept { return &raw_; }

 private:
  Text license_key_, session_token_;
  af_self_ban_options raw_;
};

} // namespace detail

} // namespace authforge

#endif // AUTHFORGE_SELF_BAN_HPP
