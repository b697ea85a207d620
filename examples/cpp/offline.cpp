// offline.cpp - run from a license file, on a machine without a network and without the app secret.
//
// Usage: offline APP_ID PUBLIC_KEY LICENSE_FILE REQUEST_FILE [SECONDS]
// Without a license file that is good here, it writes an activation request for the user to mail to you: you
// make a license file from it. With one, it plays for so many seconds, or until the file ends.

#include <authforge.hpp>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <thread>

namespace {

void print_license(const authforge::Session& session) {
  std::cout << "license: " << session.license_file_id().value_or("") << ", for "
            << session.license_label().value_or("nobody in particular") << ", tier "
            << session.license().get_string("tier").value_or("basic") << '\n';
  if (session.hwid_policy() == authforge::HwidPolicy::bound) {
    std::cout << "license: for " << session.bound_hwids().size() << " machine(s)\n";
  }
  if (session.expires_at() == authforge::never) {
    std::cout << "license: for ever\n";
  } else {
    std::cout << "license: ends in " << (session.expires_at() - authforge::now()).count() << " seconds\n";
  }
}

int ask_for_a_license(const authforge::Client& client, const std::filesystem::path& file) {
  const authforge::Result<void> written = client.write_activation_request(file);
  if (!written) {
    std::cout << "request: " << written.error().message() << '\n';
    return 1;
  }
  std::cout << "request: please mail " << file.string() << " to the people who sold you this program\n";
  return 3;
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    std::cerr << "usage: offline APP_ID PUBLIC_KEY LICENSE_FILE REQUEST_FILE [SECONDS]\n";
    return 2;
  }
  authforge::Config config = authforge::Config::for_files(argv[1], argv[2]); // No secret: nothing to steal.
  config.dispatch(authforge::Dispatch::pump);
  const authforge::Result<authforge::Client> client = authforge::Client::create(config);
  if (!client) {
    std::cerr << "setup: " << client.error().message() << '\n';
    return 1;
  }
  const auto listening =
      client->set_failure_callback([](authforge::Reason reason, const authforge::Error& error) {
        std::cout << "failure: " << authforge::reason_name(reason) << " / " << error.code() << '\n';
      });
  if (!listening) return 1;

  // Paths, because what `main` is given is not UTF-8 on every system.
  const std::filesystem::path license_file(argv[3]);
  const std::filesystem::path request_file(argv[4]);
  const authforge::Result<authforge::Session> session = client->login_from_file(license_file);
  if (!session) {
    std::cout << "login: " << session.error().code() << '\n';
    return ask_for_a_license(*client, request_file);
  }
  std::cout << "login: ok\n";
  print_license(*session);

  const authforge::Time last = authforge::now() + std::chrono::seconds(argc > 5 ? std::atoi(argv[5]) : 5);
  while (client->is_authenticated() && authforge::now() < last) {
    client->pump(); // Your game's frame.
    std::this_thread::sleep_for(std::chrono::milliseconds(16));
  }
  client->pump();
  const bool licensed = client->is_authenticated();
  std::cout << "game: closed, " << (licensed ? "still licensed" : "the license has ended") << '\n';
  return 0;
}
