/// \file
/// Activation requests: how the hardware id of a machine without a network reaches the app's operator.

#ifndef AUTHFORGE_ACTIVATION_REQUEST_HPP
#define AUTHFORGE_ACTIVATION_REQUEST_HPP

#include "authforge.h"
#include "authforge/result.hpp"
#include "authforge/text.hpp"
#include "authforge/text_argument.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace authforge {

/// What an activation request says. A text that is absent is the default; an empty one leaves the field out,
/// but for the date. What is longer than its field is clipped between characters.
struct ActivationRequestOptions {
  /// Say what this machine is called. Off unless asked for: it is often a person's name.
  bool include_machine_name = false;
  /// Default: this machine's name; said only with `include_machine_name`. 128 bytes.
  OptionalText machine_name = {};
  /// Default: system and processor, such as "Linux x86_64". 64 bytes.
  OptionalText os = {};
  /// Default: this library and its version, such as "c/0.1.0". 64 bytes.
  OptionalText sdk = {};
  /// Default: the session's, if there is one. 64 bytes.
  OptionalText license_key = {};
  /// ISO-8601 date. Default: now.
  OptionalText created_at = {};
};

/// Reads an activation request, for tools of the app's operator. Needs no client. Line ends, wrapping and
/// what stands around it do not matter.
///
/// \return A JSON object with `v`, `typ`, `appId`, `hwid`, `createdAt`, and those of `machineName`, `os`,
///   `sdk` and `licenseKey` that the request has; `StatusCode::bad_armor`, `is_license_file`,
///   `checksum_mismatch`, `unsupported_version`, `malformed_payload`.
inline Result<std::string> parse_activation_request(const TextArgument& text) {
  const detail::Text request(text);
  return detail::written([&](char* buffer, std::size_t size, std::size_t* length, af_error* error) {
    return af_parse_activation_request(request.c_str(), buffer, size, length, error);
  });
}

namespace detail {

/// The options as C takes them, with texts of their own.
class ActivationRequest {
 public:
  explicit ActivationRequest(const ActivationRequestOptions& options)
      : machine_name_(options.machine_name), os_(options.os), sdk_(options.sdk),
        license_key_(options.license_key), created_at_(options.created_at), raw_() {
    raw_.struct_size = static_cast<std::uint32_t>(sizeof raw_);
    raw_.include_machine_name = options.include_machine_name;
    raw_.machine_name = machine_name_.c_str();
    raw_.os = os_.c_str();
    raw_.sdk = sdk_.c_str();
    raw_.license_key = license_key_.c_str();
    raw_.created_at = created_at_.c_str();
  }

  const af_activation_request_options* raw() const noexcept { return &raw_; }

 private:
  Text machine_name_, os_, sdk_, license_key_, created_at_;
  af_activation_request_options raw_;
};

} // namespace detail

} // namespace authforge

#endif // AUTHFORGE_ACTIVATION_REQUEST_HPP
