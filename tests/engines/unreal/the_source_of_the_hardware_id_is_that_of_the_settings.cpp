// Each source of the settings is the one of the library, and a login sends what the game is shown.

#include "game.hpp"

namespace {

std::string shown(EAuthForgeHwidSource source) {
  game::set_up();
  GetMutableDefault<UAuthForgeSettings>()->HwidSource = source;
  game::Player player;
  game::UListener listener;
  player.license->Login(game::good_key(), listener.done());
  UNTIL(listener.dones == 1);
  CHECK(listener.error.IsOk());
  const std::string id = game::utf8(player.license->Hwid());
  player.leave();
  return id;
}

std::string of(authforge::HwidSource source) {
  return harness::client(harness::config().hwid_source(source)).hwid().value();
}

} // namespace

int main() {
  CHECK(GetMutableDefault<UAuthForgeSettings>()->HwidSource == EAuthForgeHwidSource::Default);
  const std::string standard = of(authforge::HwidSource::standard);
  const std::string cpp = of(authforge::HwidSource::cpp_1), csharp = of(authforge::HwidSource::csharp_1);
  CHECK(standard != cpp && cpp != csharp && csharp != standard);
  CHECK(shown(EAuthForgeHwidSource::Default) == standard);
  CHECK(shown(EAuthForgeHwidSource::Cpp1) == cpp);
  CHECK(shown(EAuthForgeHwidSource::CSharp1) == csharp);
}
