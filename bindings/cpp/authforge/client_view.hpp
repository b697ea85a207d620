/// \file
/// What a client does: logs in, stays logged in, and tells when the license is gone.

#ifndef AUTHFORGE_CLIENT_VIEW_HPP
#define AUTHFORGE_CLIENT_VIEW_HPP

#include "authforge.h"
#include "authforge/activation_request.hpp"
#include "authforge/callback.hpp"
#include "authforge/enums.hpp"
#include "authforge/error.hpp"
#include "authforge/event.hpp"
#include "authforge/path.hpp"
#include "authforge/result.hpp"
#include "authforge/self_ban.hpp"
#include "authforge/session.hpp"
#include "authforge/text.hpp"
#include "authforge/text_argument.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

namespace authforge {

class Client;

/// Uses a client and owns nothing. What callbacks are given, and what a callback may capture: it stays
/// right when the `Client` is moved, and safe when it is gone. A view of a `Client` that has no name would
/// view nothing, and does not compile.
class ClientView {
 public:
  /// No client.
  ClientView() noexcept = default;

  /// A view of a C handle, which stays whose it is.
  explicit ClientView(af_client* raw) noexcept : raw_(raw) {}

  ClientView(const Client&&) = delete;
  ClientView& operator=(const Client&&) = delete;

  /// True if there is a handle at all.
  explicit operator bool() const noexcept { return raw_ != nullptr; }

  /// The C handle, lent.
  af_client* get() const noexcept { return raw_; }

  /// Validates a license key with the service, keeps the session and starts heartbeats. Blocks; also allowed
  /// inside a callback. A failure is told to the failure callback too, and WITHOUT ONE IT MAY END THE
  /// PROCESS: see `set_failure_callback`.
  Result<Session> login(const TextArgument& license_key) const {
    return asked<&af_login>(detail::Text(license_key).c_str());
  }

  /// Asks what `login` asks, but keeps nothing, starts nothing, never calls back and never ends the
  /// process. Blocks; `StatusCode::would_deadlock` inside a callback on a library thread.
  Result<Session> validate(const TextArgument& license_key) const {
    return asked<&af_validate>(detail::Text(license_key).c_str());
  }

  /// Renews the session now, with a heartbeat: for a button "refresh my license". Told as any heartbeat; a
  /// fatal verdict has ended the session when this returns. Blocks; `StatusCode::would_deadlock` inside a
  /// callback on a library thread. The service allows six a minute: sooner than 10 s after the one before,
  /// or than it has said itself, this is `StatusCode::rate_limited` with the rest of that time in
  /// `Error::retry_after`, and nobody is asked. See `af_client_heartbeat`.
  Result<Session> heartbeat() const { return asked<&af_client_heartbeat>(); }

  /// Logs in with a license file, without any network: verifies that a trusted key signed it for this app
  /// and machine and that it has not ended, and keeps it as the session, of the kind
  /// `SessionKind::offline`. There are no heartbeats. When the file ends while the program runs, the session
  /// ends: `Reason::heartbeat_failed` with `StatusCode::expired`.
  ///
  /// On failure an earlier session stays as it was, and the failure callback hears
  /// `Reason::offline_login_failed`; it never ends the process. Needs neither app secret nor license key.
  ///
  /// \param path_or_text A path, or the file's text itself, known by its line
  ///   `-----BEGIN AUTHFORGE LICENSE-----`.
  Result<Session> login_from_file(const PathArgument& path_or_text) const {
    return asked<&af_login_from_file>(detail::Text(path_or_text).c_str());
  }

  /// Verifies what `login_from_file` verifies, but keeps nothing and never calls back.
  Result<Session> verify_license_file(const PathArgument& path_or_text) const {
    return asked<&af_verify_license_file>(detail::Text(path_or_text).c_str());
  }

  /// Turns a license key into a license file for this machine with one call to the service, and logs in
  /// with it: from then on `login_from_file` works without a network, for ever. A new machine takes a seat
  /// that nothing gives back; the same machine again gets the same file, for nothing. On any failure
  /// nothing is written, an earlier file and session stay as they were, nobody is called back and the
  /// process goes on. Blocks; `StatusCode::would_deadlock` inside a callback on a library thread.
  ///
  /// \param path Where to write the file; nothing writes none, and `SessionView::license_file` has the
  ///   text.
  Result<Session> activate_offline(const TextArgument& license_key,
                                   const PathArgument& path = nullptr) const {
    const detail::Text key(license_key);
    const detail::Text to(path);
    return asked<&af_activate_offline>(key.c_str(), to.c_str());
  }

