// What the Unreal tests share: a module that is loaded, settings for the development server, players with a game
// instance each, frames, and a listener that counts what it hears.

#ifndef GAME_HPP
#define GAME_HPP

// First: the headers of the library must live with Unreal's macros.
#include "AuthForgeActions.h"
#include "AuthForgeModule.h"
#include "AuthForgeSettings.h"
#include "AuthForgeSubsystem.h"
#include "Containers/StringConv.h"
#include "Engine/GameInstance.h"
#include "Engine/World.h"
#include "HAL/PlatformProcess.h"

#include "server.hpp"

#include <thread>

extern "C" IModuleInterface* InitializeModule();

namespace game {

inline FString text(const std::string& utf8) { return FString(UTF8_TO_TCHAR(utf8.c_str())); }
inline std::string utf8(const FString& text) { return TCHAR_TO_UTF8(*text); }

// The engine loads the module once.
inline IModuleInterface& module() {
  static IModuleInterface* const loaded = InitializeModule();
  return *loaded;
}

inline void set_up() {
  UAuthForgeSettings& settings = *GetMutableDefault<UAuthForgeSettings>();
  settings.AppId = text(harness::environment("AF_TEST_APP_ID"));
  settings.PublicKeys.Empty();
  settings.PublicKeys.Add(text(harness::environment("AF_TEST_PUBLIC_KEY")));
  settings.BaseUrl = text(harness::environment("AF_TEST_URL"));
  settings.HeartbeatIntervalSeconds = 10;
  GetMutableDefault<UAuthForgeDevelopmentSettings>()->AppSecret =
      text(harness::environment("AF_TEST_APP_SECRET"));
  module().StartupModule();
}

inline FString good_key() { return text(harness::good_key()); }
inline FString wrong_key() { return text(std::string(harness::wrong_key)); }

// One player: a game instance, its world, its subsystem.
struct Player {
  Player() : instance(NewObject<UGameInstance>()), world(NewObject<UWorld>()) {
    instance->AddToRoot();
    world->AddToRoot();
    instance->World = world;
    world->GameInstance = instance;
    license = instance->StubAddSubsystem<UAuthForgeSubsystem>();
  }

  // As at the end of play in editor.
  void leave() {
    instance->Shutdown();
    instance->RemoveFromRoot();
    world->RemoveFromRoot();
    CollectGarbage();
  }

  UGameInstance* instance;
  UWorld* world;
  UAuthForgeSubsystem* license;
};

inline void frame() { FTSTicker::GetCoreTicker().Tick(1.0f / 1000); }

// Frames of a millisecond, until it is so.
template <class Condition>
void frames_until(const char* file, int line, const char* what, Condition condition) {
  const auto deadline = std::chrono::steady_clock::now() + harness::patience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) harness::fail(file, line, what);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    frame();
  }
}

#define UNTIL(...) \
  ::game::frames_until(__FILE__, __LINE__, "never: " #__VA_ARGS__, [&] { return __VA_ARGS__; })

// Hears of everything, as a Blueprint would.
class UListener : public UObject {
 public:
  explicit UListener(UAuthForgeSubsystem* license = nullptr) {
    AddToRoot();
    if (license == nullptr) return;
    license->OnLoggedIn.AddDynamic(this, &UListener::LoggedIn);
    license->OnHeartbeat.AddDynamic(this, &UListener::Heartbeat);
    license->OnVariablesChanged.AddDynamic(this, &UListener::VariablesChanged);
    license->OnSessionEnded.AddDynamic(this, &UListener::SessionEnded);
    license->OnFailure.AddDynamic(this, &UListener::Failure);
    license->OnRetrying.AddDynamic(this, &UListener::Retrying);
  }

  void listen(UAuthForgeAction* action) {
    action->OnSuccess.AddDynamic(this, &UListener::Success);
    action->OnFailure.AddDynamic(this, &UListener::NoSuccess);
    action->Activate();
  }

  FAuthForgeDone done() {
    FAuthForgeDone delegate;
    delegate.BindDynamic(this, &UListener::Done);
    return delegate;
  }

  int ends() const { return successes + no_successes; }

  void LoggedIn() {
    hear("logged_in");
    ++logged_in;
  }
  void Heartbeat() {
    hear("heartbeat");
    ++heartbeats;
  }
  void VariablesChanged() {
    hear("variables_changed");
    ++changes;
  }
  void SessionEnded(const FAuthForgeError& Error) {
    hear("session_ended");
    ++ended;
    end = Error;
  }
  void Failure(EAuthForgeReason Reason, const FAuthForgeError& Error) {
    hear("failure");
    ++failures;
    reason = Reason;
    error = Error;
  }
  void Retrying(const FAuthForgeError& Error, float RetryInSeconds, int32 Attempt) {
    hear("retrying");
    ++retries;
    retry = Error;
    retry_in = RetryInSeconds;
    attempt = Attempt;
  }
  void Success(const FAuthForgeSession& Session, const FAuthForgeError& Error) {
    hear("success");
    CHECK(Error.IsOk() && Error.Code == TEXT("ok"));
    ++successes;
    session = Session;
  }
  void NoSuccess(const FAuthForgeSession&, const FAuthForgeError& Error) {
    hear("no_success");
    CHECK(!Error.IsOk());
    ++no_successes;
    error = Error;
  }
  void Done(const FAuthForgeSession& Session, const FAuthForgeError& Error) {
    hear("done");
    ++dones;
    session = Session;
    error = Error;
  }

  int logged_in = 0, heartbeats = 0, changes = 0, ended = 0, failures = 0, successes = 0, no_successes = 0,
      dones = 0, retries = 0;
  float retry_in = 0;
  int32 attempt = 0;
  EAuthForgeReason reason = EAuthForgeReason::None;
  FAuthForgeError error, end, retry;
  FAuthForgeSession session;
  std::string heard;
  std::function<void(const std::string&)> then;

 private:
  void hear(const std::string& what) {
    CHECK(IsInGameThread());
    heard += what + " ";
    if (then) then(what);
  }
};

} // namespace game

#endif // GAME_HPP
