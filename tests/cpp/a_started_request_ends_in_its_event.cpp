// login_start and validate_start return at once, and each ends in exactly one event with its number, also
// when the client is freed first.

#include "harness.hpp"

#include <map>

namespace {

// How each request ended; an event may come before the call that began it has returned.
class Ends {
 public:
  void add(const authforge::Event& event) {
    if (event.kind() != authforge::EventKind::request_finished) return;
    const std::lock_guard<std::mutex> lock(mutex_);
    CHECK(event.request() != 0 && errors_.emplace(event.request(), event.error()).second);
    if (event.error().ok()) CHECK(event.session().license().get_int("seats") == 3);
    changed_.notify_all();
  }

  authforge::Error of(authforge::Request request) {
    std::unique_lock<std::mutex> lock(mutex_);
    CHECK(changed_.wait_for(lock, harness::patience, [&] { return errors_.count(request) == 1; }));
    return errors_[request];
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<authforge::Request, authforge::Error> errors_;
};

} // namespace

int main() {
  Ends ends;
  authforge::Client client = harness::client(harness::config());
  OK(client.set_failure_callback([](authforge::Reason, const authforge::Error&) {}));
  OK(client.set_event_callback([&](const authforge::Event& event) { ends.add(event); }));

  const authforge::Result<authforge::Request> validated = client.validate_start(harness::good_key());
  OK(validated);
  CHECK(ends.of(*validated).ok() && !client.is_authenticated());

  const authforge::Result<authforge::Request> login = client.login_start(harness::good_key());
  OK(login);
  CHECK(*login != *validated);
  CHECK(ends.of(*login).ok() && client.is_authenticated());

  const authforge::Result<authforge::Request> wrong = client.login_start(harness::wrong_key);
  OK(wrong);
  REFUSED(ends.of(*wrong), invalid_key);

  // Wrong with the call itself: there is no request, and no event.
  REFUSED(client.login_start(" ").error(), missing_license_key);

  const authforge::Result<authforge::Request> last = client.validate_start(harness::good_key());
  OK(last);
  client.reset();
  const authforge::Error end = ends.of(*last);
  CHECK(end.ok() || end.status() == authforge::StatusCode::cancelled);
}
