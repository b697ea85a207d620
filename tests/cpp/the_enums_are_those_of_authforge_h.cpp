// Every number of authforge.h has its name in C++, and the name of a status is the code that all AuthForge
// libraries use. A number that is missing here does not compile: the switches are over the C types.

#include "harness.hpp"

#include <cctype>

namespace {

#define NAMED(name) \
  case static_cast<C>(Cxx::name): return #name

const char* name(af_status number) {
  using C = af_status;
  using Cxx = authforge::StatusCode;
  switch (number) {
    NAMED(ok);
    NAMED(invalid_argument);
    NAMED(invalid_handle);
    NAMED(invalid_utf8);
    NAMED(buffer_too_small);
    NAMED(would_deadlock);
    NAMED(forked);
    NAMED(cancelled);
    NAMED(not_authenticated);
    NAMED(missing_license_key);
    NAMED(invalid_config);
    NAMED(too_many);
    NAMED(still_running);
    NAMED(out_of_resources);
    NAMED(offline_session);
    NAMED(hwid_unavailable);
    NAMED(network_error);
    NAMED(timeout);
    NAMED(dns_error);
    NAMED(tls_error);
    NAMED(tls_untrusted);
    NAMED(tls_clock);
    NAMED(http_error);
    NAMED(outcome_uncertain);
    NAMED(invalid_json_response);
    NAMED(response_not_json_object);
    NAMED(unexpected_response);
    NAMED(signature_mismatch);
    NAMED(nonce_mismatch);
    NAMED(response_too_large);
    NAMED(missing_payload);
    NAMED(missing_signature);
    NAMED(invalid_payload_json);
    NAMED(payload_not_json_object);
    NAMED(missing_session_token);
    NAMED(missing_expires_in);
    NAMED(unknown_error);
    NAMED(invalid_signature_encoding);
    NAMED(answer_mismatch);
    NAMED(server_other);
    NAMED(invalid_app);
    NAMED(invalid_key);
    NAMED(expired);
    NAMED(revoked);
    NAMED(hwid_mismatch);
    NAMED(no_credits);
    NAMED(blocked);
    NAMED(rate_limited);
    NAMED(replay_detected);
    NAMED(session_expired);
    NAMED(app_disabled);
    NAMED(bad_request);
    NAMED(malformed_request);
    NAMED(revoke_requires_session);
    NAMED(app_burn_cap_reached);
    NAMED(demo_quota_exceeded);
    NAMED(offline_activation_disabled);
    NAMED(offline_activation_requires_perpetual);
    NAMED(offline_activation_requires_seats);
    NAMED(offline_activation_limit_reached);
    NAMED(system_error);
    NAMED(server_error);
    NAMED(handler_error);
    NAMED(bad_armor);
    NAMED(bad_signature);
    NAMED(unsupported_version);
    NAMED(malformed_payload);
    NAMED(wrong_app);
    NAMED(read_error);
    NAMED(file_write_failed);
    NAMED(offline_file_rejected);
    NAMED(checksum_mismatch);
    NAMED(is_license_file);
    NAMED(internal_error);
  }
  return nullptr;
}

const char* name(af_reason number) {
  using C = af_reason;
  using Cxx = authforge::Reason;
  switch (number) {
    NAMED(none);
    NAMED(login_failed);
    NAMED(heartbeat_failed);
    NAMED(network_error);
    NAMED(offline_login_failed);
  }
  return nullptr;
}

const char* name(af_event_kind number) {
  using C = af_event_kind;
  using Cxx = authforge::EventKind;
  switch (number) {
    NAMED(none);
    NAMED(logged_in);
    NAMED(heartbeat_succeeded);
    NAMED(variables_changed);
    NAMED(session_ended);
    NAMED(request_finished);
    NAMED(failure);
  }
  return nullptr;
}

const char* name(af_hwid_policy number) {
  using C = af_hwid_policy;
  using Cxx = authforge::HwidPolicy;
  switch (number) {
    NAMED(none);
    NAMED(bound);
    NAMED(any);
  }
  return nullptr;
}

const char* name(af_log_level number) {
  using C = af_log_level;
  using Cxx = authforge::LogLevel;
  switch (number) {
    NAMED(off);
    NAMED(error);
    NAMED(warn);
    NAMED(info);
    NAMED(debug);
  }
  return nullptr;
}

const char* name(af_session_kind number) {
  using C = af_session_kind;
  using Cxx = authforge::SessionKind;
  switch (number) {
    NAMED(none);
    NAMED(online);
    NAMED(offline);
    NAMED(cached);
  }
  return nullptr;
}

const char* name(af_license_expiry number) {
  using C = af_license_expiry;
  using Cxx = authforge::LicenseEnd;
  switch (number) {
    NAMED(unknown);
    NAMED(lifetime);
    NAMED(date);
  }
  return nullptr;
}

const char* name(af_variable_type number) {
  using C = af_variable_type;
  using Cxx = authforge::VariableType;
  switch (number) {
    NAMED(none);
    NAMED(null);
    NAMED(boolean);
    NAMED(integer);
    NAMED(number);
    NAMED(string);
    NAMED(json);
  }
  return nullptr;
}

const char* name(af_failure_policy number) {
  using C = af_failure_policy;
  using Cxx = authforge::FailurePolicy;
  switch (number) {
    NAMED(exit);
    NAMED(exit_strict);
    NAMED(keep_running);
  }
  return nullptr;
}

const char* name(af_dispatch number) {
  using C = af_dispatch;
  using Cxx = authforge::Dispatch;
  switch (number) {
    NAMED(background);
    NAMED(pump);
  }
  return nullptr;
}

const char* name(af_hwid_source number) {
  using C = af_hwid_source;
  using Cxx = authforge::HwidSource;
  switch (number) {
    NAMED(standard);
    NAMED(cpp_1);
    NAMED(csharp_1);
  }
  return nullptr;
}

const char* name(af_token_binding number) {
  using C = af_token_binding;
  using Cxx = authforge::TokenBinding;
  switch (number) {
    NAMED(off);
    NAMED(if_present);
  }
  return nullptr;
}

// The protocol has a few words like "missing_sessionToken".
std::string plain(std::string_view word) {
  std::string letters;
  for (char letter : word) {
    if (letter != '_') letters += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  }
  return letters;
}

} // namespace

int main() {
  for (std::int32_t number = 0; number < 1000; ++number) {
    const char* here = name(static_cast<af_status>(number));
    const std::string_view there = authforge::status_code(static_cast<authforge::StatusCode>(number));
    if (plain(there) != plain(here ? here : "unknown_status")) harness::fail(__FILE__, number, there);
  }
  for (std::int32_t number = 0; number < 100; ++number) {
    const char* here = name(static_cast<af_reason>(number));
    CHECK(authforge::reason_name(static_cast<authforge::Reason>(number)) == (here ? here : "none"));
  }
  CHECK(name(AF_EVENT_KIND_FAILURE) && name(AF_LOG_LEVEL_DEBUG) && name(AF_SESSION_KIND_CACHED));
  CHECK(name(AF_LICENSE_EXPIRY_DATE) && name(AF_VARIABLE_TYPE_JSON) && name(AF_FAILURE_POLICY_CONTINUE));
  CHECK(name(AF_HWID_SOURCE_CSHARP_1));
  CHECK(name(AF_TOKEN_BINDING_IF_PRESENT) && name(AF_DISPATCH_PUMP) && name(AF_HWID_POLICY_ANY));
}
