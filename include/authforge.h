/* authforge.h - licensing with AuthForge for C and C++: made by `cargo xtask generate`; do not edit.
 *
 * Contents:
 *
 *    1. Version and status
 *    2. Error
 *    3. Config
 *    4. Client
 *    5. Login and heartbeat
 *    6. Session
 *    7. Variables
 *    8. Events and callbacks
 *    9. Without a network
 *   10. Self-ban
 *   11. Process
 *
 * Each section opens with a few lines of C that use it. Put one after the other they are a program.
 *
 * The rules that hold for every function:
 *
 * 1. Nothing that the caller does with a handle is undefined. Handles (af_config *, af_client *,
 *    af_session *) are numbers in the shape of typed pointers and are never dereferenced. One that is
 *    NULL, freed, or of another kind answers AF_STATUS_INVALID_HANDLE or the getter's empty value.
 *    Freeing it again does nothing. One thread may free what another is using. All other pointers must
 *    be NULL or valid.
 * 2. A function that can fail returns an af_status and takes an af_error, which may be NULL, last. Outputs
 *    are untouched on failure, the error is untouched on success.
 * 3. Texts that go in are NUL-terminated UTF-8 and copied. Texts that come out are borrowed from an
 *    af_session and live as long as that handle, or are written into the caller's buffer. Nothing ever
 *    has to be freed but handles.
 * 4. Enums come out as enums and go in as integers; an unknown number is an error. Numbers never change
 *    meaning.
 * 5. No panic, exit or print comes out of the library, with the one exception that is described at
 *    af_client_set_failure_callback; and no abort, but that memory which is used up ends the process, after
 *    a line on stderr ("memory allocation of ... bytes failed").
 * 6. Any function may be called on any thread, also inside a callback. af_validate, af_activate_offline,
 *    af_self_ban and af_shutdown made inside a callback on a library thread answer
 *    AF_STATUS_WOULD_DEADLOCK; the first three have a _start that does not.
 * 7. Times are Unix seconds; durations name their unit.
 * 8. In a child process, however it was made (fork, _Fork, clone), the parent's handles answer
 *    AF_STATUS_FORKED; it may make new ones. A call in whose log callback the child was made answers
 *    AF_STATUS_FORKED in the child.
 * 9. Names: the verbs that all AuthForge libraries share are af_<verb> (af_login, af_validate,
 *    af_get_session_data and so on), with _start where they do not block; so are the functions of the whole
 *    process (af_version, af_shutdown). All others are af_<noun>_<verb>, with the noun as first argument,
 *    which is const where the function changes nothing of it.
 * 10. Descriptors 0, 1 and 2 are never taken, also where the host has closed them.
 * 11. A callback and a release function must return. A C++ exception that leaves one ends the process
 *    (std::terminate, as out of a noexcept function); a longjmp out of one is undefined. pthread_exit in
 *    one ends it and not its thread with glibc on x86-64 and ARM64; elsewhere what waits for it then waits
 *    for ever. pthread_cancel takes effect after the call of the library that the thread is in.
 * 12. 128 KiB of stack are enough for any function, what callbacks need not counted.
 * 13. What is not said of a parameter is the same everywhere: client, config and session are handles, and
 *    error may be NULL. Besides the statuses that a function names it answers AF_STATUS_INVALID_HANDLE and
 *    AF_STATUS_FORKED where it takes a handle, and AF_STATUS_INTERNAL_ERROR for a bug of its own.
 */

#ifndef AUTHFORGE_H
#define AUTHFORGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Stands before every function. Define AF_DLL to call a DLL on Windows without a detour, or AF_API to say
   something else. */
#ifndef AF_API
#if defined(_WIN32) && defined(AF_DLL)
#define AF_API __declspec(dllimport)
#elif defined(__GNUC__) && !defined(_WIN32)
#define AF_API __attribute__((visibility("default")))
#else
#define AF_API
#endif
#endif

/* Begins an enum, which is an int32_t in every language: C before C23 has no other way to say so. */
#if defined(__cplusplus)
#define AF_ENUM(name) enum name : int32_t
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 202311L
#define AF_ENUM(name) \
  enum name : int32_t; \
  typedef enum name name; \
  enum name : int32_t
#else
#define AF_ENUM(name) \
  typedef int32_t name; \
  enum name
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** What a client will be made of. A handle: never dereferenced. */
typedef struct af_config af_config;

/** One app on one machine. A handle: never dereferenced. */
typedef struct af_client af_client;

/**
 * What the service said of a license at one moment. A handle: never dereferenced. Texts that it lends out
 * live as long as it does.
 */
typedef struct af_session af_session;

/* == 1. Version and status ============================================================================
 *
 * Every function that can fail says how it went by an af_status.
 *
 *     printf("libauthforge %s, header %s\n", af_version(), AF_VERSION_STRING);
 *     af_status clock = AF_STATUS_TLS_CLOCK;
 *     printf("%s: %s\n", af_status_code(clock), af_status_message(clock));
 *     if (af_status_is_transient(clock)) puts("a session survives it");
 */

/* The version of this header; af_version() is that of the library. */
#define AF_VERSION_MAJOR 0
#define AF_VERSION_MINOR 1
#define AF_VERSION_PATCH 0
#define AF_VERSION_STRING "0.1.0"

/* The same as one number that grows, for #if: 1002003 is 1.2.3. */
#define AF_VERSION_NUMBER (AF_VERSION_MAJOR * 1000000 + AF_VERSION_MINOR * 1000 + AF_VERSION_PATCH)

/**
 * Tells the library's version, such as `"0.1.0"`.
 *
 * @return Static text.
 */
AF_API const char *af_version(void);

/**
 * Outcome of a call. 0 is success; the hundreds tell who has to act.
 *
 * 1-99: the call was wrong. 100-199: the service could not be asked. 200-299: its answer cannot
 * be believed. 300-399: it said no. 400-499: license files and activation requests; a file that is
 * over or for another machine answers `AF_STATUS_EXPIRED` and `AF_STATUS_HWID_MISMATCH`. 900: a bug in
 * this library. Numbers never change meaning.
 */
AF_ENUM(af_status) {
  /** Success. */
  AF_STATUS_OK = 0,
  /** An argument is NULL, empty, too long or out of range; the message names it. */
  AF_STATUS_INVALID_ARGUMENT = 1,
  /** The handle is NULL, freed, or not one of this kind. */
  AF_STATUS_INVALID_HANDLE = 2,
  /** A text argument is not UTF-8. */
  AF_STATUS_INVALID_UTF8 = 3,
  /** The caller's buffer is too small; the needed length was written. */
  AF_STATUS_BUFFER_TOO_SMALL = 4,
  /** The call would wait for itself, because it was made inside a callback. */
  AF_STATUS_WOULD_DEADLOCK = 5,
  /** The handle belongs to the parent process. Make a new one in this process. */
  AF_STATUS_FORKED = 6,
  /** The request was dropped by cancel, logout, free or shutdown. */
  AF_STATUS_CANCELLED = 7,
  /** The client has no session. */
  AF_STATUS_NOT_AUTHENTICATED = 8,
  /** The license key is empty. */
  AF_STATUS_MISSING_LICENSE_KEY = 9,
  /** The configuration cannot be used; the message names the field. */
  AF_STATUS_INVALID_CONFIG = 10,
  /** Too many handles or requests are open at once. */
  AF_STATUS_TOO_MANY = 11,
  /** `af_shutdown` could not stop every thread in the time given. */
  AF_STATUS_STILL_RUNNING = 12,
  /**
   * The operating system refused a thread, a descriptor, a buffer or random bytes. It says nothing about
   * license, file or server: try again later. Want of memory ends the process as a rule.
   */
  AF_STATUS_OUT_OF_RESOURCES = 13,
  /** The session comes from a license file, so there is nothing that the service could do with it. */
  AF_STATUS_OFFLINE_SESSION = 14,
  /**
   * This machine has no id that could be read; the message says why. Set one with
   * `af_config_set_hwid_override`.
   */
  AF_STATUS_HWID_UNAVAILABLE = 15,
  /** No answer: connection refused, reset, unreachable. */
  AF_STATUS_NETWORK_ERROR = 100,
  /** No complete answer in time. */
  AF_STATUS_TIMEOUT = 101,
  /** The host name could not be resolved. */
  AF_STATUS_DNS_ERROR = 102,
  /** TLS could not be agreed on. */
  AF_STATUS_TLS_ERROR = 103,
  /** The server's certificate comes from an issuer that is not trusted here. */
  AF_STATUS_TLS_UNTRUSTED = 104,
  /** The server's certificate is not valid at this computer's date. Check the clock. */
  AF_STATUS_TLS_CLOCK = 105,
  /** An HTTP status without an answer of the service; the code is `http_error_<status>`. */
  AF_STATUS_HTTP_ERROR = 110,
  /**
   * A self-ban: the answer to an attempt was lost, and the service now refuses in a way that the ban
   * itself causes. It has most likely been done; do not repeat it.
   */
  AF_STATUS_OUTCOME_UNCERTAIN = 111,
  /** The body is not JSON; the message says what came. */
  AF_STATUS_INVALID_JSON_RESPONSE = 200,
  /** The body is JSON, but not an object. */
  AF_STATUS_RESPONSE_NOT_JSON_OBJECT = 201,
  /** The body is neither a success nor a failure of this protocol. */
  AF_STATUS_UNEXPECTED_RESPONSE = 202,
  /** No trusted key signed the payload. */
  AF_STATUS_SIGNATURE_MISMATCH = 203,
  /** The answer belongs to another request. */
  AF_STATUS_NONCE_MISMATCH = 204,
  /** The body is longer than 256 KiB, or its headers than 16 KiB. */
  AF_STATUS_RESPONSE_TOO_LARGE = 205,
  /** The answer has no payload text. */
  AF_STATUS_MISSING_PAYLOAD = 206,
  /** The answer has no signature text. */
  AF_STATUS_MISSING_SIGNATURE = 207,
  /** The signed payload is not base64 of JSON. */
  AF_STATUS_INVALID_PAYLOAD_JSON = 208,
  /** The signed payload is JSON, but not an object. */
  AF_STATUS_PAYLOAD_NOT_JSON_OBJECT = 209,
  /** The signed payload has no session token. */
  AF_STATUS_MISSING_SESSION_TOKEN = 210,
  /** The signed payload does not say when the session ends. */
  AF_STATUS_MISSING_EXPIRES_IN = 211,
  /** The service failed the request without saying why. */
  AF_STATUS_UNKNOWN_ERROR = 212,
  /** The signature is not base64 of 64 bytes: half an answer, which proves nothing and ends no session. */
  AF_STATUS_INVALID_SIGNATURE_ENCODING = 213,
  /**
   * The answer is proven, but about another app, license key or machine than was asked for. Only with
   * `af_config_set_token_binding`.
   */
  AF_STATUS_ANSWER_MISMATCH = 214,
  /** A code that this version does not know; it stands in `af_error.code`. */
  AF_STATUS_SERVER_OTHER = 300,
  /** Unknown app id, or wrong app secret. */
  AF_STATUS_INVALID_APP = 301,
  /** Unknown license key, or one of another app. */
  AF_STATUS_INVALID_KEY = 302,
  /** The license has expired. */
  AF_STATUS_EXPIRED = 303,
  /** The license was revoked. */
  AF_STATUS_REVOKED = 304,
  /** No hardware slot is free, or this machine is no longer bound. */
  AF_STATUS_HWID_MISMATCH = 305,
  /** The app's owner has no credits. */
  AF_STATUS_NO_CREDITS = 306,
  /** Hardware id or address is on a blacklist, or missing from a whitelist. */
  AF_STATUS_BLOCKED = 307,
  /** Too many requests. Retried by the library before it is reported. */
  AF_STATUS_RATE_LIMITED = 308,
  /** The nonce was seen before. */
  AF_STATUS_REPLAY_DETECTED = 309,
  /** The session is over or its token is not accepted. */
  AF_STATUS_SESSION_EXPIRED = 310,
  /** The app was switched off by its owner. */
  AF_STATUS_APP_DISABLED = 311,
  /** The service missed a field or refused its value. */
  AF_STATUS_BAD_REQUEST = 312,
  /** The service could not read the request. */
  AF_STATUS_MALFORMED_REQUEST = 313,
  /** A self-ban that revokes needs a session. */
  AF_STATUS_REVOKE_REQUIRES_SESSION = 314,
  /** The owner's spending cap for the app is reached. */
  AF_STATUS_APP_BURN_CAP_REACHED = 315,
  /** The public demo app has reached its daily ceiling. */
  AF_STATUS_DEMO_QUOTA_EXCEEDED = 316,
  /** The app does not offer offline activation. */
  AF_STATUS_OFFLINE_ACTIVATION_DISABLED = 317,
  /** Offline activation needs a license without expiry. */
  AF_STATUS_OFFLINE_ACTIVATION_REQUIRES_PERPETUAL = 318,
  /** Offline activation needs a license with a limited number of seats. */
  AF_STATUS_OFFLINE_ACTIVATION_REQUIRES_SEATS = 319,
  /** Every seat of the license was already activated offline. */
  AF_STATUS_OFFLINE_ACTIVATION_LIMIT_REACHED = 320,
  /** The service failed inside. */
  AF_STATUS_SYSTEM_ERROR = 321,
  /** Older name of `system_error`. */
  AF_STATUS_SERVER_ERROR = 322,
  /** Older name of `system_error`. */
  AF_STATUS_HANDLER_ERROR = 323,
  /** The text is not a license file or activation request in its armor. */
  AF_STATUS_BAD_ARMOR = 400,
  /** No trusted key signed the license file. */
  AF_STATUS_BAD_SIGNATURE = 401,
  /** The file's format is of a version that this library does not read. */
  AF_STATUS_UNSUPPORTED_VERSION = 402,
  /** The file's content is not what its format says. */
  AF_STATUS_MALFORMED_PAYLOAD = 403,
  /** The license file is for another app. */
  AF_STATUS_WRONG_APP = 404,
  /** The license file could not be read from disk. */
  AF_STATUS_READ_ERROR = 405,
  /** A file could not be written. What was there before is untouched. */
  AF_STATUS_FILE_WRITE_FAILED = 406,
  /** The service handed out a license file that does not pass verification; the message says why. */
  AF_STATUS_OFFLINE_FILE_REJECTED = 407,
  /** The activation request was damaged on its way. */
  AF_STATUS_CHECKSUM_MISMATCH = 408,
  /** A license file where an activation request was expected. */
  AF_STATUS_IS_LICENSE_FILE = 409,
  /** An activation request where a license file was expected. */
  AF_STATUS_IS_ACTIVATION_REQUEST = 410,
  /** The license file was issued later than this computer's clock says it is. Check the clock. */
  AF_STATUS_CLOCK_WRONG = 411,
  /** A bug in this library. Please report it. */
  AF_STATUS_INTERNAL_ERROR = 900,
};

