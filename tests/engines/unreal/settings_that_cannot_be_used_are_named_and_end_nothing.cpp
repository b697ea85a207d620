// The error names the field and stands in the log once for each try; the secret may come from the game; a login that
// fails without any listener ends nothing.

#include "game.hpp"

int main() {
  game::set_up();
  GetMutableDefault<UAuthForgeSettings>()->PublicKeys.Empty();
  game::Player player;
  game::UListener listener;
  player.license->Login(game::good_key(), listener.done());
  CHECK(listener.dones == 1 && listener.error.Code == TEXT("invalid_config"));
  CHECK(listener.error.Message.Contains(TEXT("public_key")) && player.license->Hwid().IsEmpty());
  CHECK(StubLogged().size() == 2 &&
        StubLogged()[0].rfind("LogAuthForge 2 the settings cannot be used: ", 0) == 0);

  // What the library warns of stands in the log too, and no secret.
  game::set_up();
  player.license->Login(game::wrong_key(), listener.done());
  UNTIL(listener.dones == 2);
  CHECK(listener.error.Code == TEXT("invalid_key"));

  GetMutableDefault<UAuthForgeDevelopmentSettings>()->AppSecret = TEXT("wrong");
  player.license->SetAppSecret(game::text(harness::environment("AF_TEST_APP_SECRET")));
  player.license->Login(game::good_key(), listener.done());
  UNTIL(listener.dones == 3);
  CHECK(listener.error.IsOk() && player.license->IsAuthenticated());
  player.license->SetAppSecret(game::text(harness::environment("AF_TEST_APP_SECRET")));
  CHECK(player.license->IsAuthenticated());
  player.license->SetAppSecret(FString());
  CHECK(!player.license->IsAuthenticated());
  player.license->Login(game::good_key(), listener.done());
  UNTIL(listener.dones == 4);
  CHECK(listener.error.Code == TEXT("invalid_app"));
  for (const std::string& line : StubLogged()) {
    CHECK(line.find(harness::environment("AF_TEST_APP_SECRET")) == std::string::npos);
    CHECK(line.find(harness::good_key()) == std::string::npos);
  }
  player.leave();
}
