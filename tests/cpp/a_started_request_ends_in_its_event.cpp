// login_start and validate_start return at once, and each ends in exactly one event with its number, also
// when the client is freed first.

#include "ends.hpp"

int main() {
  harness::Ends ends;
  authforge::Client client = harness::client(harness::config());
  OK(client.set_failure_callback([](authforge::Reason, const authforge::Error&) {}));
  OK(client.set_event_callback([&](const authforge::Event& event) { ends.add(event); }));

  const authforge::Result<authforge::Request> validated = client.validate_start(harness::good_key());
  const harness::End& valid = ends.of(validated);
  CHECK(valid.error.ok() && !client.is_authenticated());
  CHECK(valid.session.license().get_int("seats") == 3);

  const authforge::Result<authforge::Request> login = client.login_start(harness::good_key());
  const harness::End& first = ends.of(login);
  CHECK(*login != *validated);
  CHECK(first.error.ok() && client.is_authenticated());
  CHECK(first.session.license().get_int("seats") == 3);

  REFUSED(ends.of(client.login_start(harness::wrong_key)).error, invalid_key);

  // Wrong with the call itself: there is no request, and no event.
  REFUSED(client.login_start(" ").error(), missing_license_key);

  const authforge::Result<authforge::Request> last = client.validate_start(harness::good_key());
  client.reset();
  const authforge::Error end = ends.of(last).error;
  CHECK(end.ok() || end.status() == authforge::StatusCode::cancelled);
}
