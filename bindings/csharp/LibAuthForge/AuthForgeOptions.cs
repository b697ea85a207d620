// Options of single calls.

using System;
using System.Runtime.InteropServices;

namespace LibAuthForge
{
    /// <summary>What a self-ban does: everything, unless it is told less.</summary>
    public sealed class SelfBanOptions
    {
        /// <summary>The session's license, and everything on.</summary>
        public SelfBanOptions()
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
        public string LicenseKey { get; set; }

        /// <summary>Instead of the client's own session.</summary>
        public string SessionToken { get; set; }

        internal delegate AuthForgeStatus Use(ref Native.SelfBanOptions options);

        /// <summary>Lends the struct to a call.</summary>
        internal AuthForgeStatus WithNative(Use use)
        {
            using (var key = new PinnedText(LicenseKey, "license_key"))
            using (var token = new PinnedText(SessionToken, "session_token"))
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
    public sealed class ActivationRequestOptions
    {
        /// <summary>Says what this machine is called. Off unless asked for: it is often a person's name.</summary>
        public bool IncludeMachineName { get; set; }

        /// <summary>Said only with <see cref="IncludeMachineName"/>. Default: this machine's name.</summary>
        public string MachineName { get; set; }

        /// <summary>Default: system and processor.</summary>
        public string Os { get; set; }

        /// <summary>Default: the library and its version.</summary>
        public string Sdk { get; set; }

        /// <summary>Default: the session's, if there is one.</summary>
        public string LicenseKey { get; set; }

        /// <summary>ISO-8601 date. Default: now.</summary>
        public string CreatedAt { get; set; }

        internal delegate AuthForgeStatus Use(ref Native.ActivationRequestOptions options);

        internal static ActivationRequestOptions OrDefault(ActivationRequestOptions options)
        {
            return options ?? new ActivationRequestOptions();
        }

        /// <summary>Lends the struct to a call.</summary>
        internal AuthForgeStatus WithNative(Use use)
        {
            using (var machine = new PinnedText(MachineName, "machine_name"))
            using (var os = new PinnedText(Os, "os"))
            using (var sdk = new PinnedText(Sdk, "sdk"))
            using (var key = new PinnedText(LicenseKey, "license_key"))
            using (var created = new PinnedText(CreatedAt, "created_at"))
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
