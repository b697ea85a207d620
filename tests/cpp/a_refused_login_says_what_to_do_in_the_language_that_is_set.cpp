// A refused login says what to do, in the language that is set.

#include "harness.hpp"

#include "authforge/messages_de.h"
#include "authforge/messages_es.h"

#include <vector>

int main() {
  using authforge::UserMessageId;
  authforge::Config config = harness::config();
  config.failure_policy(authforge::FailurePolicy::keep_running);
  const authforge::Client client = harness::client(config);
  const authforge::Error error = client.login(harness::wrong_key).error();
  CHECK(error.advice() == authforge::Advice::ask_for_key);
  CHECK(error.user_message() ==
        "This license key is not valid for this program; please enter it exactly as you received it.");
  CHECK(authforge::Error().advice() == authforge::Advice::none);
  CHECK(authforge::status_user_message_id(error.status()) == UserMessageId::key_not_valid);

  OK(authforge::set_user_messages(AF_USER_MESSAGES_DE));
  const std::string_view german = error.user_message();
  CHECK(german.find("Lizenzschl\303\274ssel") != std::string_view::npos);
  OK(authforge::set_user_messages(AF_USER_MESSAGES_ES));
  CHECK(error.user_message().find("clave de licencia") != std::string_view::npos);

  // Words of one's own: in braces, or in any range. What is not there is English.
  OK(authforge::set_user_messages(
      {{UserMessageId::key_not_valid, "Nope."}, {UserMessageId::no_seat, "Full."}}));
  CHECK(error.user_message() == "Nope.");
  CHECK(authforge::status_user_message(authforge::StatusCode::hwid_mismatch) == "Full.");
  std::vector<authforge::UserMessage> own;
  own.push_back({UserMessageId::key_not_valid, std::string(1000, 'N')});
  OK(authforge::set_user_messages(own));
  CHECK(error.user_message().size() == 1000);
  CHECK(authforge::status_user_message(authforge::StatusCode::missing_license_key) ==
        "Please enter your license key.");

  own.push_back({UserMessageId::no_seat, nullptr});
  const authforge::Error refused = authforge::set_user_messages(own).error();
  REFUSED(refused, invalid_argument);
  CHECK(refused.message() == "messages[1].text is NULL");
  own.back().text = std::string("a\0b", 3);
  REFUSED(authforge::set_user_messages(own).error(), invalid_utf8);
  CHECK(error.user_message().size() == 1000);

  OK(authforge::reset_user_messages());
  CHECK(error.user_message().find("exactly as you received it") != std::string_view::npos);
  OK(authforge::set_user_messages(std::vector<authforge::UserMessage>()));
  // Lent long ago.
  CHECK(german.find("Lizenzschl\303\274ssel") != std::string_view::npos);
}
