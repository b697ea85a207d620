// The other unit; also compiled without exceptions and linked with one that has them.

#include "authforge.hpp"

authforge::Result<authforge::Client> make_client();
int count_failures(const authforge::Client& client);
authforge::ExceptionHandler other_unit_handler();

authforge::Result<authforge::Client> make_client() {
  const authforge::Config config("app", "secret", "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
                                 authforge::HeartbeatMode::server);
  return authforge::Client::create(config);
}

int count_failures(const authforge::Client& client) {
  int failures = 0;
  const auto set = client.set_failure_callback(
      [&](authforge::Reason, const authforge::Error&) { ++failures; });
  const auto removed = client.set_failure_callback(nullptr);
  return set.ok() && removed.ok() ? failures : -1;
}

authforge::ExceptionHandler other_unit_handler() {
  return authforge::set_exception_handler(nullptr);
}