  /// An activation request for this machine: a text that its user mails to the app's operator, who makes a
  /// license file from it. No network, no session, no app secret.
  Result<std::string> create_activation_request(const ActivationRequestOptions& options = {}) const {
    return text<&af_create_activation_request>(detail::ActivationRequest(options).raw());
  }

  /// Writes an activation request to a file, `something.authforge-request` by custom.
  Result<void> write_activation_request(const PathArgument& path,
                                        const ActivationRequestOptions& options = {}) const {
    const detail::ActivationRequest request(options);
    const detail::Text to(path);
    return detail::outcome(
        [&](af_error* error) { return af_write_activation_request(raw_, request.raw(), to.c_str(), error); });
  }

  /// Asks the service to take this license, machine and address out of use: for a program that finds that
  /// it was tampered with. THIS CANNOT BE TAKEN BACK FROM HERE. Nothing but this call does it, and it has
  /// no default: `self_ban({})` is all of it. Never calls back, never ends the process, and leaves the
  /// session as it is. Blocks; `StatusCode::would_deadlock` inside a callback on a library thread.
  ///
  /// With a session (or a session token) the license itself can be revoked; with a license key alone it
  /// cannot, so that nobody can revoke a stranger's key. With neither, and with a session from a license
  /// file, nobody is asked: `StatusCode::missing_license_key`, `StatusCode::offline_session`.
  Result<void> self_ban(const SelfBanOptions& options) const {
    const detail::SelfBan ban(options);
    return detail::outcome([&](af_error* error) { return af_self_ban(raw_, ban.raw(), error); });
  }

  /// `login` without blocking: an event of the kind `request_finished` will carry this number, exactly
  /// once. One that fails is told to the failure callback first, for whoever watches over the license; the
  /// event is for whoever asked. Show the player that one.
  Result<Request> login_start(const TextArgument& license_key) const {
    return started<&af_login_start>(detail::Text(license_key).c_str());
  }

  /// `validate` without blocking: the event carries the session too.
  Result<Request> validate_start(const TextArgument& license_key) const {
    return started<&af_validate_start>(detail::Text(license_key).c_str());
  }

  /// `heartbeat` without blocking: the event carries the renewed session. Failures are told as by
  /// `login_start`.
  Result<Request> heartbeat_start() const { return started<&af_client_heartbeat_start>(); }

  /// `login_from_file` without blocking; told as `login_start`.
  Result<Request> login_from_file_start(const PathArgument& path_or_text) const {
    return started<&af_login_from_file_start>(detail::Text(path_or_text).c_str());
  }

  /// `verify_license_file` without blocking: the event carries the session.
  Result<Request> verify_license_file_start(const PathArgument& path_or_text) const {
    return started<&af_verify_license_file_start>(detail::Text(path_or_text).c_str());
  }

  /// `activate_offline` without blocking: the event carries the session.
  Result<Request> activate_offline_start(const TextArgument& license_key,
                                         const PathArgument& path = nullptr) const {
    const detail::Text key(license_key);
    const detail::Text to(path);
    return started<&af_activate_offline_start>(key.c_str(), to.c_str());
  }

  /// `write_activation_request` without blocking.
  Result<Request> write_activation_request_start(const PathArgument& path,
                                                 const ActivationRequestOptions& options = {}) const {
    const detail::ActivationRequest request(options);
    const detail::Text to(path);
    return started<&af_write_activation_request_start>(request.raw(), to.c_str());
  }

  /// `self_ban` without blocking.
  Result<Request> self_ban_start(const SelfBanOptions& options) const {
    return started<&af_self_ban_start>(detail::SelfBan(options).raw());
  }

  /// Cancels one request of a `_start` call: its event comes at once, with `StatusCode::cancelled`. One
  /// that has ended already is left alone. Never waits.
  Result<void> cancel(Request request) const {
    return detail::outcome([&](af_error* error) { return af_client_cancel(raw_, request, error); });
  }

  /// Ends the session and the heartbeats, and cancels open requests. Never waits. Without a session it is a
  /// success that does nothing.
  Result<void> logout() const {
    return detail::outcome([&](af_error* error) { return af_logout(raw_, error); });
  }

