// A range of a session that is gone when the loop begins: also in C++23, whose loops keep it.

#include "authforge.hpp"

using authforge::Client;
using authforge::Event;
using authforge::Result;
using authforge::Session;
using authforge::SharedSession;

std::size_t ranges(const Client& client, const Event& event) {
  std::size_t count = 0;
  for (authforge::Variable variable : client.session()->license()) count += variable.name().size();    // bad
  for (authforge::Variable variable : client.session()->app()) count += variable.name().size();        // bad
  for (authforge::Variable variable : client.session().value().app()) count += variable.name().size(); // bad
  for (authforge::Variable variable : (*client.session()).license()) count += variable.name().size();  // bad
  for (std::string_view hwid : client.session()->bound_hwids()) count += hwid.size();                  // bad
  for (std::string_view hwid : client.session().value().bound_hwids()) count += hwid.size();           // bad
  for (char letter : *client.validate("KEY")->license_file()) count += letter == '-';                  // bad
  for (char letter : client.login("KEY").error().message()) count += letter == ' ';                    // bad

  const Result<Session> session = client.session();
  for (authforge::Variable variable : session->license()) count += variable.name().size();
  for (authforge::Variable variable : session.value().app()) count += variable.name().size();
  for (std::string_view hwid : session->bound_hwids()) count += hwid.size();
  const SharedSession shared(client.session().value());
  for (authforge::Variable variable : shared.license()) count += variable.name().size();
  for (authforge::Variable variable : event.session().license()) count += variable.name().size();
  for (char letter : *client.hwid()) count += letter == '-';
  return count;
}
