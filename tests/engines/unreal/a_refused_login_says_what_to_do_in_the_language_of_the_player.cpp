#include "game.hpp"

#include "authforge.hpp"

namespace {

FAuthForgeFinished into(FAuthForgeError& error) {
  return FAuthForgeFinished::CreateLambda(
      [&error](const FAuthForgeSession&, const FAuthForgeError& why) { error = why; });
}

// A file, since the service counts logins.
std::string refused(game::Player& player) {
  FAuthForgeError error;
  player.license->BeginLoginFromFile(TEXT("there/is/no.authforge"), into(error));
  UNTIL(!error.IsOk());
  CHECK(error.Code == TEXT("read_error") && error.Advice == EAuthForgeAdvice::AskForFile);
  return game::utf8(error.UserMessage);
}

bool says(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

} // namespace

int main() {
  game::set_up();
  game::Player player;
  FAuthForgeError error;
  player.license->BeginLogin(game::wrong_key(), into(error));
  UNTIL(!error.IsOk());
  CHECK(error.Code == TEXT("invalid_key") && error.Advice == EAuthForgeAdvice::AskForKey);
  CHECK(says(game::utf8(error.UserMessage), "This license key is not valid"));
  CHECK(says(refused(player), "The license file cannot be read"));
  CHECK(UAuthForgeSubsystem::UseLanguage(TEXT("de-AT")));
  CHECK(says(refused(player), "Die Lizenzdatei l\303\244sst sich nicht lesen"));
  CHECK(UAuthForgeSubsystem::UseLanguage(TEXT("es")));
  CHECK(says(refused(player), "No se puede leer el archivo"));
  for (const TCHAR* other : {TEXT("fr-FR"), TEXT("deva"), TEXT("d"), TEXT("")}) {
    CHECK(!UAuthForgeSubsystem::UseLanguage(other));
    CHECK(says(refused(player), "The license file cannot be read"));
  }
  CHECK(UAuthForgeSubsystem::UseLanguage(TEXT("en_GB")));
  // A success has nothing to say.
  CHECK(FAuthForgeError().Advice == EAuthForgeAdvice::None && FAuthForgeError().UserMessage.IsEmpty());
  player.leave();
}
