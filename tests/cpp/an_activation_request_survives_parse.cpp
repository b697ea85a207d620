// What an activation request says is what parse_activation_request reads, from its text and from its file;
// what was damaged, or is something else, is an error with a word for it.

#include "folder.hpp"
#include "server.hpp"

namespace {

bool has(const std::string& json, std::string_view name, std::string_view value) {
  return json.find("\"" + std::string(name) + "\":\"" + std::string(value) + "\"") != std::string::npos;
}

bool names(const std::string& json, std::string_view name) {
  return json.find("\"" + std::string(name) + "\":") != std::string::npos;
}

} // namespace

int main() {
  const authforge::Client client = harness::file_client();
  const authforge::Result<std::string> plain = client.create_activation_request();
  OK(plain);
  authforge::Result<std::string> json = authforge::parse_activation_request(*plain);
  OK(json);
  CHECK(has(*json, "appId", harness::environment("AF_TEST_APP_ID")) && has(*json, "hwid", *client.hwid()));
  CHECK(names(*json, "createdAt") && names(*json, "os") && names(*json, "sdk"));
  CHECK(!names(*json, "machineName") && !names(*json, "licenseKey"));

  // Texts that make it longer than any buffer that was guessed.
  authforge::ActivationRequestOptions options;
  options.include_machine_name = true;
  options.machine_name = std::string(128, 'm');
  options.os = "";
  options.sdk = "my game";
  options.license_key = harness::good_key();
  options.created_at = "2026-01-02T03:04:05.678Z";
  const authforge::Result<std::string> full = client.create_activation_request(options);
  OK(full);
  CHECK(full->find('\0') == std::string::npos && full->size() > 255);
  json = authforge::parse_activation_request("Dear operator,\r\n" + *full + "\r\nYours");
  OK(json);
  CHECK(has(*json, "machineName", *options.machine_name) && has(*json, "sdk", "my game"));
  CHECK(has(*json, "licenseKey", harness::good_key()) && has(*json, "createdAt", *options.created_at));
  CHECK(!names(*json, "os"));

  // The same in a file, and the operator can make a license file from it.
  const harness::Folder folder;
  const std::filesystem::path path = folder / "me.authforge-request";
  OK(client.write_activation_request(path, options));
  CHECK(harness::contents_of(path) == *full);
  OK(client.write_activation_request(path));
  const std::string order = R"({"expiresAt":null,"activationRequest":")" +
                            harness::json_escaped(harness::contents_of(path)) + "\"}";
  OK(client.login_from_file(harness::mint(harness::good_key(), order)));
  // Now the request says which license it was.
  json = authforge::parse_activation_request(client.create_activation_request().value());
  CHECK(has(*json, "licenseKey", harness::good_key()));

  REFUSED(authforge::parse_activation_request("").error(), bad_armor);
  REFUSED(authforge::parse_activation_request(harness::mint_for_any()).error(), is_license_file);
  std::string damaged = *full;
  char& letter = damaged[damaged.find("\n\n") + 12];
  letter = letter == 'A' ? 'B' : 'A';
  REFUSED(authforge::parse_activation_request(damaged).error(), checksum_mismatch);
  REFUSED(authforge::parse_activation_request(std::string_view("a\0b", 3)).error(), invalid_utf8);
  REFUSED(client.write_activation_request(folder / ".").error(), file_write_failed);
  options.sdk = std::string("a\0b", 3);
  REFUSED(client.create_activation_request(options).error(), invalid_utf8);
}
