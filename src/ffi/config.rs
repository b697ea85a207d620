//! `af_config`: an opaque builder.

use std::ffi::c_char;

use zeroize::Zeroizing;

use super::config_entry::ConfigEntry;
use super::error::{af_error, is_heard};
use super::guard::{fallible, infallible};
use super::handles::handles;
use super::number::choice;
use super::opaque::af_config;
use super::text;
use crate::client::config::{self, Config, Dispatch, FailurePolicy};
use crate::hwid::v1::Official;
use crate::protocol::token::TokenBinding;
use crate::runtime::sync::Arc;
use crate::status::Status;
use crate::values::error::Result;
use crate::values::limits;

fn change(
    config: *mut af_config,
    error: *mut af_error,
    mut body: impl FnMut(&mut Config) -> Result<()>,
) -> Status {
    change_erased(config, error, &mut body)
}

/// One copy for all setters.
#[inline(never)]
fn change_erased(
    config: *mut af_config,
    error: *mut af_error,
    body: &mut dyn FnMut(&mut Config) -> Result<()>,
) -> Status {
    fallible(error, || {
        let entry = handles().configs.get(config as usize)?;
        let mut config = entry.lock();
        let outcome = body(&mut config);
        if let Err(refused) = &outcome
            && config.refused.is_none()
            && !is_heard(error)
        {
            config.refused = Some(refused.clone());
        }
        outcome
    })
}

/// Stores what every client needs. Nothing is checked here: `af_client_new` checks all of it together and
/// names the field that cannot be used.
///
/// A setter that refuses a value says so and leaves the earlier one. Where its `error` is NULL nobody is
/// told, so the config remembers the first such refusal, and `af_client_new` fails with it, also when the
/// field is set right afterwards: give an `error` where a refusal may be made good.
///
/// @param app_id Application id; required.
/// @param app_secret Application secret, or NULL for a client that only reads license files.
/// @param public_key Trust list: one base64 Ed25519 key of 32 bytes, or several, comma-separated. The
///   first is the current key; an answer signed by any of them is believed.
/// @param heartbeat_mode `"SERVER"`: a heartbeat with the service each interval. `"LOCAL"`: no network
///   after the login until the session ends. Any case. NULL only when `app_secret` is NULL.
/// @return A handle to free with `af_config_free`; NULL when handles are used up.
#[unsafe(no_mangle)]
pub extern "C" fn af_config_new(
    app_id: *const c_char,
    app_secret: *const c_char,
    public_key: *const c_char,
    heartbeat_mode: *const c_char,
) -> *mut af_config {
    infallible(std::ptr::null_mut(), || {
        let config = Config {
            app_id: text::unchecked(app_id, limits::MAX_APP_ID),
            app_secret: text::unchecked(app_secret, limits::MAX_APP_SECRET).map(Zeroizing::new),
            public_key: text::unchecked(public_key, limits::MAX_PUBLIC_KEY),
            heartbeat_mode: text::unchecked(heartbeat_mode, limits::MAX_MODE),
            ..Config::default()
        };
        let entry = Arc::new(ConfigEntry::new(config));
        handles().configs.insert(entry).map_or(std::ptr::null_mut(), |handle| handle as *mut af_config)
    })
}

/// Frees a config. Clients made from it keep their copy. NULL and stale handles are fine.
#[unsafe(no_mangle)]
pub extern "C" fn af_config_free(config: *mut af_config) {
    infallible((), || drop(handles().configs.remove(config as usize)));
}

