// Wherever a path goes in, literals, strings, views and std::filesystem::path do, none of them ambiguous, and
// UTF-8 arrives as it is.

#include "folder.hpp"
#include "server.hpp"

using authforge::PathArgument;

static_assert(std::is_convertible_v<const char*, PathArgument>);
static_assert(std::is_convertible_v<std::filesystem::path, PathArgument>);
static_assert(std::is_convertible_v<std::filesystem::path, std::optional<PathArgument>>);
static_assert(!std::is_convertible_v<int, PathArgument>);
static_assert(!std::is_convertible_v<std::filesystem::path, std::string_view>);

namespace {

// The UTF-8 of a name that is not ASCII, and that path.
constexpr std::string_view name =
    "\xc3\x84"
    "da \xe2\x82\xac.authforge";

void check_login(const authforge::Client& client, const PathArgument& path) {
  OK(client.verify_license_file(path));
  OK(client.login_from_file(path));
  OK(client.logout());
}

} // namespace

int main() {
  const harness::Folder folder;
  std::filesystem::current_path(folder / "");
  const authforge::Client client = harness::client(harness::config());

  // Each form in a config, which names the file that it cannot read.
  authforge::Config config = harness::config();
  for (const PathArgument& path : {PathArgument("no.pem"), PathArgument(std::filesystem::path("no.pem"))}) {
    config.ca_file(path);
    const authforge::Error error = authforge::Client::create(config).error();
    REFUSED(error, invalid_config);
    CHECK(error.message().find("no.pem") != std::string_view::npos);
  }
  OK(authforge::Client::create(config.ca_file(std::nullopt)));

  // Each form where a path may be absent.
  const std::string text(name);
  const std::filesystem::path path = std::filesystem::u8path(text);
  OK(client.activate_offline(harness::lasting_key, "license.authforge"));
  OK(client.activate_offline(harness::lasting_key, std::string_view("view.authforge")));
  OK(client.activate_offline(harness::lasting_key, text));
  OK(client.activate_offline(harness::lasting_key, std::nullopt));
  OK(client.activate_offline(harness::lasting_key, std::filesystem::path("path.authforge")));
  for (const char* there : {"license.authforge", "view.authforge", text.c_str(), "path.authforge"}) {
    CHECK(std::filesystem::is_regular_file(std::filesystem::u8path(there)));
  }

  check_login(client, "license.authforge");
  check_login(client, text);
  check_login(client, name);
  check_login(client, path);
  check_login(client, std::filesystem::absolute(path));
  const auto verified = client.verify_license_file(path);
  check_login(client, *verified->license_file());

  const PathArgument of_path(path), of_text(text);
  CHECK(of_path.utf8() == name && of_text.utf8().data() == text.data());
  // A copy of one that owns its text owns its own.
  std::optional<PathArgument> original(path);
  const PathArgument copy = *original;
  original.reset();
  CHECK(copy.utf8() == name);

  OK(client.write_activation_request("request"));
  OK(client.write_activation_request(path));
  CHECK(harness::contents_of(std::filesystem::u8path(text))
            .rfind("-----BEGIN AUTHFORGE ACTIVATION REQUEST-----", 0) == 0);

  REFUSED(client.verify_license_file(std::filesystem::path(std::string("a\0b", 3))).error(), invalid_utf8);
  REFUSED(client.write_activation_request(std::string("a\0b", 3)).error(), invalid_utf8);
  REFUSED(client.activate_offline(harness::lasting_key, std::string("a\0b", 3)).error(), invalid_utf8);
  std::filesystem::current_path("/");
}
