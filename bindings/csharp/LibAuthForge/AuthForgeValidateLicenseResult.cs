using System;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace LibAuthForge
{
    /// <summary>What is known of a license key or a license file.</summary>
    public enum AuthForgeVerdict
    {
        /// <summary>Nothing: the service could not be asked, could not answer, or its answer cannot be believed; the file
        /// could not be read. Say so to the player, and do not take the license away.</summary>
        Unknown = 0,

        /// <summary>The service, or the file, says that it is good.</summary>
        Valid = 1,

        /// <summary>The service, or the file, says that it is not.</summary>
        Invalid = 2,
    }

    /// <summary>Whether a license key, or a license file, is good.</summary>
    [DebuggerDisplay("{ToString(),nq}")]
    public sealed class AuthForgeValidateLicenseResult : IDisposable
    {
        internal AuthForgeValidateLicenseResult(AuthForgeSession session, AuthForgeException error)
        {
            Session = session;
            Error = error;
        }

        /// <summary>What is known: decide by this.</summary>
        public AuthForgeVerdict Verdict
        {
            get { return Error == null ? AuthForgeVerdict.Valid : VerdictOf(Error.Status); }
        }

        /// <summary>It was said to be good, as in every AuthForge library. False also for
        /// <see cref="AuthForgeVerdict.Unknown"/>.</summary>
        public bool IsValid
        {
            get { return Error == null; }
        }

        /// <summary><c>ok</c>, or what is wrong, such as <c>invalid_key</c>.</summary>
        public string Code
        {
            get { return Error == null ? "ok" : Error.Code; }
        }

        /// <summary>What was said of the license; null if it is not good.</summary>
        [MaybeNull]
        public AuthForgeSession Session { get; private set; }

        /// <summary>What is wrong; null if nothing is.</summary>
        [MaybeNull]
        public AuthForgeException Error { get; private set; }

        /// <summary>Does nothing: there is nothing to free. So that a <c>using</c> is no mistake.</summary>
        public void Dispose()
        {
        }

        /// <summary>The verdict and the code.</summary>
        public override string ToString()
        {
            return Verdict + " (" + Code + ")";
        }

        /// <summary>A refusal of the service counts where it says something against the license, the machine or the app, and
        /// a file where it was read. What is short, busy, unproven or a mistake says nothing.</summary>
        private static AuthForgeVerdict VerdictOf(AuthForgeStatus status)
        {
            if (status >= AuthForgeStatus.BadArmor && status < AuthForgeStatus.InternalError)
            {
                return SaysNothing(status) ? AuthForgeVerdict.Unknown : AuthForgeVerdict.Invalid;
            }
            if (status < AuthForgeStatus.ServerOther && status != AuthForgeStatus.MissingLicenseKey)
            {
                return AuthForgeVerdict.Unknown;
            }
            switch (StatusTable.Of(status).Advice)
            {
                case AuthForgeAdvice.AskForKey:
                case AuthForgeAdvice.Renew:
                case AuthForgeAdvice.FreeSeat:
                case AuthForgeAdvice.Stop:
                    return AuthForgeVerdict.Invalid;
                default:
                    return AuthForgeVerdict.Unknown;
            }
        }

        /// <summary>Of those about files.</summary>
        private static bool SaysNothing(AuthForgeStatus status)
        {
            return status == AuthForgeStatus.ReadError || status == AuthForgeStatus.UnsupportedVersion ||
                status == AuthForgeStatus.FileWriteFailed || status == AuthForgeStatus.OfflineFileRejected;
        }
    }
}
