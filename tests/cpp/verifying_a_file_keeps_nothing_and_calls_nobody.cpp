// verify_license_file hands out what the file says, or why it is refused, and that is all that it does.

#include "server.hpp"

int main() {
  harness::Counter heard;
  const authforge::Client client = harness::file_client();
  OK(client.set_failure_callback([&](authforge::Reason, const authforge::Error&) { heard.add(); }));
  OK(client.set_event_callback([&](const authforge::Event&) { heard.add(); }));

  const std::string text = harness::mint_for_any();
  const authforge::Result<authforge::Session> session = client.verify_license_file(text);
  OK(session);
  CHECK(session->kind() == authforge::SessionKind::offline && session->license_file() == text);
  REFUSED(client.verify_license_file(harness::mint_for_any("\"wrong_key\"")).error(), bad_signature);
  REFUSED(client.verify_license_file("missing.authforge").error(), read_error);
  CHECK(!client.is_authenticated());
  REFUSED(client.session().error(), not_authenticated);

  // What is told is told before the shutdown ends.
  OK(authforge::shutdown(harness::patience));
  CHECK(heard.count() == 0);
}
