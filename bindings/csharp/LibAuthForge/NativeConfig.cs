// A config as the library takes it.

using System;
using System.Collections.Generic;

namespace LibAuthForge
{
    internal static class NativeConfig
    {
        internal static readonly TimeSpan DefaultHeartbeatInterval = TimeSpan.FromMinutes(15);
        internal static readonly TimeSpan DefaultRequestTimeout = TimeSpan.FromSeconds(15);
        internal static readonly Uri DefaultApiBaseUrl = new Uri("https://auth.authforge.cc");

        /// <exception cref="ArgumentException">The message names the property that cannot be used.</exception>
        internal static ConfigHandle Build(AuthForgeConfig config)
        {
            var raw = Native.af_config_new(Text.In(config.AppId, "AppId"), Text.In(config.AppSecret, "AppSecret"),
                Text.In(KeysOf(config), "PublicKey"), Text.In(NameOf(config.HeartbeatMode), "HeartbeatMode"));
            if (raw == IntPtr.Zero) throw new AuthForgeException(AuthForgeStatus.OutOfResources);
            var built = new ConfigHandle(raw);
            try
            {
                Set(raw, config);
                return built;
            }
            catch
            {
                built.Dispose();
                throw;
            }
        }

        private static string KeysOf(AuthForgeConfig config)
        {
            if (config.TrustedPublicKeys.Count == 0) return config.PublicKey;
            var keys = new List<string>(config.TrustedPublicKeys);
            if (!string.IsNullOrEmpty(config.PublicKey)) keys.Insert(0, config.PublicKey);
            return string.Join(",", keys);
        }

        private static string NameOf(AuthForgeHeartbeatMode mode)
        {
            switch (mode)
            {
                case AuthForgeHeartbeatMode.Server: return "SERVER";
                case AuthForgeHeartbeatMode.Local: return "LOCAL";
                default: throw Unknown("HeartbeatMode", mode);
            }
        }

        private static void Set(IntPtr built, AuthForgeConfig config)
        {
            if (config.Dispatch < AuthForgeDispatch.ThreadPool || config.Dispatch > AuthForgeDispatch.HostPump)
            {
                throw Unknown("Dispatch", config.Dispatch);
            }
            if (config.FailurePolicy < AuthForgeFailurePolicy.Exit || config.FailurePolicy > AuthForgeFailurePolicy.Continue)
            {
                throw Unknown("FailurePolicy", config.FailurePolicy);
            }
            var error = Failure.NewBuffer();
            Seconds(config.HeartbeatInterval, "HeartbeatInterval", error, value => Native.af_config_set_heartbeat_interval(built, value, error));
            Seconds(config.RequestTimeout, "RequestTimeout", error, value => Native.af_config_set_request_timeout(built, value, error));
            Seconds(config.Ttl, "Ttl", error, value => Native.af_config_set_ttl_seconds(built, value, error));
            Number(config.LoginAttempts, "LoginAttempts", error, value => Native.af_config_set_login_attempts(built, value, error));
            var loginMs = config.LoginTimeout.HasValue ? Whole(config.LoginTimeout.Value.TotalMilliseconds) : (int?)null;
            Number(loginMs, "LoginTimeout", error, value => Native.af_config_set_login_timeout_ms(built, value, error));
            if (config.ApiBaseUrl != null)
            {
                Checked("ApiBaseUrl", error, Native.af_config_set_api_base_url(built,
                    Text.In(config.ApiBaseUrl.OriginalString, "ApiBaseUrl"), error));
            }
            Checked("HwidOverride", error,
                Native.af_config_set_hwid_override(built, Text.In(config.HwidOverride, "HwidOverride"), error));
            Checked("HwidSource", error, Native.af_config_set_hwid_source(built, (int)config.HwidSource, error));
            Checked("CaFile", error, Native.af_config_set_ca_file(built, Text.In(config.CaFile, "CaFile"), error));
            Checked("AllowPlainHttp", error, Native.af_config_set_allow_plain_http(built, config.AllowPlainHttp, error));
            Checked("TokenBinding", error, Native.af_config_set_token_binding(built, (int)config.TokenBinding, error));
            // What nobody hears is judged here, where it is known who listens.
            Failure.Check(Native.af_config_set_failure_policy(built, (int)NativeFailurePolicy.Continue, error), error);
            Failure.Check(Native.af_config_set_dispatch(built, (int)NativeDispatch.Pump, error), error);
        }

        private static void Seconds(TimeSpan? time, string name, byte[] error, Func<int, AuthForgeStatus> set)
        {
            Number(time.HasValue ? Whole(time.Value.TotalSeconds) : (int?)null, name, error, set);
        }

        private static void Number(int? number, string name, byte[] error, Func<int, AuthForgeStatus> set)
        {
            if (!number.HasValue) return;
            if (set(number.Value) == AuthForgeStatus.Ok) return;
            var refused = Failure.Read(error, 0);
            throw new ArgumentOutOfRangeException(name, number.Value, refused == null ? name : refused.Message);
        }

        private static void Checked(string name, byte[] error, AuthForgeStatus status)
        {
            if (status == AuthForgeStatus.Ok) return;
            var refused = Failure.Of(error);
            throw refused is ArgumentException ? new ArgumentException(refused.Message, name) : refused;
        }

        /// <summary>Up, so that no time given is made shorter.</summary>
        private static int Whole(double number)
        {
            return (int)Math.Max(int.MinValue, Math.Min(int.MaxValue, Math.Ceiling(number)));
        }

        private static ArgumentOutOfRangeException Unknown(string name, Enum value)
        {
            return new ArgumentOutOfRangeException(name, value, name + " " + value + " is unknown");
        }
    }
}
