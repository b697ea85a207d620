// Numbers of authforge.h that nobody else needs to see; a test compares them.

namespace AuthForge
{
    /// <summary>What nobody listens for: <c>af_failure_policy</c>.</summary>
    internal enum NativeFailure
    {
        Exit = 0,
        ExitStrict = 1,
        Continue = 2,
    }

    /// <summary>Whose variables: <c>af_scope</c>.</summary>
    internal enum NativeScope
    {
        App = 0,
        License = 1,
    }

    /// <summary>How callbacks reach the host: <c>af_dispatch</c>.</summary>
    internal enum NativeDispatch
    {
        Background = 0,
        Pump = 1,
    }

    /// <summary>Where the fields of <c>af_error</c> and <c>af_event</c> are, which are read out of bytes: so a poll
    /// of an empty queue makes no garbage.</summary>
    internal static class Layout
    {
        internal const int ErrorSize = 336;
        internal const int ErrorStatus = 4;
        internal const int ErrorHttpStatus = 8;
        internal const int ErrorRetryAfterMs = 12;
        internal const int ErrorCode = 16;
        internal const int ErrorCodeSize = 64;
        internal const int ErrorMessage = 80;
        internal const int ErrorMessageSize = 256;

        internal const int EventKind = 4;
        internal const int EventRequest = 8;
        internal const int EventSession = 16;

        /// <param name="pointer">Bytes of a pointer.</param>
        internal static int EventReason(int pointer)
        {
            return EventSession + pointer;
        }

        /// <summary>From here on the fields of <c>af_error</c> are where they are in it.</summary>
        internal static int EventError(int pointer)
        {
            return EventReason(pointer);
        }

        internal static int EventRetryInMs(int pointer)
        {
            return EventError(pointer) + ErrorSize;
        }

        internal static int EventAttempt(int pointer)
        {
            return EventRetryInMs(pointer) + 4;
        }

        internal static int EventSize(int pointer)
        {
            return (EventAttempt(pointer) + 4 + 7) / 8 * 8;
        }
    }
}
