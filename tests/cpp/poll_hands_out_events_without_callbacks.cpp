// Polling gives every event, failures too, in the order in which they happened, and no callback is needed.

#include "harness.hpp"

int main() {
  authforge::Config config = harness::config();
  config.dispatch(authforge::Dispatch::pump);
  const authforge::Client client = harness::client(config);
  CHECK(!client.poll());

  OK(client.login(harness::good_key()));
  REFUSED(client.login(harness::wrong_key).error(), invalid_key);
  OK(client.logout());

  const std::optional<authforge::Event> login = client.poll();
  CHECK(login && login->kind() == authforge::EventKind::logged_in);
  CHECK(login->session().license_label() == "Ada Lovelace");
  const authforge::Result<authforge::Session> kept = login->session().clone();

  const std::optional<authforge::Event> failure = client.poll();
  CHECK(failure && failure->kind() == authforge::EventKind::failure);
  CHECK(failure->reason() == authforge::Reason::login_failed && !failure->session());
  REFUSED(failure->error(), invalid_key);

  // The first event's session was borrowed until the next poll; its clone is one's own.
  CHECK(login->session().kind() == authforge::SessionKind::none);
  OK(kept);
  CHECK(kept->license_label() == "Ada Lovelace");

  const std::optional<authforge::Event> end = client.poll();
  CHECK(end && end->kind() == authforge::EventKind::session_ended && end->error().ok());
  CHECK(!client.poll());
}
