// alone
// As on Windows, where the library is loaded by its first call: when StartupModule does not find it, nothing of it is
// called, and logins say so.

#undef PLATFORM_WINDOWS
#define PLATFORM_WINDOWS 1

#include "AuthForgeEnums.cpp"
#include "AuthForgeLibrary.cpp"
#include "AuthForgeModule.cpp"
#include "AuthForgeSettings.cpp"
#include "AuthForgeSubsystem.cpp"

// Stands for the library: whatever is called would crash.
#include "game.hpp"

#include <cstdlib>

int main() {
  setenv("STUB_PLUGIN_DIR", "/nowhere", 1);
  game::set_up();
  CHECK(!FAuthForgeModule::IsAvailable() && StubLogged().size() == 1);
  UGameInstance* const instance = NewObject<UGameInstance>();
  UAuthForgeSubsystem* const license = instance->StubAddSubsystem<UAuthForgeSubsystem>();
  instance->AddToRoot();
  game::UListener listener(license);
  license->Login(game::good_key(), listener.done());
  CHECK(listener.dones == 1 && listener.error.Code == TEXT("internal_error"));
  CHECK(listener.error.Advice == EAuthForgeAdvice::Stop && !listener.error.UserMessage.IsEmpty());
  CHECK(!UAuthForgeSubsystem::UseLanguage(TEXT("de")));
  CHECK(!license->IsAuthenticated() && license->Hwid().IsEmpty());
  CHECK(license->GetInt64(EAuthForgeScope::App, TEXT("n"), 4) == 4);
  license->Logout();
  game::frame();
  instance->Shutdown();
  game::module().ShutdownModule();
}
