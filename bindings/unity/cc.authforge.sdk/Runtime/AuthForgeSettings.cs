using System;
using UnityEngine;

namespace LibAuthForge
{
    /// <summary>What the component makes its client of: filled in the inspector, or from code before the first call.
    /// </summary>
    [Serializable]
    public sealed class AuthForgeSettings
    {
        [Tooltip("Application id; required.")]
        public string AppId = "";

        [Tooltip("Readable by everybody who has the game when it is saved in a scene or prefab. Better set from code; "
            + "not needed for license files.")]
        public string AppSecret = "";

        [Tooltip("One base64 Ed25519 key, or several, comma-separated; required.")]
        public string PublicKey = "";

        [Tooltip("Server: a heartbeat each interval. Local: no network after the login until the session ends.")]
        public AuthForgeHeartbeatMode HeartbeatMode = AuthForgeHeartbeatMode.Server;

        [Tooltip("Seconds between heartbeats, at least 10. 0: 900.")]
        public int HeartbeatInterval;

        [Tooltip("Seconds that one request may take. 0: 15.")]
        public int RequestTimeout;

        [Tooltip("Attempts that a login makes at most, 1 to 10. 0: 3.")]
        public int LoginAttempts;

        [Tooltip("Milliseconds that a login may take, all attempts with their pauses together. 0: twice the request timeout "
            + "and 7 seconds.")]
        public int LoginTimeoutMs;

        [Tooltip("Seconds that a session shall last. 0: what the service gives.")]
        public int TtlSeconds;

        [Tooltip("Where the service is. Empty: https://auth.authforge.cc")]
        public string ApiBaseUrl = "";

        [Tooltip("Sent instead of this machine's hardware id. Empty on a phone: Unity's identifier of the device.")]
        public string HwidOverride = "";

        [Tooltip("For a game whose players' licenses are bound by an official client of version 1.0.x: makes the hardware id "
            + "as that client does. Not on phones.")]
        public AuthForgeHwidSource HwidSource = AuthForgeHwidSource.Default;

        [Tooltip("A PEM file whose certificates are believed instead of the system's.")]
        public string CaFile = "";

        [Tooltip("If Present: refuses answers about another license key or machine than was asked for, as a cheat's proxy "
            + "brings them. Turn it on once a login with it has succeeded against the real service.")]
        public AuthForgeTokenBinding TokenBinding = AuthForgeTokenBinding.Off;

        [Tooltip("Allows plain http to other machines. For test networks only.")]
        public bool AllowPlainHttp;

        /// <summary>An inspector knows no null, so empty and 0 are the library's defaults.</summary>
        internal AuthForgeConfig ToConfig()
        {
            return new AuthForgeConfig
            {
                AppId = AppId,
                AppSecret = OrNull(AppSecret),
                PublicKey = PublicKey,
                HeartbeatMode = HeartbeatMode,
                HeartbeatInterval = Seconds(HeartbeatInterval),
                RequestTimeout = Seconds(RequestTimeout),
                LoginAttempts = OrNull(LoginAttempts),
                LoginTimeout = LoginTimeoutMs == 0 ? (TimeSpan?)null : TimeSpan.FromMilliseconds(LoginTimeoutMs),
                Ttl = Seconds(TtlSeconds),
                ApiBaseUrl = string.IsNullOrEmpty(ApiBaseUrl) ? null : new Uri(ApiBaseUrl, UriKind.RelativeOrAbsolute),
                HwidOverride = OrNull(HwidOverride) ?? DeviceId(),
                HwidSource = HwidSource,
                CaFile = OrNull(CaFile),
                TokenBinding = TokenBinding,
                AllowPlainHttp = AllowPlainHttp,
                Dispatch = AuthForgeDispatch.HostPump,
                // The component listens; and whatever happens, neither game nor editor is ended.
                FailurePolicy = AuthForgeFailurePolicy.Continue,
            };
        }

        /// <summary>Phones have no machine id that the library could read: without this all of them would be one
        /// machine, with one seat.</summary>
        private static string DeviceId()
        {
#if (UNITY_ANDROID || UNITY_IOS) && !UNITY_EDITOR
            var id = SystemInfo.deviceUniqueIdentifier;
            if (string.IsNullOrEmpty(id) || id == SystemInfo.unsupportedIdentifier)
            {
                throw new InvalidOperationException("this device has no identifier: fill in Settings.HwidOverride");
            }
            return "unity:" + id;
#else
            return null;
#endif
        }

        private static string OrNull(string text)
        {
            return string.IsNullOrEmpty(text) ? null : text;
        }

        private static TimeSpan? Seconds(int number)
        {
            return number == 0 ? (TimeSpan?)null : TimeSpan.FromSeconds(number);
        }

        private static int? OrNull(int number)
        {
            return number == 0 ? (int?)null : number;
        }
    }
}
