// The shutdown of the module ends sessions and threads and gives the library back; calls are refused until it is
// started again, and work then.

#include "game.hpp"

int main() {
  game::set_up();
  CHECK(FPlatformProcess::StubOpen() == 1 && FAuthForgeModule::IsAvailable());
  CHECK(FPlatformProcess::StubLast().Contains(TEXT("Source/ThirdParty/AuthForgeLibrary/")));
  game::Player player;
  game::UListener listener(player.license);
  player.license->BeginLogin(game::good_key());
  UNTIL(listener.logged_in == 1);

  game::module().ShutdownModule();
  CHECK(FPlatformProcess::StubOpen() == 0 && !FAuthForgeModule::IsAvailable() &&
        !player.license->IsAuthenticated());
  UNTIL(listener.ended == 1);
  CHECK(listener.end.IsOk());
  player.license->Login(game::good_key(), listener.done());
  CHECK(listener.dones == 1 && listener.error.Code == TEXT("internal_error"));
  game::module().ShutdownModule();

  for (int count = 0; count < 3; ++count) {
    game::module().StartupModule();
    CHECK(FPlatformProcess::StubOpen() == 1);
    const int before = listener.logged_in;
    player.license->BeginLogin(game::good_key());
    UNTIL(listener.logged_in == before + 1);
    CHECK(player.license->IsAuthenticated());
    game::module().ShutdownModule();
  }
  player.leave();
  CHECK(FPlatformProcess::StubOpen() == 0);
}