/// Sets the time between heartbeats, counted from the end of the one before. Each session keeps to it
/// within a tenth, by chance, and its first heartbeat comes after half of it or more: so programs that were
/// started together do not ask together for ever (docs/scale.md). None is made sooner than after 10 s. In
/// mode `SERVER` the last comes 20 s before the session's end, or 10 s after its beginning where that is
/// later, and in a session of 10 s or less halfway.
///
/// While the session has two minutes left or more, a heartbeat without an answer, or one that is refused
/// for being too many, is not made again at once: the next one is its second attempt
/// (`AF_EVENT_KIND_REQUEST_RETRYING`), and only when that fails too it is told as failed. A server whose
/// name could not be looked up is asked again after 2 s. Nearer to the end heartbeats are made again as
/// other calls are. Where no thread can be had for a heartbeat it is tried again after 5 s, then at growing
/// intervals of 60 s at most, and never later than the next would have been due.
///
/// A session that is not renewed is over at its end, whatever else waits or hangs; but an attempt that is
/// on the wire then may end, which takes at most 8 s. When the end was slept through (suspend), which is
/// noticed within 15 s of waking, one attempt comes before the verdict: it takes at most 8 s, and is owed
/// for the 30 s in which a thread has to be had for it. One that was slept in again is made anew.
///
/// @param seconds At least 10; default 900.
/// @return `AF_STATUS_INVALID_ARGUMENT` for less, `AF_STATUS_INVALID_HANDLE`.
#[unsafe(no_mangle)]
pub extern "C" fn af_config_set_heartbeat_interval(
    config: *mut af_config,
    seconds: i32,
    error: *mut af_error,
) -> Status {
    change(config, error, |config| config.set_heartbeat_interval(seconds))
}

/// Sets where the service is. A trailing `/` is trimmed. Plain `http` goes to loopback only, unless
/// `af_config_set_allow_plain_http` says otherwise; `af_client_new` checks that.
///
/// @param url Default `https://auth.authforge.cc`; NULL restores it. At most 2048 bytes.
/// @return `AF_STATUS_INVALID_ARGUMENT` for a longer one, `AF_STATUS_INVALID_UTF8`,
///   `AF_STATUS_INVALID_HANDLE`.
#[unsafe(no_mangle)]
pub extern "C" fn af_config_set_api_base_url(
    config: *mut af_config,
    url: *const c_char,
    error: *mut af_error,
) -> Status {
    change(config, error, |config| {
        let url = text::optional(url, "api_base_url", limits::MAX_URL)?;
        config.api_base_url = url.unwrap_or(config::DEFAULT_API_BASE_URL).to_owned();
        Ok(())
    })
}

/// Allows plain `http` to other machines. The answers stay signed, but the app secret and the license key
/// travel in the clear: for test networks only.
///
/// @param allow Default false.
/// @return `AF_STATUS_INVALID_HANDLE`.
#[unsafe(no_mangle)]
pub extern "C" fn af_config_set_allow_plain_http(
    config: *mut af_config,
    allow: bool,
    error: *mut af_error,
) -> Status {
    change(config, error, |config| {
        config.allow_plain_http = allow;
        Ok(())
    })
}

/// Sets how long one attempt at a request may take, from name resolution to the last byte. A call makes at
/// most three, and is over after at most twice this and 7 seconds, counted from when it began; for logins
/// `af_config_set_login_attempts` and `af_config_set_login_timeout_ms` may say otherwise. Heartbeats
/// use at most 8 s.
///
/// @param seconds 1 to 3600; default 15.
/// @return `AF_STATUS_INVALID_ARGUMENT` for any other number, `AF_STATUS_INVALID_HANDLE`.
#[unsafe(no_mangle)]
pub extern "C" fn af_config_set_request_timeout(
    config: *mut af_config,
    seconds: i32,
    error: *mut af_error,
) -> Status {
    change(config, error, |config| config.set_request_timeout(seconds))
}

/// Sets how many attempts `af_login` and `af_validate` make at most, with their `_start` forms. One is
/// made again, after a pause of 2 s, or of 2 to 12 s by chance if it had hung for 2 s or more, when it
/// found no answer: once, and once more for each attempt over three; or when the service says that it is
/// asked too often: after 2 s and then 5 s each, as often as attempts are left. Where the service itself
/// names a longer time, that is reported at once. Heartbeats, activations and self-bans have three.
///
/// More attempts take more time: without `af_config_set_login_timeout_ms` all of them have to do with what
/// three have.
///
/// @param attempts 1 to 10; default 3.
/// @return `AF_STATUS_INVALID_ARGUMENT` for any other number, `AF_STATUS_INVALID_HANDLE`.
#[unsafe(no_mangle)]
pub extern "C" fn af_config_set_login_attempts(
    config: *mut af_config,
    attempts: i32,
    error: *mut af_error,
) -> Status {
    change(config, error, |config| config.set_login_attempts(attempts))
}

