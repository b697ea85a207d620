// A refused key comes back as an error that says what to do, and a failure policy keeps the process alive.

#include "harness.hpp"

int main() {
  authforge::Config config = harness::config();
  config.failure_policy(authforge::FailurePolicy::keep_running);
  const authforge::Client client = harness::client(config);

  const authforge::Result<authforge::Session> session = client.login(harness::wrong_key);
  CHECK(!session && !session.ok());
  const authforge::Error& error = session.error();
  REFUSED(error, invalid_key);
  CHECK(error.code() == "invalid_key" && !error.message().empty());
  CHECK(error.http_status().has_value() && *error.http_status() >= 400);
  CHECK(!error.retry_after());
  CHECK(!error.is_fatal());
  CHECK(!client.is_authenticated());
  // The value of a failure is an empty session, not a crash.
  CHECK(!*session && session->kind() == authforge::SessionKind::none);

  REFUSED(client.validate(harness::wrong_key).error(), invalid_key);
  REFUSED(client.login("").error(), missing_license_key);
  REFUSED(client.login("PAST-DATE-KEY3-9WXZ").error(), expired);
  const authforge::Error ended = client.validate("REVK-EDXX-KEY6-4MTC").error();
  REFUSED(ended, revoked);
  CHECK(ended.is_fatal() && !ended.is_transient());
  REFUSED(client.login(std::string_view("ADAL\0VELA", 9)).error(), invalid_utf8);
  REFUSED(client.login(std::string(5000, 'A')).error(), invalid_argument);
}
