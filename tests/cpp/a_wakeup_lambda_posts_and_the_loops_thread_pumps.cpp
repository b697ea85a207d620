// A wakeup lambda posts to a loop, whose thread pumps: nothing is asked by a timer, and nothing that the lambda throws
// comes into the library.

#include "harness.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <queue>
#include <stdexcept>
#include <thread>

namespace {

// As every event loop has it.
class Loop {
 public:
  void post(std::function<void()> work) {
    const std::lock_guard<std::mutex> lock(mutex_);
    queue_.push(std::move(work));
    changed_.notify_one();
  }

  void run_one() {
    std::unique_lock<std::mutex> lock(mutex_);
    CHECK(changed_.wait_for(lock, std::chrono::seconds(60), [this] { return !queue_.empty(); }));
    const std::function<void()> work = std::move(queue_.front());
    queue_.pop();
    lock.unlock();
    work();
  }

  bool is_empty() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return queue_.empty();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::queue<std::function<void()>> queue_;
};

} // namespace

int main() {
  authforge::Config config = harness::config();
  config.dispatch(authforge::Dispatch::pump);
  Loop loop;
  const std::thread::id here = std::this_thread::get_id();
  std::vector<authforge::EventKind> heard;
  authforge::Client client = harness::client(config);
  OK(client.set_event_callback([&](const authforge::Event& event) {
    CHECK(std::this_thread::get_id() == here);
    heard.push_back(event.kind());
  }));
  OK(client.set_wakeup_callback([&](authforge::ClientView of) {
    CHECK(std::this_thread::get_id() != here && of.get() == client.get());
    loop.post([of] { of.pump(); });
    throw std::runtime_error("contained");
  }));
  OK(client.login_start(harness::good_key()));
  loop.run_one();
  OK(client.logout());
  loop.run_one();
  using Kind = authforge::EventKind;
  CHECK((heard == std::vector<Kind>{Kind::logged_in, Kind::request_finished, Kind::session_ended}));

  // One without a parameter, in its place.
  OK(client.set_wakeup_callback([&] { loop.post([&] { client.pump(); }); }));
  OK(client.login(harness::good_key()));
  loop.run_one();
  CHECK(heard.size() == 4);
  client.reset();
  CHECK(loop.is_empty());
}
