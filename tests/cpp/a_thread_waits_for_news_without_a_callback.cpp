// A thread waits for news without a callback: it sleeps until there is something to poll, for no longer than it is told,
// and goes on when the client goes.

#include "harness.hpp"

#include <chrono>
#include <future>
#include <thread>
#include <vector>

int main() {
  authforge::Config config = harness::config();
  config.dispatch(authforge::Dispatch::pump);
  authforge::Client client = harness::client(config);
  const std::chrono::steady_clock::time_point begun = std::chrono::steady_clock::now();
  CHECK(!client.wait(std::chrono::milliseconds(50)));
  CHECK(std::chrono::steady_clock::now() - begun >= std::chrono::milliseconds(50));
  CHECK(!client.wait(std::chrono::milliseconds(-1)) && !client.wait(std::chrono::milliseconds::min()));

  std::promise<void> finished;
  std::vector<authforge::EventKind> heard;
  std::thread listener([&, view = authforge::ClientView(client)] {
    while (view.wait()) {
      while (const std::optional<authforge::Event> event = view.poll()) {
        heard.push_back(event->kind());
        if (event->kind() == authforge::EventKind::request_finished) finished.set_value();
      }
    }
  });
  OK(client.login_start(harness::good_key()));
  CHECK(finished.get_future().wait_for(harness::patience) == std::future_status::ready);
  client.reset();
  listener.join();
  using Kind = authforge::EventKind;
  CHECK((heard == std::vector<Kind>{Kind::logged_in, Kind::request_finished}));

  // More than fits is as good as no limit.
  client = harness::client(config);
  OK(client.login_start(harness::good_key()));
  CHECK(client.wait(std::chrono::hours(24 * 365)) && client.poll());
  client.reset();
  CHECK(!client.wait());
}
