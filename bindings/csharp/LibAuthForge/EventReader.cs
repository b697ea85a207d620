// An event of the library's, which lies in a buffer of bytes.

using System;

namespace LibAuthForge
{
    internal static class EventReader
    {
        internal static int Size
        {
            get { return Layout.EventSize(IntPtr.Size); }
        }

        internal static AuthForgeEventKind KindOf(byte[] happened)
        {
            return (AuthForgeEventKind)BitConverter.ToInt32(happened, Layout.EventKind);
        }

        internal static ulong RequestOf(byte[] happened)
        {
            return BitConverter.ToUInt64(happened, Layout.EventRequest);
        }

        internal static AuthForgeException ErrorOf(byte[] happened)
        {
            return Failure.Read(happened, Layout.EventError(IntPtr.Size));
        }

        internal static AuthForgeSession SessionOf(byte[] happened)
        {
            return SessionReader.Read(IntPtr.Size == 8
                ? new IntPtr(BitConverter.ToInt64(happened, Layout.EventSession))
                : new IntPtr(BitConverter.ToInt32(happened, Layout.EventSession)));
        }

        /// <param name="happened">One that is not the end of a request.</param>
        /// <param name="asked">What the request was that it is about; none for one that blocks, or goes by itself.</param>
        internal static AuthForgeEventArgs Read(byte[] happened, AuthForgeOperation asked)
        {
            var read = new AuthForgeEventArgs(KindOf(happened))
            {
                Reason = (AuthForgeReason)BitConverter.ToInt32(happened, Layout.EventReason(IntPtr.Size)),
                Session = SessionOf(happened),
                Error = ErrorOf(happened),
                RetryIn = TimeSpan.FromMilliseconds(BitConverter.ToUInt32(happened, Layout.EventRetryInMs(IntPtr.Size))),
                Attempt = (int)BitConverter.ToUInt32(happened, Layout.EventAttempt(IntPtr.Size)),
            };
            read.Operation = asked == AuthForgeOperation.None ? OperationOf(read) : asked;
            return read;
        }

        private static AuthForgeOperation OperationOf(AuthForgeEventArgs happened)
        {
            switch (happened.Kind)
            {
                case AuthForgeEventKind.LoggedIn:
                    var isFile = happened.Session != null && happened.Session.Kind == AuthForgeSessionKind.Offline;
                    return isFile ? AuthForgeOperation.LoginFromFile : AuthForgeOperation.Login;
                case AuthForgeEventKind.HeartbeatSucceeded:
                case AuthForgeEventKind.VariablesChanged:
                    return AuthForgeOperation.Heartbeat;
                case AuthForgeEventKind.SessionEnded:
                    return AuthForgeOperation.Session;
                case AuthForgeEventKind.RequestRetrying:
                    return happened.Session != null ? AuthForgeOperation.Heartbeat : AuthForgeOperation.Login;
                default:
                    return OperationOfFailure(happened);
            }
        }

        /// <summary>A heartbeat that failed names its session. The end of a session does not: it was brought by a
        /// heartbeat that the service answered, or by time.</summary>
        private static AuthForgeOperation OperationOfFailure(AuthForgeEventArgs happened)
        {
            if (happened.Reason == AuthForgeReason.LoginFailed) return AuthForgeOperation.Login;
            if (happened.Reason == AuthForgeReason.OfflineLoginFailed) return AuthForgeOperation.LoginFromFile;
            if (happened.Session != null) return AuthForgeOperation.Heartbeat;
            if (happened.Reason == AuthForgeReason.NetworkError) return AuthForgeOperation.Login;
            var answered = happened.Error != null && happened.Error.HttpStatus != 0;
            return answered ? AuthForgeOperation.Heartbeat : AuthForgeOperation.Session;
        }
    }
}