/**
 * What the program should do after a failed login, or when its session is over. Show the sentence of
 * `af_status_user_message` with each but `AF_ADVICE_NONE`. Take a number that you do not know for
 * `AF_ADVICE_STOP`: new ones may come.
 *
 * With RETRY, USE_OFFLINE, FIX_CLOCK and TELL_VENDOR nothing was said against the license, so that a
 * license file may speak for it (`af_login_from_file`); with the others it must not.
 */
AF_ENUM(af_advice) {
  /** Nothing: it went well, was called off, or is done and must not be repeated. */
  AF_ADVICE_NONE = 0,
  /**
   * Log in again, with the same key, or offer it: wait `retry_after_ms`, or some seconds where it is
   * 0. The session is over, or something was short for a moment.
   */
  AF_ADVICE_RETRY = 1,
  /**
   * The service could not be asked, or cannot answer. Offer another try for later, and use a license
   * file meanwhile, if there is one.
   */
  AF_ADVICE_USE_OFFLINE = 2,
  /** Ask the user to set the date and time of this computer, then try again. */
  AF_ADVICE_FIX_CLOCK = 3,
  /**
   * The user can do nothing but tell the vendor. Report the code to yourself, if you have a way to: the
   * account has to be filled up, or the program does not run on this computer as it should.
   */
  AF_ADVICE_TELL_VENDOR = 4,
  /** Ask the user for a license key; show the last one, since it may have a typing mistake. */
  AF_ADVICE_ASK_FOR_KEY = 5,
  /** Ask the user for another file, or for another place to put it. */
  AF_ADVICE_ASK_FOR_FILE = 6,
  /** The license is over. Show where it can be renewed; another key is welcome. */
  AF_ADVICE_RENEW = 7,
  /**
   * The license is bound to other computers. Show where a seat can be freed, or whom to ask; another
   * key is welcome.
   */
  AF_ADVICE_FREE_SEAT = 8,
  /**
   * This build is not accepted, or cannot read what a newer one can: look for an update. If there is
   * none, the app's id, secret or keys are wrong in it, and `af_error.message` says more to a
   * developer.
   */
  AF_ADVICE_UPDATE = 9,
  /**
   * A mistake in the program: the call, or the configuration, is wrong. Log `af_error.message` for a
   * developer.
   */
  AF_ADVICE_FIX_PROGRAM = 10,
  /**
   * Do not go on, and do not try again by yourself: the license, the machine or the app is refused for
   * good, or the answer cannot be believed.
   */
  AF_ADVICE_STOP = 11,
};

/**
 * Names a status as all AuthForge libraries do, for example `"invalid_key"`.
 *
 * @param status Any number.
 * @return Static text; `"unknown_status"` for a number that is none.
 */
AF_API const char *af_status_code(int32_t status);

/**
 * Explains a status in one English sentence for a developer's log.
 *
 * @param status Any number.
 * @return Static text, never NULL.
 */
AF_API const char *af_status_message(int32_t status);

/**
 * Tells whether a session survives this failure of a heartbeat, so that the next one may succeed.
 *
 * @param status Any number; false for success and for mistakes of the caller (1-99).
 */
AF_API bool af_status_is_transient(int32_t status);

/**
 * Tells whether this failure ends a session.
 *
 * @param status Any number.
 */
AF_API bool af_status_is_fatal(int32_t status);

/**
 * Tells what the program should do after a login that failed so, or when its session ended so.
 *
 * @param status Any number. One that this version does not know is judged by its hundred (`af_status`).
 * @return `AF_ADVICE_STOP` also for a number that no status can have.
 */
AF_API af_advice af_status_advice(int32_t status);

/* == 2. Error =========================================================================================
 *
 * What went wrong, in a struct of the caller's own: nothing is kept for a thread. Decide by its status; its
 * code is for logs and support, its message for a developer.
 *
 *     af_error error = AF_ERROR_INIT;
 *     if (af_logout(NULL, &error) != AF_STATUS_OK) {
 *       printf("%s: %s\n", error.code, error.message);
 *       puts(af_status_user_message(error.status)); // in words for whoever uses the program
 *     }
 */

/**
 * What went wrong, in the caller's memory. Set it up with `AF_ERROR_INIT`; every function that fails
 * writes it, none that succeeds does. It may grow at its end: only `struct_size` bytes are written. 0, as
 * `af_error error = {0}` leaves it, stands for the size of version 0.1.0, and is replaced by it.
 */
typedef struct af_error {
  /** Size of the caller's struct in bytes; the caller's to set. */
  uint32_t struct_size;
  /** The status that the function returned. */
  af_status status;
  /** HTTP status of the answer, 0 if there was none. */
  int32_t http_status;
  /** What the server asked to wait, in milliseconds; 0 if it did not. */
  uint32_t retry_after_ms;
  /** Machine-readable code, such as `invalid_key`; also codes that this version does not know. */
  char code[64];
  /** One line for a developer, in English, UTF-8. Never a secret, key or token. */
  char message[256];
} af_error;

/* Sets up an af_error: af_error error = AF_ERROR_INIT; {0} does too, with the fields of 0.1.0 alone. */
#define AF_ERROR_INIT { sizeof(af_error), AF_STATUS_OK, 0, 0u, { 0 }, { 0 } }

/**
 * Which sentence the user is shown; several statuses share one. The English ones are in `docs/errors.md`,
 * with translations. For hosts that keep texts themselves: see `af_set_user_messages`.
 */
AF_ENUM(af_user_message_id) {
  /** It went well. */
  AF_USER_MESSAGE_ID_SUCCESS = 0,
  /** Called off. */
  AF_USER_MESSAGE_ID_CANCELLED = 1,
  /** The program, or this library, has a bug. */
  AF_USER_MESSAGE_ID_PROGRAM_FAULT = 2,
  /** The computer has no room or no thread left. */
  AF_USER_MESSAGE_ID_COMPUTER_BUSY = 3,
  /** The computer has no id that could be read. */
  AF_USER_MESSAGE_ID_COMPUTER_UNKNOWN = 4,
  /** The session is over, or was never there. */
  AF_USER_MESSAGE_ID_NOT_LOGGED_IN = 5,
  /** No license key was given. */
  AF_USER_MESSAGE_ID_KEY_MISSING = 6,
  /** The license key is not one of this program's. */
  AF_USER_MESSAGE_ID_KEY_NOT_VALID = 7,
  /** The service cannot be reached. */
  AF_USER_MESSAGE_ID_NO_CONNECTION = 8,
  /** TLS is disturbed or intercepted. */
  AF_USER_MESSAGE_ID_NO_SECURE_CONNECTION = 9,
  /** The computer's clock is wrong. */
  AF_USER_MESSAGE_ID_CLOCK_WRONG = 10,
  /** The service fails. */
  AF_USER_MESSAGE_ID_SERVICE_TROUBLE = 11,
  /** What answered is not the service, such as the sign-in page of a hotel. */
  AF_USER_MESSAGE_ID_OTHER_ANSWER = 12,
  /** The answer is not proven to be the service's. */
  AF_USER_MESSAGE_ID_NOT_GENUINE = 13,
  /** A refusal that this version does not know. */
  AF_USER_MESSAGE_ID_LICENSE_REFUSED = 14,
  /** The license has expired. */
  AF_USER_MESSAGE_ID_LICENSE_EXPIRED = 15,
  /** The license was revoked. */
  AF_USER_MESSAGE_ID_LICENSE_REVOKED = 16,
  /** The license is for other computers, or has no seat left. */
  AF_USER_MESSAGE_ID_NO_SEAT = 17,
  /** Computer or network are on a list. */
  AF_USER_MESSAGE_ID_BLOCKED = 18,
  /** Too many requests. */
  AF_USER_MESSAGE_ID_TOO_MANY_ATTEMPTS = 19,
  /** The vendor's account with the service is empty or capped. */
  AF_USER_MESSAGE_ID_VENDOR_MUST_ACT = 20,
  /** The vendor has switched the app off. */
  AF_USER_MESSAGE_ID_PROGRAM_SWITCHED_OFF = 21,
  /** The service does not accept this build, or it cannot read a newer file. */
  AF_USER_MESSAGE_ID_PROGRAM_NOT_ACCEPTED = 22,
  /** The public demo is used up for the day. */
  AF_USER_MESSAGE_ID_DEMO_LIMIT = 23,
  /** The license cannot be activated offline. */
  AF_USER_MESSAGE_ID_NO_OFFLINE_ACTIVATION = 24,
  /** Not a license file of this program, or a damaged one. */
  AF_USER_MESSAGE_ID_FILE_NOT_VALID = 25,
  /** The license file cannot be read from disk. */
  AF_USER_MESSAGE_ID_FILE_NOT_READ = 26,
  /** A file cannot be written to disk. */
  AF_USER_MESSAGE_ID_FILE_NOT_WRITTEN = 27,
  /** Not an activation request, or a damaged one. */
  AF_USER_MESSAGE_ID_REQUEST_NOT_COMPLETE = 28,
  /** The activation request itself in place of the license file that is made from it. */
  AF_USER_MESSAGE_ID_REQUEST_NOT_LICENSE = 29,
};

