// `pthread_exit` in a lambda ends the lambda, with what it holds, and not the thread.

#include "harness.hpp"

#include <pthread.h>

namespace {

class Held {
 public:
  explicit Held(harness::Counter& counter) : counter_(counter) {}
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  ~Held() { counter_.add(); }

 private:
  harness::Counter& counter_;
};

} // namespace

int main() {
#if defined(__GLIBCXX__) && defined(__GLIBC__)
  harness::Counter events, failures, logs;
  authforge::Client client = harness::client(harness::config());
  OK(client.set_event_callback([&](const authforge::Event&) {
    const Held held(events);
    pthread_exit(nullptr);
  }));
  OK(client.set_failure_callback([&](authforge::Reason, const authforge::Error&) {
    const Held held(failures);
    pthread_exit(nullptr);
  }));
  for (int i = 1; i <= 2; ++i) {
    OK(client.login(harness::good_key()));
    CHECK(events.reaches(i));
    REFUSED(client.login(harness::wrong_key).error(), invalid_key);
    CHECK(failures.reaches(i));
  }
  OK(authforge::set_log_callback(authforge::LogLevel::debug, [&](authforge::LogLevel, std::string_view) {
    const Held held(logs);
    pthread_exit(nullptr);
  }));
  OK(client.login(harness::good_key()));
  OK(authforge::set_log_callback(nullptr));
  CHECK(logs.count() > 0);
  client.reset();
  OK(authforge::shutdown(harness::patience));
#endif
  return 0;
}
