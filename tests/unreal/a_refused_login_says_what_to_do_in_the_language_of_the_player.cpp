#include "game.hpp"

#include "authforge.hpp"

namespace {

std::string refused(game::Player& player) {
  FAuthForgeError error;
  player.license->BeginLogin(game::wrong_key(),
                             FAuthForgeFinished::CreateLambda([&error](const FAuthForgeSession&,
                                                                       const FAuthForgeError& why) { error = why; }));
  UNTIL(!error.IsOk());
  CHECK(error.Code == TEXT("invalid_key") && error.Advice == EAuthForgeAdvice::AskForKey);
  return game::utf8(error.UserMessage);
}

bool says(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

}  // namespace

int main() {
  game::set_up();
  game::Player player;
  CHECK(says(refused(player), "This license key is not valid"));
  CHECK(UAuthForgeSubsystem::UseLanguage(TEXT("de-AT")));
  CHECK(says(refused(player), "Lizenzschl\303\274ssel"));
  CHECK(UAuthForgeSubsystem::UseLanguage(TEXT("es")));
  CHECK(says(refused(player), "clave de licencia"));
  for (const TCHAR* other : {TEXT("fr-FR"), TEXT("deva"), TEXT("d"), TEXT("")}) {
    CHECK(!UAuthForgeSubsystem::UseLanguage(other));
    CHECK(says(refused(player), "This license key is not valid"));
  }
  CHECK(UAuthForgeSubsystem::UseLanguage(TEXT("en_GB")));
  // A success has nothing to say.
  CHECK(FAuthForgeError().Advice == EAuthForgeAdvice::None && FAuthForgeError().UserMessage.IsEmpty());
  player.leave();
}
