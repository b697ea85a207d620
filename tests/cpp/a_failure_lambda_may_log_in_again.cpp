// A failure callback asks for another key and logs in with it, inside the callback, on the library's thread.

#include "harness.hpp"

int main() {
  harness::Counter again, logins;
  authforge::Client client = harness::client(harness::config());
  OK(client.set_event_callback([&](const authforge::Event& event) {
    if (event.kind() == authforge::EventKind::logged_in) logins.add();
  }));
  OK(client.set_failure_callback([&](authforge::ClientView heard, auto, const authforge::Error&) {
    REFUSED(heard.validate(harness::good_key()).error(), would_deadlock);
    REFUSED(authforge::shutdown(std::chrono::seconds(1)).error(), would_deadlock);
    const authforge::Result<authforge::Session> session = heard.login(harness::good_key());
    OK(session);
    CHECK(session->license().get_bool("beta") == true);
    again.add();
  }));

  REFUSED(client.login(harness::wrong_key).error(), invalid_key);
  CHECK(again.reaches(1));
  CHECK(client.is_authenticated());
  CHECK(logins.reaches(1));
  CHECK(again.count() == 1 && logins.count() == 1);
}
