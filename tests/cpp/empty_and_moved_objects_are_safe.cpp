// Owners made by default, left behind by a move, or outlived by a view answer as empty ones do.

#include "harness.hpp"

#include <chrono>
#include <type_traits>

template <class T>
constexpr bool only_moves = !std::is_copy_constructible_v<T> && !std::is_copy_assignable_v<T> &&
                            std::is_nothrow_move_constructible_v<T> && std::is_nothrow_move_assignable_v<T>;

static_assert(only_moves<authforge::Client>);
static_assert(only_moves<authforge::Session>);
static_assert(only_moves<authforge::Config>);

namespace {

void check_no_client(const authforge::ClientView& client) {
  CHECK(!client.is_authenticated() && client.pump() == 0 && !client.poll());
  REFUSED(client.login("KEY").error(), invalid_handle);
  REFUSED(client.validate("KEY").error(), invalid_handle);
  REFUSED(client.login_start("KEY").error(), invalid_handle);
  REFUSED(client.login_from_file("file").error(), invalid_handle);
  REFUSED(client.login_from_file_start("file").error(), invalid_handle);
  REFUSED(client.verify_license_file("file").error(), invalid_handle);
  REFUSED(client.verify_license_file_start("file").error(), invalid_handle);
  REFUSED(client.activate_offline("KEY").error(), invalid_handle);
  REFUSED(client.activate_offline_start("KEY", "file").error(), invalid_handle);
  REFUSED(client.create_activation_request().error(), invalid_handle);
  REFUSED(client.write_activation_request("file").error(), invalid_handle);
  REFUSED(client.write_activation_request_start("file").error(), invalid_handle);
  REFUSED(client.self_ban({}).error(), invalid_handle);
  REFUSED(client.self_ban_start({}).error(), invalid_handle);
  REFUSED(client.logout().error(), invalid_handle);
  REFUSED(client.hwid().error(), invalid_handle);
  REFUSED(client.session().error(), invalid_handle);
  CHECK(!client.wait() && !client.wait(std::chrono::hours(1)));
  REFUSED(client.set_event_callback([](const authforge::Event&) {}).error(), invalid_handle);
  REFUSED(client.set_event_callback(nullptr).error(), invalid_handle);
  REFUSED(client.set_wakeup_callback([] {}).error(), invalid_handle);
  REFUSED(client.set_wakeup_callback(nullptr).error(), invalid_handle);
}

void check_no_session(const authforge::SessionView& session) {
  CHECK(session.kind() == authforge::SessionKind::none);
  CHECK(session.expires_at() == authforge::Time());
  CHECK(session.now() == authforge::Time());
  CHECK(session.license_expires_at().kind == authforge::LicenseEnd::unknown);
  CHECK(!session.license_expires_at().at);
  CHECK(!session.license_label() && !session.key_id() && !session.request_id());
  CHECK(!session.max_hwid_slots() && !session.hwid_count() && !session.has_unlimited_hwid_slots());
  CHECK(!session.license_key() && !session.issued_at());
  CHECK(!session.license_file_id() && !session.license_file() && !session.is_reissued());
  CHECK(session.hwid_policy() == authforge::HwidPolicy::none);
  CHECK(session.bound_hwids().empty() && session.bound_hwids().at(0).empty());
  CHECK(session.json().empty() && session.license().json().empty());
  CHECK(session.app().empty() && session.app().begin() == session.app().end());
  CHECK(session.license().type("tier") == authforge::VariableType::none);
  CHECK(!session.license().get_bool("beta") && !session.license().get_string("tier"));
  REFUSED(session.clone().error(), invalid_handle);
}

} // namespace

int main() {
  check_no_client(authforge::Client());
  check_no_session(authforge::Session());
  REFUSED(authforge::Client::create(authforge::Config()).error(), invalid_handle);

  authforge::Config config = harness::config();
  authforge::Config settings = std::move(config);
  REFUSED(authforge::Client::create(config).error(), invalid_handle); // NOLINT: moved from on purpose.
  config = std::move(settings);

  authforge::Client client = harness::client(config);
  authforge::ClientView view = client;
  authforge::Client other = std::move(client);
  check_no_client(client); // NOLINT
  OK(view.hwid());
  OK(view.login(harness::good_key()));
  CHECK(other.is_authenticated() && view.is_authenticated());

  authforge::Session session = other.session().value();
  authforge::Session next = std::move(session);
  check_no_session(session); // NOLINT
  CHECK(next.kind() == authforge::SessionKind::online);
  authforge::SessionView seen = next;

  // An owner that is assigned to frees what it had; a session outlives its client.
  other = authforge::Client();
  check_no_client(view);
  CHECK(next.license().get_string("tier") == "pro");
  next = authforge::Session();
  check_no_session(seen);

  // Handles that are given away and taken back.
  authforge::Client again = authforge::Client::adopt(harness::client(config).release());
  OK(again.hwid());
  again.reset();
  again.reset();
  check_no_client(again);
}
