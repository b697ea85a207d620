using System;

namespace LibAuthForge
{
    /// <summary>Who finds out that something happened, and on which thread events are raised. In none of these does
    /// a failure end the process.</summary>
    public enum AuthForgeDispatch
    {
        /// <summary>One timer for all such clients looks, on the thread pool. Events are raised there, one at a time
        /// for each client. For programs without a loop.</summary>
        BackgroundPump = 0,

        /// <summary>The host calls <see cref="AuthForgeClient.Pump"/> each frame; events are raised inside it. For
        /// games.</summary>
        HostPump = 1,

        /// <summary>The library calls; events are raised on its threads, where <c>ValidateLicense</c>,
        /// <c>Heartbeat</c>, <c>ActivateOffline</c> and <c>SelfBan</c> answer <see cref="AuthForgeStatus.WouldDeadlock"/>. Nothing
        /// looks in vain, but native threads enter the runtime: when an AppDomain with such a client is unloaded, they
        /// are ended, which logs out the clients of other AppDomains too.</summary>
        Callbacks = 2,
    }

    /// <summary>How a session is kept up.</summary>
    public enum AuthForgeHeartbeatMode
    {
        /// <summary>A heartbeat with the service each interval.</summary>
        Server,

        /// <summary>No network after the login until the session ends.</summary>
        Local,
    }

    /// <summary>What a client is made of; read when it is made, and checked there.</summary>
    public sealed class AuthForgeConfig
    {
        /// <summary>Application id; required.</summary>
        public string AppId { get; set; }

        /// <summary>Application secret; null for a client that only reads license files.</summary>
        public string AppSecret { get; set; }

        /// <summary>One base64 Ed25519 key, or several, comma-separated; required.</summary>
        public string PublicKey { get; set; }

        /// <summary>Default: <see cref="AuthForgeHeartbeatMode.Server"/>.</summary>
        public AuthForgeHeartbeatMode HeartbeatMode { get; set; }

        /// <summary>Seconds between heartbeats, at least 10; null is 900.</summary>
        public int? HeartbeatInterval { get; set; }

        /// <summary>Where the service is; null is <c>https://auth.authforge.cc</c>.</summary>
        public string ApiBaseUrl { get; set; }

        /// <summary>Seconds for one request, 1 to 3600; null is 15.</summary>
        public int? RequestTimeout { get; set; }

        /// <summary>Attempts that <c>Login</c> and <c>ValidateLicense</c> make at most, 1 to 10; null is 3.</summary>
        public int? LoginAttempts { get; set; }

        /// <summary>Milliseconds that <c>Login</c> and <c>ValidateLicense</c> may take, all attempts with their pauses
        /// together: 1000 to 86400000; null is twice <see cref="RequestTimeout"/> and 7 seconds.</summary>
        public int? LoginTimeoutMs { get; set; }

        /// <summary>Lifetime to ask for a session; null is the server's default.</summary>
        public int? TtlSeconds { get; set; }

        /// <summary>Sent as hardware id instead of this machine's, such as <c>tg:123456789</c>.</summary>
        public string HwidOverride { get; set; }

        /// <summary>Has the machine's hardware id made as an official client of version 1.0.x makes it, to which licenses
        /// are bound already. A program of the system is run for it, once; calls that are awaited do not wait for it on
        /// their thread. <see cref="HwidOverride"/> comes first.</summary>
        public AuthForgeHwidSource HwidSource { get; set; }

        /// <summary>A PEM file whose certificates are believed instead of the system's.</summary>
        public string CaFile { get; set; }

        /// <summary>Allows plain <c>http</c> to other machines. For test networks only.</summary>
        public bool AllowPlainHttp { get; set; }

        /// <summary>Whether a proxy on the player's computer is found out that puts another key and machine into a
        /// request. Default: <see cref="AuthForgeTokenBinding.Off"/>; turn it on once a login with it has succeeded
        /// against the real service.</summary>
        public AuthForgeTokenBinding TokenBinding { get; set; }

        /// <summary>Default: <see cref="AuthForgeDispatch.BackgroundPump"/>.</summary>
        public AuthForgeDispatch Dispatch { get; set; }

        internal ConfigHandle Build()
        {
            var raw = Native.af_config_new(Text.In(AppId, "app_id"), Text.In(AppSecret, "app_secret"),
                Text.In(PublicKey, "public_key"), Text.In(ModeName(), "heartbeat_mode"));
            if (raw == IntPtr.Zero) throw AuthForgeException.Of(AuthForgeStatus.OutOfResources);
            var config = new ConfigHandle(raw);
            try
            {
                Set(raw);
                return config;
            }
            catch
            {
                config.Dispose();
                throw;
            }
        }

        private string ModeName()
        {
            switch (HeartbeatMode)
            {
                case AuthForgeHeartbeatMode.Server: return "SERVER";
                case AuthForgeHeartbeatMode.Local: return "LOCAL";
                default: return HeartbeatMode.ToString();
            }
        }

        private void Set(IntPtr config)
        {
            var error = AuthForgeException.NewBuffer();
            Action<AuthForgeStatus> check = status => AuthForgeException.Check(status, error);
            if (HeartbeatInterval.HasValue)
            {
                check(Native.af_config_set_heartbeat_interval(config, HeartbeatInterval.Value, error));
            }
            if (RequestTimeout.HasValue)
            {
                check(Native.af_config_set_request_timeout(config, RequestTimeout.Value, error));
            }
            if (LoginAttempts.HasValue) check(Native.af_config_set_login_attempts(config, LoginAttempts.Value, error));
            if (LoginTimeoutMs.HasValue)
            {
                check(Native.af_config_set_login_timeout_ms(config, LoginTimeoutMs.Value, error));
            }
            if (TtlSeconds.HasValue) check(Native.af_config_set_ttl_seconds(config, TtlSeconds.Value, error));
            if (ApiBaseUrl != null)
            {
                check(Native.af_config_set_api_base_url(config, Text.In(ApiBaseUrl, "api_base_url"), error));
            }
            check(Native.af_config_set_hwid_override(config, Text.In(HwidOverride, "hwid_override"), error));
            check(Native.af_config_set_hwid_source(config, (int)HwidSource, error));
            check(Native.af_config_set_ca_file(config, Text.In(CaFile, "ca_file"), error));
            check(Native.af_config_set_allow_plain_http(config, AllowPlainHttp, error));
            check(Native.af_config_set_token_binding(config, (int)TokenBinding, error));
            // Whatever happens, an editor is not ended.
            check(Native.af_config_set_failure_policy(config, (int)NativeFailurePolicy.Continue, error));
            check(Native.af_config_set_dispatch(config, (int)NativeOf(Dispatch), error));
        }

        private static NativeDispatch NativeOf(AuthForgeDispatch dispatch)
        {
            switch (dispatch)
            {
                case AuthForgeDispatch.BackgroundPump:
                case AuthForgeDispatch.HostPump:
                    return NativeDispatch.Pump;
                case AuthForgeDispatch.Callbacks:
                    return NativeDispatch.Background;
                default:
                    throw AuthForgeException.Of(AuthForgeStatus.InvalidArgument, "dispatch " + dispatch + " is unknown");
            }
        }
    }
}