  /// Tells whether the client has a session. Cheap enough for every frame.
  bool is_authenticated() const noexcept { return af_is_authenticated(raw_); }

  /// The current session, as one's own; `StatusCode::not_authenticated` without one.
  Result<Session> session() const {
    af_session* session = nullptr;
    Error error;
    if (af_client_session(raw_, &session, error.raw()) != AF_STATUS_OK) return error;
    return Session::adopt(session);
  }

  /// The hardware id that this client sends.
  Result<std::string> hwid() const { return text<&af_client_hwid>(); }

  /// The session's signed payload as JSON. Holds the session token: not for logs.
  Result<std::string> session_data() const { return text<&af_get_session_data>(); }

  /// The app's variables as a JSON object.
  Result<std::string> app_variables() const { return text<&af_get_app_variables>(); }

  /// The license's variables as a JSON object.
  Result<std::string> license_variables() const { return text<&af_get_license_variables>(); }

  /// Calls the callbacks for every queued event, on this thread. For `Dispatch::pump`; call it each frame.
  ///
  /// \return How many events were told.
  std::uint32_t pump() const noexcept { return af_client_pump(raw_); }

  /// Takes the oldest queued event, failures included, without any callback. For `Dispatch::pump`. The
  /// event's session is borrowed until the next poll.
  Polled poll() const noexcept {
    af_event event = af_event();
    event.struct_size = static_cast<std::uint32_t>(sizeof event);
    if (!af_client_poll(raw_, &event)) return {};
    return Event(event);
  }

  /// Waits until there is an event that was not looked at, without limit: see `af_client_wait`. For
  /// `Dispatch::pump`, and a thread that has nothing else to do.
  ///
  /// \return True if there is something to pump or to poll.
  bool wait() const noexcept { return af_client_wait(raw_, UINT32_MAX); }

  /// The same for no longer than `most`.
  bool wait(std::chrono::milliseconds most) const noexcept {
    // 49 days for what is more; the greatest number would be without limit.
    constexpr std::chrono::milliseconds limit(UINT32_MAX - 1);
    const std::chrono::milliseconds none(0);
    const auto bounded = most < none ? none : (most < limit ? most : limit);
    return af_client_wait(raw_, static_cast<std::uint32_t>(bounded.count()));
  }

  /// Sets who hears of failures: a function of `(Reason, const Error&)` or `(ClientView, Reason, const
  /// Error&)`. One that tests false, such as an empty `std::function` or a null pointer, is as `nullptr`:
  /// it REMOVES the callback.
  ///
  /// WITHOUT THIS CALLBACK THE LIBRARY FAILS CLOSED AND MAY END YOUR PROCESS: see
  /// `af_client_set_failure_callback`, `Config::failure_policy` and `Dispatch::pump`, with which this never
  /// happens.
  ///
  /// Called on a library thread, or by `pump`; one call at a time per client. `login` is allowed inside it.
  /// The function is destroyed once, after its last call, on any thread, also when this call fails. When
  /// this returns, the function that was set before does not run any more, unless this is called inside it.
  ///
  /// \return `StatusCode::would_deadlock` if the old one waits for the callback that this is called in; the
  ///   new one is set all the same.
  template <class Function>
  Result<void> set_failure_callback(Function&& function) const {
    return set<&af_client_set_failure_callback, FailureCall>(std::forward<Function>(function));
  }

  /// Removes the failure callback. WITHOUT ONE THE LIBRARY MAY END YOUR PROCESS.
  Result<void> set_failure_callback(std::nullptr_t) const { return unset<&af_client_set_failure_callback>(); }

  /// Sets who hears of events: a function of `(const Event&)` or `(ClientView, const Event&)`. Otherwise as
  /// `set_failure_callback`; failures go there. Freeing the client inside it ends open requests, and tells
  /// it so, in a call within the call.
  template <class Function>
  Result<void> set_event_callback(Function&& function) const {
    return set<&af_client_set_event_callback, EventCall>(std::forward<Function>(function));
  }

  /// Removes the event callback.
  Result<void> set_event_callback(std::nullptr_t) const { return unset<&af_client_set_event_callback>(); }

