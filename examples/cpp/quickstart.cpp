// quickstart.cpp - log in, play, and hear when the license is gone.
//
// Usage: quickstart URL APP_ID PUBLIC_KEY [LICENSE_KEY [CA_FILE]]
// The app secret comes from AUTHFORGE_APP_SECRET: docs/secret.md says where a program that you ship has it from.
// With the real service, pass https://auth.authforge.cc and your own values.

#include <authforge.hpp>

#include <cstdlib>
#include <iostream>
#include <string>

namespace {

void print_owner(const authforge::Session& session) {
  std::cout << "license: belongs to " << session.license_label().value_or("nobody in particular") << ", tier "
            << session.license().get_string("tier").value_or("basic") << '\n';
  for (authforge::Variable variable : session.app()) {
    std::cout << "app variable: " << variable.name() << '\n';
  }
}

// Whether another key helps.
bool may_ask_again(authforge::Advice advice) {
  return advice == authforge::Advice::ask_for_key || advice == authforge::Advice::renew ||
         advice == authforge::Advice::free_seat;
}

// Asks for a key until one is good; false at the end of the input, and where no key would help.
bool log_in(const authforge::Client& client, std::string key) {
  for (;;) {
    if (key.empty()) {
      std::cout << "license key: " << std::flush;
      if (!std::getline(std::cin, key)) return false;
    }
    const authforge::Result<authforge::Session> session = client.login(key);
    if (session) {
      std::cout << "login: ok\n";
      print_owner(*session);
      return true;
    }
    const authforge::Error& error = session.error();
    std::cout << "login: " << error.code() << " (" << error.message() << ")\n"
              << error.user_message() << '\n';
    if (!may_ask_again(error.advice())) return false;
    key.clear();
  }
}

} // namespace

int main(int argc, char** argv) {
  const char* app_secret = std::getenv("AUTHFORGE_APP_SECRET");
  if (argc < 4 || app_secret == nullptr) {
    std::cerr << "usage: AUTHFORGE_APP_SECRET=... quickstart URL APP_ID PUBLIC_KEY [LICENSE_KEY [CA_FILE]]\n";
    return 2;
  }
  authforge::Config config(argv[2], app_secret, argv[3], authforge::HeartbeatMode::server);
  config.api_base_url(argv[1]).heartbeat_interval(std::chrono::seconds(10));
  if (argc > 5) config.ca_file(argv[5]);

  const authforge::Result<authforge::Client> client = authforge::Client::create(config);
  if (!client) {
    std::cerr << "setup: " << client.error().message() << '\n';
    return 1;
  }

  // Runs on a thread of the library. Without it, a failure would end the program.
  const auto listening = client->set_failure_callback(
      [](authforge::ClientView game, authforge::Reason reason, const authforge::Error& error) {
        std::cout << "failure: " << authforge::reason_name(reason) << " / " << error.code() << '\n';
        if (error.is_fatal() && !game.is_authenticated()) std::cout << "game: license lost, save now\n";
        std::cout.flush();
      });
  if (!listening || !log_in(*client, argc > 4 ? argv[4] : "")) return 1;

  std::cout << "game: running, press Enter to leave\n" << std::flush;
  std::string line;
  std::getline(std::cin, line);
  std::cout << "game: closed " << (client->is_authenticated() ? "with" : "without") << " a license\n";
  return 0;
}
