// An exception that leaves a function of the C face's ends the process as out of `noexcept`.

#include "harness.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <exception>
#include <stdexcept>

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
  _exit(thrown != nullptr && std::string_view(thrown) == "not caught" ? 7 : 8);
}

void throws(authforge::Dispatch dispatch) {
  std::set_terminate(at_the_end);
  authforge::Config config = harness::config();
  config.dispatch(dispatch);
  const authforge::Client client = harness::client(config);
  CHECK(af_client_set_event_callback(client.get(), on_event, nullptr, nullptr, nullptr) == AF_STATUS_OK);
  static_cast<void>(client.login(harness::good_key()));
  for (;;) {
    client.pump();
    sleep(1);
  }
}

} // namespace

int main() {
  for (const auto dispatch : {authforge::Dispatch::background, authforge::Dispatch::pump}) {
    const pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) throws(dispatch);
    int ended = 0;
    CHECK(waitpid(child, &ended, 0) == child);
    CHECK(WIFEXITED(ended) && WEXITSTATUS(ended) == 7);
  }
  return 0;
}
