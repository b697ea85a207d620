// An exception that leaves a callback, or the destructor of one, is a line in the log at level error, which
// says which callback and why.

#include "harness.hpp"

#include <functional>
#include <stdexcept>
#include <vector>

using authforge::LogLevel;

namespace {

// What the log heard at level error.
class Lines {
 public:
  void add(LogLevel level, std::string_view text) {
    if (level != LogLevel::error) return;
    const std::lock_guard<std::mutex> lock(mutex_);
    lines_.emplace_back(text);
  }

  // Those since the last call; there must be one.
  std::string one() {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (lines_.size() != 1) harness::fail(__FILE__, __LINE__, std::to_string(lines_.size()) + " lines");
    std::string line = lines_.front();
    lines_.clear();
    return line;
  }

  bool none() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return lines_.empty();
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> lines_;
};

struct ThrowsInTheEnd {
  ThrowsInTheEnd() = default;
  ThrowsInTheEnd(const ThrowsInTheEnd&) = default;
  ThrowsInTheEnd(ThrowsInTheEnd&& other) noexcept { other.is_last = false; }
  ThrowsInTheEnd& operator=(const ThrowsInTheEnd&) = delete;
  ThrowsInTheEnd& operator=(ThrowsInTheEnd&&) = delete;
  ~ThrowsInTheEnd() noexcept(false) {
    if (is_last) throw std::runtime_error("in the end");
  }
  void operator()(const authforge::Event&) const {}
  bool is_last = true;
};

void fail(const authforge::Client& client) {
  REFUSED(client.login_from_file("no/such/file").error(), read_error);
  CHECK(client.pump() > 0);
}

// What stands in the log when a failure callback throws this.
template <class Thrown>
std::string said_of(const authforge::Client& client, Lines& lines, Thrown thrown) {
  OK(client.set_failure_callback([&](authforge::Reason, const authforge::Error&) { throw thrown; }));
  fail(client);
  return lines.one();
}

} // namespace

int main() {
  Lines lines;
  authforge::Config config = harness::config();
  config.dispatch(authforge::Dispatch::pump);
  const authforge::Client client = harness::client(config);
  const auto hear = [&](LogLevel level, std::string_view text) { lines.add(level, text); };
  OK(authforge::set_log_callback(LogLevel::error, hear));

  CHECK(said_of(client, lines, std::runtime_error("no disk")) ==
        "an exception left a failure callback: no disk");
  CHECK(said_of(client, lines, 7) == "an exception left a failure callback: not a std::exception");
  CHECK(said_of(client, lines, std::runtime_error("")) == "an exception left a failure callback: ");
  CHECK(said_of(client, lines, std::runtime_error("a\nb\r\nc")) ==
        "an exception left a failure callback: a b  c");
  CHECK(said_of(client, lines, std::runtime_error("\xc3\xa4")) ==
        "an exception left a failure callback: \xc3\xa4");
  CHECK(said_of(client, lines, std::runtime_error("\xe4!")) == "an exception left a failure callback: ?!");
  const std::string cut = said_of(client, lines, std::runtime_error(std::string(5000, 'x') + '\xe4'));
  CHECK(cut.size() == 400 && cut.back() == 'x');
  std::string letters;
  while (letters.size() < 5000) letters += "x\xe2\x82\xac";
  CHECK(said_of(client, lines, std::runtime_error(letters)).size() <= 400);
  // No license key stands in the log.
  const std::string blotted = said_of(client, lines, std::runtime_error(harness::good_key()));
  CHECK(blotted.find(harness::good_key()) == std::string::npos);

  OK(client.set_failure_callback(nullptr));
  OK(client.set_event_callback([&](const authforge::Event&) { throw std::runtime_error("full"); }));
  OK(client.cancel(*client.login_from_file_start("no/such/file")));
  CHECK(client.pump() > 0 && lines.one() == "an exception left an event callback: full");
  // What cannot be called only when it is called.
  const std::function<void(const authforge::Event&)> empty;
  OK(client.set_event_callback([&](const authforge::Event& event) { empty(event); }));
  OK(client.cancel(*client.login_from_file_start("no/such/file")));
  CHECK(client.pump() > 0 && lines.one().find("an exception left an event callback: ") == 0);
  OK(client.set_event_callback(ThrowsInTheEnd()));
  CHECK(lines.none());
  OK(client.set_event_callback(nullptr));
  CHECK(lines.one() == "an exception left the destructor of a callback: in the end");

  // On a library thread.
  const authforge::Client background = harness::client(harness::config());
  harness::Counter called;
  OK(background.set_failure_callback([&](authforge::Reason, const authforge::Error&) {
    called.add();
    throw std::runtime_error("there");
  }));
  REFUSED(background.login_from_file("no/such/file").error(), read_error);
  CHECK(called.reaches(1));
  // Waits for the callback.
  OK(background.set_failure_callback(nullptr));
  CHECK(lines.one() == "an exception left a failure callback: there");

  // What the log callback throws is not told to itself.
  const auto throws = [](LogLevel, std::string_view) { throw std::runtime_error("log"); };
  OK(authforge::set_log_callback(LogLevel::error, throws));
  CHECK(af_log(AF_LOG_LEVEL_ERROR, "a line", nullptr) == AF_STATUS_OK);
  OK(authforge::set_log_callback(nullptr));
  CHECK(lines.none());
}
