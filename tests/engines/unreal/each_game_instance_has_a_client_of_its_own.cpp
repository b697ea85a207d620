// Two players in one editor: each has its own session, and the end of one is not the other's.

#include "game.hpp"

int main() {
  game::set_up();
  game::Player first, second;
  game::UListener one(first.license), two(second.license);
  first.license->BeginLogin(game::good_key());
  second.license->BeginLogin(TEXT("EVER-LAST-KEY8-5GRN"));
  UNTIL(one.logged_in == 1 && two.logged_in == 1);
  FAuthForgeSession session;
  CHECK(first.license->GetSession(session) && session.Label == TEXT("Ada Lovelace"));
  CHECK(second.license->GetSession(session) && session.Label == TEXT("lifetime"));

  first.license->Logout();
  CHECK(!first.license->IsAuthenticated() && second.license->IsAuthenticated());
  UNTIL(one.ended == 1);
  CHECK(one.end.IsOk() && two.ended == 0 && !first.license->GetSession(session));

  first.leave();
  CHECK(second.license->IsAuthenticated());
  second.license->BeginLogin(game::wrong_key());
  UNTIL(two.failures == 1);
  CHECK(one.failures == 0 && two.error.Code == TEXT("invalid_key"));
  second.leave();
  CHECK(two.ended == 0);
}
