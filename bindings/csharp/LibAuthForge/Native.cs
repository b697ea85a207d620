// The functions of authforge.h, and nothing that decides anything: made by `cargo xtask generate`; do not edit.

using System;
using System.Runtime.InteropServices;

namespace LibAuthForge
{
    internal static partial class Native
    {
#if AUTHFORGE_INTERNAL || ((UNITY_IOS || UNITY_TVOS) && !UNITY_EDITOR)
        internal const string Library = "__Internal";
#else
        internal const string Library = "authforge";
#endif

        private const CallingConvention Cdecl = CallingConvention.Cdecl;

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern IntPtr af_version();

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern IntPtr af_status_code(int status);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern IntPtr af_status_message(int status);

        [DllImport(Library, CallingConvention = Cdecl)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool af_status_is_transient(int status);

        [DllImport(Library, CallingConvention = Cdecl)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool af_status_is_fatal(int status);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeAdvice af_status_advice(int status);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern IntPtr af_status_user_message(int status);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeUserMessage af_status_user_message_id(int status);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_set_user_messages([In] UserMessage[] messages, UIntPtr count,
            [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern IntPtr af_config_new(byte[] appId, byte[] appSecret, byte[] publicKey,
            byte[] heartbeatMode);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern void af_config_free(IntPtr config);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_config_set_heartbeat_interval(IntPtr config, int seconds,
            [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_config_set_api_base_url(IntPtr config, byte[] url,
            [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_config_set_allow_plain_http(IntPtr config,
            [MarshalAs(UnmanagedType.I1)] bool allow, [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_config_set_request_timeout(IntPtr config, int seconds,
            [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_config_set_login_attempts(IntPtr config, int attempts,
            [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_config_set_login_timeout_ms(IntPtr config, int milliseconds,
            [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_config_set_ttl_seconds(IntPtr config, int seconds,
            [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_config_set_hwid_override(IntPtr config, byte[] text,
            [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_config_set_hwid_source(IntPtr config, int source,
            [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_config_set_failure_policy(IntPtr config, int policy,
            [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_config_set_dispatch(IntPtr config, int dispatch,
            [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_config_set_ca_file(IntPtr config, byte[] path,
            [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_config_set_token_binding(IntPtr config, int binding,
            [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_client_new(IntPtr config, out IntPtr outClient,
            [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern void af_client_free(IntPtr client);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_client_hwid(IntPtr client, [Out] byte[] buffer, UIntPtr size,
            out UIntPtr outLen, [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_login(IntPtr client, byte[] licenseKey, out IntPtr outSession,
            [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_validate(IntPtr client, byte[] licenseKey, out IntPtr outSession,
            [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_login_start(IntPtr client, byte[] licenseKey, out ulong outRequest,
            [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_validate_start(IntPtr client, byte[] licenseKey,
            out ulong outRequest, [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_client_heartbeat(IntPtr client, out IntPtr outSession,
            [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_client_heartbeat_start(IntPtr client, out ulong outRequest,
            [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_client_cancel(IntPtr client, ulong request, [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_logout(IntPtr client, [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool af_is_authenticated(IntPtr client);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_client_session(IntPtr client, out IntPtr outSession,
            [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern void af_session_free(IntPtr session);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_session_clone(IntPtr session, out IntPtr outSession,
            [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeSessionKind af_session_get_kind(IntPtr session);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern long af_session_expires_at(IntPtr session);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeLicenseExpiry af_session_license_expires_at(IntPtr session, out long outTime);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern IntPtr af_session_license_label(IntPtr session);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern int af_session_max_hwid_slots(IntPtr session);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern int af_session_hwid_count(IntPtr session);

        [DllImport(Library, CallingConvention = Cdecl)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool af_session_has_unlimited_hwid_slots(IntPtr session);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern IntPtr af_session_key_id(IntPtr session);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern IntPtr af_session_request_id(IntPtr session);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern IntPtr af_session_license_key(IntPtr session);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern long af_session_issued_at(IntPtr session);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern long af_session_now(IntPtr session);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern IntPtr af_session_json(IntPtr session);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_get_session_data(IntPtr client, [Out] byte[] buffer, UIntPtr size,
            out UIntPtr outLen, [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool af_session_variable_bool(IntPtr session, int scope, byte[] name,
            [MarshalAs(UnmanagedType.I1)] bool fallback);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern long af_session_variable_int(IntPtr session, int scope, byte[] name, long fallback);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern double af_session_variable_double(IntPtr session, int scope, byte[] name,
            double fallback);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern IntPtr af_session_variable_string(IntPtr session, int scope, byte[] name,
            IntPtr fallback);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeVariableType af_session_variable_type(IntPtr session, int scope, byte[] name);

        [DllImport(Library, CallingConvention = Cdecl)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool af_session_variable(IntPtr session, int scope, byte[] name,
            [In, Out] ref Variable outVariable);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern UIntPtr af_session_variable_count(IntPtr session, int scope);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern IntPtr af_session_variable_name_at(IntPtr session, int scope, UIntPtr index);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern IntPtr af_session_variables_json(IntPtr session, int scope);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_get_app_variables(IntPtr client, [Out] byte[] buffer, UIntPtr size,
            out UIntPtr outLen, [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_get_license_variables(IntPtr client, [Out] byte[] buffer,
            UIntPtr size, out UIntPtr outLen, [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern IntPtr af_reason_name(int reason);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_client_set_failure_callback(IntPtr client, FailureCallback callback,
            IntPtr userData, ReleaseCallback release, [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_client_set_event_callback(IntPtr client, EventCallback callback,
            IntPtr userData, ReleaseCallback release, [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_client_set_wakeup_callback(IntPtr client, WakeupCallback callback,
            IntPtr userData, ReleaseCallback release, [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern uint af_client_pump(IntPtr client);

        [DllImport(Library, CallingConvention = Cdecl)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool af_client_poll(IntPtr client, [In, Out] byte[] @event);

        [DllImport(Library, CallingConvention = Cdecl)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool af_client_wait(IntPtr client, uint timeoutMs);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_login_from_file(IntPtr client, byte[] pathOrText,
            out IntPtr outSession, [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_login_from_file_start(IntPtr client, byte[] pathOrText,
            out ulong outRequest, [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_verify_license_file(IntPtr client, byte[] pathOrText,
            out IntPtr outSession, [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_verify_license_file_start(IntPtr client, byte[] pathOrText,
            out ulong outRequest, [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_activate_offline(IntPtr client, byte[] licenseKey, byte[] path,
            out IntPtr outSession, [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_activate_offline_start(IntPtr client, byte[] licenseKey,
            byte[] path, out ulong outRequest, [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern IntPtr af_session_license_file_id(IntPtr session);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeHwidPolicy af_session_hwid_policy(IntPtr session);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern UIntPtr af_session_bound_hwid_count(IntPtr session);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern IntPtr af_session_bound_hwid_at(IntPtr session, UIntPtr index);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern IntPtr af_session_license_file(IntPtr session);

        [DllImport(Library, CallingConvention = Cdecl)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool af_session_is_reissued(IntPtr session);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_create_activation_request(IntPtr client,
            [In] ref ActivationRequestOptions options, [Out] byte[] buffer, UIntPtr size, out UIntPtr outLen,
            [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_write_activation_request(IntPtr client,
            [In] ref ActivationRequestOptions options, byte[] path, [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_write_activation_request_start(IntPtr client,
            [In] ref ActivationRequestOptions options, byte[] path, out ulong outRequest, [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_parse_activation_request(byte[] text, [Out] byte[] buffer,
            UIntPtr size, out UIntPtr outLen, [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_self_ban(IntPtr client, [In] ref SelfBanOptions options,
            [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_self_ban_start(IntPtr client, [In] ref SelfBanOptions options,
            out ulong outRequest, [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_set_log_callback(int level, LogCallback callback, IntPtr userData,
            ReleaseCallback release, [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_log(int level, byte[] text, [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_shutdown(uint timeoutMs, [In, Out] byte[] error);

        [DllImport(Library, CallingConvention = Cdecl)]
        internal static extern AuthForgeStatus af_set_max_threads(int threads, [In, Out] byte[] error);
    }
}
