// A license file that is refused comes back as an error that says why, the failure lambda hears
// offline_login_failed, and the session that there was stays. Without a lambda the process goes on too.

#include "server.hpp"

namespace {

struct Bad {
  std::string input;
  authforge::StatusCode status;
  std::string_view word;
};

} // namespace

int main() {
  using authforge::StatusCode;
  const Bad bad[] = {
      {"no/such/file.authforge", StatusCode::read_error, "read_error"},
      {"-----BEGIN AUTHFORGE LICENSE-----", StatusCode::bad_armor, "bad_armor"},
      {harness::mint_for_any("\"file_tampered\""), StatusCode::bad_signature, "bad_signature"},
      {harness::mint_for_any("\"wrong_key\""), StatusCode::bad_signature, "bad_signature"},
      {harness::mint_for_any(R"({"set_fields":{"v":2}})"), StatusCode::unsupported_version,
       "unsupported_version"},
      {harness::mint_for_any(R"({"drop_fields":["jti"]})"), StatusCode::malformed_payload,
       "malformed_payload"},
      {harness::mint_for_any("\"file_other_app\""), StatusCode::wrong_app, "wrong_app"},
      {harness::mint_for_any(R"({"set_fields":{"expiresAt":"2024-01-01T00:00:00.000Z"}})"),
       StatusCode::expired, "expired"},
      {harness::mint_for_any("\"file_other_hwid\""), StatusCode::hwid_mismatch, "hwid_mismatch"},
  };

  // Nobody listens, and the policy is to end the process.
  const authforge::Client alone = harness::file_client();
  for (const Bad& one : bad) CHECK(alone.login_from_file(one.input).error().status() == one.status);
  CHECK(!alone.is_authenticated());

  authforge::Config config = harness::file_config();
  config.dispatch(authforge::Dispatch::pump);
  const authforge::Client client = harness::client(config);
  authforge::Error heard;
  OK(client.set_failure_callback([&](authforge::Reason reason, const authforge::Error& error) {
    CHECK(reason == authforge::Reason::offline_login_failed);
    CHECK(authforge::reason_name(reason) == "offline_login_failed");
    heard = error;
  }));
  const authforge::Result<authforge::Session> good = client.login_from_file(harness::mint_for_any());
  OK(good);
  for (const Bad& one : bad) {
    const authforge::Result<authforge::Session> session = client.login_from_file(one.input);
    CHECK(!session && !*session);
    CHECK(session.error().status() == one.status && session.error().code() == one.word);
    CHECK(!session.error().message().empty() && !session.error().http_status());
    heard = authforge::Error();
    CHECK(client.pump() >= 1 && heard.status() == one.status && heard.code() == one.word);
    const authforge::Result<authforge::Session> still = client.session();
    CHECK(client.is_authenticated() && still->license_file_id() == good->license_file_id());
  }

  // Mistakes of the call itself are told to the caller alone.
  REFUSED(client.login_from_file(std::string_view("license\0.authforge", 18)).error(), invalid_utf8);
  REFUSED(client.login_from_file("\xff").error(), invalid_utf8);
  CHECK(client.pump() == 0);
}
