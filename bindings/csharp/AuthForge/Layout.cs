// Numbers of authforge.h that nobody else needs to see; a test compares them.

namespace AuthForge
{
    /// <summary>What nobody listens for: <c>af_failure</c>.</summary>
    internal enum NativeFailure
    {
        Exit = 0,
        ExitStrict = 1,
        Continue = 2,
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

        internal static int EventError(int pointer)
        {
            return EventReason(pointer) + 4;
        }

        internal static int EventSize(int pointer)
        {
            return (EventError(pointer) + ErrorSize + 7) / 8 * 8;
        }
    }
}