/// Sets how long `af_login` and `af_validate` may take, with their `_start` forms: all attempts with their
/// pauses together. An attempt is cut to what is left of it, and none is begun with less than a second, or
/// half of this where that is shorter.
///
/// @param milliseconds 1000 to 86400000 (a day); 0, the default, is twice the request timeout and 7
///   seconds.
/// @return `AF_STATUS_INVALID_ARGUMENT` for any other number, `AF_STATUS_INVALID_HANDLE`.
#[unsafe(no_mangle)]
pub extern "C" fn af_config_set_login_timeout_ms(
    config: *mut af_config,
    milliseconds: i32,
    error: *mut af_error,
) -> Status {
    change(config, error, |config| config.set_login_timeout(milliseconds))
}

/// Asks for a session lifetime. The server clamps it to 3600..604800 and keeps it across heartbeats.
///
/// @param seconds 0 is the server's default (86400).
/// @return `AF_STATUS_INVALID_ARGUMENT` for less, `AF_STATUS_INVALID_HANDLE`.
#[unsafe(no_mangle)]
pub extern "C" fn af_config_set_ttl_seconds(
    config: *mut af_config,
    seconds: i32,
    error: *mut af_error,
) -> Status {
    change(config, error, |config| config.set_ttl_seconds(seconds))
}

/// Sets what is sent as hardware id instead of this machine's, for example `tg:123456789`.
///
/// Needed where machines have none that the library could read, such as phones: there calls that need one
/// answer `AF_STATUS_HWID_UNAVAILABLE`. `docs/hardware-id.md` says what the id is on each system, when it
/// changes, and what to do in containers and with Proton.
///
/// @param text Trimmed and then sent verbatim; NULL or blank means this machine's. At most 256 bytes.
/// @return `AF_STATUS_INVALID_ARGUMENT` for a longer one, `AF_STATUS_INVALID_UTF8`,
///   `AF_STATUS_INVALID_HANDLE`.
#[unsafe(no_mangle)]
pub extern "C" fn af_config_set_hwid_override(
    config: *mut af_config,
    text: *const c_char,
    error: *mut af_error,
) -> Status {
    change(config, error, |config| {
        let text = text::optional(text, "hwid_override", limits::MAX_HWID)?;
        let text = text.map(str::trim).filter(|text| !text.is_empty());
        config.hwid_override = text.map(str::to_owned);
        Ok(())
    })
}

/// Has the machine's hardware id made as an official client of version 1.0.x makes it. For a game that has
/// such a client until now: its players' licenses are bound to that id, and one with a single seat would
/// refuse the machine's own. What moves beside it is in `docs/moving.md`.
///
/// Such an id is a digest of a network card's address, the processor's name and the disks' serial numbers,
/// for which a program of the system is run: `lsblk` on Linux, `wmic` on Windows, `system_profiler` on
/// macOS. This is done once for a process and source, by a thread of its own, before the first request is
/// sent, and takes 2 seconds at most. `_start` calls do not wait for it; those that block do, and are
/// cancelled as always. An absent program is part of the recipe. One that takes longer, and want of a
/// descriptor or process, are not: no id is made then, and the next use tries again.
///
/// License files and activation requests are for the same id. An override comes first.
///
/// @param source An `af_hwid_source`; default `AF_HWID_SOURCE_DEFAULT`. On systems other than those three,
///   calls that need another one answer `AF_STATUS_HWID_UNAVAILABLE`.
/// @return `AF_STATUS_INVALID_ARGUMENT` for any other number, `AF_STATUS_INVALID_HANDLE`.
#[unsafe(no_mangle)]
pub extern "C" fn af_config_set_hwid_source(
    config: *mut af_config,
    source: i32,
    error: *mut af_error,
) -> Status {
    change(config, error, |config| {
        config.hwid_source =
            choice("hwid_source", source, &[None, Some(Official::Cpp), Some(Official::CSharp)])?;
        Ok(())
    })
}

