/// \file
/// authforge.h for C++17: owners that free what they own, results instead of status and output, lambdas as
/// callbacks. Header-only; link the library as for C.
///
///     authforge::Config config(app_id, app_secret, public_key, authforge::HeartbeatMode::server);
///     authforge::Result<authforge::Client> client = authforge::Client::create(config);
///     if (!client) return fail(client.error().message());
///     client->set_failure_callback([](authforge::Reason, const authforge::Error& error) { ... });
///     authforge::Result<authforge::Session> session = client->login(key);
///
/// The rules of authforge.h hold here; these are added.
///
/// - **Owners.** `Config`, `Client` and `Session` are move-only and free their handle; `SharedSession` can
///   be copied too. Empty ones, made by default or left behind by a move, are safe: they answer
///   `StatusCode::invalid_handle` or nothing.
/// - **Views.** `ClientView` and `SessionView` offer the same functions and own nothing. One that outlives
///   its owner is safe too: it answers like an empty one.
/// - **Texts** that come out as `std::string_view` are borrowed from the session or error and live as long
///   as its owner. That one is NOT safe to outlive: copy what you keep. They end with a NUL, which is not
///   counted.
/// - **Names.** Give a name to what you read from: `client.session()->license()` does not compile, since
///   the session would be gone before its texts, and neither does `login(key).error().code()`. Clang, and
///   MSVC's code analysis, warn of a text, view or reference that leaves the function of its owner.
/// - **Texts** that go in are UTF-8 and copied: see `TextArgument`. One with a NUL inside is refused as not
///   UTF-8. A null pointer is no text: the default where one is optional, else `invalid_argument`.
/// - **Paths** go in as such a text, on every system, or as a `std::filesystem::path`. Nothing here
///   includes `<filesystem>`.
/// - **Times** are in whole seconds; what never ends does so at `never`, later than every other.
/// - **Errors** come as `Result`, never as exceptions, and may not be ignored. Only what the C++ library
///   throws by itself (`std::bad_alloc`) and what a callback's own move throws comes through.
/// - **Callbacks** are copied or moved in and destroyed exactly once, after their last call. One that tests
///   false (an empty `std::function`, a null pointer) is as `nullptr`. What they throw never reaches the
///   library, and is told to the log: see `set_exception_handler`. With `-fno-exceptions` none may throw.
/// - **Threads.** As in C, any function may be called on any thread; a C++ object that is moved, assigned
///   or destroyed needs the same care as any other.
///
/// Needs neither exceptions nor RTTI. Names avoid the macros of windows.h and Xlib.h.

#ifndef AUTHFORGE_HPP
#define AUTHFORGE_HPP

#include "authforge/activation_request.hpp"
#include "authforge/callback.hpp"
#include "authforge/client.hpp"
#include "authforge/client_view.hpp"
#include "authforge/config.hpp"
#include "authforge/enums.hpp"
#include "authforge/error.hpp"
#include "authforge/event.hpp"
#include "authforge/hwids.hpp"
#include "authforge/lifetime.hpp"
#include "authforge/path.hpp"
#include "authforge/process.hpp"
#include "authforge/result.hpp"
#include "authforge/self_ban.hpp"
#include "authforge/session.hpp"
#include "authforge/session_view.hpp"
#include "authforge/text.hpp"
#include "authforge/text_argument.hpp"
#include "authforge/time.hpp"
#include "authforge/user_messages.hpp"
#include "authforge/variables.hpp"

#endif // AUTHFORGE_HPP
