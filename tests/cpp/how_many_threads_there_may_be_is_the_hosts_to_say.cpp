// How many threads there may be is the host's to say.

#include "harness.hpp"

#include <string>

int main() {
  for (const int wrong : {-1, 3, 257}) {
    const auto refused = authforge::set_max_threads(wrong);
    CHECK(!refused && refused.error().status() == authforge::StatusCode::invalid_argument);
    CHECK(refused.error().message().find(std::to_string(wrong)) != std::string_view::npos);
  }
  for (const int right : {256, 4}) OK(authforge::set_max_threads(right));
  const authforge::Client client = harness::client(harness::config());
  OK(client.login(harness::good_key()));
  CHECK(client.is_authenticated());
}
