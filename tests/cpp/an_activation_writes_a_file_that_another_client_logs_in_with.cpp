// Offline activation writes a file, and a client that has no secret and asks nobody logs in with it; the same
// machine gets the same file again. Without a path nothing is written, and the session has the text.

#include "folder.hpp"
#include "server.hpp"

int main() {
  const harness::Folder folder;
  const std::filesystem::path file = folder / "a new folder" / "license.authforge";
  std::string text;
  {
    const authforge::Client client = harness::client(harness::config());
    const authforge::Result<authforge::Session> session = client.activate_offline(harness::lasting_key, file);
    OK(session);
    CHECK(client.is_authenticated() && session->kind() == authforge::SessionKind::offline);
    CHECK(!session->is_reissued());
    CHECK(session->hwid_policy() == authforge::HwidPolicy::bound);
    CHECK(session->bound_hwids().size() == 1 && session->bound_hwids().contains(client.hwid().value()));
    CHECK(session->license_key() == harness::lasting_key);
    text = harness::contents_of(file);
    CHECK(session->license_file() == text);

    const authforge::Result<authforge::Session> again = client.activate_offline(harness::lasting_key);
    OK(again);
    CHECK(again->is_reissued() && again->license_file() == text &&
          again->license_file_id() == session->license_file_id());
  }
  CHECK(harness::request_count("offline_activate") == 2);

  const authforge::Client other = harness::file_client();
  for (const authforge::PathArgument& from : {authforge::PathArgument(file), authforge::PathArgument(text)}) {
    const authforge::Result<authforge::Session> session = other.login_from_file(from);
    OK(session);
    CHECK(other.is_authenticated() && session->license_file() == text && !session->is_reissued());
    OK(other.logout());
  }
  CHECK(harness::request_count() == 2);

  // It has no secret to activate with; whatever fails leaves the file as it is and ends nothing.
  REFUSED(other.activate_offline(harness::lasting_key, file).error(), invalid_config);
  const authforge::Client client = harness::client(harness::config());
  REFUSED(client.activate_offline(harness::good_key(), file).error(), offline_activation_requires_perpetual);
  REFUSED(client.activate_offline(harness::lasting_key, folder / ".").error(), file_write_failed);
  CHECK(!client.is_authenticated() && harness::contents_of(file) == text);
}
