using System;

namespace LibAuthForge
{
    /// <summary>What went wrong: thrown by calls, kept by <see cref="ValidateLicenseResult"/> and
    /// <see cref="AuthForgeEvent"/>. The message is for developers; decide by <see cref="Status"/> or
    /// <see cref="Code"/>.</summary>
    public sealed class AuthForgeException : Exception
    {
        /// <summary>Reads an <c>af_error</c>.</summary>
        internal AuthForgeException(byte[] from, int at) : base(MessageIn(from, at))
        {
            Status = StatusIn(from, at);
            Code = Text.Out(from, at + Layout.ErrorCode, Layout.ErrorCodeSize);
            HttpStatus = BitConverter.ToInt32(from, at + Layout.ErrorHttpStatus);
            RetryAfter = TimeSpan.FromMilliseconds(BitConverter.ToUInt32(from, at + Layout.ErrorRetryAfterMs));
        }

        private AuthForgeException(AuthForgeStatus status, string message) : base(message)
        {
            Status = status;
            Code = Text.Out(Native.af_status_code((int)status));
        }

        /// <summary>What it is; <see cref="AuthForgeStatus.ServerOther"/> for a code that this version does not
        /// know.</summary>
        public AuthForgeStatus Status { get; private set; }

        /// <summary>Its name, such as <c>invalid_key</c>, the same in all AuthForge libraries; also codes that this
        /// version does not know.</summary>
        public string Code { get; private set; }

        /// <summary>What the program should do after a login that failed so, or when its session ended so.</summary>
        public AuthForgeAdvice Advice
        {
            get { return Native.af_status_advice((int)Status); }
        }

        /// <summary>One sentence for the player or customer: what went wrong, and what to do about it. English, unless
        /// <see cref="AuthForgeMessages"/> has set another language.</summary>
        public string UserMessage
        {
            get { return AuthForgeMessages.Of(Status); }
        }

        /// <summary>HTTP status of the answer; 0 if there was none.</summary>
        public int HttpStatus { get; private set; }

        /// <summary>How long the server asked to wait; zero if it did not.</summary>
        public TimeSpan RetryAfter { get; private set; }

        /// <summary>A session survives this failure of a heartbeat, so that the next one may succeed. Of a login it says
        /// nothing: <c>invalid_key</c> is one of these.</summary>
        public bool IsTransient
        {
            get { return Native.af_status_is_transient((int)Status); }
        }

        /// <summary>This failure ends a session.</summary>
        public bool IsFatal
        {
            get { return Native.af_status_is_fatal((int)Status); }
        }

        /// <summary>Room for an <c>af_error</c>.</summary>
        internal static byte[] NewBuffer()
        {
            var buffer = new byte[Layout.ErrorSize];
            BitConverter.GetBytes((uint)Layout.ErrorSize).CopyTo(buffer, 0);
            return buffer;
        }

        /// <summary>One that the library was not asked about.</summary>
        internal static AuthForgeException Of(AuthForgeStatus status, string message)
        {
            return new AuthForgeException(status, message);
        }

        internal static AuthForgeException Of(AuthForgeStatus status)
        {
            return Of(status, Text.Out(Native.af_status_message((int)status)));
        }

        /// <summary>Null for success.</summary>
        internal static AuthForgeException Read(byte[] from, int at)
        {
            return StatusIn(from, at) == AuthForgeStatus.Ok ? null : new AuthForgeException(from, at);
        }

        /// <summary>Throws what stands in <paramref name="error"/> unless the call succeeded.</summary>
        internal static void Check(AuthForgeStatus status, byte[] error)
        {
            if (status != AuthForgeStatus.Ok) throw new AuthForgeException(error, 0);
        }

        private static AuthForgeStatus StatusIn(byte[] from, int at)
        {
            return (AuthForgeStatus)BitConverter.ToInt32(from, at + Layout.ErrorStatus);
        }

        private static string MessageIn(byte[] from, int at)
        {
            return Text.Out(from, at + Layout.ErrorMessage, Layout.ErrorMessageSize);
        }
    }
}