/** One sentence of a translation. */
typedef struct af_user_message {
  /** An `af_user_message_id`. */
  int32_t id;
  /** UTF-8, 1 to 1024 bytes. */
  const char *text;
} af_user_message;

/**
 * Says in one sentence, for the player or customer, what went wrong and what to do about it. English,
 * unless `af_set_user_messages` has set others.
 *
 * @param status Any number. One that this version does not know is judged by its hundred (`af_status`).
 * @return UTF-8, never NULL nor empty; good as long as the library is loaded.
 */
AF_API const char *af_status_user_message(int32_t status);

/**
 * Tells which sentence `af_status_user_message` gives, for hosts that have the texts elsewhere.
 *
 * @param status Any number.
 */
AF_API af_user_message_id af_status_user_message_id(int32_t status);

/**
 * Sets what `af_status_user_message` says, for the whole process: a translation, such as
 * `AF_USER_MESSAGES_DE` of `authforge/messages_de.h`, or words of your own. Texts that were handed out
 * before stay good.
 *
 * @param messages Copied. What is not in it is said in English; of two with one id the later counts. NULL
 *   brings the built-in English back.
 * @param count How many they are; 0 brings the built-in English back.
 * @return `AF_STATUS_INVALID_ARGUMENT` (an unknown id, an empty, missing or too long text),
 *   `AF_STATUS_INVALID_UTF8`; `AF_STATUS_TOO_MANY` after 64 different tables: each is kept, while one
 *   that was set before costs nothing when it is set again. The error names the entry, and the texts
 *   stay as they were.
 */
AF_API af_status af_set_user_messages(const af_user_message *messages, size_t count, af_error *error);

/* == 3. Config ========================================================================================
 *
 * What a client will be made of. The app's id, secret and public key are on its page of the dashboard.
 *
 *     af_config *config = af_config_new(app_id, app_secret, public_key, "SERVER");
 *     af_config_set_heartbeat_interval(config, 300, NULL);
 *     af_config_set_failure_policy(config, AF_FAILURE_POLICY_CONTINUE, NULL);
 *     af_config_set_dispatch(config, AF_DISPATCH_PUMP, NULL);
 */

/** What happens to a failure that nobody listens for. */
AF_ENUM(af_failure_policy) {
  /** A failed login and a fatal background failure end the process. */
  AF_FAILURE_POLICY_EXIT = 0,
  /** Transient background failures end it too. */
  AF_FAILURE_POLICY_EXIT_STRICT = 1,
  /** Never ends the process. */
  AF_FAILURE_POLICY_CONTINUE = 2,
};

/** How callbacks reach the host. */
AF_ENUM(af_dispatch) {
  /** On a thread of the library. */
  AF_DISPATCH_BACKGROUND = 0,
  /** On the host's thread, when it calls `af_client_pump` or `af_client_poll`. */
  AF_DISPATCH_PUMP = 1,
};

/** Whether an answer has to be about what was asked. */
AF_ENUM(af_token_binding) {
  /** It is proven by its signature and nonce alone. */
  AF_TOKEN_BINDING_OFF = 0,
  /** What the session token names has to be this app, license key and machine. */
  AF_TOKEN_BINDING_IF_PRESENT = 1,
};

/** Whose hardware id of this machine is sent. */
AF_ENUM(af_hwid_source) {
  /** That of all AuthForge libraries since their 2.0: another for each app. */
  AF_HWID_SOURCE_DEFAULT = 0,
  /** That of the official C++ client 1.0.x. */
  AF_HWID_SOURCE_CPP_1 = 1,
  /** That of the official C# client 1.0.x. */
  AF_HWID_SOURCE_CSHARP_1 = 2,
};

/**
 * Stores what every client needs. Nothing is checked here: `af_client_new` checks all of it together and
 * names the field that cannot be used.
 *
 * A setter that refuses a value says so and leaves the earlier one. Where its `error` is NULL nobody is
 * told, so the config remembers the first such refusal, and `af_client_new` fails with it, also when the
 * field is set right afterwards: give an `error` where a refusal may be made good.
 *
 * @param app_id Application id; required.
 * @param app_secret Application secret, or NULL for a client that only reads license files.
 * @param public_key Trust list: one base64 Ed25519 key of 32 bytes, or several, comma-separated. The
 *   first is the current key; an answer signed by any of them is believed.
 * @param heartbeat_mode `"SERVER"`: a heartbeat with the service each interval. `"LOCAL"`: no network
 *   after the login until the session ends. Any case. NULL only when `app_secret` is NULL.
 * @return A handle to free with `af_config_free`; NULL when handles are used up.
 */
AF_API af_config *af_config_new(const char *app_id, const char *app_secret, const char *public_key,
                                const char *heartbeat_mode);

/** Frees a config. Clients made from it keep their copy. NULL and stale handles are fine. */
AF_API void af_config_free(af_config *config);

/**
 * Sets the time between heartbeats, counted from the end of the one before. Each session keeps to it
 * within a tenth, by chance, and its first heartbeat comes after half of it or more: so programs that were
 * started together do not ask together for ever (docs/scale.md). None is made sooner than after 10 s. In
 * mode `SERVER` the last comes 20 s before the session's end, or 10 s after its beginning where that is
 * later, and in a session of 10 s or less halfway.
 *
 * While the session has two minutes left or more, a heartbeat without an answer, or one that is refused
 * for being too many, is not made again at once: the next one is its second attempt
 * (`AF_EVENT_KIND_REQUEST_RETRYING`), and only when that fails too it is told as failed. A server whose
 * name could not be looked up is asked again after 2 s. Nearer to the end heartbeats are made again as
 * other calls are. Where no thread can be had for a heartbeat it is tried again after 5 s, then at growing
 * intervals of 60 s at most, and never later than the next would have been due.
 *
 * A session that is not renewed is over at its end, whatever else waits or hangs; but an attempt that is
 * on the wire then may end, which takes at most 8 s. When the end was slept through (suspend), which is
 * noticed within 15 s of waking, one attempt comes before the verdict: it takes at most 8 s, and is owed
 * for the 30 s in which a thread has to be had for it. One that was slept in again is made anew.
 *
 * @param seconds At least 10; default 900.
 * @return `AF_STATUS_INVALID_ARGUMENT` for less, `AF_STATUS_INVALID_HANDLE`.
 */
AF_API af_status af_config_set_heartbeat_interval(af_config *config, int32_t seconds, af_error *error);

/**
 * Sets where the service is. A trailing `/` is trimmed. Plain `http` goes to loopback only, unless
 * `af_config_set_allow_plain_http` says otherwise; `af_client_new` checks that.
 *
 * @param url Default `https://auth.authforge.cc`; NULL restores it. At most 2048 bytes.
 * @return `AF_STATUS_INVALID_ARGUMENT` for a longer one, `AF_STATUS_INVALID_UTF8`,
 *   `AF_STATUS_INVALID_HANDLE`.
 */
AF_API af_status af_config_set_api_base_url(af_config *config, const char *url, af_error *error);

/**
 * Allows plain `http` to other machines. The answers stay signed, but the app secret and the license key
 * travel in the clear: for test networks only.
 *
 * @param allow Default false.
 * @return `AF_STATUS_INVALID_HANDLE`.
 */
AF_API af_status af_config_set_allow_plain_http(af_config *config, bool allow, af_error *error);

/**
 * Sets how long one attempt at a request may take, from name resolution to the last byte. A call makes at
 * most three, and is over after at most twice this and 7 seconds, counted from when it began; for logins
 * `af_config_set_login_attempts` and `af_config_set_login_timeout_ms` may say otherwise. Heartbeats
 * use at most 8 s.
 *
 * @param seconds 1 to 3600; default 15.
 * @return `AF_STATUS_INVALID_ARGUMENT` for any other number, `AF_STATUS_INVALID_HANDLE`.
 */
AF_API af_status af_config_set_request_timeout(af_config *config, int32_t seconds, af_error *error);

/**
 * Sets how many attempts `af_login` and `af_validate` make at most, with their `_start` forms. One is
 * made again, after a pause of 2 s, or of 2 to 12 s by chance if it had hung for 2 s or more, when it
 * found no answer: once, and once more for each attempt over three; or when the service says that it is
 * asked too often: after 2 s and then 5 s each, as often as attempts are left. Where the service itself
 * names a longer time, that is reported at once. Heartbeats, activations and self-bans have three.
 *
 * More attempts take more time: without `af_config_set_login_timeout_ms` all of them have to do with what
 * three have.
 *
 * @param attempts 1 to 10; default 3.
 * @return `AF_STATUS_INVALID_ARGUMENT` for any other number, `AF_STATUS_INVALID_HANDLE`.
 */
AF_API af_status af_config_set_login_attempts(af_config *config, int32_t attempts, af_error *error);

/**
 * Sets how long `af_login` and `af_validate` may take, with their `_start` forms: all attempts with their
 * pauses together. An attempt is cut to what is left of it, and none is begun with less than a second, or
 * half of this where that is shorter.
 *
 * @param milliseconds 1000 to 86400000 (a day); 0, the default, is twice the request timeout and 7
 *   seconds.
 * @return `AF_STATUS_INVALID_ARGUMENT` for any other number, `AF_STATUS_INVALID_HANDLE`.
 */
AF_API af_status af_config_set_login_timeout_ms(af_config *config, int32_t milliseconds,
                                                af_error *error);

/**
 * Asks for a session lifetime. The server clamps it to 3600..604800 and keeps it across heartbeats.
 *
 * @param seconds 0 is the server's default (86400).
 * @return `AF_STATUS_INVALID_ARGUMENT` for less, `AF_STATUS_INVALID_HANDLE`.
 */
AF_API af_status af_config_set_ttl_seconds(af_config *config, int32_t seconds, af_error *error);

/**
 * Sets what is sent as hardware id instead of this machine's, for example `tg:123456789`.
 *
 * Needed where machines have none that the library could read, such as phones: there calls that need one
 * answer `AF_STATUS_HWID_UNAVAILABLE`. `docs/hardware-id.md` says what the id is on each system, when it
 * changes, and what to do in containers and with Proton.
 *
 * @param text Trimmed and then sent verbatim; NULL or blank means this machine's. At most 256 bytes.
 * @return `AF_STATUS_INVALID_ARGUMENT` for a longer one, `AF_STATUS_INVALID_UTF8`,
 *   `AF_STATUS_INVALID_HANDLE`.
 */
AF_API af_status af_config_set_hwid_override(af_config *config, const char *text, af_error *error);

