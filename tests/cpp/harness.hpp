// What the C++ tests share: checks that say where and what, a config from the environment, and waits with
// a deadline. Nothing here sleeps, and nothing needs exceptions.

#ifndef HARNESS_HPP
#define HARNESS_HPP

#include "authforge.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>
#include <string_view>

namespace harness {

[[noreturn]] inline void fail(const char* file, int line, std::string_view what) {
  std::fprintf(stderr, "%s:%d: %.*s\n", file, line, static_cast<int>(what.size()), what.data());
  std::fflush(nullptr);
  std::_Exit(90);
}

// The condition must hold.
#define CHECK(...)                                                                      \
  do {                                                                                  \
    if (!(__VA_ARGS__)) ::harness::fail(__FILE__, __LINE__, "not true: " #__VA_ARGS__); \
  } while (0)

inline void check_ok(const char* file, int line, const char* what, const authforge::Error& error) {
  if (!error.ok()) fail(file, line, std::string(what) + ": " + std::string(error.message()));
}

inline void check_status(const char* file, int line, const char* what, const authforge::Error& error,
                         authforge::StatusCode need) {
  if (error.status() == need) return;
  std::string text = what;
  text.append(" is ").append(error.code()).append(" (").append(error.message()).append("), need ");
  fail(file, line, text.append(authforge::status_code(need)));
}

// The result must be a success.
#define OK(...) ::harness::check_ok(__FILE__, __LINE__, #__VA_ARGS__, (__VA_ARGS__).error())

// The error must have this status: REFUSED(error, invalid_key).
#define REFUSED(error, status) \
  ::harness::check_status(__FILE__, __LINE__, #error, error, ::authforge::StatusCode::status)

inline std::string environment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr) fail(name, 0, "not in the environment");
  return value;
}

inline const std::string& good_key() {
  static const std::string key = environment("AF_TEST_LICENSE_KEY");
  return key;
}

inline constexpr std::string_view wrong_key = "WRNG-WRNG-WRNG-WRNG";

// For the development server of this test.
inline authforge::Config config() {
  authforge::Config config(environment("AF_TEST_APP_ID"), environment("AF_TEST_APP_SECRET"),
                           environment("AF_TEST_PUBLIC_KEY"), authforge::HeartbeatMode::server);
  config.api_base_url(environment("AF_TEST_URL"));
  return config;
}

inline authforge::Client client(const authforge::Config& config) {
  authforge::Result<authforge::Client> made = authforge::Client::create(config);
  OK(made);
  return std::move(made).value();
}

// Longer than anything takes that is not broken.
inline constexpr std::chrono::seconds patience{30};

// A number that threads count up and wait for.
class Counter {
 public:
  void add() {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++count_;
    changed_.notify_all();
  }

  int count() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return count_;
  }

  // False when patience ended first.
  bool reaches(int least) {
    std::unique_lock<std::mutex> lock(mutex_);
    return changed_.wait_for(lock, patience, [&] { return count_ >= least; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_ = 0;
};

} // namespace harness

#endif // HARNESS_HPP
