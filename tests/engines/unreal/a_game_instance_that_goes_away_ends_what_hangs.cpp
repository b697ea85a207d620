// The service hangs and the game instance goes away: everything that waits ends once, as cancelled, before that is
// over, and nothing is told later. A call that is made then is refused, and another game instance can log in.

#include "game.hpp"

int main() {
  game::set_up();
  harness::admin("POST", "/dev/faults", R"({"endpoint":"validate","fault":"hang"})");
  game::Player player;
  game::UListener node, blueprint, again(player.license);
  int finished = 0, refused = 0;
  node.listen(UAuthForgeAction::Login(player.world, game::good_key()));
  player.license->Validate(game::good_key(), blueprint.done());
  player.license->BeginLogin(
      game::good_key(),
      FAuthForgeFinished::CreateLambda([&](const FAuthForgeSession&, const FAuthForgeError& error) {
        CHECK(error.Code == TEXT("cancelled"));
        ++finished;
        player.license->BeginLogin(
            game::good_key(),
            FAuthForgeFinished::CreateLambda([&](const FAuthForgeSession&, const FAuthForgeError& later) {
              CHECK(later.Code == TEXT("cancelled"));
              ++refused;
            }));
      }));
  harness::admin("GET", "/dev/requests?endpoint=validate&at_least=3&timeout_ms=10000", "");
  game::frame();
  CHECK(node.ends() + blueprint.dones + finished == 0);
  CHECK(FTSTicker::GetCoreTicker().StubNum() == 1);

  const auto began = std::chrono::steady_clock::now();
  player.leave();
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(2));
  CHECK(node.no_successes == 1 && node.error.Code == TEXT("cancelled"));
  CHECK(blueprint.dones == 1 && blueprint.error.Code == TEXT("cancelled") && finished == 1 && refused == 1);
  CHECK(FTSTicker::GetCoreTicker().StubNum() == 0);

  // As someone who presses Play and Stop all day.
  for (int count = 0; count < 30; ++count) {
    game::Player hasty, other;
    game::UListener both;
    both.listen(UAuthForgeAction::Login(hasty.world, game::good_key()));
    both.listen(UAuthForgeAction::Validate(other.world, game::good_key()));
    game::frame();
    hasty.leave();
    CHECK(both.no_successes == 1);
    other.leave();
    CHECK(both.no_successes == 2);
  }

  harness::admin("DELETE", "/dev/faults", "");
  game::Player next;
  game::UListener listener(next.license);
  next.license->Login(game::good_key(), FAuthForgeDone());
  UNTIL(listener.logged_in == 1);
  CHECK(node.ends() == 1 && blueprint.dones == 1 && finished == 1 && again.heard.empty());

  // Garbage that nobody shut down says nothing and leaves nothing.
  next.instance->RemoveFromRoot();
  next.world->RemoveFromRoot();
  CollectGarbage();
  CHECK(FTSTicker::GetCoreTicker().StubNum() == 0);
  game::frame();
  CHECK(listener.heard == "logged_in ");
}
