// An exception that leaves a callback is swallowed, told to the handler if there is one, and the library
// goes on.

#include "harness.hpp"

#include <stdexcept>

namespace {

harness::Counter& heard() {
  static harness::Counter counter;
  return counter;
}

void hear() noexcept {
  try {
    throw;
  } catch (const std::runtime_error& error) {
    CHECK(std::string_view(error.what()) == "thrown by a callback");
    heard().add();
  } catch (...) {
    harness::fail(__FILE__, __LINE__, "another exception");
  }
}

} // namespace

int main() {
  harness::Counter failures, events;
  const authforge::Client client = harness::client(harness::config());
  OK(client.set_failure_callback([&](authforge::Reason, const authforge::Error&) {
    failures.add();
    throw std::runtime_error("thrown by a callback");
  }));
  OK(client.set_event_callback([&](const authforge::Event&) {
    events.add();
    throw std::runtime_error("thrown by a callback");
  }));

  // Nobody hears.
  REFUSED(client.login(harness::wrong_key).error(), invalid_key);
  CHECK(failures.reaches(1));
  OK(client.set_failure_callback([&](authforge::Reason, const authforge::Error&) {
    failures.add();
    throw std::runtime_error("thrown by a callback");
  }));
  CHECK(heard().count() == 0);

  CHECK(authforge::set_exception_handler(hear) == nullptr);
  REFUSED(client.login(harness::wrong_key).error(), invalid_key);
  CHECK(failures.reaches(2) && heard().reaches(1));
  OK(client.login(harness::good_key()));
  CHECK(events.reaches(1) && heard().reaches(2));

  // Through the log, which is heard on this very thread, and through the pump.
  OK(client.set_event_callback(nullptr));
  OK(authforge::set_log_callback(authforge::LogLevel::debug, [](authforge::LogLevel, std::string_view) {
    throw std::runtime_error("thrown by a callback");
  }));
  OK(client.login(harness::good_key()));
  OK(authforge::set_log_callback(nullptr));
  CHECK(heard().count() > 2);
  CHECK(authforge::set_exception_handler(nullptr) == hear);
  CHECK(client.is_authenticated());
}
