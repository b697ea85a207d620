// Refresh renews the session at once, by delegate and by node; an attempt that is made again on the way is told.

#include "game.hpp"

int main() {
  game::set_up();
  // None by itself.
  GetMutableDefault<UAuthForgeSettings>()->HeartbeatIntervalSeconds = 3600;
  game::Player player;
  game::UListener listener(player.license);
  player.license->Refresh(listener.done());
  CHECK(listener.dones == 1 && listener.error.Code == TEXT("not_authenticated"));
  player.license->BeginLogin(game::good_key());
  UNTIL(listener.logged_in == 1);

  harness::admin("PUT", "/v1/licenses/" + harness::good_key() + "/variables", R"({"tier":"gold"})");
  harness::admin("POST", "/dev/faults", R"({"fault":"gateway_429","count":1,"endpoint":"heartbeat"})");
  listener.heard.clear();
  player.license->Refresh(listener.done());
  UNTIL(listener.dones == 2);
  CHECK(listener.heard == "retrying heartbeat variables_changed done " && listener.error.IsOk());
  CHECK(listener.retry.Code == TEXT("rate_limited") && listener.retry_in == 2.0f && listener.attempt == 1);
  CHECK(player.license->GetString(EAuthForgeScope::License, TEXT("tier"), TEXT("none")) == TEXT("gold"));

  // The service allows six a minute.
  game::UListener soon;
  soon.listen(UAuthForgeAction::Refresh(player.world));
  UNTIL(soon.ends() == 1);
  CHECK(soon.no_successes == 1 && soon.error.Code == TEXT("rate_limited") && soon.error.RetryAfterMs > 0);

  game::Player other;
  game::UListener node(other.license);
  other.license->BeginLogin(game::good_key());
  UNTIL(node.logged_in == 1);
  node.listen(UAuthForgeAction::Refresh(other.world));
  UNTIL(node.ends() == 1);
  CHECK(node.successes == 1 && node.session.Label == TEXT("Ada Lovelace"));
  other.leave();
  player.leave();
}