/**
 * Has the machine's hardware id made as an official client of version 1.0.x makes it. For a game that has
 * such a client until now: its players' licenses are bound to that id, and one with a single seat would
 * refuse the machine's own. What moves beside it is in `docs/moving.md`.
 *
 * Such an id is a digest of a network card's address, the processor's name and the disks' serial numbers,
 * for which a program of the system is run: `lsblk` on Linux, `wmic` on Windows, `system_profiler` on
 * macOS. This is done once for a process and source, by a thread of its own, before the first request is
 * sent, and takes 2 seconds at most. `_start` calls do not wait for it; those that block do, and are
 * cancelled as always. An absent program is part of the recipe. One that takes longer, and want of a
 * descriptor or process, are not: no id is made then, and the next use tries again.
 *
 * License files and activation requests are for the same id. An override comes first.
 *
 * @param source An `af_hwid_source`; default `AF_HWID_SOURCE_DEFAULT`. On systems other than those three,
 *   calls that need another one answer `AF_STATUS_HWID_UNAVAILABLE`.
 * @return `AF_STATUS_INVALID_ARGUMENT` for any other number, `AF_STATUS_INVALID_HANDLE`.
 */
AF_API af_status af_config_set_hwid_source(af_config *config, int32_t source, af_error *error);

/**
 * Sets what happens to a failure that nobody listens for. See `af_client_set_failure_callback`.
 *
 * @param policy An `af_failure_policy`; default `AF_FAILURE_POLICY_EXIT`.
 * @return `AF_STATUS_INVALID_ARGUMENT` for any other number, `AF_STATUS_INVALID_HANDLE`.
 */
AF_API af_status af_config_set_failure_policy(af_config *config, int32_t policy, af_error *error);

/**
 * Sets how callbacks reach the host.
 *
 * @param dispatch An `af_dispatch`; default `AF_DISPATCH_BACKGROUND`.
 * @return `AF_STATUS_INVALID_ARGUMENT` for any other number, `AF_STATUS_INVALID_HANDLE`.
 */
AF_API af_status af_config_set_dispatch(af_config *config, int32_t dispatch, af_error *error);

/**
 * Believes the certificates of a PEM file, and no others, as issuers of the server's certificate.
 * `af_client_new` reads the file: a regular one of at most 4 MiB, with a byte order mark or without.
 * Clients with the same file share their connections. File and trust store are read again when a server's
 * issuer is not among them, at most once a minute, so that an issuer that is added while the program runs
 * is believed.
 *
 * @param path UTF-8, at most 4096 bytes; NULL restores the operating system's trust store.
 * @return `AF_STATUS_INVALID_ARGUMENT` for a longer one, `AF_STATUS_INVALID_UTF8`,
 *   `AF_STATUS_INVALID_HANDLE`.
 */
AF_API af_status af_config_set_ca_file(af_config *config, const char *path, af_error *error);

/**
 * Sets whether an answer has to be about the app, the license key and the machine that were asked for.
 * Signature and nonce prove that the service gave an answer to a request, not that the request arrived as
 * it was sent: a proxy on the player's computer can put another key and machine into it, and so run a
 * program on one paid seat with any key anywhere.
 *
 * The answer's session token is signed, and may name all three. With `AF_TOKEN_BINDING_IF_PRESENT` one
 * that names another app, machine or key (compared without case, blanks and dashes) is
 * `AF_STATUS_ANSWER_MISMATCH`: a login or validate fails, and a heartbeat ends the session. What a token
 * does not name, and a token that cannot be read, is let pass. License files name all three, and are
 * always held to it.
 *
 * Turn it on once you have seen a login with it succeed against the real service.
 *
 * @param binding An `af_token_binding`; default `AF_TOKEN_BINDING_OFF`.
 * @return `AF_STATUS_INVALID_ARGUMENT` for any other number, `AF_STATUS_INVALID_HANDLE`.
 */
AF_API af_status af_config_set_token_binding(af_config *config, int32_t binding, af_error *error);

/* == 4. Client ========================================================================================
 *
 * One app on one machine. A program has one, as a rule, from its start to its end.
 *
 *     af_client *client = NULL;
 *     if (af_client_new(config, &client, &error) != AF_STATUS_OK) puts(error.message);
 *     af_config_free(config);
 *     char hwid[65];
 *     if (af_client_hwid(client, hwid, sizeof hwid, NULL, &error) == AF_STATUS_OK) puts(hwid);
 */

/**
 * Makes a client from a config, which stays the caller's. Checks every field; the message names the one
 * that cannot be used. No thread and no socket is made.
 *
 * Fails first of all with what a setter refused without an `error` to say it in: see `af_config_new`.
 *
 * @param config Copied.
 * @param out_client Gets the client, to free with `af_client_free`; untouched on failure.
 * @return `AF_STATUS_INVALID_CONFIG`, `AF_STATUS_INVALID_HANDLE`, `AF_STATUS_INVALID_ARGUMENT`,
 *   `AF_STATUS_TOO_MANY`, `AF_STATUS_OUT_OF_RESOURCES`; the status of the setter.
 */
AF_API af_status af_client_new(const af_config *config, af_client **out_client, af_error *error);

/**
 * Ends the session, the heartbeats and every open request, and frees the client. When it returns no
 * callback of the client runs or ever will, also when another thread had begun to free it. Waits for a
 * running callback, unless called from inside it or from one that it waits for, and up to 2 s for a file
 * that is being put in its place; never for the network. Calls of other threads that use the client end
 * with `AF_STATUS_CANCELLED`; open `_start` calls are told to the event callback, on this thread, before
 * it returns. NULL and stale handles are fine.
 */
AF_API void af_client_free(af_client *client);

/**
 * Writes the hardware id that this client sends: the override, or 64 lower-case hex digits.
 *
 * With a source that `af_config_set_hwid_source` has set, the first call in a process may take 2 seconds,
 * and 3 where the system does not answer, unless a request has made the id before.
 *
 * @param buffer Gets the UTF-8 text with its terminator; when it is too small, an empty text if it has
 *   any room; untouched by other failures.
 * @param size Bytes of `buffer`; 65 are enough without an override.
 * @param out_len Gets the length without terminator, also when the buffer is too small; may be NULL.
 * @return `AF_STATUS_BUFFER_TOO_SMALL`, `AF_STATUS_INVALID_HANDLE`; `AF_STATUS_HWID_UNAVAILABLE` if this
 *   machine has no id, or one that could not be read, which is tried again next time: the message says
 *   why; `AF_STATUS_OUT_OF_RESOURCES` if it could not be read for want of a descriptor or memory.
 */
AF_API af_status af_client_hwid(const af_client *client, char *buffer, size_t size, size_t *out_len,
                                af_error *error);

/* == 5. Login and heartbeat ===========================================================================
 *
 * A login asks the service, proves its answer, and keeps the session up with heartbeats. What blocks has a
 * form with _start, which does not: its end is an event (section 8).
 *
 *     af_session *session = NULL;
 *     if (af_login(client, license_key, &session, &error) != AF_STATUS_OK) {
 *       printf("not licensed: %s\n", error.code);
 *     }
 *     if (af_is_authenticated(client)) puts("licensed"); // cheap enough for every frame
 */

/** Names a `_start` call in the event that ends it. 0 is none; never reused in a process. */
typedef uint64_t af_request;

/**
 * Validates a license key with the service, proves the answer, keeps the session and starts heartbeats.
 * Makes at most three attempts, and blocks for at most twice the request timeout and 7 seconds: 37 s
 * unless `af_config_set_request_timeout`, `af_config_set_login_attempts` or
 * `af_config_set_login_timeout_ms` says otherwise. On failure an earlier session stays as it was,
 * the failure callback is called, and if there is none the process may end: see
 * `af_client_set_failure_callback`. Mistakes of the call itself (1-99) neither call back nor end anything.
 *
 * Logins take effect in the order in which they were begun: one that ends after a later one has succeeded
 * is a success too, but the session of the later one stays.
 *
 * @param license_key As the player typed it; blanks, line ends and what cannot be seen (byte order marks,
 *   zero-width characters, soft hyphens, marks of direction) around it are trimmed.
 * @param out_session Gets a session to free with `af_session_free`; may be NULL; untouched on failure.
 * @return Any status of the groups 100, 200 and 300, `AF_STATUS_MISSING_LICENSE_KEY`,
 *   `AF_STATUS_INVALID_CONFIG` if the client has no app secret, `AF_STATUS_CANCELLED` after logout or free
 *   on another thread; `AF_STATUS_OUT_OF_RESOURCES` without a thread for the heartbeats and
 *   `AF_STATUS_HWID_UNAVAILABLE` as for `af_client_hwid`, in which cases nobody was asked.
 *   `af_status_is_transient` is about heartbeats: it says nothing of whether to try again here.
 */
AF_API af_status af_login(af_client *client, const char *license_key, af_session **out_session,
                          af_error *error);

/**
 * Asks what `af_login` asks and proves the answer, but keeps nothing, starts nothing, never calls back
 * and never ends the process. Costs the app's owner one credit, as a login does.
 *
 * @param license_key As for `af_login`.
 * @param out_session Gets a session to free with `af_session_free`; may be NULL; untouched on failure.
 * @return As `af_login`; `AF_STATUS_WOULD_DEADLOCK` inside a callback on a library thread, where
 *   `af_validate_start` is the call to make.
 */
AF_API af_status af_validate(const af_client *client, const char *license_key, af_session **out_session,
                             af_error *error);

/**
 * `af_login` without blocking. It ends in the time that `af_login` takes at most, also when it has to wait
 * for a thread.
 *
 * @param out_request Gets the number that the event `AF_EVENT_KIND_REQUEST_FINISHED` will carry, exactly
 *   once, also after logout and free (`AF_STATUS_CANCELLED`); may be NULL; untouched on failure. A host
 *   that polls cannot poll a freed client: it ends its open requests itself, or logs out and polls first.
 *   One that fails is told as a failure first: see `AF_EVENT_KIND_REQUEST_FINISHED`.
 * @return Only what is wrong with the call; `AF_STATUS_TOO_MANY` with 64 requests open: one is open until
 *   its event was told or polled.
 */
AF_API af_status af_login_start(af_client *client, const char *license_key, af_request *out_request,
                                af_error *error);

/**
 * `af_validate` without blocking; the event carries the session.
 *
 * @param out_request As for `af_login_start`.
 */
AF_API af_status af_validate_start(af_client *client, const char *license_key, af_request *out_request,
                                   af_error *error);

/**
 * Renews the session now, with a heartbeat: for a button "refresh my license". Costs the app's owner a
 * tenth of the credit that a login costs.
 *
 * It is a heartbeat as any other, but for when it comes: the same events, the same failure callback, the
 * same verdicts. A fatal one has ended the session when this returns; any other failure leaves it as it
 * was. The next heartbeat comes one interval after it, and with `"LOCAL"`, where this works too, none.
 * One that is under way when this is called is not made a second time: its outcome is that of the call.
 * The session is over at its end all the same, as `af_config_set_heartbeat_interval` says.
 *
 * The service allows six heartbeats a minute. Sooner than 10 s after the one before ended, whoever asked
 * for that, or than the service itself has said in a refusal, this is `AF_STATUS_RATE_LIMITED` with the
 * rest of that time in `retry_after_ms`, and nobody is asked. A call takes at most 23 s: the heartbeat's
 * three attempts of 8 s, or of the request timeout where that is shorter, and its pauses.
 *
 * @param out_session Gets the renewed session, to free with `af_session_free`; may be NULL; untouched on
 *   failure.
 * @return `AF_STATUS_NOT_AUTHENTICATED` without a session, `AF_STATUS_OFFLINE_SESSION` with one from a
 *   license file, `AF_STATUS_RATE_LIMITED`, any status of the groups 100, 200 and 300,
 *   `AF_STATUS_SESSION_EXPIRED` when the session's end came first, `AF_STATUS_OUT_OF_RESOURCES` without a
 *   thread for it, `AF_STATUS_CANCELLED` after logout, free or another login on another thread,
 *   `AF_STATUS_WOULD_DEADLOCK` inside a callback on a library thread.
 */
