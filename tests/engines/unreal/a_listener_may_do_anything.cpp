// Inside an event a listener ticks, logs in again, frees the client, and ends its game instance.

#include "game.hpp"

int main() {
  game::set_up();
  {
    // A dialog that ticks: what follows waits until the listener is done.
    game::Player player;
    game::UListener listener(player.license);
    listener.then = [&](const std::string& what) {
      if (what != "logged_in") return;
      for (int count = 0; count < 10; ++count) game::frame();
      CHECK(listener.heard == "logged_in ");
    };
    listener.listen(UAuthForgeAction::Login(player.world, game::good_key()));
    UNTIL(listener.ends() == 1);
    CHECK(listener.heard == "logged_in success ");
    player.leave();
  }
  {
    game::Player player;
    game::UListener listener(player.license);
    listener.then = [&](const std::string& what) {
      if (what == "failure") player.license->BeginLogin(game::good_key());
    };
    player.license->BeginLogin(game::wrong_key());
    UNTIL(listener.logged_in == 1);
    CHECK(player.license->IsAuthenticated());

    // Another secret is another client: what waits is cancelled, and what is queued for the old one is never told.
    harness::admin("POST", "/dev/faults", R"({"endpoint":"validate","fault":"hang"})");
    listener.then = [&](const std::string& what) {
      if (what == "session_ended") player.license->SetAppSecret(TEXT("another"));
    };
    player.license->Login(game::good_key(), listener.done());
    player.license->Logout();
    UNTIL(listener.ended == 1);
    CHECK(listener.dones == 1 && listener.error.Code == TEXT("cancelled"));
    harness::admin("DELETE", "/dev/faults", "");
    player.leave();
  }
  {
    game::Player player;
    game::UListener listener(player.license);
    listener.then = [&](const std::string& what) {
      if (what == "logged_in") player.instance->Shutdown();
    };
    listener.listen(UAuthForgeAction::Login(player.world, game::good_key()));
    UNTIL(listener.ends() == 1);
    CHECK(listener.heard == "logged_in no_success " && listener.error.Code == TEXT("cancelled"));
    CHECK(FTSTicker::GetCoreTicker().StubNum() == 0 && !player.license->IsAuthenticated());
    player.leave();
  }
}
