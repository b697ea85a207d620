// Options of single calls.

using System;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;

namespace LibAuthForge
{
    /// <summary>What a self-ban does: everything, unless it is told less.</summary>
    public sealed class AuthForgeSelfBanOptions
    {
        /// <summary>The session's license, and everything on.</summary>
        public AuthForgeSelfBanOptions()
        {
            RevokeLicense = true;
            BlacklistHwid = true;
            BlacklistIp = true;
        }

        /// <summary>Revokes the license; only with a session.</summary>
        public bool RevokeLicense { get; set; }

        /// <summary>Puts this machine's hardware id on the app's blacklist.</summary>
        public bool BlacklistHwid { get; set; }

        /// <summary>Puts this computer's address, as the service sees it, on the app's blacklist.</summary>
        public bool BlacklistIp { get; set; }

        /// <summary>For a client without a session.</summary>
        [MaybeNull]
        public string LicenseKey { get; set; }

        /// <summary>Instead of the client's own session. Is not written by <c>JsonSerializer</c>.</summary>
        [MaybeNull]
#if NET8_0_OR_GREATER || NETSTANDARD2_0
        [System.Runtime.Serialization.IgnoreDataMember]
#endif
        [DebuggerBrowsable(DebuggerBrowsableState.Never)]
#if NET8_0_OR_GREATER
        [System.Text.Json.Serialization.JsonIgnore]
#endif
        public string SessionToken { get; set; }

        internal delegate AuthForgeStatus Use(ref Native.SelfBanOptions options);

        /// <summary>Lends the struct to a call.</summary>
        internal AuthForgeStatus WithNative(Use use)
        {
            using (var key = new PinnedText(LicenseKey, "LicenseKey"))
            using (var token = new PinnedText(SessionToken, "SessionToken"))
            {
                var options = new Native.SelfBanOptions
                {
                    StructSize = (uint)Marshal.SizeOf<Native.SelfBanOptions>(),
                    RevokeLicense = RevokeLicense ? 1 : 0,
                    BlacklistHwid = BlacklistHwid ? 1 : 0,
                    BlacklistIp = BlacklistIp ? 1 : 0,
                    LicenseKey = key.Address,
                    SessionToken = token.Address,
                };
                return use(ref options);
            }
        }
    }

    /// <summary>What an activation request says; null is the default, an empty text leaves the field out.</summary>
    public sealed class AuthForgeActivationRequestOptions
    {
        /// <summary>Says what this machine is called. Off unless asked for: it is often a person's name.</summary>
        public bool IncludeMachineName { get; set; }

        /// <summary>Said only with <see cref="IncludeMachineName"/>. Default: this machine's name.</summary>
        [MaybeNull]
        public string MachineName { get; set; }

        /// <summary>Default: system and processor.</summary>
        [MaybeNull]
        public string Os { get; set; }

        /// <summary>Default: the library and its version.</summary>
        [MaybeNull]
        public string Sdk { get; set; }

        /// <summary>Default: the session's, if there is one.</summary>
        [MaybeNull]
        public string LicenseKey { get; set; }

        /// <summary>When it was made. Default: now.</summary>
        public DateTimeOffset? CreatedAt { get; set; }

        internal delegate AuthForgeStatus Use(ref Native.ActivationRequestOptions options);

        internal static AuthForgeActivationRequestOptions OrDefault(AuthForgeActivationRequestOptions options)
        {
            return options ?? new AuthForgeActivationRequestOptions();
        }

        private static string Iso(DateTimeOffset? time)
        {
            if (!time.HasValue) return null;
            return time.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        }

        /// <summary>Lends the struct to a call.</summary>
        internal AuthForgeStatus WithNative(Use use)
        {
            using (var machine = new PinnedText(MachineName, "MachineName"))
            using (var os = new PinnedText(Os, "Os"))
            using (var sdk = new PinnedText(Sdk, "Sdk"))
            using (var key = new PinnedText(LicenseKey, "LicenseKey"))
            using (var created = new PinnedText(Iso(CreatedAt), "CreatedAt"))
            {
                var options = new Native.ActivationRequestOptions
                {
                    StructSize = (uint)Marshal.SizeOf<Native.ActivationRequestOptions>(),
                    IncludeMachineName = IncludeMachineName ? 1 : 0,
                    MachineName = machine.Address,
                    Os = os.Address,
                    Sdk = sdk.Address,
                    LicenseKey = key.Address,
                    CreatedAt = created.Address,
                };
                return use(ref options);
            }
        }
    }
}