AF_API af_status af_client_heartbeat(af_client *client, af_session **out_session, af_error *error);

/**
 * `af_client_heartbeat` without blocking; the event carries the renewed session. A cancelled request is
 * no longer told of: the heartbeat itself, which others may wait for too, ends as one of the schedule.
 * One that fails is told as a failure first: see `AF_EVENT_KIND_REQUEST_FINISHED`.
 *
 * @param out_request As for `af_login_start`.
 * @return What `af_client_heartbeat` finds without asking: `AF_STATUS_NOT_AUTHENTICATED`,
 *   `AF_STATUS_OFFLINE_SESSION`, `AF_STATUS_RATE_LIMITED`; `AF_STATUS_TOO_MANY` as `af_login_start`.
 */
AF_API af_status af_client_heartbeat_start(af_client *client, af_request *out_request, af_error *error);

/**
 * Cancels one request of a `_start` call: its event comes at once, with `AF_STATUS_CANCELLED`, and a login
 * among them changes nothing any more, and no file is written any more. The service may have answered all
 * the same. One whose file is being put in its place at this moment is left to end by itself. Never waits.
 *
 * @param request As the `_start` call gave it. One that has ended, 0 and any other number: a success that
 *   does nothing.
 * @return `AF_STATUS_INVALID_HANDLE`.
 */
AF_API af_status af_client_cancel(af_client *client, af_request request, af_error *error);

/**
 * Ends the session and the heartbeats, and cancels open requests. Local: the service is not told, and the
 * hardware slot stays bound. A request whose file is being put in its place at this moment ends by itself,
 * and brings no session. Never waits for the network, the disk or a callback.
 *
 * @return `AF_STATUS_INVALID_HANDLE`; without a session it is a success that does nothing.
 */
AF_API af_status af_logout(af_client *client, af_error *error);

/**
 * Tells whether the client has a session. Cheap enough for every frame: a few loads, no lock. True from
 * the moment a login succeeds until the session ends, pumped or not, and without a gap when another login
 * replaces the session.
 *
 * @return False for NULL and stale handles too.
 */
AF_API bool af_is_authenticated(const af_client *client);

/* == 6. Session =======================================================================================
 *
 * What the service, or a license file, said at one moment. A session never changes: heartbeats make
 * others.
 *
 *     const char *label = af_session_license_label(session);
 *     int64_t end = 0;
 *     if (af_session_license_expires_at(session, &end) == AF_LICENSE_EXPIRY_DATE) {
 *       printf("%s ends at %lld\n", label ? label : "the license", (long long)end);
 *     }
 */

/** Where a session comes from. */
AF_ENUM(af_session_kind) {
  /** Not a session. */
  AF_SESSION_KIND_NONE = 0,
  /** From the service. */
  AF_SESSION_KIND_ONLINE = 1,
  /** From a license file. */
  AF_SESSION_KIND_OFFLINE = 2,
  /** Reserved for a session that outlives its process: no function of this version makes one. */
  AF_SESSION_KIND_CACHED = 3,
};

/** When a license ends. */
AF_ENUM(af_license_expiry) {
  /** The service did not say. */
  AF_LICENSE_EXPIRY_UNKNOWN = 0,
  /** Never. */
  AF_LICENSE_EXPIRY_LIFETIME = 1,
  /** At a date. */
  AF_LICENSE_EXPIRY_DATE = 2,
};

/**
 * Hands out a snapshot of the current session.
 *
 * @param out_session Gets a session to free with `af_session_free`; untouched on failure.
 * @return `AF_STATUS_NOT_AUTHENTICATED` without a session.
 */
AF_API af_status af_client_session(const af_client *client, af_session **out_session, af_error *error);

/** Frees a session and the texts that it lent out. NULL and stale handles are fine. */
AF_API void af_session_free(af_session *session);

/**
 * Makes a second handle of the same session, with a life of its own; for keeping an event's session.
 *
 * @param out_session Gets a session to free with `af_session_free`; untouched on failure.
 * @return `AF_STATUS_INVALID_HANDLE`, `AF_STATUS_INVALID_ARGUMENT`, `AF_STATUS_TOO_MANY`.
 */
AF_API af_status af_session_clone(const af_session *session, af_session **out_session, af_error *error);

/**
 * Tells where the session comes from.
 *
 * @return `AF_SESSION_KIND_NONE` for NULL and stale handles.
 */
AF_API af_session_kind af_session_get_kind(const af_session *session);

/**
 * Tells when the session ends unless a heartbeat renews it; for a license file, when the file ends.
 *
 * @return Unix seconds; `INT64_MAX` for a license file that never ends, and for nothing else (an end that
 *   is farther off than the number goes is one less); 0 for NULL and stale handles.
 */
AF_API int64_t af_session_expires_at(const af_session *session);

/**
 * Tells when the license itself ends.
 *
 * @param out_time Gets Unix seconds for `AF_LICENSE_EXPIRY_DATE`, else untouched; may be NULL.
 * @return `AF_LICENSE_EXPIRY_UNKNOWN` for NULL and stale handles too.
 */
AF_API af_license_expiry af_session_license_expires_at(const af_session *session, int64_t *out_time);

/**
 * Tells the operator's label of the license.
 *
 * @return UTF-8, borrowed; NULL when it has none.
 */
AF_API const char *af_session_license_label(const af_session *session);

/**
 * Tells how many machines the license may be bound to.
 *
 * @return -1 when the service did not say, and for NULL and stale handles.
 */
AF_API int32_t af_session_max_hwid_slots(const af_session *session);

/**
 * Tells how many machines the license is bound to.
 *
 * @return -1 when the service did not say, and for NULL and stale handles.
 */
AF_API int32_t af_session_hwid_count(const af_session *session);

/** Tells whether any number of machines may use the license; false for NULL and stale handles. */
AF_API bool af_session_has_unlimited_hwid_slots(const af_session *session);

/**
 * Names the key that signed the session. Covered by the signature in a license file only: for logs.
 *
 * @return UTF-8, borrowed; NULL when the service did not name it.
 */
AF_API const char *af_session_key_id(const af_session *session);

/**
 * Names the request as the service does, to quote to its support.
 *
 * @return UTF-8, borrowed; NULL when the service gave it no name.
 */
AF_API const char *af_session_request_id(const af_session *session);

/**
 * Tells the license key that the session is for: what was sent, or what the license file says. Not for
 * logs.
 *
 * @return UTF-8, borrowed; NULL for NULL and stale handles.
 */
AF_API const char *af_session_license_key(const af_session *session);

/**
 * Tells when the service signed what the session rests on, by its clock.
 *
 * @return Unix seconds; 0 when it did not say, and for NULL and stale handles.
 */
AF_API int64_t af_session_issued_at(const af_session *session);

/**
 * Tells what time it is now by the clock that the session's end is judged by: the service's, which no
 * wrong date of this computer changes; the computer's where the service did not say its time, and for a
 * license file. For a countdown to `af_session_expires_at` or `af_session_license_expires_at`.
 *
 * @return Unix seconds; 0 for NULL and stale handles.
 */
AF_API int64_t af_session_now(const af_session *session);

/**
 * Gives the signed payload as JSON. Holds the session token: not for logs.
 *
 * @return UTF-8, borrowed; NULL for NULL and stale handles.
 */
AF_API const char *af_session_json(const af_session *session);

/**
 * Writes the session's signed payload as JSON: what the login said, with what heartbeats renewed. Holds
 * the session token: not for logs.
 *
 * For a host that hands the whole of it on, such as to a script of its own, or reads what has no getter
 * yet. Who wants single values takes `af_client_session` and asks that: its getters need no JSON parser,
 * and all of them tell of the same moment, whatever heartbeats come in between.
 *
 * @param buffer As for `af_client_hwid`, as are `size` and `out_len`.
 * @return `AF_STATUS_NOT_AUTHENTICATED`, `AF_STATUS_BUFFER_TOO_SMALL`, `AF_STATUS_INVALID_HANDLE`.
 */
AF_API af_status af_get_session_data(const af_client *client, char *buffer, size_t size,
                                     size_t *out_len, af_error *error);

/* == 7. Variables =====================================================================================
 *
 * What the app's operator has set for the app, or for this license. Names are of exact case.
 *
 *     bool pro = af_session_variable_bool(session, AF_SCOPE_LICENSE, "pro", false);
 *     af_variable tier = AF_VARIABLE_INIT;
 *     bool has_tier = af_session_variable(session, AF_SCOPE_LICENSE, "tier", &tier);
 *     if (has_tier && tier.type == AF_VARIABLE_TYPE_STRING) puts(tier.string_value);
 *     if (!pro) puts("no pro features");
 *     af_session_free(session);
 */

/** What a variable is. */
AF_ENUM(af_variable_type) {
  /** There is no variable of this name. */
  AF_VARIABLE_TYPE_NONE = 0,
  /** JSON null. */
  AF_VARIABLE_TYPE_NULL = 1,
  /** True or false. */
  AF_VARIABLE_TYPE_BOOL = 2,
  /** A whole number of 64 bits, also when it is written as 3.0 or 1e3. */
  AF_VARIABLE_TYPE_INT = 3,
  /** Any other number. */
  AF_VARIABLE_TYPE_DOUBLE = 4,
  /** A text. */
  AF_VARIABLE_TYPE_STRING = 5,
  /** An array or object: read it from the JSON text. */
  AF_VARIABLE_TYPE_JSON = 6,
};

/** Whose variables. A number that is none of these has no variables. */
AF_ENUM(af_scope) {
  /** The app's, the same for all of its licenses. */
  AF_SCOPE_APP = 0,
  /** This license's. */
  AF_SCOPE_LICENSE = 1,
};

/**
 * A variable as it was found. Set it up with `AF_VARIABLE_INIT` for `af_session_variable`. It may grow at
 * its end: only `struct_size` bytes are written. 0 stands for the size of version 0.1.0, as in `af_error`.
 */
typedef struct af_variable {
  /** Size of the struct in bytes; the caller's to set. */
  uint32_t struct_size;
  /** Tells which of the values there is. */
  af_variable_type type;
  /** For `AF_VARIABLE_TYPE_INT`, else 0. */
  int64_t int_value;
  /** For `AF_VARIABLE_TYPE_INT` and `AF_VARIABLE_TYPE_DOUBLE`, else 0. */
  double double_value;
  /**
   * For `AF_VARIABLE_TYPE_STRING`, and for `AF_VARIABLE_TYPE_JSON` the JSON, else NULL. UTF-8, borrowed
   * from the session.
   */
  const char *string_value;
  /** For `AF_VARIABLE_TYPE_BOOL`, else false. */
  bool bool_value;
} af_variable;

/* Sets up an af_variable: af_variable variable = AF_VARIABLE_INIT; */
#define AF_VARIABLE_INIT { sizeof(af_variable), AF_VARIABLE_TYPE_NONE, 0, 0.0, NULL, false }

/**
 * Looks up a boolean.
 *
 * @param scope An `af_scope`.
 * @param name UTF-8, exact case.
 * @param fallback What is returned otherwise.
 * @return The variable; `fallback` when there is none of this name or it is of another type, and for NULL
 *   and stale handles.
 */
