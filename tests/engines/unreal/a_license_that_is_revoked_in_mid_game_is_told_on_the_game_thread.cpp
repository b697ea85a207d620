// A heartbeat brings other variables, the next one the news that the license was revoked. Both are told on the thread
// that ticks, the variables do not change between the events, and the process goes on.

#include "game.hpp"

int main() {
  game::set_up();
  game::Player player;
  game::UListener listener(player.license);
  const auto tier = [&] {
    return player.license->GetString(EAuthForgeScope::License, TEXT("tier"), TEXT("none"));
  };
  listener.then = [&](const std::string& what) {
    if (what == "variables_changed") CHECK(tier() == TEXT("gold"));
    if (what == "session_ended") CHECK(!player.license->IsAuthenticated() && tier() == TEXT("none"));
  };
  player.license->BeginLogin(game::good_key());
  UNTIL(listener.logged_in == 1);
  CHECK(tier() == TEXT("pro"));

  harness::admin("PUT", "/v1/licenses/" + harness::good_key() + "/variables", R"({"tier":"gold"})");
  CHECK(tier() == TEXT("pro"));
  UNTIL(listener.changes == 1);
  CHECK(listener.heartbeats >= 1 && listener.failures == 0 && tier() == TEXT("gold"));

  harness::admin("PUT", "/v1/licenses/" + harness::good_key(), R"({"action":"revoke"})");
  UNTIL(listener.ended == 1 && listener.failures == 1);
  CHECK(listener.reason == EAuthForgeReason::HeartbeatFailed && listener.error.Code == TEXT("revoked"));
  CHECK(listener.end.Code == TEXT("revoked") && !listener.end.bTransient);
  CHECK(!player.license->IsAuthenticated());
  player.leave();
}
