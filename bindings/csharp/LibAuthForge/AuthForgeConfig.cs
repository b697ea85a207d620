using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace LibAuthForge
{
    /// <summary>Where events are raised. Handlers never run on the library's threads, and tasks do not wait for anybody
    /// to pump but with <see cref="HostPump"/>.</summary>
    public enum AuthForgeDispatch
    {
        /// <summary>On the thread pool, one at a time for each client; on a thread of their own when the pool has none
        /// to spare. For programs and services.</summary>
        ThreadPool = 0,

        /// <summary>On the <see cref="System.Threading.SynchronizationContext"/> that the client was made in: a window's
        /// thread. On the thread pool where there was none.</summary>
        SynchronizationContext = 1,

        /// <summary>Inside <see cref="AuthForgeClient.Pump"/>, which the host calls each frame. For games.</summary>
        HostPump = 2,
    }

    /// <summary>What becomes of the process when its license is gone and nobody listens: no handler of
    /// <see cref="AuthForgeClient.Failed"/> or <see cref="AuthForgeClient.SessionEnded"/>, and nobody has taken the
    /// <see cref="AuthForgeClient.SessionEndedToken"/>. A login that fails throws, and so is heard.</summary>
    public enum AuthForgeFailurePolicy
    {
        /// <summary>When a session ends by a failure (revoked, expired, out of reach for too long), one line on stderr
        /// says so, and the process ends with status 1.</summary>
        Exit = 0,

        /// <summary>A heartbeat that fails ends it too.</summary>
        ExitStrict = 1,

        /// <summary>It never ends the process; <see cref="AuthForgeClient.IsAuthenticated"/> is false.</summary>
        Continue = 2,
    }

    /// <summary>How a session is kept up.</summary>
    public enum AuthForgeHeartbeatMode
    {
        /// <summary>A heartbeat with the service each interval.</summary>
        Server,

        /// <summary>No network after the login until the session ends.</summary>
        Local,
    }

    /// <summary>What a client is made of; read when it is made, and checked there. Can be bound from configuration.
    /// </summary>
    [DebuggerDisplay("{ToString(),nq}")]
    public sealed class AuthForgeConfig
    {
        private readonly List<string> _trustedPublicKeys = new List<string>();

        /// <summary>Application id; required.</summary>
        [MaybeNull]
        public string AppId { get; set; }

        /// <summary>Application secret; null for a client that only reads license files. Is not written by
        /// <c>JsonSerializer</c>.</summary>
        [MaybeNull]
#if NET8_0_OR_GREATER || NETSTANDARD2_0
        [System.Runtime.Serialization.IgnoreDataMember]
#endif
        [DebuggerBrowsable(DebuggerBrowsableState.Never)]
#if NET8_0_OR_GREATER
        [System.Text.Json.Serialization.JsonIgnore]
#endif
        public string AppSecret { get; set; }

        /// <summary>One base64 Ed25519 key, or several, comma-separated; required, unless they are in
        /// <see cref="TrustedPublicKeys"/>.</summary>
        [MaybeNull]
        public string PublicKey { get; set; }

        /// <summary>More of them, one by one: while keys are changed, the old one and the new.</summary>
        public IList<string> TrustedPublicKeys
        {
            get { return _trustedPublicKeys; }
        }

        /// <summary>Default: <see cref="AuthForgeHeartbeatMode.Server"/>.</summary>
        public AuthForgeHeartbeatMode HeartbeatMode { get; set; }

        /// <summary>Between heartbeats, at least 10 s; null is 15 minutes. Parts of a second count as a whole one. Each session
        /// keeps to it within a tenth, by chance, so that programs started together do not ask together.</summary>
        public TimeSpan? HeartbeatInterval { get; set; }

        /// <summary>Where the service is; null is <c>https://auth.authforge.cc</c>.</summary>
        [MaybeNull]
        public Uri ApiBaseUrl { get; set; }

        /// <summary>For one request, 1 s to an hour; null is 15 s. Parts of a second count as a whole one. A login makes
        /// several attempts with pauses, so that 1 s here is 4.1 s for a login that nobody answers: see
        /// <see cref="LoginAttempts"/> and <see cref="LoginTimeout"/>. Calls that are made at the same time may wait for
        /// one another before their own time begins.</summary>
        public TimeSpan? RequestTimeout { get; set; }

        /// <summary>Attempts that <c>Login</c> and <c>ValidateLicense</c> make at most, 1 to 10; null is 3.</summary>
        public int? LoginAttempts { get; set; }

        /// <summary>What <c>Login</c> and <c>ValidateLicense</c> may take, all attempts with their pauses together: 1 s to
        /// a day; null is twice <see cref="RequestTimeout"/> and 7 s.</summary>
        public TimeSpan? LoginTimeout { get; set; }

        /// <summary>Lifetime to ask for a session; null is the server's default.</summary>
        public TimeSpan? Ttl { get; set; }

        /// <summary>Sent as hardware id instead of this machine's, such as <c>tg:123456789</c>.</summary>
        [MaybeNull]
        public string HwidOverride { get; set; }

        /// <summary>Has the machine's hardware id made as an official client of version 1.0.x makes it, to which licenses
        /// are bound already. A program of the system is run for it, once; calls that are awaited do not wait for it on
        /// their thread. <see cref="HwidOverride"/> comes first.</summary>
        public AuthForgeHwidSource HwidSource { get; set; }

        /// <summary>A PEM file whose certificates are believed instead of the system's.</summary>
        [MaybeNull]
        public string CaFile { get; set; }

        /// <summary>Allows plain <c>http</c> to other machines. For test networks only.</summary>
        public bool AllowPlainHttp { get; set; }

        /// <summary>Whether a proxy on the player's computer is found out that puts another key and machine into a
        /// request. Default: <see cref="AuthForgeTokenBinding.Off"/>; turn it on once a login with it has succeeded
        /// against the real service.</summary>
        public AuthForgeTokenBinding TokenBinding { get; set; }

        /// <summary>Default: <see cref="AuthForgeDispatch.ThreadPool"/>.</summary>
        public AuthForgeDispatch Dispatch { get; set; }

        /// <summary>Default: <see cref="AuthForgeFailurePolicy.Exit"/>.</summary>
        public AuthForgeFailurePolicy FailurePolicy { get; set; }

        /// <summary>For logs: no secret.</summary>
        public override string ToString()
        {
            return "AuthForge app " + (AppId ?? "(none)") + (ApiBaseUrl == null ? "" : " at " + ApiBaseUrl.OriginalString);
        }
    }
}