AF_API bool af_session_variable_bool(const af_session *session, int32_t scope, const char *name,
                                     bool fallback);

/** Looks up a whole number, as `af_session_variable_bool`. */
AF_API int64_t af_session_variable_int(const af_session *session, int32_t scope, const char *name,
                                       int64_t fallback);

/** Looks up any number, as `af_session_variable_bool`. */
AF_API double af_session_variable_double(const af_session *session, int32_t scope, const char *name,
                                         double fallback);

/**
 * Looks up a text, as `af_session_variable_bool`.
 *
 * @return UTF-8, borrowed from the session; or `fallback` itself, which may be NULL.
 */
AF_API const char *af_session_variable_string(const af_session *session, int32_t scope,
                                              const char *name, const char *fallback);

/**
 * Tells what a variable is.
 *
 * @param scope An `af_scope`.
 * @param name UTF-8, exact case.
 * @return `AF_VARIABLE_TYPE_NONE` when there is no such variable, and for NULL and stale handles.
 */
AF_API af_variable_type af_session_variable_type(const af_session *session, int32_t scope,
                                                 const char *name);

/**
 * Looks up a variable of any type, and tells one that is absent from one that equals a fallback.
 *
 * @param scope An `af_scope`.
 * @param name UTF-8, exact case.
 * @param out_variable Set up with `AF_VARIABLE_INIT`; written when true is returned.
 * @return False when there is no such variable, with a `struct_size` that has no room for the type, and
 *   for NULL and stale handles.
 */
AF_API bool af_session_variable(const af_session *session, int32_t scope, const char *name,
                                af_variable *out_variable);

/**
 * Counts the variables of a scope; 0 for NULL and stale handles.
 *
 * @param scope An `af_scope`.
 */
AF_API size_t af_session_variable_count(const af_session *session, int32_t scope);

/**
 * Names one of the variables of a scope.
 *
 * @param scope An `af_scope`.
 * @param index 0 to count - 1; sorted by name.
 * @return UTF-8, borrowed from the session; NULL when out of range.
 */
AF_API const char *af_session_variable_name_at(const af_session *session, int32_t scope, size_t index);

/**
 * Gives all variables of a scope as a JSON object; `{}` when there are none.
 *
 * @param scope An `af_scope`.
 * @return UTF-8, borrowed; NULL for a number that is no scope, and for NULL and stale handles.
 */
AF_API const char *af_session_variables_json(const af_session *session, int32_t scope);

/**
 * Writes the app's variables as a JSON object; `{}` when it has none. Parameters and statuses are those of
 * `af_get_session_data`.
 */
AF_API af_status af_get_app_variables(const af_client *client, char *buffer, size_t size,
                                      size_t *out_len, af_error *error);

/**
 * Writes the license's variables as a JSON object; `{}` when it has none. Parameters and statuses are
 * those of `af_get_session_data`.
 */
AF_API af_status af_get_license_variables(const af_client *client, char *buffer, size_t size,
                                          size_t *out_len, af_error *error);

/* == 8. Events and callbacks ==========================================================================
 *
 * How a host hears that a license was revoked in mid-game: by a callback on a thread of the library, by one
 * inside af_client_pump, or, with no callback at all, by af_client_poll.
 *
 *     af_client_set_failure_callback(client, on_failure, NULL, NULL, &error);
 *     af_client_pump(client); // each frame: on_failure is called here
 *     af_event event = AF_EVENT_INIT;
 *     while (af_client_poll(client, &event)) {
 *       if (event.kind == AF_EVENT_KIND_SESSION_ENDED) printf("the session ended: %s\n", event.code);
 *     }
 */

/** Why a failure is reported. */
AF_ENUM(af_reason) {
  /** Not a failure. */
  AF_REASON_NONE = 0,
  /** `login_failed`: the service did not accept the login. */
  AF_REASON_LOGIN_FAILED = 1,
  /** `heartbeat_failed`: a heartbeat failed, or the session is over. */
  AF_REASON_HEARTBEAT_FAILED = 2,
  /** `network_error`: the service could not be asked. */
  AF_REASON_NETWORK_ERROR = 3,
  /** `offline_login_failed`: a license file was not accepted. */
  AF_REASON_OFFLINE_LOGIN_FAILED = 4,
};

/**
 * Names a reason as all AuthForge libraries do, for example `"heartbeat_failed"`.
 *
 * @param reason Any number.
 * @return Static text; `"none"` for a number that is none.
 */
AF_API const char *af_reason_name(int32_t reason);

/** What happened. */
AF_ENUM(af_event_kind) {
  /** Nothing. */
  AF_EVENT_KIND_NONE = 0,
  /**
   * A login succeeded. `session` is the client's session from now on; one that it replaces is not told
   * as ended.
   */
  AF_EVENT_KIND_LOGGED_IN = 1,
  /** A heartbeat succeeded. `session` is the renewed session. */
  AF_EVENT_KIND_HEARTBEAT_SUCCEEDED = 2,
  /** A heartbeat brought other variables than before. `session` has them. */
  AF_EVENT_KIND_VARIABLES_CHANGED = 3,
  /** The client has no session any more. `status` tells why; it is OK after a logout. */
  AF_EVENT_KIND_SESSION_ENDED = 4,
  /**
   * A `_start` call ended. `request` names it, `status` is its outcome. A login (with a license key or from
   * a file) or a heartbeat that was started and fails is told twice, in this order: as a failure, which is
   * for whoever watches over the license and is what the failure policy judges, and as this, which is for
   * whoever asked. Show the player this one. Mistakes of the call (1-99), cancelled requests and the other
   * `_start` calls are told by this alone, and a call that blocks by the failure.
   */
  AF_EVENT_KIND_REQUEST_FINISHED = 5,
  /** What the failure callback is called with; only `af_client_poll` hands it out as an event. */
  AF_EVENT_KIND_FAILURE = 6,
  /**
   * An attempt at a request failed, and another is made after a pause: `error` is what it ended in,
   * `attempt` which one it was, `retry_in_ms` the pause. Nothing is over, and nothing need be done: for
   * a dialog that says what is going on. `request` names a `_start` call; 0 is a blocking `af_login`, or
   * a heartbeat that no `_start` call waits for, which has the session that it is for in `session`.
   * What is asked again at once is not told.
   */
  AF_EVENT_KIND_REQUEST_RETRYING = 7,
};

/**
 * What happened. Set it up with `AF_EVENT_INIT` for `af_client_poll`. It may grow at its end: only
 * `struct_size` bytes are written. 0 stands for the size of version 0.1.0, as in `af_error`.
 */
typedef struct af_event {
  /** Size of the struct in bytes; the caller's to set before `af_client_poll`. */
  uint32_t struct_size;
  /** What happened; `AF_EVENT_KIND_NONE` in none that is handed out. */
  af_event_kind kind;
  /** The request that ended or goes on, else 0. */
  af_request request;
  /**
   * The session that the event is about, or NULL. Borrowed: in a callback until it returns, after
   * `af_client_poll` until the next poll or free of the client. `af_session_clone` keeps it.
   */
  af_session *session;
  /** For `AF_EVENT_KIND_FAILURE`, else `AF_REASON_NONE`. */
  af_reason reason;
  /** How it went, as an `af_error` says it; `AF_STATUS_OK` for good news. */
  af_status status;
  /** HTTP status of the answer, 0 if there was none. */
  int32_t http_status;
  /** What the server asked to wait, in milliseconds; 0 if it did not. */
  uint32_t retry_after_ms;
  /** Machine-readable code, such as `invalid_key`; also codes that this version does not know. */
  char code[64];
  /** One line for a developer, in English, UTF-8. Never a secret, key or token. */
  char message[256];
  /** For `AF_EVENT_KIND_REQUEST_RETRYING`, else 0: milliseconds until the next attempt. */
  uint32_t retry_in_ms;
  /** For `AF_EVENT_KIND_REQUEST_RETRYING`, else 0: which attempt failed; 1 is the first. */
  uint32_t attempt;
} af_event;

/* Sets up an af_event: af_event event = AF_EVENT_INIT; */
#define AF_EVENT_INIT \
  { sizeof(af_event), AF_EVENT_KIND_NONE, 0u, NULL, AF_REASON_NONE, AF_STATUS_OK, 0, 0u, { 0 }, { 0 }, \
    0u, 0u }

/** Hears about failures. `error` is valid until it returns. It must return (rule 11). */
typedef void (*af_failure_fn)(af_client *client, af_reason reason, const af_error *error,
                              void *user_data);

/** Hears about events. `event` and its session are valid until it returns. It must return (rule 11). */
typedef void (*af_event_fn)(af_client *client, const af_event *event, void *user_data);

/** Hears that there is something to pump. It must return (rule 11), and not wait for the loop. */
typedef void (*af_wakeup_fn)(af_client *client, void *user_data);

/** Gives `user_data` back: called exactly once, after the last call of the callback it came with. */
typedef void (*af_release_fn)(void *user_data);

/**
 * Sets who hears of failures: of a login that failed (`AF_REASON_LOGIN_FAILED`, `AF_REASON_NETWORK_ERROR`,
 * `AF_REASON_OFFLINE_LOGIN_FAILED`) and of heartbeats and sessions that are over
 * (`AF_REASON_HEARTBEAT_FAILED`, `AF_REASON_NETWORK_ERROR`). A fatal failure has already cleared the
 * session when the callback runs; `af_login` may be called again from inside it.
 *
 * A login or a heartbeat that was started and fails is told here first and then as the end of its request:
 * see `AF_EVENT_KIND_REQUEST_FINISHED`.
 *
 * WITHOUT THIS CALLBACK THE LIBRARY FAILS CLOSED AND MAY END YOUR PROCESS: with `AF_DISPATCH_BACKGROUND`
 * and no failure callback, a failed `af_login` and a fatal failure in the background (revoked, expired,
 * session over) write one line to stderr and end the process with status 1, without exit handlers. See
 * `af_config_set_failure_policy`; with `AF_DISPATCH_PUMP` this never happens. The line goes to the
 * debugger (Windows) or the system's log (Android) too; a stderr that does not take it within 200 ms, as a
 * pipe that nobody reads, goes without, and holds up neither the end nor a call.
 *
 * The old callback is not running any more when this returns, and never will; only from inside itself is
 * it allowed to finish. Failures that happened while there was no callback are not told to it. One that is
 * still on its way when the callback is removed with `AF_DISPATCH_BACKGROUND` is as one that nobody hears.
 *
 * @param callback Called on a library thread, or by `af_client_pump`; one at a time per client, no lock
 *   held. NULL removes the callback.
 * @param user_data Handed to every call. May be used on any thread.
 * @param release Called exactly once with `user_data`, after the last call, and also when this function
 *   fails or `callback` is NULL; may be NULL.
 * @return `AF_STATUS_WOULD_DEADLOCK` if the old callback waits for the callback that this is called in:
 *   the new one is set all the same, and the old one is released when it returns.
 */
AF_API af_status af_client_set_failure_callback(af_client *client, af_failure_fn callback,
                                                void *user_data, af_release_fn release,
                                                af_error *error);

/**
 * Sets who hears of events: logins, heartbeats, changed variables, ended sessions and ended `_start`
 * calls. Failures go to the failure callback. Threads, barrier, parameters and statuses are those of
 * `af_client_set_failure_callback`.
 */
AF_API af_status af_client_set_event_callback(af_client *client, af_event_fn callback, void *user_data,
                                              af_release_fn release, af_error *error);

