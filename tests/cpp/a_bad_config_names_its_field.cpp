// Client::create fails with the first value that a setter refused, or names the field that cannot be used.

#include "harness.hpp"

using authforge::Client;
using authforge::Config;
using authforge::HeartbeatMode;

namespace {

constexpr std::string_view public_key = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

void check_named(const Config& config, std::string_view field) {
  const authforge::Result<Client> client = Client::create(config);
  CHECK(!client && !*client);
  if (client.error().message().find(field) == std::string_view::npos) {
    harness::fail(__FILE__, __LINE__, client.error().message());
  }
}

} // namespace

int main() {
  check_named(Config("", "secret", public_key, HeartbeatMode::server), "app_id");
  check_named(Config("app", "", public_key, HeartbeatMode::server), "app_secret");
  check_named(Config("app", "secret", "not a key", HeartbeatMode::local), "public_key");
  check_named(Config(std::string_view("a\0b", 3), "secret", public_key, HeartbeatMode::server), "app_id");

  Config config("app", std::nullopt, public_key, HeartbeatMode::server);
  OK(config);
  config.heartbeat_interval(std::chrono::seconds(9)).request_timeout(std::chrono::hours(24 * 365 * 1000));
  REFUSED(config.error(), invalid_argument);
  // The first one counts, and setting it right afterwards does not hide it.
  config.heartbeat_interval(std::chrono::minutes(1));
  check_named(config, "heartbeat_interval is 9");

  check_named(Config("app", "secret", public_key, HeartbeatMode::server).login_attempts(11),
              "login_attempts is 11");
  check_named(Config("app", "secret", public_key, HeartbeatMode::server)
                  .login_timeout(std::chrono::milliseconds(999)),
              "login_timeout is 999 ms");

  Config plain("app", "secret", public_key, HeartbeatMode::server);
  plain.api_base_url("http://example.com");
  check_named(plain, "api_base_url");
  plain.allow_plain_http(true)
      .token_binding(authforge::TokenBinding::if_present)
      .ttl(std::chrono::hours(1))
      .hwid_override("tg:123456789");
  const authforge::Result<Client> client = Client::create(plain);
  OK(client);
  CHECK(client->hwid().value() == "tg:123456789");
  plain.api_base_url(std::nullopt).hwid_override(std::nullopt).ca_file(std::nullopt);
  OK(plain);
  CHECK(Client::create(plain).value().hwid().value().size() == 64);

  Config files("app", "secret", public_key, HeartbeatMode::server);
  files.ca_file("no/such/file.pem");
  check_named(files, "ca_file");
}
