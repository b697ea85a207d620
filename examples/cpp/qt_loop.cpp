// qt_loop.cpp - a program with Qt's event loop: it sleeps until the library has news.
//
// Usage: qt_loop URL APP_ID PUBLIC_KEY LICENSE_KEY [CA_FILE]
// The app secret comes from AUTHFORGE_APP_SECRET: docs/secret.md says where a program that you ship has it from.
// Revoke the license on the server while this runs: the next heartbeat brings it, and the program ends.

#include <authforge.hpp>

#include <QCoreApplication>
#include <QMetaObject>
#include <QObject>

#include <cstdlib>
#include <iostream>

namespace {

class License : public QObject {
 public:
  explicit License(authforge::Client client) : client_(std::move(client)) {}

  bool open(const char* license_key) {
    const bool set =
        client_.set_event_callback([this](const authforge::Event& event) { hear(event); }) &&
        client_.set_failure_callback(&License::fail) &&
        // The lambda runs on a thread of the library, what it posts on the thread of this object.
        client_.set_wakeup_callback(
            [this] { QMetaObject::invokeMethod(this, [this] { pump(); }, Qt::QueuedConnection); });
    return set && client_.login_start(license_key);
  }

  // The client first: after this nothing is posted any more. What was posted before goes with the object.
  ~License() override { client_.reset(); }

  int woken() const { return woken_; }

 private:
  void pump() {
    ++woken_;
    client_.pump();
  }

  // This and `fail` run inside `pump`.
  void hear(const authforge::Event& event) {
    switch (event.kind()) {
      case authforge::EventKind::heartbeat_succeeded:
        std::cout << "heartbeat: ok" << '\n' << std::flush;
        break;
      case authforge::EventKind::session_ended:
        std::cout << "session: over, " << event.error().code() << '\n' << std::flush;
        QCoreApplication::quit();
        break;
      case authforge::EventKind::request_finished:
        std::cout << "login: " << event.error().code() << '\n' << std::flush;
        if (!event.error().ok()) QCoreApplication::quit();
        break;
      default:
        break;
    }
  }

  // Also told of a login that failed: it is the end of the request that is shown.
  static void fail(authforge::Reason reason, const authforge::Error& error) {
    std::cout << "failure: " << authforge::reason_name(reason) << " / " << error.code() << '\n' << std::flush;
  }

  authforge::Client client_;
  int woken_ = 0;
};

} // namespace

int main(int argc, char** argv) {
  QCoreApplication app(argc, argv);
  const char* app_secret = std::getenv("AUTHFORGE_APP_SECRET");
  if (argc < 5 || app_secret == nullptr) {
    std::cerr << "usage: AUTHFORGE_APP_SECRET=... qt_loop URL APP_ID PUBLIC_KEY LICENSE_KEY [CA_FILE]\n";
    return 2;
  }
  authforge::Config config(argv[2], app_secret, argv[3], authforge::HeartbeatMode::server);
  config.api_base_url(argv[1]).heartbeat_interval(std::chrono::seconds(10));
  config.dispatch(authforge::Dispatch::pump);
  if (argc > 5) config.ca_file(argv[5]);
  authforge::Result<authforge::Client> client = authforge::Client::create(config);
  if (!client) {
    std::cerr << "setup: " << client.error().message() << '\n';
    return 1;
  }
  int woken = 0;
  {
    License license(std::move(*client));
    if (!license.open(argv[4])) return 1;
    QCoreApplication::exec();
    woken = license.woken();
  }
  std::cout << "closed, woken " << woken << " times" << '\n' << std::flush;
  return 0;
}
