// An exception that leaves a function of the C face's ends the process as out of `noexcept`.
// where: not windows, not musl, not qemu, because Rust ends the process there, or a program cannot start another

#include "anew.hpp"

#include <exception>
#include <stdexcept>
#include <thread>

namespace {

const char* thrown = nullptr;

void on_event(af_client*, const af_event*, void*) { throw std::runtime_error("not caught"); }

// Still on the stack that threw.
[[noreturn]] void at_the_end() {
  try {
    if (std::current_exception()) throw;
  } catch (const std::runtime_error& error) {
    thrown = error.what();
  } catch (...) {
  }
  std::_Exit(thrown != nullptr && std::string_view(thrown) == "not caught" ? 7 : 8);
}

[[noreturn]] void throws(authforge::Dispatch dispatch) {
  std::set_terminate(at_the_end);
  authforge::Config config = harness::config();
  config.dispatch(dispatch);
  const authforge::Client client = harness::client(config);
  CHECK(af_client_set_event_callback(client.get(), on_event, nullptr, nullptr, nullptr) == AF_STATUS_OK);
  static_cast<void>(client.login(harness::good_key()));
  for (;;) {
    client.pump();
    std::this_thread::yield();
  }
}

} // namespace

int main(int count, char** arguments) {
  const std::string_view word = count > 1 ? arguments[1] : "";
  if (word == "background") throws(authforge::Dispatch::background);
  if (word == "pump") throws(authforge::Dispatch::pump);
  for (const char* dispatch : {"background", "pump"}) {
    CHECK(harness::run_anew(arguments[0], dispatch) == 7);
  }
}
