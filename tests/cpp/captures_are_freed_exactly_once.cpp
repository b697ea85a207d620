// What a lambda owns lives until its last call and is freed once: when it is replaced, when it is removed,
// when its client is freed, and when the library refuses it.

#include "harness.hpp"

#include <memory>

namespace {

// Counts its copies that live; moving is all that it can do.
class Owned {
 public:
  explicit Owned(int* living) : living_(living) { ++*living_; }
  Owned(Owned&& other) noexcept : living_(std::exchange(other.living_, nullptr)) {}
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  Owned& operator=(Owned&&) = delete;
  ~Owned() {
    if (living_ != nullptr) --*living_;
  }

 private:
  int* living_;
};

auto failure(int* living) {
  return [owned = Owned(living)](authforge::Reason, const authforge::Error&) { static_cast<void>(owned); };
}

auto event(int* living) {
  return [owned = Owned(living)](const authforge::Event&) { static_cast<void>(owned); };
}

auto wakeup(int* living) {
  return [owned = Owned(living)] { static_cast<void>(owned); };
}

auto log(int* living) {
  return [owned = Owned(living)](authforge::LogLevel, std::string_view) { static_cast<void>(owned); };
}

} // namespace

int main() {
  int first = 0, second = 0, third = 0;
  {
    authforge::Client client = harness::client(harness::config());
    OK(client.set_failure_callback(failure(&first)));
    CHECK(first == 1);
    OK(client.set_failure_callback(failure(&second)));
    CHECK(first == 0 && second == 1);
    OK(client.set_failure_callback(nullptr));
    CHECK(second == 0);

    OK(client.set_event_callback(event(&first)));
    OK(client.set_failure_callback(failure(&second)));
    authforge::Client moved = std::move(client);
    CHECK(first == 1 && second == 1);
  }
  CHECK(first == 0 && second == 0);

  const authforge::ClientView none;
  REFUSED(none.set_failure_callback(failure(&third)).error(), invalid_handle);
  REFUSED(none.set_event_callback(event(&third)).error(), invalid_handle);
  REFUSED(none.set_wakeup_callback(wakeup(&third)).error(), invalid_handle);
  {
    const authforge::Client background = harness::client(harness::config());
    REFUSED(background.set_wakeup_callback(wakeup(&third)).error(), invalid_argument);
    authforge::Config config = harness::config();
    config.dispatch(authforge::Dispatch::pump);
    const authforge::Client pumped = harness::client(config);
    OK(pumped.set_wakeup_callback(wakeup(&first)));
    OK(pumped.set_wakeup_callback(wakeup(&second)));
    CHECK(first == 0 && second == 1);
    OK(pumped.set_wakeup_callback(nullptr));
    OK(pumped.set_wakeup_callback(wakeup(&first)));
    CHECK(first == 1 && second == 0);
  }
  CHECK(first == 0 && third == 0);

  OK(authforge::set_log_callback(authforge::LogLevel::debug, log(&first)));
  OK(authforge::set_log_callback(authforge::LogLevel::warn, log(&second)));
  CHECK(first == 0 && second == 1);
  REFUSED(authforge::set_log_callback(static_cast<authforge::LogLevel>(77), log(&third)).error(),
          invalid_argument);
  CHECK(second == 1 && third == 0);
  OK(authforge::set_log_callback(nullptr));
  CHECK(second == 0);

  // A lambda that removes itself finishes its call before it is freed.
  harness::Counter done;
  authforge::Client client = harness::client(harness::config());
  auto alive = std::make_shared<int>(5);
  OK(client.set_failure_callback(
      [&done, kept = alive](authforge::ClientView heard, authforge::Reason, const authforge::Error&) {
        OK(heard.set_failure_callback([](authforge::Reason, const authforge::Error&) {}));
        CHECK(*kept == 5 && kept.use_count() == 2);
        done.add();
      }));
  REFUSED(client.login(harness::wrong_key).error(), invalid_key);
  CHECK(done.reaches(1));
  client.reset();
  CHECK(alive.use_count() == 1);
}
