// An activation writes the file that the settings name, into a folder that it makes; without a secret, and without the
// service, a login reads it, or another path, or the text.

#include "folder.hpp"
#include "game.hpp"

int main() {
  game::set_up();
  const std::string file = harness::environment("STUB_SAVED_DIR") + "/AuthForge/license.authforge";
  game::Player player;
  game::UListener activation(player.license), again;
  activation.listen(UAuthForgeAction::ActivateOffline(player.world, TEXT("EVER-LAST-KEY8-5GRN"), FString()));
  UNTIL(activation.ends() == 1);
  CHECK(activation.successes == 1 && activation.session.bOffline && activation.session.bNeverExpires);
  CHECK(player.license->IsAuthenticated());
  const std::string text = harness::contents_of(file);
  again.listen(UAuthForgeAction::ActivateOffline(player.world, game::good_key(), TEXT("other.authforge")));
  UNTIL(again.ends() == 1);
  CHECK(again.error.Code == TEXT("offline_activation_requires_perpetual"));
  player.leave();

  GetMutableDefault<UAuthForgeDevelopmentSettings>()->AppSecret = FString();
  GetMutableDefault<UAuthForgeSettings>()->BaseUrl = TEXT("http://127.0.0.1:1");
  for (const FString& from :
       {FString(), FString(TEXT("AuthForge/license.authforge")), game::text(file), game::text(text)}) {
    game::Player offline;
    game::UListener listener(offline.license);
    listener.listen(UAuthForgeAction::LoginFromFile(offline.world, from));
    UNTIL(listener.ends() == 1);
    CHECK(listener.successes == 1 && listener.logged_in == 1 && offline.license->IsAuthenticated());
    offline.leave();
  }
  game::Player offline;
  game::UListener listener(offline.license);
  listener.listen(UAuthForgeAction::LoginFromFile(offline.world, TEXT("missing.authforge")));
  UNTIL(listener.ends() == 1);
  CHECK(listener.error.Code == TEXT("read_error") && listener.reason == EAuthForgeReason::OfflineLoginFailed);
  offline.license->Login(game::good_key(), listener.done());
  CHECK(listener.dones == 1 && listener.error.Code == TEXT("invalid_config"));
  offline.leave();
}
