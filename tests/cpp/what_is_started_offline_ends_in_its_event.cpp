// Every _start of the offline calls and of the self-ban ends in one event with its number, and the event has
// the session where there is one.

#include "ends.hpp"
#include "folder.hpp"
#include "server.hpp"

using authforge::SessionKind;

int main() {
  const harness::Folder folder;
  harness::Ends ends;
  harness::Counter failures;
  const authforge::Client client = harness::client(harness::config());
  OK(client.set_event_callback([&](const authforge::Event& event) { ends.add(event); }));
  OK(client.set_failure_callback([&](authforge::Reason reason, const authforge::Error& error) {
    CHECK(reason == authforge::Reason::offline_login_failed);
    REFUSED(error, read_error);
    failures.add();
  }));
  const std::filesystem::path file = folder / "license.authforge";

  // Nobody is asked for the request, and it has no session.
  const harness::End& written = ends.of(client.write_activation_request_start(folder / "request"));
  OK(authforge::Result<void>(written.error));
  CHECK(!written.session && authforge::parse_activation_request(harness::contents_of(folder / "request")));

  REFUSED(ends.of(client.activate_offline_start(harness::wrong_key, file)).error, invalid_key);
  CHECK(!std::filesystem::exists(file) && !client.is_authenticated());
  const harness::End& activated = ends.of(client.activate_offline_start(harness::lasting_key, file));
  OK(authforge::Result<void>(activated.error));
  CHECK(activated.session.kind() == SessionKind::offline && client.is_authenticated());
  CHECK(activated.session.license_file() == harness::contents_of(file));

  OK(client.logout());
  const harness::End& verified = ends.of(client.verify_license_file_start(file));
  CHECK(verified.error.ok() && verified.session.license_file_id() == activated.session.license_file_id());
  CHECK(!client.is_authenticated());
  const harness::End& logged_in = ends.of(client.login_from_file_start(harness::contents_of(file)));
  CHECK(logged_in.error.ok() && logged_in.session.license_file_id() == activated.session.license_file_id());
  CHECK(client.is_authenticated());

  const harness::End& missing = ends.of(client.login_from_file_start(folder / "missing"));
  REFUSED(missing.error, read_error);
  CHECK(!missing.session && failures.reaches(1) && client.is_authenticated());

  OK(client.logout());
  authforge::SelfBanOptions mild;
  mild.license_key = harness::good_key();
  mild.blacklist_hwid = mild.blacklist_ip = false;
  const harness::End& banned = ends.of(client.self_ban_start(mild));
  CHECK(banned.error.ok() && !banned.session);
  CHECK(harness::request_count("self_ban") == 1 && failures.count() == 1);

  // Wrong with the call itself: there is no request, and no event.
  OK(client.login_from_file(file));
  REFUSED(client.self_ban_start({}).error(), offline_session);
  REFUSED(client.activate_offline_start(" ").error(), missing_license_key);
  REFUSED(client.verify_license_file_start(std::string_view("a\0b", 3)).error(), invalid_utf8);
}