/// Sets what happens to a failure that nobody listens for. See `af_client_set_failure_callback`.
///
/// @param policy An `af_failure_policy`; default `AF_FAILURE_POLICY_EXIT`.
/// @return `AF_STATUS_INVALID_ARGUMENT` for any other number, `AF_STATUS_INVALID_HANDLE`.
#[unsafe(no_mangle)]
pub extern "C" fn af_config_set_failure_policy(
    config: *mut af_config,
    policy: i32,
    error: *mut af_error,
) -> Status {
    change(config, error, |config| {
        config.failure_policy = choice(
            "failure_policy",
            policy,
            &[FailurePolicy::Exit, FailurePolicy::ExitStrict, FailurePolicy::Continue],
        )?;
        Ok(())
    })
}

/// Sets how callbacks reach the host.
///
/// @param dispatch An `af_dispatch`; default `AF_DISPATCH_BACKGROUND`.
/// @return `AF_STATUS_INVALID_ARGUMENT` for any other number, `AF_STATUS_INVALID_HANDLE`.
#[unsafe(no_mangle)]
pub extern "C" fn af_config_set_dispatch(
    config: *mut af_config,
    dispatch: i32,
    error: *mut af_error,
) -> Status {
    change(config, error, |config| {
        config.dispatch = choice("dispatch", dispatch, &[Dispatch::Background, Dispatch::Pump])?;
        Ok(())
    })
}

/// Believes the certificates of a PEM file, and no others, as issuers of the server's certificate.
/// `af_client_new` reads the file: a regular one of at most 4 MiB, with a byte order mark or without.
/// Clients with the same file share their connections. File and trust store are read again when a server's
/// issuer is not among them, at most once a minute, so that an issuer that is added while the program runs
/// is believed.
///
/// @param path UTF-8, at most 4096 bytes; NULL restores the operating system's trust store.
/// @return `AF_STATUS_INVALID_ARGUMENT` for a longer one, `AF_STATUS_INVALID_UTF8`,
///   `AF_STATUS_INVALID_HANDLE`.
#[unsafe(no_mangle)]
pub extern "C" fn af_config_set_ca_file(
    config: *mut af_config,
    path: *const c_char,
    error: *mut af_error,
) -> Status {
    change(config, error, |config| {
        let path = text::optional(path, "ca_file", limits::MAX_PATH)?;
        config.ca_file = path.map(str::to_owned);
        Ok(())
    })
}

/// Sets whether an answer has to be about the app, the license key and the machine that were asked for.
/// Signature and nonce prove that the service gave an answer to a request, not that the request arrived as
/// it was sent: a proxy on the player's computer can put another key and machine into it, and so run a
/// program on one paid seat with any key anywhere.
///
/// The answer's session token is signed, and may name all three. With `AF_TOKEN_BINDING_IF_PRESENT` one
/// that names another app, machine or key (compared without case, blanks and dashes) is
/// `AF_STATUS_ANSWER_MISMATCH`: a login or validate fails, and a heartbeat ends the session. What a token
/// does not name, and a token that cannot be read, is let pass. License files name all three, and are
/// always held to it.
///
/// Turn it on once you have seen a login with it succeed against the real service.
///
/// @param binding An `af_token_binding`; default `AF_TOKEN_BINDING_OFF`.
/// @return `AF_STATUS_INVALID_ARGUMENT` for any other number, `AF_STATUS_INVALID_HANDLE`.
#[unsafe(no_mangle)]
pub extern "C" fn af_config_set_token_binding(
    config: *mut af_config,
    binding: i32,
    error: *mut af_error,
) -> Status {
    change(config, error, |config| {
        config.token_binding =
            choice("token_binding", binding, &[TokenBinding::Off, TokenBinding::IfPresent])?;
        Ok(())
    })
}