/**
 * Sets who is called when a client with `AF_DISPATCH_PUMP` has news, for hosts that wait in an event loop
 * and have no frame to pump in: it posts to the loop (`g_idle_add`, `uv_async_send`,
 * `QMetaObject::invokeMethod` with `Qt::QueuedConnection`, ...), and the loop's thread pumps, or polls
 * until there is nothing left.
 *
 * Called when the first event comes that the host has not looked at, and not again until it has: a pump
 * or a poll is a look, whatever comes of it. Whatever comes after a look, and what comes during a pump
 * and is not told by it, is called for again; so nothing is left to a timer. What is queued when this is
 * set is called for too. With nobody here nothing is called and nothing costs.
 *
 * Called on a thread of the library, never inside a call of yours, one call at a time; beside
 * `af_client_pump` and the other callbacks it may run at the same time. It may call any function, as they
 * may; to pump is the loop's part, since the callbacks would run on the library's thread here. It must
 * not wait for the thread of the loop, which may be waiting for it: in this function, in `af_client_free`
 * and in `af_shutdown`.
 *
 * Barrier and `release` are those of `af_client_set_failure_callback`: when this or `af_client_free`
 * returns, the old callback does not run and never will, so that what it posts to may be torn down then.
 * What it has posted before may still be in the loop.
 *
 * @param client The client.
 * @param callback NULL removes it.
 * @param user_data Handed to every call. May be used on any thread.
 * @param release Called exactly once with `user_data`, after the last call, and also when this function
 *   fails or `callback` is NULL; may be NULL.
 * @param error May be NULL.
 * @return `AF_STATUS_INVALID_ARGUMENT` for a callback with `AF_DISPATCH_BACKGROUND`, which has nothing to
 *   pump; `AF_STATUS_INVALID_HANDLE`; `AF_STATUS_WOULD_DEADLOCK` as `af_client_set_failure_callback`.
 */
AF_API af_status af_client_set_wakeup_callback(af_client *client, af_wakeup_fn callback,
                                               void *user_data, af_release_fn release, af_error *error);

/**
 * Calls the callbacks for the events that are queued when this is called, on this thread. For
 * `AF_DISPATCH_PUMP`; call it each frame. Events that no callback is set for, or was when they happened,
 * stay for `af_client_poll`.
 *
 * @return How many events were told; 0 with nothing queued, inside a callback of the client, with
 *   `AF_DISPATCH_BACKGROUND`, and for NULL and stale handles.
 */
AF_API uint32_t af_client_pump(af_client *client);

/**
 * Takes the oldest queued event, failures included, without any callback. For `AF_DISPATCH_PUMP`.
 *
 * @param event Set up with `AF_EVENT_INIT`; written when true is returned.
 * @return False with nothing queued, with a `struct_size` that has no room for kind and request, with
 *   `AF_DISPATCH_BACKGROUND`, for NULL and stale handles.
 */
AF_API bool af_client_poll(af_client *client, af_event *event);

/**
 * Waits until there is an event that the host has not looked at, on a thread that has nothing else to do.
 * For `AF_DISPATCH_PUMP`, and for hosts that have neither a frame nor an event loop, or a language whose
 * functions cannot be called by the library's threads. Any number of threads may wait for a client; each
 * goes on.
 *
 * A pump is a look at all that is queued when it is called, a poll at the event that it takes. So a loop
 * that polls after each wait, once or until there is nothing left, hears everything; one that pumps sleeps
 * although an event that no callback is set for stays queued. `af_client_set_wakeup_callback` is called
 * whether or not somebody waits.
 *
 * `af_client_free`, by any thread, ends a wait at once, and `af_shutdown` does too, whatever has come. A
 * thread that is to end without them waits for a limited time.
 *
 * @param timeout_ms Most that is waited, in milliseconds, time that the machine sleeps included; 0 looks
 *   and does not wait, `UINT32_MAX` waits without limit.
 * @return True if there is something to pump or to poll; another thread may be quicker to take it. False
 *   when the time is over, when free or shutdown ended the wait, and at once: with
 *   `AF_DISPATCH_BACKGROUND`, for NULL and stale handles, and where waiting would hold up the library and
 *   what ends the wait with it: inside the log callback and on a library thread, which is where the
 *   wake-up callback runs. Inside a callback that a pump calls it waits as elsewhere.
 */
AF_API bool af_client_wait(af_client *client, uint32_t timeout_ms);

/* == 9. Without a network =============================================================================
 *
 * A license file speaks for a license where nobody can be asked. The app's operator makes one from an
 * activation request, which the user mails; or af_activate_offline has the service hand one out, once.
 *
 *     if (af_login_from_file(client, "license.authforge", NULL, &error) != AF_STATUS_OK) {
 *       af_write_activation_request(client, NULL, "mail-me.authforge-request", &error);
 *     }
 */

/**
 * Logs in with a license file (`.authforge`), without any network: verifies that a trusted key signed it
 * for this app and machine and that it has not ended, and keeps it as the session, of the kind
 * `AF_SESSION_KIND_OFFLINE`. There are no heartbeats. When the file ends while the program runs, the
 * session ends: `AF_REASON_HEARTBEAT_FAILED` with `AF_STATUS_EXPIRED`. Its end is judged by this
 * computer's clock; a file with an end is refused by a clock that is more than a day behind its issue.
 *
 * On failure an earlier session stays as it was, and the failure callback is called with
 * `AF_REASON_OFFLINE_LOGIN_FAILED`; it never ends the process. Needs neither app secret nor license key.
 *
 * @param path_or_text A path, UTF-8, of a file of at most 256 KiB; or the text itself, known by its line
 *   `-----BEGIN AUTHFORGE LICENSE-----`. What mail, chat and editors do to it does not matter, nor in what
 *   encoding; of several files in one text the first good one is taken. A file that another program holds
 *   open is waited for, 2 s at most.
 * @param out_session Gets a session to free with `af_session_free`; may be NULL; untouched on failure.
 * @return `AF_STATUS_READ_ERROR`, `AF_STATUS_IS_ACTIVATION_REQUEST`, `AF_STATUS_BAD_ARMOR`,
 *   `AF_STATUS_BAD_SIGNATURE`, `AF_STATUS_UNSUPPORTED_VERSION`, `AF_STATUS_MALFORMED_PAYLOAD`,
 *   `AF_STATUS_WRONG_APP`, `AF_STATUS_EXPIRED`, `AF_STATUS_HWID_MISMATCH`, `AF_STATUS_CLOCK_WRONG`, in the
 *   order in which they are checked; where the machine is `AF_STATUS_HWID_UNAVAILABLE` as for
 *   `af_client_hwid`; `AF_STATUS_OUT_OF_RESOURCES` for want of any.
 */
AF_API af_status af_login_from_file(af_client *client, const char *path_or_text,
                                    af_session **out_session, af_error *error);

/**
 * `af_login_from_file` without blocking. One that fails is told as a failure and then as the end of its
 * request: see `AF_EVENT_KIND_REQUEST_FINISHED`.
 *
 * @param out_request As for `af_login_start`.
 */
AF_API af_status af_login_from_file_start(af_client *client, const char *path_or_text,
                                          af_request *out_request, af_error *error);

/**
 * Verifies what `af_login_from_file` verifies, but keeps nothing and never calls back.
 *
 * @param path_or_text As for `af_login_from_file`.
 * @param out_session Gets a session to free with `af_session_free`; may be NULL; untouched on failure.
 * @return As `af_login_from_file`.
 */
AF_API af_status af_verify_license_file(const af_client *client, const char *path_or_text,
                                        af_session **out_session, af_error *error);

/**
 * `af_verify_license_file` without blocking; the event carries the session.
 *
 * @param out_request As for `af_login_start`.
 */
AF_API af_status af_verify_license_file_start(af_client *client, const char *path_or_text,
                                              af_request *out_request, af_error *error);

/**
 * Turns a license key into a license file for this machine with one call to the service, and logs in with
 * it, unless a login that was begun later has succeeded meanwhile: from then on `af_login_from_file` works
 * without a network, for ever. The app must have opted in, and the license must have no end and a limited
 * number of seats. A new machine takes a seat that nothing gives back and costs the app's owner two
 * credits; the same machine again costs nothing and gets the same file.
 *
 * The file is verified before it is written and written before the session changes. On any failure nothing
 * is written, an earlier file and session stay as they were, nobody is called back and the process goes
 * on.
 *
 * @param license_key As for `af_login`.
 * @param path Where to write the file, byte for byte, UTF-8, at most 4096 bytes: first beside it, flushed,
 *   then renamed, so that it is whole whenever the process dies; readable by its owner only, from the
 *   beginning (mode 0600; on Windows an access list of its own); missing folders are made. A symbolic
 *   link, a folder (`dir/` is one), a device, a read-only file and a place where no file can be made are
 *   refused before the service is asked: it is tried, and nothing is left of that. A relative one begins in
 *   the folder that the process is in when this is called. NULL writes nothing; `af_session_license_file`
 *   has the text.
 * @param out_session Gets a session to free with `af_session_free`; may be NULL; untouched on failure.
 * @return As `af_login`, the codes of offline activation among them (`AF_STATUS_HWID_MISMATCH` is: no seat
 *   is free); `AF_STATUS_OFFLINE_FILE_REJECTED` if the file does not pass verification or is for another
 *   license key, the message says why; `AF_STATUS_FILE_WRITE_FAILED`, which after the service has answered
 *   says that asking again brings the same file; `AF_STATUS_WOULD_DEADLOCK` inside a callback on a library
 *   thread. What is told as `AF_STATUS_CANCELLED` is not written.
 */
AF_API af_status af_activate_offline(af_client *client, const char *license_key, const char *path,
                                     af_session **out_session, af_error *error);

/**
 * `af_activate_offline` without blocking, also where a disk hangs; the event carries the session. A place
 * where no file can be made is told by the event, a path that names no file at once.
 *
 * @param out_request As for `af_login_start`.
 */
AF_API af_status af_activate_offline_start(af_client *client, const char *license_key, const char *path,
                                           af_request *out_request, af_error *error);

/** Which machines a license file is for. */
AF_ENUM(af_hwid_policy) {
  /** Not a session from a license file. */
  AF_HWID_POLICY_NONE = 0,
  /** Those that it lists. */
  AF_HWID_POLICY_BOUND = 1,
  /** Any. */
  AF_HWID_POLICY_ANY = 2,
};

/**
 * Tells the license file's own name (a UUID), to quote to its operator.
 *
 * @return UTF-8, borrowed; NULL for a session of the service, and for NULL and stale handles.
 */
AF_API const char *af_session_license_file_id(const af_session *session);

/**
 * Tells which machines the license file is for.
 *
 * @return `AF_HWID_POLICY_NONE` for a session of the service, and for NULL and stale handles.
 */
AF_API af_hwid_policy af_session_hwid_policy(const af_session *session);

/**
 * Counts the machines that the license file lists; 0 when it is for any, for a session of the service, and
 * for NULL and stale handles.
 */
AF_API size_t af_session_bound_hwid_count(const af_session *session);

/**
 * Tells the hardware id of a machine that the license file lists.
 *
 * @param index 0 to count - 1, in the order of the file.
 * @return UTF-8, borrowed from the session; NULL when out of range.
 */
AF_API const char *af_session_bound_hwid_at(const af_session *session, size_t index);

/**
 * Gives the license file's text as it was given or handed out: for hosts with a storage of their own.
 * Holds the license key: not for logs.
 *
 * @return UTF-8, borrowed; NULL for a session of the service, and for NULL and stale handles.
 */
AF_API const char *af_session_license_file(const af_session *session);

/**
 * Tells whether an offline activation got the file that this machine already had, which costs nothing.
 * False for all other sessions, and for NULL and stale handles.
 */
