// Every type, and the names, from both scopes; texts beyond ASCII in both directions; a NUL in the middle is refused, not cut.

#include "game.hpp"

int main() {
  game::set_up();
  harness::admin(
      "PUT", "/v1/apps/" + harness::environment("AF_TEST_APP_ID") + "/variables",
      "{\"motd\":\"gr\u00fc\u00df \U0001F680\",\"min\":9007199254740993,\"open\":true,\"\u30ad\u30fc\":1,\"half\":0.5}");
  game::Player player;
  UAuthForgeSubsystem& license = *player.license;
  const EAuthForgeScope own = EAuthForgeScope::License, app = EAuthForgeScope::App;
  CHECK(license.GetInt64(app, TEXT("min"), 7) == 7 && !license.GetBool(app, TEXT("open"), false));
  CHECK(license.GetVariableType(app, TEXT("min")) == EAuthForgeVariableType::None &&
        license.GetVariableNames(app).Num() == 0);
  game::UListener listener(player.license);
  license.BeginLogin(TEXT("  ADAL-VELA-CE42-7KPT\n"));
  UNTIL(listener.logged_in == 1);

  CHECK(license.GetString(own, TEXT("tier"), TEXT("")) == TEXT("pro"));
  CHECK(license.GetInt64(own, TEXT("seats"), 0) == 3 && license.GetBool(own, TEXT("beta"), false));
  CHECK(license.GetDouble(own, TEXT("ratio"), 0) == 0.5 && license.GetDouble(own, TEXT("seats"), 0) == 3.0);
  CHECK(license.GetString(app, TEXT("motd"), TEXT("")).Equals(u"gr\u00fc\u00df \U0001F680"));
  CHECK(license.GetInt64(app, TEXT("min"), 0) == 9007199254740993 &&
        license.GetBool(app, TEXT("open"), false));
  CHECK(license.GetInt64(app, u"\u30ad\u30fc", 0) == 1);
  const auto is = [&](const TCHAR* name) { return license.GetVariableType(app, name); };
  CHECK(is(TEXT("motd")) == EAuthForgeVariableType::String && is(TEXT("min")) == EAuthForgeVariableType::Int);
  CHECK(is(TEXT("open")) == EAuthForgeVariableType::Bool &&
        is(TEXT("half")) == EAuthForgeVariableType::Double);
  CHECK(is(TEXT("tier")) == EAuthForgeVariableType::None);
  CHECK(license.GetVariableType(own, TEXT("tier")) == EAuthForgeVariableType::String);
  CHECK(FString::Join(license.GetVariableNames(app), TEXT(" ")).Equals(u"half min motd open \u30ad\u30fc"));
  // Another type, another scope, another case, no such name.
  CHECK(license.GetInt64(own, TEXT("tier"), -1) == -1 && license.GetBool(own, TEXT("seats"), true));
  CHECK(license.GetString(app, TEXT("tier"), TEXT("free")) == TEXT("free"));
  CHECK(license.GetString(own, TEXT("Tier"), u"\U0001F680").Equals(u"\U0001F680"));
  FString cut = TEXT("tier");
  cut.AppendChar(0);
  CHECK(license.GetString(own, cut, TEXT("refused")) == TEXT("refused"));
  FAuthForgeSession session;
  CHECK(license.GetSession(session) && session.LicenseVariables.Contains(TEXT("\"tier\"")));
  CHECK(session.AppVariables.Contains(u"\U0001F680") && session.Machines == 1);
  CHECK(license.Hwid().Len() == 64);

  FString key = game::good_key();
  key.AppendChar(0);
  license.Login(key, listener.done());
  CHECK(listener.dones == 1 && listener.error.Code == TEXT("invalid_utf8"));

  license.Logout();
  CHECK(license.GetString(own, TEXT("tier"), TEXT("gone")) == TEXT("gone") && !license.GetSession(session));
  CHECK(session.Label.IsEmpty());
  player.leave();
}
