/// \file
/// What a client will be made of.

#ifndef AUTHFORGE_CONFIG_HPP
#define AUTHFORGE_CONFIG_HPP

#include "authforge.h"
#include "authforge/enums.hpp"
#include "authforge/error.hpp"
#include "authforge/lifetime.hpp"
#include "authforge/path.hpp"
#include "authforge/text.hpp"
#include "authforge/text_argument.hpp"
#include "authforge/time.hpp"

#include <chrono>
#include <cstdint>
#include <utility>

namespace authforge {

/// How a session is kept alive; see `af_config_new`.
enum class HeartbeatMode {
  /// A heartbeat with the service each interval.
  server,
  /// No network after the login until the session ends.
  local,
};

/// A builder: what every client needs, and settings that have a default. Setters may be chained, also
/// behind a config without a name; the first value that is refused is kept in `error()`, and
/// `Client::create` fails with it.
///
///     authforge::Config config(app_id, app_secret, public_key, authforge::HeartbeatMode::server);
///     config.heartbeat_interval(std::chrono::minutes(5)).dispatch(authforge::Dispatch::pump);
class Config {
 public:
  /// No config.
  Config() noexcept = default;

  /// \param app_id Application id.
  /// \param app_secret Application secret, or nothing for a client that only reads license files.
  /// \param public_key One base64 key, or several, comma-separated; an answer signed by any is believed.
  /// \param mode How a session is kept alive.
  Config(const TextArgument& app_id, const TextArgument& app_secret, const TextArgument& public_key,
         HeartbeatMode mode) {
    if (!app_id.has_value() || !public_key.has_value()) {
      error_ = Error::of(StatusCode::invalid_argument,
                         app_id.has_value() ? "public_key is null" : "app_id is null");
      return;
    }
    const detail::Text id(app_id);
    const detail::Text secret(app_secret);
    const detail::Text key(public_key);
    const char* heartbeat = mode == HeartbeatMode::local ? "LOCAL" : "SERVER";
    raw_ = af_config_new(id.c_str(), secret.c_str(), key.c_str(), heartbeat);
    if (raw_ == nullptr) error_ = Error::of(StatusCode::out_of_resources);
  }

  /// A config for a client that only reads license files: it has no secret that could be stolen.
  static Config for_files(const TextArgument& app_id, const TextArgument& public_key) {
    return Config(app_id, nullptr, public_key, HeartbeatMode::server);
  }

  Config(Config&& other) noexcept
      : raw_(std::exchange(other.raw_, nullptr)), error_(std::exchange(other.error_, Error())) {}

  Config& operator=(Config&& other) noexcept {
    Config taken(std::move(other));
    taken.swap(*this);
    return *this;
  }

  Config(const Config&) = delete;
  Config& operator=(const Config&) = delete;

  ~Config() { af_config_free(raw_); }

  /// Exchanges two configs.
  void swap(Config& other) noexcept {
    std::swap(raw_, other.raw_);
    std::swap(error_, other.error_);
  }

  /// Sets the time between heartbeats: at least 10 s; default 900 s. Each session keeps to it within a tenth, by chance.
  Config& heartbeat_interval(std::chrono::seconds interval) & noexcept {
    return keep([&](af_error* error) {
      return af_config_set_heartbeat_interval(raw_, detail::fit<std::int32_t>(interval), error);
    });
  }

  Config heartbeat_interval(std::chrono::seconds interval) && noexcept {
    return std::move(heartbeat_interval(interval));
  }

  /// Sets where the service is; nothing restores the default.
  Config& api_base_url(const TextArgument& url) & {
    const detail::Text text(url);
    return keep([&](af_error* error) { return af_config_set_api_base_url(raw_, text.c_str(), error); });
  }

  Config api_base_url(const TextArgument& url) && { return std::move(api_base_url(url)); }

  /// Allows plain `http` to other machines: for test networks only.
  Config& allow_plain_http(bool allow) & noexcept {
    return keep([&](af_error* error) { return af_config_set_allow_plain_http(raw_, allow, error); });
  }

  Config allow_plain_http(bool allow) && noexcept { return std::move(allow_plain_http(allow)); }

  /// Sets how long one request may take: 1 to 3600 s; default 15 s.
  Config& request_timeout(std::chrono::seconds timeout) & noexcept {
    return keep([&](af_error* error) {
      return af_config_set_request_timeout(raw_, detail::fit<std::int32_t>(timeout), error);
    });
  }

  Config request_timeout(std::chrono::seconds timeout) && noexcept {
    return std::move(request_timeout(timeout));
  }

