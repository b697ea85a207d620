// The other unit; also compiled without exceptions and linked with one that has them.

#include "authforge.hpp"

#include <functional>

#if defined(_GLIBCXX_FILESYSTEM) || defined(_LIBCPP_FILESYSTEM)
#error "authforge.hpp includes <filesystem>, which costs hosts that have no such paths"
#endif

authforge::Result<authforge::Client> make_client();
int count_failures(const authforge::Client& client);
authforge::ExceptionHandler other_unit_handler();
bool reads(const authforge::Client& client, const authforge::PathArgument& path);

authforge::Result<authforge::Client> make_client() {
  const authforge::Config config(
      "app", "secret", "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", authforge::HeartbeatMode::server);
  return authforge::Client::create(config);
}

namespace {

void listen(const authforge::Error&) {}
void listen_to_all(authforge::ClientView, authforge::Reason, const authforge::Error& error) { listen(error); }

// Every kind of listener, text and owner, so that each is compiled.
bool use(const authforge::Client& client) {
  using Failure = std::function<void(authforge::Reason, const authforge::Error&)>;
  const auto function = client.set_failure_callback(Failure());
  const auto pointer = client.set_failure_callback(&listen_to_all);
  const auto event =
      client.set_event_callback([](const authforge::Event& happened) { listen(happened.error()); });
  const auto wakeup = client.set_wakeup_callback([](authforge::ClientView) {});
  const auto log =
      authforge::set_log_callback(authforge::LogLevel::error, [](authforge::LogLevel, std::string_view) {});
  const auto removed = authforge::set_log_callback(nullptr);
  authforge::SelfBanOptions ban;
  ban.license_key = std::optional<std::string_view>();
  ban.session_token = nullptr;
  authforge::ActivationRequestOptions options;
  options.os = "an operating system";
  const auto request = client.create_activation_request(options);
  authforge::SharedSession shared = client.session().value();
  authforge::SharedSession other = std::move(shared);
  shared = std::move(other);
  const authforge::Polled polled = client.poll();
  const char* text = nullptr;
  const auto variable = shared.license().get_int(text);
  for (authforge::Variable each : shared.app())
    listen(each.name().empty() ? authforge::Error() : polled->error());
  // Nobody pumps this client, so nobody is to be woken.
  if (wakeup.error().status() != authforge::StatusCode::invalid_argument) return false;
  return function && pointer && event && log && removed && request && !variable && !client.self_ban(ban);
}

} // namespace

int count_failures(const authforge::Client& client) {
  if (!use(client)) return -2;
  int failures = 0;
  const auto set =
      client.set_failure_callback([&](authforge::Reason, const authforge::Error&) { ++failures; });
  const auto removed = client.set_failure_callback(nullptr);
  return set.ok() && removed.ok() ? failures : -1;
}

bool reads(const authforge::Client& client, const authforge::PathArgument& path) {
  const auto written = client.write_activation_request("no/such/file/" + std::string(path.utf8()) + "\xff");
  return client.verify_license_file(path).ok() || written.ok();
}

authforge::ExceptionHandler other_unit_handler() { return authforge::set_exception_handler(nullptr); }
