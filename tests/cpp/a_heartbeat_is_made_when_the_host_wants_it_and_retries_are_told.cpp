// heartbeat() renews the session at once and heartbeat_start() without blocking; a call too soon after it asks nobody.
// What is tried again on the way is told as EventKind::request_retrying, with its pause.

#include "ends.hpp"
#include "server.hpp"

#include <vector>

using authforge::EventKind;

namespace {

// What is told of attempts that are made again.
struct Retries {
  std::mutex mutex;
  std::vector<authforge::Event> all;

  void add(const authforge::Event& event) {
    if (event.kind() != EventKind::request_retrying) {
      CHECK(event.attempt() == 0 && event.retry_in() == std::chrono::milliseconds(0));
      return;
    }
    const std::lock_guard<std::mutex> lock(mutex);
    all.push_back(event);
  }
};

} // namespace

int main() {
  harness::Ends ends;
  Retries retries;
  authforge::Config config = harness::config();
  config.heartbeat_interval(std::chrono::hours(1)).login_attempts(2).login_timeout(std::chrono::seconds(20));
  authforge::Client client = harness::client(std::move(config));
  OK(client.set_failure_callback([](authforge::Reason, const authforge::Error&) {}));
  OK(client.set_event_callback([&](const authforge::Event& event) {
    ends.add(event);
    retries.add(event);
  }));
  REFUSED(client.heartbeat().error(), not_authenticated);
  REFUSED(client.heartbeat_start().error(), not_authenticated);

  // Two attempts are allowed, and both are used.
  harness::admin("POST", "/dev/faults", R"({"fault":"gateway_429","count":9})");
  const authforge::Result<authforge::Request> login = client.login_start(harness::good_key());
  REFUSED(ends.of(login).error, rate_limited);
  CHECK(harness::request_count("validate") == 2);
  harness::admin("DELETE", "/dev/faults", "");
  {
    const std::lock_guard<std::mutex> lock(retries.mutex);
    CHECK(retries.all.size() == 1 && retries.all[0].request() == *login && retries.all[0].attempt() == 1);
    CHECK(retries.all[0].retry_in() == std::chrono::seconds(2) &&
          retries.all[0].error().code() == "rate_limited");
  }

  OK(client.login(harness::good_key()));
  harness::admin("PUT", "/v1/licenses/" + harness::good_key() + "/variables", R"({"tier":"gold"})");
  const authforge::Result<authforge::Session> renewed = client.heartbeat();
  OK(renewed);
  CHECK(renewed->license().get_string("tier") == "gold");
  const authforge::Result<authforge::Session> again = client.heartbeat();
  REFUSED(again.error(), rate_limited);
  CHECK(again.error().retry_after() && *again.error().retry_after() <= std::chrono::seconds(10));
  CHECK(harness::request_count("heartbeat") == 1 && client.is_authenticated());

  authforge::Client other = harness::client(harness::config());
  OK(other.set_failure_callback([](authforge::Reason, const authforge::Error&) {}));
  OK(other.set_event_callback([&](const authforge::Event& event) { ends.add(event); }));
  OK(other.login(harness::good_key()));
  const harness::End& end = ends.of(other.heartbeat_start());
  CHECK(end.error.ok() && end.session.license().get_string("tier") == "gold");
}