  /// Sets who is called when a client with `Dispatch::pump` has news: a function of `()` or `(ClientView)`,
  /// which posts to the event loop of a thread that then calls `pump`, or `poll` until there is nothing
  /// left. Called once for all that comes until that thread has looked, on a thread of the library, never
  /// inside a call of one's own. It must not wait for the loop's thread. Otherwise as
  /// `set_failure_callback`; `docs/event-loops.md` has loops that use it.
  ///
  /// \return `StatusCode::invalid_argument` with `Dispatch::background`.
  template <class Function>
  Result<void> set_wakeup_callback(Function&& function) const {
    return set<&af_client_set_wakeup_callback, WakeupCall>(std::forward<Function>(function));
  }

  /// Removes the wake-up callback.
  Result<void> set_wakeup_callback(std::nullptr_t) const { return unset<&af_client_set_wakeup_callback>(); }

 private:
  friend class Client;

  template <class Function, bool Exceptions>
  struct FailureCall {
    static constexpr bool with_client = std::is_invocable_v<Function&, ClientView, Reason, const Error&>;
    static constexpr bool fits = with_client || std::is_invocable_v<Function&, Reason, const Error&>;

    static void call(af_client* client, af_reason raw_reason, const af_error* raw, void* user_data) {
      detail::Guard<Exceptions>::run("a failure callback", [=] {
        Function& function = detail::Box<Function, Exceptions>::of(user_data).function;
        const auto reason = static_cast<Reason>(raw_reason);
        const Error error(*raw);
        if constexpr (with_client) {
          detail::invoke(function, ClientView(client), reason, error);
        } else {
          static_cast<void>(client);
          detail::invoke(function, reason, error);
        }
      });
    }
  };

  template <class Function, bool Exceptions>
  struct EventCall {
    static constexpr bool with_client = std::is_invocable_v<Function&, ClientView, const Event&>;
    static constexpr bool fits = with_client || std::is_invocable_v<Function&, const Event&>;

    static void call(af_client* client, const af_event* raw, void* user_data) {
      detail::Guard<Exceptions>::run("an event callback", [=] {
        Function& function = detail::Box<Function, Exceptions>::of(user_data).function;
        const Event event(*raw);
        if constexpr (with_client) {
          detail::invoke(function, ClientView(client), event);
        } else {
          static_cast<void>(client);
          detail::invoke(function, event);
        }
      });
    }
  };

  template <class Function, bool Exceptions>
  struct WakeupCall {
    static constexpr bool with_client = std::is_invocable_v<Function&, ClientView>;
    static constexpr bool fits = with_client || std::is_invocable_v<Function&>;

    static void call(af_client* client, void* user_data) {
      detail::Guard<Exceptions>::run("a wake-up callback", [=] {
        Function& function = detail::Box<Function, Exceptions>::of(user_data).function;
        if constexpr (with_client) {
          detail::invoke(function, ClientView(client));
        } else {
          static_cast<void>(client);
          static_cast<void>(function());
        }
      });
    }
  };

  template <auto Setter, template <class, bool> class Call, class From,
            bool Exceptions = detail::has_exceptions>
  Result<void> set(From&& from) const {
    using Function = std::decay_t<From>;
    using Box = detail::Box<Function, Exceptions>;
    static_assert(Call<Function, Exceptions>::fits, "the function does not take what this callback is given");
    auto box = Box::make(std::forward<From>(from));
    if (!box) return Error::of(StatusCode::out_of_resources);
    if (!detail::is_callable(box->function)) return unset<Setter>();
    return detail::outcome([&](af_error* error) {
      return Setter(raw_, &Call<Function, Exceptions>::call, box.release(), &Box::release, error);
    });
  }

  template <auto Setter>
  Result<void> unset() const {
    return detail::outcome([&](af_error* error) { return Setter(raw_, nullptr, nullptr, nullptr, error); });
  }

  template <auto Ask, class... Given>
  Result<Session> asked(Given... given) const {
    af_session* session = nullptr;
    Error error;
    if (Ask(raw_, given..., &session, error.raw()) != AF_STATUS_OK) return error;
    return Session::adopt(session);
  }

  template <auto Start, class... Given>
  Result<Request> started(Given... given) const {
    Request request = 0;
    Error error;
    if (Start(raw_, given..., &request, error.raw()) != AF_STATUS_OK) return error;
    return request;
  }

  template <auto Get, class... Given>
  Result<std::string> text(Given... given) const {
    return detail::written([&](char* buffer, std::size_t size, std::size_t* length, af_error* error) {
      return Get(raw_, given..., buffer, size, length, error);
    });
  }

  af_client* raw_ = nullptr;
};

} // namespace authforge

#endif // AUTHFORGE_CLIENT_VIEW_HPP
