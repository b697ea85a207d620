// Options that nobody has changed are what their _INIT macros make, field by field, and what is changed
// arrives in its own field.

#include "harness.hpp"

#include <cstring>

namespace {

// A field that C has and C++ has not would make the struct larger than what is compared here.
static_assert(sizeof(af_self_ban_options) == 4 * sizeof(std::int32_t) + 2 * sizeof(char*));
static_assert(sizeof(af_activation_request_options) == 2 * sizeof(std::int32_t) + 5 * sizeof(char*));

template <class Options>
bool same(const Options& a, const Options& b) {
  return std::memcmp(&a, &b, sizeof a) == 0;
}

bool is(const char* text, std::string_view need) { return text != nullptr && text == need; }

} // namespace

int main() {
  const af_self_ban_options ban = AF_SELF_BAN_OPTIONS_INIT;
  CHECK(same(*authforge::detail::SelfBan({}).raw(), ban));
  const af_activation_request_options request = AF_ACTIVATION_REQUEST_OPTIONS_INIT;
  CHECK(same(*authforge::detail::ActivationRequest({}).raw(), request));

  const authforge::detail::SelfBan none({false, false, false, "key", "token"});
  CHECK(none.raw()->revoke_license == 0 && none.raw()->blacklist_hwid == 0 && none.raw()->blacklist_ip == 0);
  CHECK(is(none.raw()->license_key, "key") && is(none.raw()->session_token, "token"));
  CHECK(authforge::detail::SelfBan({true, false, false}).raw()->revoke_license == 1);
  CHECK(authforge::detail::SelfBan({false, true, false}).raw()->blacklist_hwid == 1);
  CHECK(authforge::detail::SelfBan({false, false, true}).raw()->blacklist_ip == 1);

  const authforge::detail::ActivationRequest all({true, "machine", "os", "sdk", "key", ""});
  CHECK(all.raw()->include_machine_name == 1 && is(all.raw()->machine_name, "machine"));
  CHECK(is(all.raw()->os, "os") && is(all.raw()->sdk, "sdk") && is(all.raw()->license_key, "key"));
  CHECK(is(all.raw()->created_at, ""));
}
