// game_loop.cpp - a game of 60 frames a second: login, heartbeats and a revoked license, without a frame that
// waits.
//
// Usage: game_loop URL APP_ID PUBLIC_KEY LICENSE_KEY [CA_FILE]
// The app secret comes from AUTHFORGE_APP_SECRET: docs/secret.md says where a program that you ship has it from.
// Change the license's variables or revoke it on the server while this runs: the next heartbeat brings it.
// Prints each second what the licensing calls of a frame took.

#include <authforge.hpp>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string_view>
#include <thread>

namespace {

constexpr int frames_per_second = 60;
using Clock = std::chrono::steady_clock;
using Microseconds = std::chrono::duration<double, std::micro>;

// Time of the licensing calls.
class Meter {
 public:
  void note(Microseconds took) {
    least_ = frames_ == 0 ? took : std::min(least_, took);
    most_ = frames_ == 0 ? took : std::max(most_, took);
    sum_ += took;
    if (++frames_ < frames_per_second) return;
    std::cout << "frame: licensing min " << least_.count() << " us, avg " << sum_.count() / frames_
              << " us, max " << most_.count() << " us" << '\n'
              << std::flush;
    *this = Meter();
  }

 private:
  Microseconds least_{}, most_{}, sum_{};
  int frames_ = 0;
};

// What the license switches on. Without a license: the demo.
struct Features {
  bool beta = false;
  std::int64_t seats = 1;
  std::string_view tier = "demo"; // Borrowed from the session that it was read from.

  static Features of(authforge::SessionView license) {
    const authforge::Variables variables = license.license();
    return {variables.get_bool("beta").value_or(false), variables.get_int("seats").value_or(1),
            variables.get_string("tier").value_or("demo")};
  }
};

class Game {
 public:
  bool playing = true;

  // The lambdas run inside `pump`, so on the thread of the game.
  authforge::Result<void> listen_to(const authforge::Client& client) {
    const auto failures =
        client.set_failure_callback([](authforge::Reason reason, const authforge::Error& error) {
          // A transient failure of a heartbeat leaves the session alone; there is nothing to do but to tell.
          std::cout << "failure: " << authforge::reason_name(reason) << " / " << error.code() << '\n'
                    << std::flush;
        });
    if (!failures) return failures.error();
    return client.set_event_callback([this](const authforge::Event& event) { hear(event); });
  }

  // All that licensing does in a frame: no network, no disk.
  void license_frame(const authforge::Client& client) {
    client.pump();
    licensed_ = client.is_authenticated();
    features_ = Features::of(license_);
  }

 private:
  void hear(const authforge::Event& event) {
    switch (event.kind()) {
      case authforge::EventKind::logged_in:
        keep(event.session(), "licensed");
        break;
      case authforge::EventKind::variables_changed:
        keep(event.session(), "the vendor changed the license");
        break;
      case authforge::EventKind::session_ended:
        keep({}, "the license is gone");
        playing = false; // Save, say why, and go back to the menu.
        break;
      case authforge::EventKind::request_finished:
        if (!event.error().ok()) playing = false;
        break;
      default:
        break;
    }
  }

  // An event's session is borrowed: a clone is one's own, and costs no more than a handle.
  void keep(authforge::SessionView session, std::string_view why) {
    authforge::Result<authforge::Session> kept = session.clone();
    license_ = kept ? std::move(*kept) : authforge::Session();
    features_ = Features::of(license_);
    std::cout << "game: " << why << ": tier " << features_.tier << ", " << features_.seats
              << " player(s), beta content " << (features_.beta ? "on" : "off") << '\n'
              << std::flush;
  }

  authforge::Session license_; // What the lookups read; an empty one is the demo.
  Features features_;
  bool licensed_ = false;
};

} // namespace

int main(int argc, char** argv) {
  const char* app_secret = std::getenv("AUTHFORGE_APP_SECRET");
  if (argc < 5 || app_secret == nullptr) {
    std::cerr << "usage: AUTHFORGE_APP_SECRET=... game_loop URL APP_ID PUBLIC_KEY LICENSE_KEY [CA_FILE]\n";
    return 2;
  }
  authforge::Config config(argv[2], app_secret, argv[3], authforge::HeartbeatMode::server);
  config.api_base_url(argv[1]).heartbeat_interval(std::chrono::seconds(10));
  config.dispatch(authforge::Dispatch::pump);
  if (argc > 5) config.ca_file(argv[5]);

  Game game; // Before the client, which tells it of its end.
  const authforge::Result<authforge::Client> client = authforge::Client::create(config);
  if (!client) {
    std::cerr << "setup: " << client.error().message() << '\n';
    return 1;
  }
  if (!game.listen_to(*client)) return 1;

  // While the game loads: the first call reads the machine's id and starts a thread. It does not wait.
  const authforge::Result<authforge::Request> login = client->login_start(argv[4]);
  if (!login) {
    std::cerr << "login: " << login.error().message() << '\n';
    return 1;
  }
  Meter meter;
  while (game.playing) {
    const Clock::time_point start = Clock::now();
    game.license_frame(*client);
    meter.note(Clock::now() - start);
    std::this_thread::sleep_for(std::chrono::milliseconds(1000 / frames_per_second)); // Your game.
  }
  std::cout << "game: saved and closed\n";
  return 0;
}
