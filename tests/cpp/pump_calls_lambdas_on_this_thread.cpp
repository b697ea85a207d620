// With Dispatch::pump nothing is called until the host pumps, and then on the thread that does, while state
// is never late.

#include "harness.hpp"

#include <thread>

int main() {
  authforge::Config config = harness::config();
  config.dispatch(authforge::Dispatch::pump);
  const authforge::Client client = harness::client(config);

  const std::thread::id caller = std::this_thread::get_id();
  int failures = 0, logins = 0;
  OK(client.set_failure_callback([&](authforge::Reason, const authforge::Error&) {
    CHECK(std::this_thread::get_id() == caller);
    ++failures;
  }));
  OK(client.set_event_callback([&](authforge::ClientView heard, const authforge::Event& event) {
    CHECK(std::this_thread::get_id() == caller);
    if (event.kind() == authforge::EventKind::logged_in) ++logins;
    CHECK(heard.pump() == 0);
  }));

  CHECK(client.pump() == 0);
  OK(client.login(harness::good_key()));
  CHECK(client.is_authenticated() && logins == 0);
  CHECK(client.pump() == 1 && logins == 1);
  REFUSED(client.login(harness::wrong_key).error(), invalid_key);
  CHECK(failures == 0);
  CHECK(client.pump() == 1 && failures == 1);
  CHECK(client.pump() == 0);
}
