// The log callback hears of a login at its level, never of a secret, and nothing once it is removed; after
// a shutdown the client logs in again.

#include "harness.hpp"

int main() {
  harness::Counter lines;
  const std::string secret = harness::environment("AF_TEST_APP_SECRET");
  const auto listen = [&](authforge::LogLevel level, std::string_view text) {
    CHECK(level != authforge::LogLevel::off && !text.empty());
    CHECK(text.find(secret) == std::string_view::npos);
    CHECK(text.find(harness::good_key()) == std::string_view::npos);
    lines.add();
  };
  OK(authforge::set_log_callback(authforge::LogLevel::debug, listen));
  const authforge::Client client = harness::client(harness::config());
  OK(client.login(harness::good_key()));
  CHECK(lines.count() > 0);

  OK(authforge::set_log_callback(nullptr));
  const int before = lines.count();
  OK(authforge::shutdown(std::chrono::seconds(10)));
  CHECK(!client.is_authenticated());
  OK(client.login(harness::good_key()));
  CHECK(client.is_authenticated() && lines.count() == before);
  CHECK(!authforge::version().empty());
}
