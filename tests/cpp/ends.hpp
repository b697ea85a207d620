// How each started request ended.

#ifndef ENDS_HPP
#define ENDS_HPP

#include "harness.hpp"

#include <map>

namespace harness {

// What a `_start` call came to.
struct End {
  authforge::Error error;
  authforge::Session session;
};

// An event may come before the call that began it has returned.
class Ends {
 public:
  void add(const authforge::Event& event) {
    if (event.kind() != authforge::EventKind::request_finished) return;
    const std::lock_guard<std::mutex> lock(mutex_);
    End end{event.error(), event.session().clone().value()};
    CHECK(event.request() != 0 && ends_.emplace(event.request(), std::move(end)).second);
    changed_.notify_all();
  }

  // Waits for the end of a request that was started.
  const End& of(const authforge::Result<authforge::Request>& request) {
    OK(request);
    std::unique_lock<std::mutex> lock(mutex_);
    CHECK(changed_.wait_for(lock, patience, [&] { return ends_.count(*request) == 1; }));
    return ends_.at(*request);
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<authforge::Request, End> ends_;
};

} // namespace harness

#endif // ENDS_HPP
