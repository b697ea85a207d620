// The other unit; also compiled without exceptions and linked with one that has them.

#include "authforge.hpp"

#if defined(_GLIBCXX_FILESYSTEM) || defined(_LIBCPP_FILESYSTEM)
#error "authforge.hpp includes <filesystem>, which costs hosts that have no such paths"
#endif

authforge::Result<authforge::Client> make_client();
int count_failures(const authforge::Client& client);
authforge::ExceptionHandler other_unit_handler();
bool reads(const authforge::Client& client, const authforge::PathArgument& path);

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

bool reads(const authforge::Client& client, const authforge::PathArgument& path) {
  const auto written = client.write_activation_request("no/such/file/" + std::string(path.utf8()) + "\xff");
  return client.verify_license_file(path).ok() || written.ok();
}

authforge::ExceptionHandler other_unit_handler() {
  return authforge::set_exception_handler(nullptr);
}
