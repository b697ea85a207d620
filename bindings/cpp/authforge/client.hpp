/// \file
/// Owns a client.

#ifndef AUTHFORGE_CLIENT_HPP
#define AUTHFORGE_CLIENT_HPP

#include "authforge.h"
#include "authforge/client_view.hpp"
#include "authforge/config.hpp"
#include "authforge/error.hpp"
#include "authforge/lifetime.hpp"
#include "authforge/result.hpp"

#include <utility>

namespace authforge {

/// A client of one's own, freed in the end: that ends its session, requests and callbacks, and waits for a
/// callback that runs, unless it is done inside it, but never for the network.
class Client : public ClientView {
 public:
  /// No client.
  Client() noexcept = default;

  /// Makes a client. The config stays the caller's. Fails with the first value that the config refused, or
  /// names the field that cannot be used.
  static Result<Client> create(const Config& config) {
    if (!config.error().ok()) return config.error();
    af_client* client = nullptr;
    Error error;
    if (af_client_new(config.get(), &client, error.raw()) != AF_STATUS_OK) return error;
    return Client(client);
  }

  /// Takes a C handle over, to free it.
  static Client adopt(af_client* raw) noexcept { return Client(raw); }

  Client(Client&& other) noexcept : ClientView(other.release()) {}

  Client& operator=(Client&& other) noexcept {
    Client taken(std::move(other));
    taken.swap(*this);
    return *this;
  }

  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  ~Client() { af_client_free(raw_); }

  /// The C handle, lent.
  af_client* get() const noexcept AUTHFORGE_LIFETIMEBOUND { return raw_; }

  /// Gives the C handle away, to be freed by the caller; leaves no client.
  [[nodiscard]] af_client* release() noexcept { return std::exchange(raw_, nullptr); }

  /// Frees the client and leaves none.
  void reset() noexcept { af_client_free(release()); }

  /// Exchanges two clients.
  void swap(Client& other) noexcept { std::swap(raw_, other.raw_); }

 private:
  explicit Client(af_client* raw) noexcept : ClientView(raw) {}
};

} // namespace authforge

#endif // AUTHFORGE_CLIENT_HPP
