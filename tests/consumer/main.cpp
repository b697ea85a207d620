// A stranger's program in C++: what needs no service. Usage: consumer_cpp VERSION

#include <authforge.hpp>

#include <cstdio>

#define CHECK(condition)                                                   \
  do {                                                                     \
    if (!(condition)) return std::printf("not true: %s\n", #condition), 1; \
  } while (0)

int main(int argc, char** argv) {
  constexpr auto key = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
  CHECK(argc == 2 && authforge::version() == argv[1]);

  const authforge::Config bad("app", "secret", "not a key", authforge::HeartbeatMode::server);
  const authforge::Error error = authforge::Client::create(bad).error();
  CHECK(error.status() == authforge::StatusCode::invalid_config);
  CHECK(error.message().find("public_key") != std::string_view::npos);

  authforge::Config config("app", "secret", key, authforge::HeartbeatMode::server);
  // Nobody listens on this port.
  config.api_base_url("http://127.0.0.1:1").failure_policy(authforge::FailurePolicy::keep_running);
  const authforge::Result<authforge::Client> client = authforge::Client::create(config);
  CHECK(client.ok());
  CHECK(!client->is_authenticated());
  CHECK(client->login("KEY").error().status() == authforge::StatusCode::network_error);
  CHECK(!client->is_authenticated());
  return 0;
}
