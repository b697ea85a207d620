// flags: -fno-exceptions -fno-rtti
// The main job, in a program that is compiled as many games are.

#include "server.hpp"

#include <memory>

int main() {
  harness::Counter failures, logins;
  authforge::Client client = harness::client(harness::config());
  OK(client.set_failure_callback(
      [&, owned = std::make_unique<int>(1)](authforge::Reason, const authforge::Error& error) {
        CHECK(*owned == 1 && error.code() == "invalid_key");
        failures.add();
      }));
  OK(client.set_event_callback([&](const authforge::Event& event) {
    if (event.kind() == authforge::EventKind::logged_in) logins.add();
  }));
  REFUSED(client.login(harness::wrong_key).error(), invalid_key);
  CHECK(failures.reaches(1));
  const authforge::Result<authforge::Session> session = client.login(harness::good_key());
  OK(session);
  CHECK(session->license().get_string("tier").value_or("basic") == "pro");
  CHECK(logins.reaches(1));
  const std::string file = harness::mint_for_any();
  OK(client.login_from_file(file));
  const authforge::Result<authforge::Session> of_file = client.session();
  CHECK(of_file->license_file() == file);
  OK(authforge::parse_activation_request(client.create_activation_request().value()));
  OK(authforge::shutdown(std::chrono::seconds(10)));
  CHECK(!client.is_authenticated());
}
