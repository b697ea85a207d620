using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
#if !NET8_0_OR_GREATER
using System.Runtime.Serialization;
#endif

namespace LibAuthForge
{
    /// <summary>What the service, a license file, the network or this computer said against a call: thrown by calls,
    /// kept by <see cref="AuthForgeValidateLicenseResult"/> and <see cref="AuthForgeEventArgs"/>. The message is for developers;
    /// decide by <see cref="Status"/>, <see cref="Advice"/> or <see cref="Code"/>.</summary>
#if !NET8_0_OR_GREATER
    [Serializable]
#endif
    public sealed class AuthForgeException : Exception
    {
        private readonly string _code;

        /// <summary>One of <see cref="AuthForgeStatus.InternalError"/>.</summary>
        public AuthForgeException() : this(AuthForgeStatus.InternalError)
        {
        }

        /// <summary>One of <see cref="AuthForgeStatus.InternalError"/> that says <paramref name="message"/>.</summary>
        public AuthForgeException(string message) : this(AuthForgeStatus.InternalError, message)
        {
        }

        /// <summary>One of <see cref="AuthForgeStatus.InternalError"/> with its cause.</summary>
        public AuthForgeException(string message, Exception innerException) : base(message, innerException)
        {
            Status = AuthForgeStatus.InternalError;
            _code = StatusTable.Of(Status).Code;
        }

        /// <summary>One as the library would throw it: for tests.</summary>
        public AuthForgeException(AuthForgeStatus status) : this(status, null)
        {
        }

        /// <summary>One as the library would throw it: for tests.</summary>
        /// <param name="status">What it is.</param>
        /// <param name="message">Null is the status' own.</param>
        public AuthForgeException(AuthForgeStatus status, string message)
            : base(message ?? StatusTable.Of(status).Message)
        {
            Status = status;
            _code = StatusTable.Of(status).Code;
        }

        internal AuthForgeException(AuthForgeStatus status, string code, string message, int httpStatus,
            TimeSpan retryAfter) : base(message)
        {
            Status = status;
            _code = code;
            HttpStatus = httpStatus;
            RetryAfter = retryAfter;
        }

#if !NET8_0_OR_GREATER
        private AuthForgeException(SerializationInfo info, StreamingContext context) : base(info, context)
        {
            Status = (AuthForgeStatus)info.GetInt32("AuthForgeStatus");
            _code = info.GetString("AuthForgeCode");
            HttpStatus = info.GetInt32("AuthForgeHttpStatus");
            RetryAfter = TimeSpan.FromTicks(info.GetInt64("AuthForgeRetryAfter"));
        }
#endif

        /// <summary>What it is; <see cref="AuthForgeStatus.ServerOther"/> for a code that this version does not
        /// know.</summary>
        public AuthForgeStatus Status { get; private set; }

        /// <summary>Its name, such as <c>invalid_key</c>, the same in all AuthForge libraries; also codes that this
        /// version does not know.</summary>
        public string Code
        {
            get { return _code; }
        }

        /// <summary>What the program should do after a login that failed so, or when its session ended so.</summary>
        public AuthForgeAdvice Advice
        {
            get { return StatusTable.Of(Status).Advice; }
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
        /// nothing: <c>invalid_key</c> is one of these. See <see cref="IsRetryable"/>.</summary>
        public bool IsTransient
        {
            get { return StatusTable.Of(Status).Class == StatusClass.Transient; }
        }

        /// <summary>This failure ends a session.</summary>
        public bool IsFatal
        {
            get { return StatusTable.Of(Status).Class == StatusClass.Fatal; }
        }

        /// <summary>Nothing was said against the license, and the same call may succeed later:
        /// <see cref="AuthForgeAdvice.Retry"/> or <see cref="AuthForgeAdvice.UseOffline"/>.</summary>
        public bool IsRetryable
        {
            get { return Advice == AuthForgeAdvice.Retry || Advice == AuthForgeAdvice.UseOffline; }
        }

        /// <summary>With the code, so that a log has it.</summary>
        public override string ToString()
        {
            var http = HttpStatus == 0 ? "" : ", HTTP " + HttpStatus.ToString(CultureInfo.InvariantCulture);
            return "[" + Code + http + "] " + base.ToString();
        }

#if !NET8_0_OR_GREATER
        /// <summary>For another AppDomain.</summary>
        public override void GetObjectData(SerializationInfo info, StreamingContext context)
        {
            base.GetObjectData(info, context);
            info.AddValue("AuthForgeStatus", (int)Status);
            info.AddValue("AuthForgeCode", Code);
            info.AddValue("AuthForgeHttpStatus", HttpStatus);
            info.AddValue("AuthForgeRetryAfter", RetryAfter.Ticks);
        }
#endif
    }
}
