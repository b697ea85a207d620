// A session that several hold can be copied, and is freed with the last of them, whatever became of the
// client.

#include "harness.hpp"

#include <functional>
#include <type_traits>
#include <vector>

using authforge::Session;
using authforge::SessionKind;
using authforge::SessionView;
using authforge::SharedSession;

static_assert(std::is_copy_constructible_v<SharedSession> && std::is_copy_assignable_v<SharedSession>);
static_assert(std::is_nothrow_move_constructible_v<SharedSession>);
static_assert(std::is_nothrow_move_assignable_v<SharedSession>);
static_assert(!std::is_copy_constructible_v<Session>);

int main() {
  authforge::Config config = harness::config();
  config.dispatch(authforge::Dispatch::pump);
  authforge::Client client = harness::client(config);
  std::vector<std::function<std::string()>> readers;
  SharedSession of_event;
  OK(client.set_event_callback([&](const authforge::Event& event) {
    if (event.kind() == authforge::EventKind::logged_in) of_event = event.session().share().value();
  }));

  SharedSession shared = client.login(harness::good_key()).value();
  CHECK(client.pump() > 0 && of_event.license().get_string("tier") == "pro");
  readers.push_back([shared] { return std::string(shared.license().get_string("tier").value_or("-")); });
  readers.push_back(readers.front());
  CHECK(shared.kind() == SessionKind::online && shared.license_label());

  // Copies see the same session; one that is moved from or reset sees none.
  SharedSession copy = shared;
  SharedSession moved = std::move(shared);
  CHECK(copy.get() == moved.get() && shared.get() == nullptr && !shared); // NOLINT: moved from on purpose.
  CHECK(shared.kind() == SessionKind::none && shared.license().empty());
  shared = copy;
  CHECK(shared.get() == copy.get());
  SharedSession& same = shared;
  shared = same;
  CHECK(shared.get() == copy.get());
  shared = std::move(moved);
  CHECK(shared.get() == copy.get() && !moved); // NOLINT
  shared.reset();
  CHECK(!shared && copy.kind() == SessionKind::online);

  const SessionView view = copy;
  client.reset();
  copy.reset();
  CHECK(view.kind() == SessionKind::online && readers.front()() == "pro");
  readers.pop_back();
  CHECK(readers.front()() == "pro" && view.kind() == SessionKind::online);
  readers.clear();
  CHECK(view.kind() == SessionKind::none);
  CHECK(of_event.license().get_string("tier") == "pro");

  const SessionView none;
  REFUSED(none.share().error(), invalid_handle);
  const SharedSession empty{Session()};
  CHECK(!empty && empty.kind() == SessionKind::none);
}