  /// Sets how many attempts `login` and `validate` make at most: 1 to 10; default 3. More of them take more
  /// time: see `login_timeout`.
  Config& login_attempts(std::int32_t attempts) & noexcept {
    return keep([&](af_error* error) { return af_config_set_login_attempts(raw_, attempts, error); });
  }

  Config login_attempts(std::int32_t attempts) && noexcept { return std::move(login_attempts(attempts)); }

  /// Sets how long `login` and `validate` may take, all attempts with their pauses together: 1 s to a day;
  /// zero, the default, is twice the request timeout and 7 s.
  Config& login_timeout(std::chrono::milliseconds timeout) & noexcept {
    return keep([&](af_error* error) {
      return af_config_set_login_timeout_ms(raw_, detail::fit<std::int32_t>(timeout), error);
    });
  }

  Config login_timeout(std::chrono::milliseconds timeout) && noexcept {
    return std::move(login_timeout(timeout));
  }

  /// Asks for a session lifetime; zero is the server's default.
  Config& ttl(std::chrono::seconds lifetime) & noexcept {
    return keep([&](af_error* error) {
      return af_config_set_ttl_seconds(raw_, detail::fit<std::int32_t>(lifetime), error);
    });
  }

  Config ttl(std::chrono::seconds lifetime) && noexcept { return std::move(ttl(lifetime)); }

  /// Sets what is sent as hardware id; nothing means this machine's.
  Config& hwid_override(const TextArgument& hwid) & {
    const detail::Text text(hwid);
    return keep([&](af_error* error) { return af_config_set_hwid_override(raw_, text.c_str(), error); });
  }

  Config hwid_override(const TextArgument& hwid) && { return std::move(hwid_override(hwid)); }

  /// Has the machine's hardware id made as an official client of version 1.0.x makes it, to which licenses are
  /// bound already; default `HwidSource::standard`. See `af_config_set_hwid_source`.
  Config& hwid_source(HwidSource source) & noexcept {
    return keep([&](af_error* error) {
      return af_config_set_hwid_source(raw_, static_cast<std::int32_t>(source), error);
    });
  }

  Config hwid_source(HwidSource source) && noexcept { return std::move(hwid_source(source)); }

  /// Sets what happens to a failure that nobody listens for. THE DEFAULT ENDS THE PROCESS; see
  /// `ClientView::set_failure_callback`.
  Config& failure_policy(FailurePolicy policy) & noexcept {
    return keep([&](af_error* error) {
      return af_config_set_failure_policy(raw_, static_cast<std::int32_t>(policy), error);
    });
  }

  Config failure_policy(FailurePolicy policy) && noexcept { return std::move(failure_policy(policy)); }

  /// Sets how callbacks reach the host; default `Dispatch::background`.
  Config& dispatch(Dispatch how) & noexcept {
    return keep(
        [&](af_error* error) { return af_config_set_dispatch(raw_, static_cast<std::int32_t>(how), error); });
  }

  Config dispatch(Dispatch how) && noexcept { return std::move(dispatch(how)); }

  /// Sets whether an answer has to be about the app, key and machine that were asked for; default
  /// `TokenBinding::off`. Finds out a proxy that puts others into a request: see
  /// `af_config_set_token_binding`.
  Config& token_binding(TokenBinding binding) & noexcept {
    return keep([&](af_error* error) {
      return af_config_set_token_binding(raw_, static_cast<std::int32_t>(binding), error);
    });
  }

  Config token_binding(TokenBinding binding) && noexcept { return std::move(token_binding(binding)); }

  /// Believes the certificates of a PEM file, and no others, as issuers of the server's certificate;
  /// nothing restores the operating system's trust store.
  Config& ca_file(const PathArgument& path) & {
    const detail::Text text(path);
    return keep([&](af_error* error) { return af_config_set_ca_file(raw_, text.c_str(), error); });
  }

  Config ca_file(const PathArgument& path) && { return std::move(ca_file(path)); }

  /// The first value that was refused; `error().ok()` if none was.
  const Error& error() const& noexcept AUTHFORGE_LIFETIMEBOUND { return error_; }

  /// The first value that was refused, as one's own.
  Error error() const&& noexcept { return error_; }

  /// The C handle, lent; null for no config.
  af_config* get() const noexcept AUTHFORGE_LIFETIMEBOUND { return raw_; }

 private:
  template <class Set>
  Config& keep(Set set) noexcept {
    Error error;
    if (set(error.raw()) != AF_STATUS_OK && error_.ok()) error_ = error;
    return *this;
  }

  af_config* raw_ = nullptr;
  Error error_{};
};

} // namespace authforge

#endif // AUTHFORGE_CONFIG_HPP
