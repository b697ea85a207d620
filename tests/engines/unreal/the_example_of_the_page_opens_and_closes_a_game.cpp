// docs/unreal.md, as pasted.

#include "LicenseGate.h"

#include "game.hpp"

int main() {
  game::set_up();
  game::Player player;
  ULicenseGate* const gate = NewObject<ULicenseGate>();
  gate->AddToRoot();
  gate->Open(player.instance, game::wrong_key());
  UNTIL(!gate->Says.IsEmpty());
  CHECK(game::utf8(gate->Says) ==
        "This license key is not valid for this program; please enter it exactly as you received it.");
  gate->Open(player.instance, game::good_key());
  UNTIL(gate->bOpen);
  CHECK(gate->Says == TEXT("Welcome, Ada Lovelace (pro)"));
  player.license->Logout();
  UNTIL(!gate->bOpen);
  CHECK(gate->Says == TEXT("Logged out."));
  player.leave();
}
