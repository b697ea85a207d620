using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace LibAuthForge
{
    /// <summary>What the service, or a license file, said of a license at one moment. A copy of its own: never changes,
    /// may be read on any thread, and outlives its client. Secrets are methods, so that nothing that writes out
    /// properties (JSON, logs, a debugger) writes them.</summary>
    [DebuggerDisplay("{ToString(),nq}")]
    public sealed class AuthForgeSession : IDisposable
    {
        private static readonly IReadOnlyList<string> NoHwids = Array.Empty<string>();

        /// <summary>One that says nothing, of <see cref="AuthForgeSessionKind.None"/>: for tests; see
        /// <see cref="AuthForgeModelFactory"/>.</summary>
        public AuthForgeSession()
        {
            BoundHwids = NoHwids;
            LicenseVariables = AuthForgeVariables.Empty;
            AppVariables = AuthForgeVariables.Empty;
        }

        /// <summary>Where it comes from.</summary>
        public AuthForgeSessionKind Kind { get; internal set; }

        /// <summary>When it ends unless a heartbeat renews it; null for a license file that never ends.</summary>
        public DateTimeOffset? ExpiresAt { get; internal set; }

        /// <summary>Whether the license itself ends.</summary>
        public AuthForgeLicenseExpiry LicenseExpiry { get; internal set; }

        /// <summary>When the license itself ends; null unless <see cref="LicenseExpiry"/> is a date.</summary>
        public DateTimeOffset? LicenseExpiresAt { get; internal set; }

        /// <summary>The operator's label of the license; null when it has none.</summary>
        [MaybeNull]
        public string LicenseLabel { get; internal set; }

        /// <summary>How many machines the license may be bound to; null when the service did not say.</summary>
        public int? MaxHwidSlots { get; internal set; }

        /// <summary>How many machines the license is bound to; null when the service did not say.</summary>
        public int? HwidCount { get; internal set; }

        /// <summary>Any number of machines may use the license.</summary>
        public bool HasUnlimitedHwidSlots { get; internal set; }

        /// <summary>The name of the key that signed it; null when the service did not name it. For logs.</summary>
        [MaybeNull]
        public string KeyId { get; internal set; }

        /// <summary>The service's name for the request, to quote to its support; null when it gave none.</summary>
        [MaybeNull]
        public string RequestId { get; internal set; }

        /// <summary>When the service signed what it rests on, by its clock; null when it did not say.</summary>
        public DateTimeOffset? IssuedAt { get; internal set; }

        /// <summary>What time it is now, by the clock that its end is judged by, for a countdown: the service's, or the
        /// computer's where the service did not say its time, and for a license file.</summary>
        public DateTimeOffset Now
        {
            get { return DateTimeOffset.UtcNow + ClockAhead; }
        }

        /// <summary>The license file's own name (a UUID); null for a session of the service.</summary>
        [MaybeNull]
        public string LicenseFileId { get; internal set; }

        /// <summary>Which machines the license file is for.</summary>
        public AuthForgeHwidPolicy HwidPolicy { get; internal set; }

        /// <summary>The hardware ids that the license file lists.</summary>
        public IReadOnlyList<string> BoundHwids { get; internal set; }

        /// <summary>An offline activation got the file that this machine already had.</summary>
        public bool IsReissued { get; internal set; }

        /// <summary>What the operator set for this license.</summary>
        public AuthForgeVariables LicenseVariables { get; internal set; }

        /// <summary>What the operator set for the app.</summary>
        public AuthForgeVariables AppVariables { get; internal set; }

        internal TimeSpan ClockAhead { get; set; }

        internal string LicenseKeyText { get; set; }

        internal string TokenText { get; set; }

        internal string JsonText { get; set; }

        internal string LicenseFileText { get; set; }

        /// <summary>The license key that it is for. Not for logs.</summary>
        [return: MaybeNull]
        public string GetLicenseKey()
        {
            return LicenseKeyText;
        }

        /// <summary>The session token, with which the service knows it; null for a license file. A secret.</summary>
        [return: MaybeNull]
        public string GetSessionToken()
        {
            // The one field of the payload that the library lends out in no other way, and has proven to be there.
            return TokenText ?? (TokenText = LibAuthForge.JsonText.FieldOf(JsonText, "sessionToken"));
        }

        /// <summary>The signed payload as JSON. Holds the session token: a secret.</summary>
        [return: MaybeNull]
        public string GetJson()
        {
            return JsonText;
        }

        /// <summary>The license file's text; null for a session of the service. Not for logs.</summary>
        [return: MaybeNull]
        public string GetLicenseFile()
        {
            return LicenseFileText;
        }

        /// <summary>Does nothing: there is nothing to free, and it answers as before. So that a <c>using</c> is no
        /// mistake.</summary>
        public void Dispose()
        {
        }

        /// <summary>Where it comes from and when it ends; no secrets.</summary>
        public override string ToString()
        {
            var end = ExpiresAt.HasValue ? "until " + ExpiresAt.Value.UtcDateTime.ToString("u") : "without end";
            return Kind + " session" + (LicenseLabel == null ? "" : " of \"" + LicenseLabel + "\"") + ", " + end;
        }
    }
}
