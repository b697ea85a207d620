using System;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace LibAuthForge
{
    /// <summary>What a call, or something that goes on without one, was about.</summary>
    public enum AuthForgeOperation
    {
        /// <summary>None of these.</summary>
        None = 0,

        /// <summary><see cref="AuthForgeClient.Login"/>.</summary>
        Login = 1,

        /// <summary><see cref="AuthForgeClient.ValidateLicense"/>.</summary>
        ValidateLicense = 2,

        /// <summary>A heartbeat, of the schedule or of <see cref="AuthForgeClient.Heartbeat"/>.</summary>
        Heartbeat = 3,

        /// <summary><see cref="AuthForgeClient.LoginFromFile"/>.</summary>
        LoginFromFile = 4,

        /// <summary><see cref="AuthForgeClient.VerifyLicenseFile"/>.</summary>
        VerifyLicenseFile = 5,

        /// <summary><see cref="AuthForgeClient.ActivateOffline"/>.</summary>
        ActivateOffline = 6,

        /// <summary><see cref="AuthForgeClient.WriteActivationRequest"/>.</summary>
        WriteActivationRequest = 7,

        /// <summary><see cref="AuthForgeClient.SelfBan"/>.</summary>
        SelfBan = 8,

        /// <summary>The session itself, which is over.</summary>
        Session = 9,
    }

    /// <summary>What happened to a client.</summary>
    [DebuggerDisplay("{ToString(),nq}")]
    public sealed class AuthForgeEventArgs : EventArgs
    {
        internal AuthForgeEventArgs(AuthForgeEventKind kind)
        {
            Kind = kind;
        }

        /// <summary>What it is.</summary>
        public AuthForgeEventKind Kind { get; private set; }

        /// <summary>Why a failure is reported; none for everything else.</summary>
        public AuthForgeReason Reason { get; internal set; }

        /// <summary>The reason's name in all AuthForge libraries, such as <c>heartbeat_failed</c>.</summary>
        public string ReasonName
        {
            get
            {
                switch (Reason)
                {
                    case AuthForgeReason.LoginFailed: return "login_failed";
                    case AuthForgeReason.HeartbeatFailed: return "heartbeat_failed";
                    case AuthForgeReason.NetworkError: return "network_error";
                    case AuthForgeReason.OfflineLoginFailed: return "offline_login_failed";
                    default: return "none";
                }
            }
        }

        /// <summary>Which operation failed, succeeded, or goes on.</summary>
        public AuthForgeOperation Operation { get; internal set; }

        /// <summary>The session that it is about, to keep; null for none.</summary>
        [MaybeNull]
        public AuthForgeSession Session { get; internal set; }

        /// <summary>What went wrong; null for good news, and when a logout ended the session.</summary>
        [MaybeNull]
        public AuthForgeException Error { get; internal set; }

        /// <summary>How long until the next attempt, of one that failed and is made again; else zero.</summary>
        public TimeSpan RetryIn { get; internal set; }

        /// <summary>Which attempt failed, of one that is made again; 1 is the first, and 0 is for everything else.
        /// </summary>
        public int Attempt { get; internal set; }

        /// <summary>What happened, to what, and the code of what went wrong.</summary>
        public override string ToString()
        {
            return Kind + (Operation == AuthForgeOperation.None ? "" : " (" + Operation + ")") +
                (Error == null ? "" : ": " + Error.Code);
        }
    }

    /// <summary>What one of the host's handlers threw.</summary>
    public sealed class AuthForgeHandlerErrorEventArgs : EventArgs
    {
        internal AuthForgeHandlerErrorEventArgs(Exception exception)
        {
            Exception = exception;
        }

        /// <summary>As it was thrown.</summary>
        public Exception Exception { get; private set; }
    }
}