AF_API bool af_session_is_reissued(const af_session *session);

/**
 * What an activation request says. Set it up with `AF_ACTIVATION_REQUEST_OPTIONS_INIT`. Texts are UTF-8;
 * NULL is the default, an empty text leaves the field out. What is longer than its field is clipped
 * between characters; over 4096 bytes it is refused.
 */
typedef struct af_activation_request_options {
  /** Size of the struct in bytes. */
  uint32_t struct_size;
  /** Not 0: say what this machine is called. Off unless asked for: it is often a person's name. */
  int32_t include_machine_name;
  /** Said only with `include_machine_name`. Default: this machine's name. 128 bytes. */
  const char *machine_name;
  /** Default: system and processor, such as `Linux x86_64`. 64 bytes. */
  const char *os;
  /** Default: this library and its version, such as `c/0.1.0`. 64 bytes. */
  const char *sdk;
  /** Default: the session's, if there is one. 64 bytes. */
  const char *license_key;
  /** ISO-8601 date, which cannot be left out. Default: now. */
  const char *created_at;
} af_activation_request_options;

/* Sets up an af_activation_request_options: every default, and no machine name. */
#define AF_ACTIVATION_REQUEST_OPTIONS_INIT \
  { sizeof(af_activation_request_options), 0, NULL, NULL, NULL, NULL, NULL }

/**
 * Writes an activation request (`.authforge-request`) for this machine into the caller's buffer: a text
 * that its user mails to the app's operator, who makes a license file from it. No network, no session, no
 * app secret.
 *
 * @param options NULL is `AF_ACTIVATION_REQUEST_OPTIONS_INIT`.
 * @param buffer As for `af_client_hwid`, as are `size` and `out_len`; 2048 bytes are enough unless the
 *   texts need much escaping.
 * @return `AF_STATUS_BUFFER_TOO_SMALL`, `AF_STATUS_INVALID_ARGUMENT`, `AF_STATUS_INVALID_HANDLE`;
 *   `AF_STATUS_HWID_UNAVAILABLE` as for `af_client_hwid`.
 */
AF_API af_status af_create_activation_request(const af_client *client,
                                              const af_activation_request_options *options,
                                              char *buffer, size_t size, size_t *out_len,
                                              af_error *error);

/**
 * Writes an activation request to a file, as safely as `af_activate_offline` writes its own.
 *
 * @param options NULL is `AF_ACTIVATION_REQUEST_OPTIONS_INIT`.
 * @param path UTF-8, at most 4096 bytes; `something.authforge-request` by custom.
 * @return `AF_STATUS_FILE_WRITE_FAILED`, `AF_STATUS_OUT_OF_RESOURCES`, `AF_STATUS_INVALID_ARGUMENT`,
 *   `AF_STATUS_INVALID_HANDLE`.
 */
AF_API af_status af_write_activation_request(const af_client *client,
                                             const af_activation_request_options *options,
                                             const char *path, af_error *error);

/**
 * `af_write_activation_request` without blocking.
 *
 * @param out_request As for `af_login_start`; the event has no session.
 */
AF_API af_status af_write_activation_request_start(af_client *client,
                                                   const af_activation_request_options *options,
                                                   const char *path, af_request *out_request,
                                                   af_error *error);

/**
 * Reads an activation request, for tools of the app's operator. Needs no client. What mail, chat and
 * editors did to it does not matter; of several requests the first whole one is taken.
 *
 * @param text At most 256 KiB, in any encoding that has no zero bytes.
 * @param buffer As for `af_client_hwid`, as are `size` and `out_len`; gets the request as a JSON object
 *   with `v`, `typ`, `appId`, `hwid`, `createdAt`, and those of `machineName`, `os`, `sdk` and
 *   `licenseKey` that it has.
 * @return `AF_STATUS_BAD_ARMOR`, `AF_STATUS_IS_LICENSE_FILE`, `AF_STATUS_CHECKSUM_MISMATCH`,
 *   `AF_STATUS_UNSUPPORTED_VERSION`, `AF_STATUS_MALFORMED_PAYLOAD`, `AF_STATUS_BUFFER_TOO_SMALL`.
 */
AF_API af_status af_parse_activation_request(const char *text, char *buffer, size_t size,
                                             size_t *out_len, af_error *error);

/* == 10. Self-ban =====================================================================================
 *
 * For a program that finds that it was tampered with.
 *
 *     af_self_ban_options ban = AF_SELF_BAN_OPTIONS_INIT;
 *     ban.blacklist_ip = 0;
 *     if (tampered) af_self_ban(client, &ban, &error);
 */

/**
 * What a self-ban does. Set it up with `AF_SELF_BAN_OPTIONS_INIT`: the session's license, and everything
 * on.
 */
typedef struct af_self_ban_options {
  /** Size of the struct in bytes. */
  uint32_t struct_size;
  /**
   * Not 0: revoke the license. Only with a session: without one the service takes no revocation, and
   * none is asked for.
   */
  int32_t revoke_license;
  /** Not 0: put this machine's hardware id on the app's blacklist. */
  int32_t blacklist_hwid;
  /** Not 0: put this computer's address, as the service sees it, on the app's blacklist. */
  int32_t blacklist_ip;
  /** For a client without a session; NULL or blank is none. UTF-8, at most 256 bytes. */
  const char *license_key;
  /** Instead of the client's own session; NULL or blank is none. UTF-8, at most 16384 bytes. */
  const char *session_token;
} af_self_ban_options;

/* Sets up an af_self_ban_options: everything on. */
#define AF_SELF_BAN_OPTIONS_INIT { sizeof(af_self_ban_options), 1, 1, 1, NULL, NULL }

/**
 * Asks the service to take this license, machine and address out of use: for a program that finds that it
 * was tampered with. THIS CANNOT BE TAKEN BACK FROM HERE. Never calls back, never ends the process, and
 * leaves the session as it is: log out after it if you want to.
 *
 * With a session (or a session token) the license itself can be revoked. With a license key alone it
 * cannot, whatever the options say, so that nobody can revoke a stranger's key. With neither, and with a
 * session from a license file, nobody is asked.
 *
 * If an answer is lost on its way, the ban may have been done all the same. `AF_STATUS_TIMEOUT` and the
 * other failures of the network leave that unknown: asking again is harmless, because a ban that was done
 * is refused or done again. `AF_STATUS_OUTCOME_UNCERTAIN` says that the answer to an attempt of this call
 * was lost and the service now refuses as it does after a ban: it has most likely been done, so do not
 * repeat it.
 *
 * @param options NULL is `AF_SELF_BAN_OPTIONS_INIT`. Copied.
 * @return As `af_login`; `AF_STATUS_MISSING_LICENSE_KEY` without session and key,
 *   `AF_STATUS_OFFLINE_SESSION`, `AF_STATUS_OUTCOME_UNCERTAIN`, `AF_STATUS_WOULD_DEADLOCK` inside a
 *   callback on a library thread.
 */
AF_API af_status af_self_ban(af_client *client, const af_self_ban_options *options, af_error *error);

/**
 * `af_self_ban` without blocking.
 *
 * @param out_request As for `af_login_start`; the event has no session.
 */
AF_API af_status af_self_ban_start(af_client *client, const af_self_ban_options *options,
                                   af_request *out_request, af_error *error);

/* == 11. Process ======================================================================================
 *
 * The log, and the end of the library's threads.
 *
 *     af_set_log_callback(AF_LOG_LEVEL_INFO, on_log, NULL, NULL, &error);
 *     af_client_free(client);
 *     if (af_shutdown(1000, &error) != AF_STATUS_OK) puts(error.message);
 */

/** How much a message matters; a listener hears its level and those below it in number. */
AF_ENUM(af_log_level) {
  /** Nothing. */
  AF_LOG_LEVEL_OFF = 0,
  /** A fault of the library or of its surroundings. */
  AF_LOG_LEVEL_ERROR = 1,
  /** Something that the host should look into. */
  AF_LOG_LEVEL_WARN = 2,
  /** Logins, heartbeats, retries. */
  AF_LOG_LEVEL_INFO = 3,
  /** Each request. */
  AF_LOG_LEVEL_DEBUG = 4,
};

/**
 * Hears what the library does. `text` is UTF-8, one line, `length` bytes, not terminated, valid until it
 * returns; never a secret, key or token. It must return (rule 11).
 */
typedef void (*af_log_fn)(af_log_level level, const char *text, size_t length, void *user_data);

/**
 * Sets who hears what the library does, for the whole process. The old callback is not running on another
 * thread any more when this returns, and never will.
 *
 * @param level An `af_log_level`; messages above it are not even made.
 * @param callback May be called on any thread, several at once. It may call anything but what blocks
 *   (`AF_STATUS_WOULD_DEADLOCK`); what the library logs meanwhile on that thread is left out. NULL
 *   removes the callback.
 * @param user_data Handed to every call.
 * @param release Called exactly once with `user_data`, after the last call, and also when this function
 *   fails or `callback` is NULL; may be NULL.
 * @return `AF_STATUS_INVALID_ARGUMENT` for an unknown level; `AF_STATUS_WOULD_DEADLOCK` if the old
 *   callback waits for the one that this is called in: the new one is set all the same.
 */
AF_API af_status af_set_log_callback(int32_t level, af_log_fn callback, void *user_data,
                                     af_release_fn release, af_error *error);

/**
 * Says a line to the log callback, as the library does: for bindings, which find out what the library
 * cannot see, such as an exception that leaves a host's callback. Inside the log callback it says nothing.
 *
 * @param level An `af_log_level`; nobody hears `AF_LOG_LEVEL_OFF`.
 * @param text At most 1024 bytes. Its first line counts; license keys in it are blotted out.
 * @return `AF_STATUS_INVALID_ARGUMENT`, `AF_STATUS_INVALID_UTF8`.
 */
AF_API af_status af_log(int32_t level, const char *text, af_error *error);

/**
 * Logs every client out, cancels every request, tells the queued events, and joins the library's threads,
 * with those that an earlier call had to leave. Handles stay valid, and the next login starts the threads
 * anew. For hosts that unload or fork.
 *
 * @param timeout_ms How long to wait, in milliseconds, for callbacks that run and for what the host has
 *   its thread-local destructors do at the end of the library's threads (on Linux and Windows; elsewhere
 *   these are not waited for). The network is not waited for.
 * @return `AF_STATUS_STILL_RUNNING` if a callback (or a name lookup, which no system can interrupt) did
 *   not return in time: its thread ends when it does, and the next call joins it.
 *   `AF_STATUS_WOULD_DEADLOCK` on a library thread, inside a callback.
 */
AF_API af_status af_shutdown(uint32_t timeout_ms, af_error *error);

/**
 * Sets how many threads of the library may do what was started, heartbeats, callbacks and files, for
 * the whole process. As a rule there are four of them at most, six where callbacks, files and servers
 * hang at once, and none at rest; what waits for servers for longer than 20 ms gets more, which end
 * soon after. Where others wait for a thread, a request that has waited 50 ms for its answer gives its
 * own up, and the answer is waited for by the one with the timers: so there may be more requests on
 * their way than threads. Not counted: the one with the timers, that of name lookups, and those of
 * blocking calls, which are the host's own. May be called at any time; where it is less than there
 * are, those beyond it end with what they do.
 *
 * @param threads 4 to 256; 64 until it is set.
 * @return `AF_STATUS_INVALID_ARGUMENT` for another number.
 */
AF_API af_status af_set_max_threads(int32_t threads, af_error *error);

#ifdef __cplusplus
}
#endif

#endif /* AUTHFORGE_H */
