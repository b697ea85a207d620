/// \file
/// The enums of authforge.h, which says what each one means: made by `cargo xtask generate`; do not edit.
/// A number that a newer library knows and this header does not is still carried faithfully.

#ifndef AUTHFORGE_ENUMS_HPP
#define AUTHFORGE_ENUMS_HPP

#include "authforge.h"

#include <cstdint>

namespace authforge {

/// Outcome of a call: `af_status`. The enumerators are the words of `status_code`, in snake case.
enum class StatusCode : std::int32_t {
  ok = AF_STATUS_OK,
  invalid_argument = AF_STATUS_INVALID_ARGUMENT,
  invalid_handle = AF_STATUS_INVALID_HANDLE,
  invalid_utf8 = AF_STATUS_INVALID_UTF8,
  buffer_too_small = AF_STATUS_BUFFER_TOO_SMALL,
  would_deadlock = AF_STATUS_WOULD_DEADLOCK,
  forked = AF_STATUS_FORKED,
  cancelled = AF_STATUS_CANCELLED,
  not_authenticated = AF_STATUS_NOT_AUTHENTICATED,
  missing_license_key = AF_STATUS_MISSING_LICENSE_KEY,
  invalid_config = AF_STATUS_INVALID_CONFIG,
  too_many = AF_STATUS_TOO_MANY,
  still_running = AF_STATUS_STILL_RUNNING,
  out_of_resources = AF_STATUS_OUT_OF_RESOURCES,
  offline_session = AF_STATUS_OFFLINE_SESSION,
  hwid_unavailable = AF_STATUS_HWID_UNAVAILABLE,
  network_error = AF_STATUS_NETWORK_ERROR,
  timeout = AF_STATUS_TIMEOUT,
  dns_error = AF_STATUS_DNS_ERROR,
  tls_error = AF_STATUS_TLS_ERROR,
  tls_untrusted = AF_STATUS_TLS_UNTRUSTED,
  tls_clock = AF_STATUS_TLS_CLOCK,
  http_error = AF_STATUS_HTTP_ERROR,
  outcome_uncertain = AF_STATUS_OUTCOME_UNCERTAIN,
  invalid_json_response = AF_STATUS_INVALID_JSON_RESPONSE,
  response_not_json_object = AF_STATUS_RESPONSE_NOT_JSON_OBJECT,
  unexpected_response = AF_STATUS_UNEXPECTED_RESPONSE,
  signature_mismatch = AF_STATUS_SIGNATURE_MISMATCH,
  nonce_mismatch = AF_STATUS_NONCE_MISMATCH,
  response_too_large = AF_STATUS_RESPONSE_TOO_LARGE,
  missing_payload = AF_STATUS_MISSING_PAYLOAD,
  missing_signature = AF_STATUS_MISSING_SIGNATURE,
  invalid_payload_json = AF_STATUS_INVALID_PAYLOAD_JSON,
  payload_not_json_object = AF_STATUS_PAYLOAD_NOT_JSON_OBJECT,
  missing_session_token = AF_STATUS_MISSING_SESSION_TOKEN,
  missing_expires_in = AF_STATUS_MISSING_EXPIRES_IN,
  unknown_error = AF_STATUS_UNKNOWN_ERROR,
  invalid_signature_encoding = AF_STATUS_INVALID_SIGNATURE_ENCODING,
  answer_mismatch = AF_STATUS_ANSWER_MISMATCH,
  server_other = AF_STATUS_SERVER_OTHER,
  invalid_app = AF_STATUS_INVALID_APP,
  invalid_key = AF_STATUS_INVALID_KEY,
  expired = AF_STATUS_EXPIRED,
  revoked = AF_STATUS_REVOKED,
  hwid_mismatch = AF_STATUS_HWID_MISMATCH,
  no_credits = AF_STATUS_NO_CREDITS,
  blocked = AF_STATUS_BLOCKED,
  rate_limited = AF_STATUS_RATE_LIMITED,
  replay_detected = AF_STATUS_REPLAY_DETECTED,
  session_expired = AF_STATUS_SESSION_EXPIRED,
  app_disabled = AF_STATUS_APP_DISABLED,
  bad_request = AF_STATUS_BAD_REQUEST,
  malformed_request = AF_STATUS_MALFORMED_REQUEST,
  revoke_requires_session = AF_STATUS_REVOKE_REQUIRES_SESSION,
  app_burn_cap_reached = AF_STATUS_APP_BURN_CAP_REACHED,
  demo_quota_exceeded = AF_STATUS_DEMO_QUOTA_EXCEEDED,
  offline_activation_disabled = AF_STATUS_OFFLINE_ACTIVATION_DISABLED,
  offline_activation_requires_perpetual = AF_STATUS_OFFLINE_ACTIVATION_REQUIRES_PERPETUAL,
  offline_activation_requires_seats = AF_STATUS_OFFLINE_ACTIVATION_REQUIRES_SEATS,
  offline_activation_limit_reached = AF_STATUS_OFFLINE_ACTIVATION_LIMIT_REACHED,
  system_error = AF_STATUS_SYSTEM_ERROR,
  server_error = AF_STATUS_SERVER_ERROR,
  handler_error = AF_STATUS_HANDLER_ERROR,
  bad_armor = AF_STATUS_BAD_ARMOR,
  bad_signature = AF_STATUS_BAD_SIGNATURE,
  unsupported_version = AF_STATUS_UNSUPPORTED_VERSION,
  malformed_payload = AF_STATUS_MALFORMED_PAYLOAD,
  wrong_app = AF_STATUS_WRONG_APP,
  read_error = AF_STATUS_READ_ERROR,
  file_write_failed = AF_STATUS_FILE_WRITE_FAILED,
  offline_file_rejected = AF_STATUS_OFFLINE_FILE_REJECTED,
  checksum_mismatch = AF_STATUS_CHECKSUM_MISMATCH,
  is_license_file = AF_STATUS_IS_LICENSE_FILE,
  is_activation_request = AF_STATUS_IS_ACTIVATION_REQUEST,
  clock_wrong = AF_STATUS_CLOCK_WRONG,
  internal_error = AF_STATUS_INTERNAL_ERROR,
};

/// What the program should do after a failed login, or when its session is over: `af_advice`.
enum class Advice : std::int32_t {
  none = AF_ADVICE_NONE,
  retry = AF_ADVICE_RETRY,
  use_offline = AF_ADVICE_USE_OFFLINE,
  fix_clock = AF_ADVICE_FIX_CLOCK,
  tell_vendor = AF_ADVICE_TELL_VENDOR,
  ask_for_key = AF_ADVICE_ASK_FOR_KEY,
  ask_for_file = AF_ADVICE_ASK_FOR_FILE,
  renew = AF_ADVICE_RENEW,
  free_seat = AF_ADVICE_FREE_SEAT,
  update = AF_ADVICE_UPDATE,
  fix_program = AF_ADVICE_FIX_PROGRAM,
  stop = AF_ADVICE_STOP,
};

/// Which sentence the user is shown: `af_user_message_id`.
enum class UserMessageId : std::int32_t {
  success = AF_USER_MESSAGE_ID_SUCCESS,
  cancelled = AF_USER_MESSAGE_ID_CANCELLED,
  program_fault = AF_USER_MESSAGE_ID_PROGRAM_FAULT,
  computer_busy = AF_USER_MESSAGE_ID_COMPUTER_BUSY,
  computer_unknown = AF_USER_MESSAGE_ID_COMPUTER_UNKNOWN,
  not_logged_in = AF_USER_MESSAGE_ID_NOT_LOGGED_IN,
  key_missing = AF_USER_MESSAGE_ID_KEY_MISSING,
  key_not_valid = AF_USER_MESSAGE_ID_KEY_NOT_VALID,
  no_connection = AF_USER_MESSAGE_ID_NO_CONNECTION,
  no_secure_connection = AF_USER_MESSAGE_ID_NO_SECURE_CONNECTION,
  clock_wrong = AF_USER_MESSAGE_ID_CLOCK_WRONG,
  service_trouble = AF_USER_MESSAGE_ID_SERVICE_TROUBLE,
  other_answer = AF_USER_MESSAGE_ID_OTHER_ANSWER,
  not_genuine = AF_USER_MESSAGE_ID_NOT_GENUINE,
  license_refused = AF_USER_MESSAGE_ID_LICENSE_REFUSED,
  license_expired = AF_USER_MESSAGE_ID_LICENSE_EXPIRED,
  license_revoked = AF_USER_MESSAGE_ID_LICENSE_REVOKED,
  no_seat = AF_USER_MESSAGE_ID_NO_SEAT,
  blocked = AF_USER_MESSAGE_ID_BLOCKED,
  too_many_attempts = AF_USER_MESSAGE_ID_TOO_MANY_ATTEMPTS,
  vendor_must_act = AF_USER_MESSAGE_ID_VENDOR_MUST_ACT,
  program_switched_off = AF_USER_MESSAGE_ID_PROGRAM_SWITCHED_OFF,
  program_not_accepted = AF_USER_MESSAGE_ID_PROGRAM_NOT_ACCEPTED,
  demo_limit = AF_USER_MESSAGE_ID_DEMO_LIMIT,
  no_offline_activation = AF_USER_MESSAGE_ID_NO_OFFLINE_ACTIVATION,
  file_not_valid = AF_USER_MESSAGE_ID_FILE_NOT_VALID,
  file_not_read = AF_USER_MESSAGE_ID_FILE_NOT_READ,
  file_not_written = AF_USER_MESSAGE_ID_FILE_NOT_WRITTEN,
  request_not_complete = AF_USER_MESSAGE_ID_REQUEST_NOT_COMPLETE,
  request_not_license = AF_USER_MESSAGE_ID_REQUEST_NOT_LICENSE,
};

/// What happens to a failure that nobody listens for: `af_failure_policy`.
enum class FailurePolicy : std::int32_t {
  exit = AF_FAILURE_POLICY_EXIT,
  exit_strict = AF_FAILURE_POLICY_EXIT_STRICT,
  keep_running = AF_FAILURE_POLICY_CONTINUE,
};

/// How callbacks reach the host: `af_dispatch`.
enum class Dispatch : std::int32_t {
  background = AF_DISPATCH_BACKGROUND,
  pump = AF_DISPATCH_PUMP,
};

/// Whether an answer has to be about what was asked: `af_token_binding`.
enum class TokenBinding : std::int32_t {
  off = AF_TOKEN_BINDING_OFF,
  if_present = AF_TOKEN_BINDING_IF_PRESENT,
};

/// Whose hardware id of this machine is sent: `af_hwid_source`.
enum class HwidSource : std::int32_t {
  standard = AF_HWID_SOURCE_DEFAULT,
  cpp_1 = AF_HWID_SOURCE_CPP_1,
  csharp_1 = AF_HWID_SOURCE_CSHARP_1,
};

/// Where a session comes from: `af_session_kind`.
enum class SessionKind : std::int32_t {
  none = AF_SESSION_KIND_NONE,
  online = AF_SESSION_KIND_ONLINE,
  offline = AF_SESSION_KIND_OFFLINE,
  cached = AF_SESSION_KIND_CACHED,
};

/// When a license ends: `af_license_expiry`.
enum class LicenseEnd : std::int32_t {
  unknown = AF_LICENSE_EXPIRY_UNKNOWN,
  lifetime = AF_LICENSE_EXPIRY_LIFETIME,
  date = AF_LICENSE_EXPIRY_DATE,
};

/// What a variable is: `af_variable_type`.
enum class VariableType : std::int32_t {
  none = AF_VARIABLE_TYPE_NONE,
  null = AF_VARIABLE_TYPE_NULL,
  boolean = AF_VARIABLE_TYPE_BOOL,
  integer = AF_VARIABLE_TYPE_INT,
  number = AF_VARIABLE_TYPE_DOUBLE,
  string = AF_VARIABLE_TYPE_STRING,
  json = AF_VARIABLE_TYPE_JSON,
};

/// Whose variables: `af_scope`.
enum class Scope : std::int32_t {
  app = AF_SCOPE_APP,
  license = AF_SCOPE_LICENSE,
};

/// Why a failure is reported: `af_reason`.
enum class Reason : std::int32_t {
  none = AF_REASON_NONE,
  login_failed = AF_REASON_LOGIN_FAILED,
  heartbeat_failed = AF_REASON_HEARTBEAT_FAILED,
  network_error = AF_REASON_NETWORK_ERROR,
  offline_login_failed = AF_REASON_OFFLINE_LOGIN_FAILED,
};

/// What happened: `af_event_kind`.
enum class EventKind : std::int32_t {
  none = AF_EVENT_KIND_NONE,
  logged_in = AF_EVENT_KIND_LOGGED_IN,
  heartbeat_succeeded = AF_EVENT_KIND_HEARTBEAT_SUCCEEDED,
  variables_changed = AF_EVENT_KIND_VARIABLES_CHANGED,
  session_ended = AF_EVENT_KIND_SESSION_ENDED,
  request_finished = AF_EVENT_KIND_REQUEST_FINISHED,
  failure = AF_EVENT_KIND_FAILURE,
  request_retrying = AF_EVENT_KIND_REQUEST_RETRYING,
};

/// Which machines a license file is for: `af_hwid_policy`.
enum class HwidPolicy : std::int32_t {
  none = AF_HWID_POLICY_NONE,
  bound = AF_HWID_POLICY_BOUND,
  any = AF_HWID_POLICY_ANY,
};

/// How much a message matters: `af_log_level`.
enum class LogLevel : std::int32_t {
  off = AF_LOG_LEVEL_OFF,
  error = AF_LOG_LEVEL_ERROR,
  warn = AF_LOG_LEVEL_WARN,
  info = AF_LOG_LEVEL_INFO,
  debug = AF_LOG_LEVEL_DEBUG,
};

} // namespace authforge

#endif // AUTHFORGE_ENUMS_HPP
