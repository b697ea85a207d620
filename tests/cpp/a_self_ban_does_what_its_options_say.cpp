// A self-ban bans what its options name, with a session and before one, and leaves the session and the
// process as they are; nothing but the call does it.

#include "server.hpp"

namespace {

std::string status_of(std::string_view key) {
  return harness::json_text(harness::admin("GET", std::string("/v1/licenses/").append(key), ""), "status");
}

void before_a_session() {
  const authforge::Client client = harness::client(harness::config());
  REFUSED(client.self_ban({}).error(), missing_license_key);
  CHECK(harness::request_count("self_ban") == 0);

  authforge::SelfBanOptions options;
  options.license_key = harness::good_key();
  options.blacklist_ip = false;
  OK(client.self_ban(options));
  // The license is another's for all that the service knows: only the machine is banned.
  CHECK(status_of(harness::good_key()) == "active");
  REFUSED(client.validate(harness::good_key()).error(), blocked);
  harness::clear_security();

  options.license_key = std::string("ADAL\0VELA", 9);
  REFUSED(client.self_ban(options).error(), invalid_utf8);
  options.license_key = std::string(257, 'A');
  REFUSED(client.self_ban(options).error(), invalid_argument);
}

void in_a_session() {
  harness::Counter failures;
  const authforge::Client client = harness::client(harness::config());
  OK(client.set_failure_callback([&](authforge::Reason, const authforge::Error&) { failures.add(); }));
  OK(client.login(harness::good_key()));

  authforge::SelfBanOptions mild;
  mild.revoke_license = mild.blacklist_hwid = mild.blacklist_ip = false;
  OK(client.self_ban(mild));
  CHECK(status_of(harness::good_key()) == "active");
  OK(client.validate(harness::good_key()));

  // All of it.
  OK(client.self_ban({}));
  CHECK(status_of(harness::good_key()) == "revoked");
  REFUSED(client.validate(harness::good_key()).error(), blocked);
  CHECK(client.is_authenticated());

  harness::clear_security();
  REFUSED(client.validate(harness::good_key()).error(), revoked);
  OK(client.logout());
  OK(authforge::shutdown(harness::patience));
  CHECK(failures.count() == 0);
}

} // namespace

int main() {
  before_a_session();
  const int asked = harness::request_count("self_ban");
  in_a_session();
  CHECK(harness::request_count("self_ban") == asked + 2);

  const authforge::Client offline = harness::file_client();
  const std::string any = R"({"hwid":{"mode":"any"},"expiresAt":null})";
  OK(offline.login_from_file(harness::mint(harness::lasting_key, any)));
  REFUSED(offline.self_ban({}).error(), offline_session);
  CHECK(harness::request_count("self_ban") == asked + 2);
}
