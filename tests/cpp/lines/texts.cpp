// A text, error or view that is kept longer than its owner.

#include "authforge.hpp"

using authforge::Client;
using authforge::Config;
using authforge::Error;
using authforge::Event;
using authforge::HeartbeatMode;
using authforge::PathArgument;
using authforge::Result;
using authforge::Session;
using authforge::SharedSession;
using authforge::TextArgument;

void texts_of_errors(const Client& client, const Config& config, const Event& event) {
  std::string_view code = client.login("KEY").error().code();                                          // bad
  std::string_view message = client.logout().error().message();                                        // bad
  std::string_view of_a_value = client.login("KEY").error().message();                                 // bad
  std::string_view of_a_poll = client.poll().value().error().code();                                   // bad
  std::string_view of_another = (*client.poll()).error().code();                                       // bad
  std::string_view through_a_poll = client.poll()->error().code();                                     // bad
  std::string_view of_a_config = Config("app", "secret", "key", HeartbeatMode::server).error().code(); // bad
  std::string_view of_an_error = Error::of(authforge::StatusCode::timeout).code();                     // bad
  const af_error* raw = Error().raw();                                                                 // bad

  const Error& kept = client.login("KEY").error();
  std::string_view of_kept = kept.code();
  const Result<void> logout = client.logout();
  std::string_view of_logout = logout.error().message();
  std::string_view of_event = event.error().code();
  const Error& of_events_error = event.error();
  const auto polled = client.poll();
  std::string_view of_polled = polled->error().code();
  const Event& copy = *client.poll();
  std::string_view of_copy = copy.error().message();
  std::string_view of_named_config = config.error().message();
  const std::string owned(kept.code());
  const bool is_invalid = client.login("KEY").error().status() == authforge::StatusCode::invalid_key;
  std::optional<Event> standard = client.poll();
}

void texts_of_sessions(const Client& client) {
  std::string_view tier = client.validate("KEY")->license().get_string("tier").value_or("-"); // bad
  std::string_view of_current = client.session()->license().get_string("tier").value_or("-"); // bad
  auto label = client.session()->license_label();                                             // bad
  auto of_star = (*client.session()).license_label();                                         // bad
  auto of_value = client.session().value().license_label();                                   // bad
  auto of_shared = SharedSession(client.session().value()).license_label();                   // bad
  auto of_event = client.poll()->session().license_label();                                   // bad
  auto id = client.session().value().key_id();                                                // bad
  auto request = client.session().value().request_id();                                       // bad
  auto key = client.session().value().license_key();                                          // bad
  auto id = client.session().value().license_file_id();                                       // bad
  auto file = client.session().value().license_file();                                        // bad
  auto json = client.session().value().json();                                                // bad
  auto app = client.session().value().app();                                                  // bad
  auto license = client.session().value().license();                                          // bad
  auto hwids = client.session().value().bound_hwids();                                        // bad
  auto of_adopted = Session::adopt(nullptr).json();                                           // bad
  const char* characters = client.hwid()->c_str();                                            // bad

  const Result<Session> session = client.session();
  std::string_view of_session = session->license().get_string("tier").value_or("-");
  auto label_of_session = session->license_label();
  const Session& extended = *client.session();
  auto of_extended = extended.license_label();
  const SharedSession shared(client.session().value());
  auto label_of_shared = shared.license_label();
  auto ends = client.session().value().expires_at();
  auto kind = (*client.session()).kind();
  const std::string hwid = *client.hwid();
  const char* characters_of_hwid = hwid.c_str();
}

// What has a name, and goes with the function. Only a compiler that knows lifetimebound can tell.

const Error& error_of(const Client& client, const Event& event) {
  const Result<void> logout = client.logout();
  return logout.error(); // bad for clang
  return event.error();
}

std::string_view code_of(const Client& client, const Error& other) {
  const Error error = client.logout().error();
  return error.code(); // bad for clang
  return other.code();
}

std::string_view json_of(const Client& client, const Session& other) {
  const Session session = client.session().value();
  return session.json(); // bad for clang
  return other.json();
}

std::string_view json_of(const SharedSession& other) {
  const SharedSession session = other;
  return session.json(); // bad for clang
  return other.json();
}

const af_session* handle_of(const Client& client, const Session& other) {
  const Session session = client.session().value();
  return session.get(); // bad for clang
  return other.get();
}

const Session* pointer_to(const Client& client, const Result<Session>& other) {
  const Result<Session> session = client.session();
  return session.operator->(); // bad for clang
  return other.operator->();
}

const Event& event_of(const Client& client, const authforge::Polled& other) {
  const authforge::Polled polled = client.poll();
  return *polled; // bad for clang
  return *other;
}

void handles(const Config& config) {
  af_client* handle = Client::create(config).value().get();                         // bad for clang
  const TextArgument text = std::string("a text that is long enough for the heap"); // bad for clang
  const PathArgument path = std::string("a path that is long enough for the heap"); // bad for clang

  const Client client = Client::create(config).value();
  af_client* of_client = client.get();
  const std::string named("a text that is long enough for the heap");
  const authforge::TextArgument of_named = named;
  const authforge::PathArgument path_of_named = named;
}

std::string code_of_logout(const Client& client) {
  const Error error = client.logout().error();
  return std::string(error.code());
}
