// Failures and events reach lambdas of every accepted form, on a thread of the library, with the client.

#include "harness.hpp"

#include <thread>

int main() {
  harness::Counter failures, logins, ends;
  std::thread::id caller = std::this_thread::get_id();
  authforge::Client client = harness::client(harness::config());

  OK(client.set_failure_callback(
      [&](authforge::ClientView heard, authforge::Reason reason, const authforge::Error& error) {
        CHECK(heard.get() == client.get());
        CHECK(reason == authforge::Reason::login_failed);
        CHECK(authforge::reason_name(reason) == "login_failed");
        REFUSED(error, invalid_key);
        CHECK(std::this_thread::get_id() != caller);
        failures.add();
      }));
  OK(client.set_event_callback([&](const authforge::Event& event) {
    if (event.kind() == authforge::EventKind::logged_in) {
      CHECK(event.session().license().get_string("tier") == "pro");
      CHECK(event.error().ok() && event.request() == 0);
      logins.add();
    }
    if (event.kind() == authforge::EventKind::session_ended) ends.add();
  }));

  REFUSED(client.login(harness::wrong_key).error(), invalid_key);
  CHECK(failures.reaches(1));
  OK(client.login(harness::good_key()));
  CHECK(logins.reaches(1));

  // Without the client, and as a plain function.
  OK(client.set_failure_callback([&](authforge::Reason, const authforge::Error&) { failures.add(); }));
  REFUSED(client.login(harness::wrong_key).error(), invalid_key);
  CHECK(failures.reaches(2));

  // With a view that is its own.
  OK(client.set_failure_callback(
      [&](authforge::ClientView&& heard, authforge::Reason, const authforge::Error&) {
        CHECK(heard.get() == client.get());
        failures.add();
      }));
  REFUSED(client.login_from_file("no/such/file").error(), read_error);
  CHECK(failures.reaches(3));

  OK(client.logout());
  CHECK(ends.reaches(1));
  CHECK(logins.count() == 1);
}
