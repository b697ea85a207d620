// A view of an owner that has no name, which would see nothing.

#include "authforge.hpp"

using authforge::Client;
using authforge::ClientView;
using authforge::Config;
using authforge::Dispatch;
using authforge::HeartbeatMode;
using authforge::Result;
using authforge::Session;
using authforge::SessionView;
using authforge::SharedSession;

void sees(SessionView session);
void borrows(const SessionView& session);

void views(const Client& client, const Config& config) {
  SessionView session = client.session().value();                                                   // bad
  SessionView of_star = *client.session();                                                          // bad
  SessionView of_shared = SharedSession(client.session().value());                                  // bad
  SessionView of_empty = Session();                                                                 // bad
  SessionView direct(client.session().value());                                                     // bad
  session = client.session().value();                                                               // bad
  session = SharedSession(client.session().value());                                                // bad
  sees(client.session().value());                                                                   // bad
  ClientView view = Client::create(config).value();                                                 // bad
  ClientView of_another = *Client::create(config);                                                  // bad
  view = Client::create(config).value();                                                            // bad
  Session* pointer = &*client.session();                                                            // bad
  SessionView through = *client.session().operator->();                                             // bad
  Config& chained = Config("app", "secret", "key", HeartbeatMode::server).dispatch(Dispatch::pump); // bad

  const Session named = client.session().value();
  SessionView of_named = named;
  of_named = named;
  sees(named);
  borrows(client.session().value());
  const SessionView& extended = client.session().value();
  SharedSession shared = client.session().value();
  const SharedSession copy = shared;
  SessionView of_copy = copy;
  const Client other = Client::create(config).value();
  ClientView of_other = other;
  of_other = client;
  const Config chain =
      Config("app", "secret", "key", HeartbeatMode::server).dispatch(authforge::Dispatch::pump);
  const Config& kept =
      Config("app", "secret", "key", HeartbeatMode::server).dispatch(authforge::Dispatch::pump);
  const Client of_chain =
      Client::create(Config("app", nullptr, "key", HeartbeatMode::server).ttl({})).value();
}
