// The nodes of Blueprint: success and failure, once each; they live through a garbage collection while they wait, and
// not longer than that.

#include "game.hpp"

namespace {

int nodes() {
  return StubObjectsAlive([](UObject* object) { return object->Outer == nullptr && !object->bRooted; });
}

} // namespace

int main() {
  game::set_up();
  game::Player player;

  game::UListener good(player.license);
  good.listen(UAuthForgeAction::Login(player.world, game::good_key()));
  CHECK(good.ends() == 0 && nodes() == 1);
  CollectGarbage();
  CHECK(nodes() == 1);
  UNTIL(good.ends() == 1);
  CHECK(good.heard == "logged_in success " && good.session.Label == TEXT("Ada Lovelace") &&
        !good.session.bOffline);
  CHECK(good.session.MaxMachines == 3 && !good.session.bNeverExpires &&
        good.session.ExpiresAt.ToUnixTimestamp() > 1700000000);
  CHECK(player.license->IsAuthenticated());
  CollectGarbage();
  CHECK(nodes() == 0);

  game::UListener bad(player.license);
  bad.listen(UAuthForgeAction::Login(player.world, game::wrong_key()));
  UNTIL(bad.ends() == 1);
  CHECK(bad.heard == "failure no_success " && bad.reason == EAuthForgeReason::LoginFailed);
  CHECK(bad.error.Code == TEXT("invalid_key") && bad.error.HttpStatus == 401);
  CHECK(!bad.error.Message.IsEmpty() &&
        bad.error.Status == static_cast<int32>(authforge::StatusCode::invalid_key));
  CHECK(player.license->IsAuthenticated());

  // Validate tells, and keeps nothing.
  player.license->Logout();
  game::UListener asked;
  asked.listen(UAuthForgeAction::Validate(player.world, game::good_key()));
  UNTIL(asked.ends() == 1);
  CHECK(asked.successes == 1 && asked.session.Label == TEXT("Ada Lovelace") &&
        !player.license->IsAuthenticated());

  // What is wrong with the call ends it at once; a node that is activated again does nothing.
  game::UListener empty;
  UAuthForgeAction* const action = UAuthForgeAction::Login(player.world, FString());
  empty.listen(action);
  CHECK(empty.no_successes == 1 && empty.error.Code == TEXT("missing_license_key"));
  action->Activate();
  game::UListener nowhere;
  nowhere.listen(UAuthForgeAction::Login(nullptr, game::good_key()));
  CHECK(nowhere.no_successes == 1 && nowhere.error.Code == TEXT("cancelled"));

  for (int count = 0; count < 50; ++count) game::frame();
  CHECK(good.ends() == 1 && bad.ends() == 1 && asked.ends() == 1 && empty.ends() == 1);
  player.leave();
  CHECK(nodes() == 0);
}
