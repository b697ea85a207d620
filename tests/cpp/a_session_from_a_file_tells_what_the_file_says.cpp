// The session of a license file tells its name, machines, label, variables and end; what only the service
// says is absent, and what only a file says is absent in a session of the service.

#include "server.hpp"

#include <chrono>
#include <cstdint>
#include <ratio>
#include <vector>

using authforge::HwidPolicy;

namespace {

// Each of them would not be a constant if it overflowed; an hour of some libraries has 32 bits.
using Years = std::chrono::duration<std::int64_t, std::ratio<31536000>>;
constexpr authforge::Time today{Years(56)};
static_assert(authforge::never > today);
static_assert(authforge::never - today > Years(1000000));
static_assert(authforge::never == (authforge::Time::max)());

void check_bound(const authforge::SessionView& session, std::string_view text, const std::string& here) {
  CHECK(session.kind() == authforge::SessionKind::offline);
  CHECK(session.license_file_id() && session.license_file_id()->size() == 36);
  CHECK(session.hwid_policy() == HwidPolicy::bound);
  const authforge::BoundHwids bound = session.bound_hwids();
  const std::vector<std::string_view> hwids(bound.begin(), bound.end());
  CHECK(hwids == std::vector<std::string_view>{"z-other", here, "a-third"});
  CHECK(bound.size() == 3 && !bound.empty() && bound.at(1) == here && bound.at(3).empty());
  CHECK(bound.contains(here) && !bound.contains("Z-other") && !bound.contains(""));

  CHECK(session.expires_at().time_since_epoch() == std::chrono::seconds(1999999999));
  CHECK(session.expires_at() != authforge::never);
  CHECK(session.issued_at().has_value());
  CHECK(authforge::now() - *session.issued_at() <= std::chrono::minutes(1));
  CHECK(session.license_file() == text && !session.is_reissued());
  CHECK(session.license_key() == harness::good_key());
  CHECK(session.license_label() == "Ada Lovelace");
  CHECK(session.key_id() == "dev-1");
  const authforge::LicenseExpiry expiry = session.license_expires_at();
  CHECK(expiry.kind == authforge::LicenseEnd::date);
  CHECK(expiry.at && expiry.at->time_since_epoch() == std::chrono::seconds(2082758400));
  CHECK(session.license().get_string("tier") == "pro" && session.license().size() == 4);
  CHECK(session.license().at(0).name() == "beta" && session.license().at(9).name().empty());
  CHECK(session.app().get_int("min_version") == 3);
  CHECK(!session.request_id() && !session.max_hwid_slots() && !session.hwid_count());
}

void check_lasting(const authforge::SessionView& session) {
  CHECK(session.expires_at() == authforge::never);
  CHECK(session.expires_at() > authforge::now());
  CHECK(session.expires_at() - authforge::now() > std::chrono::hours(24) * 365 * 1000);
  CHECK(session.license_expires_at().kind == authforge::LicenseEnd::lifetime);
  CHECK(!session.license_expires_at().at);
  CHECK(session.hwid_policy() == HwidPolicy::any);
  CHECK(session.bound_hwids().empty() && session.bound_hwids().begin() == session.bound_hwids().end());
  CHECK(session.license_key() == harness::lasting_key && session.license().empty());
}

void check_online(const authforge::SessionView& session) {
  CHECK(session.license_key() == harness::good_key());
  CHECK(session.issued_at().has_value());
  CHECK(!session.license_file_id() && !session.license_file() && !session.is_reissued());
  CHECK(session.hwid_policy() == HwidPolicy::none && session.bound_hwids().empty());
  CHECK(session.expires_at() != authforge::never);
}

} // namespace

int main() {
  const authforge::Client client = harness::file_client();
  const std::string here = client.hwid().value();
  const std::string text =
      harness::mint(harness::good_key(), "{\"hwids\":[\"z-other\",\"" + here +
                                             "\",\"a-third\"],\"expiresAt\":\"2033-05-18T03:33:19.999Z\"}");
  authforge::Result<authforge::Session> session = client.login_from_file(text);
  OK(session);
  check_bound(*session, text, here);
  const authforge::Result<authforge::Session> copy = client.session();
  OK(copy);
  OK(client.logout());
  session->reset();
  check_bound(*copy, text, here);

  // Views of a session that is gone are empty, and so are those of none.
  authforge::Session freed = authforge::Session::adopt(copy->clone().value().release());
  const authforge::BoundHwids gone = freed.bound_hwids();
  freed.reset();
  CHECK(gone.empty() && gone.at(0).empty() && authforge::BoundHwids().empty());

  const authforge::Result<authforge::Session> lasting = client.login_from_file(
      harness::mint(harness::lasting_key, R"({"hwid":{"mode":"any"},"expiresAt":null})"));
  OK(lasting);
  check_lasting(*lasting);

  const authforge::Result<authforge::Session> online =
      harness::client(harness::config()).login(harness::good_key());
  OK(online);
  check_online(*online);
}
