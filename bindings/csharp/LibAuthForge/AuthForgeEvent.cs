using System;

namespace LibAuthForge
{
    /// <summary>What happened to a client.</summary>
    public sealed class AuthForgeEvent : EventArgs
    {
        internal AuthForgeEvent(AuthForgeEventKind kind, AuthForgeReason reason, AuthForgeSession session,
            AuthForgeException error)
        {
            Kind = kind;
            Reason = reason;
            Session = session;
            Error = error;
        }

        /// <summary>What it is.</summary>
        public AuthForgeEventKind Kind { get; private set; }

        /// <summary>Why a failure is reported; none for everything else.</summary>
        public AuthForgeReason Reason { get; private set; }

        /// <summary>The reason's name in all AuthForge libraries, such as <c>heartbeat_failed</c>.</summary>
        public string ReasonName
        {
            get { return Text.Out(Native.af_reason_name((int)Reason)); }
        }

        /// <summary>The session that it is about, to keep; null for none.</summary>
        public AuthForgeSession Session { get; private set; }

        /// <summary>What went wrong; null for good news, and when a logout ended the session.</summary>
        public AuthForgeException Error { get; private set; }

        /// <summary>How long until the next attempt, of one that failed and is made again; else zero.</summary>
        public TimeSpan RetryIn { get; internal set; }

        /// <summary>Which attempt failed, of one that is made again; 1 is the first, and 0 is for everything else.
        /// </summary>
        public int Attempt { get; internal set; }
    }

    /// <summary>What one of the host's handlers threw.</summary>
    public sealed class AuthForgeHandlerError : EventArgs
    {
        internal AuthForgeHandlerError(Exception exception)
        {
            Exception = exception;
        }

        /// <summary>As it was thrown.</summary>
        public Exception Exception { get; private set; }
    }

    /// <summary>Whether a license key, or a license file, is good.</summary>
    public sealed class ValidateLicenseResult : IDisposable
    {
        internal ValidateLicenseResult(AuthForgeSession session, AuthForgeException error)
        {
            Session = session;
            Error = error;
        }

        /// <summary>It is.</summary>
        public bool IsValid
        {
            get { return Error == null; }
        }

        /// <summary><c>ok</c>, or what is wrong, such as <c>invalid_key</c>.</summary>
        public string Code
        {
            get { return Error == null ? Text.Out(Native.af_status_code((int)AuthForgeStatus.Ok)) : Error.Code; }
        }

        /// <summary>What was said of the license; null if it is not good.</summary>
        public AuthForgeSession Session { get; private set; }

        /// <summary>What is wrong; null if nothing is.</summary>
        public AuthForgeException Error { get; private set; }

        /// <summary>Frees the session now instead of when it is collected.</summary>
        public void Dispose()
        {
            if (Session != null) Session.Dispose();
        }
    }
}
