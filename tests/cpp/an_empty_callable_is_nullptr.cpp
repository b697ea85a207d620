// What tests false is no listener: the one before is removed, and without any the library fails closed.
// What has nothing to test, as a lambda, is one.
// where: not qemu, because a program there cannot start another of its own kind

#include "anew.hpp"

#include <functional>
#include <iterator>
#include <memory>

using authforge::Client;
using authforge::ClientView;
using authforge::Error;
using authforge::Event;
using authforge::LogLevel;
using authforge::Reason;

namespace {

int heard = 0;

// Its own word on whether it is there.
template <class... Given>
struct Tested {
  bool is_there = false;
  explicit operator bool() const { return is_there; }
  void operator()(Given...) const { ++heard; }
};

// As it was written before C++11.
template <class... Given>
struct Safe {
  int Safe::* is_there = nullptr;
  int member = 0;
  using Bool = int Safe::*;
  operator Bool() const { return is_there; } // NOLINT: implicit on purpose.
  void operator()(Given...) const { ++heard; }
};

// Has to be asked while it is not const.
template <class... Given>
struct Mutable {
  bool is_there = false;
  explicit operator bool() { return is_there; }
  void operator()(Given...) const { ++heard; }
};

// Never there, and without a state that could say so.
template <class... Given>
struct Never {
  explicit operator bool() const { return false; }
  void operator()(Given...) const { ++heard; }
};

void plain_failure(Reason, const Error&) { ++heard; }
void plain_event(const Event&) { ++heard; }
void plain_log(LogLevel, std::string_view) { ++heard; }

// One of the three setters, and a way to make it call.
struct FailureSetter {
  const Client& client;
  using Plain = void (*)(Reason, const Error&);
  static constexpr Plain plain = plain_failure;
  template <class Function>
  authforge::Result<void> set(Function&& function) const {
    return client.set_failure_callback(std::forward<Function>(function));
  }
  void cause() const {
    REFUSED(client.login_from_file("no/such/file").error(), read_error);
    client.pump();
  }
};

struct EventSetter {
  const Client& client;
  using Plain = void (*)(const Event&);
  static constexpr Plain plain = plain_event;
  template <class Function>
  authforge::Result<void> set(Function&& function) const {
    return client.set_event_callback(std::forward<Function>(function));
  }
  void cause() const {
    const auto started = client.login_from_file_start("no/such/file");
    OK(started);
    OK(client.cancel(*started));
    client.pump();
  }
};

struct LogSetter {
  const Client& client;
  using Plain = void (*)(LogLevel, std::string_view);
  static constexpr Plain plain = plain_log;
  template <class Function>
  authforge::Result<void> set(Function&& function) const {
    return authforge::set_log_callback(LogLevel::info, std::forward<Function>(function));
  }
  void cause() const { CHECK(af_log(AF_LOG_LEVEL_ERROR, "a line", nullptr) == AF_STATUS_OK); }
};

template <class Setter, class Function>
void is_nobody(const Setter& setter, Function&& function) {
  const auto before = std::make_shared<int>(0);
  OK(setter.set([before](const auto&...) { ++*before; }));
  setter.cause();
  CHECK(*before > 0 && before.use_count() == 2);
  const int told = *before;
  OK(setter.set(std::forward<Function>(function)));
  CHECK(before.use_count() == 1);
  heard = 0;
  setter.cause();
  CHECK(*before == told && heard == 0);
  // What nobody listened to stays for a poll.
  while (setter.client.poll()) {
  }
}

template <class Setter, class Function>
void is_somebody(const Setter& setter, Function&& function) {
  OK(setter.set(std::forward<Function>(function)));
  heard = 0;
  setter.cause();
  CHECK(heard > 0);
  OK(setter.set(nullptr));
}

template <class Setter, class Return, class... Given>
void prove(const Setter& setter, Return (*)(Given...)) {
  using Plain = void (*)(Given...);
  using Function = std::function<void(Given...)>;
  Function filled = Setter::plain, empty;
  is_nobody(setter, empty);
  is_nobody(setter, Function());
  is_nobody(setter, std::as_const(empty));
  Function moved = filled;
  const Function there = std::move(moved);
  // Not every standard library leaves nothing there.
  if (!moved) is_nobody(setter, moved); // NOLINT: moved from on purpose.
  is_nobody(setter, std::ref(empty));
  is_nobody(setter, std::cref(empty));
  is_nobody(setter, static_cast<Plain>(nullptr));
  is_nobody(setter, Tested<Given...>());
  is_nobody(setter, Safe<Given...>());
  is_nobody(setter, Mutable<Given...>());
  is_nobody(setter, Never<Given...>());
  is_nobody(setter, nullptr);
#if defined(__cpp_lib_move_only_function)
  // The const one, since several threads may be in the log callback at once.
  is_nobody(setter, std::move_only_function<void(Given...) const>());
  is_somebody(setter, std::move_only_function<void(Given...) const>(Setter::plain));
#endif

  is_somebody(setter, filled);
  is_somebody(setter, there);
  is_somebody(setter, std::ref(filled));
  is_somebody(setter, Setter::plain);
  is_somebody(setter, *Setter::plain);
  is_somebody(setter, [](Given...) { ++heard; });
  is_somebody(setter, [](const auto&...) { ++heard; });
  is_somebody(setter, [](Given...) noexcept { ++heard; });
  int* count = &heard;
  is_somebody(setter, [count](Given...) { ++*count; });
  Tested<Given...> tested;
  tested.is_there = true;
  is_somebody(setter, tested);
  Safe<Given...> safe;
  safe.is_there = &Safe<Given...>::member;
  is_somebody(setter, safe);
  Mutable<Given...> changing;
  changing.is_there = true;
  is_somebody(setter, changing);
}

// What was set is nobody, so that a failed login ends the process.
template <class Function>
void end_the_process(Function function) {
  // The last words are not for this test's eyes.
  CHECK(std::freopen(harness::nowhere, "w", stderr) != nullptr);
  const Client client = harness::client(harness::config());
  OK(client.set_failure_callback(function));
  static_cast<void>(client.login(harness::wrong_key));
  std::_Exit(91);
}

// In processes of their own.
void (*const ends[])() = {
    [] { end_the_process(std::function<void(Reason, const Error&)>()); },
    [] { end_the_process(std::function<void(ClientView, Reason, const Error&)>()); },
    [] { end_the_process(static_cast<void (*)(ClientView, Reason, const Error&)>(nullptr)); },
    [] { end_the_process(Tested<Reason, const Error&>()); },
    [] { end_the_process(static_cast<void (ClientView::*)(Reason, const Error&) const>(nullptr)); },
};

} // namespace

int main(int count, char** arguments) {
  if (count > 1) ends[std::atoi(arguments[1])]();
  for (std::size_t i = 0; i < std::size(ends); ++i) {
    CHECK(harness::run_anew(arguments[0], std::to_string(i).c_str()) == 1);
  }

  authforge::Config config = harness::config();
  config.dispatch(authforge::Dispatch::pump);
  const Client client = harness::client(config);
  prove(FailureSetter{client}, plain_failure);
  prove(LogSetter{client}, plain_log);
  // A member of the event may listen, as std::invoke has it, and may be missing.
  const EventSetter events{client};
  prove(events, plain_event);
  is_nobody(events, static_cast<Reason (Event::*)() const noexcept>(nullptr));
  OK(client.set_event_callback(&Event::reason));
  events.cause();
  OK(client.set_event_callback(nullptr));
}
