// Where the fields of af_error and af_event are: made by `cargo xtask generate`; do not edit.

namespace LibAuthForge
{
    /// <summary>Offsets and sizes in bytes, of structs that are read out of bytes: so a poll of an empty queue makes no
    /// garbage. Some depend on how many bytes a pointer has.</summary>
    internal static class Layout
    {
        /// <summary>The version of the library that this was made with.</summary>
        internal const string Version = "0.1.0";

        internal const int ErrorStructSize = 0;
        internal const int ErrorStatus = 4;
        internal const int ErrorHttpStatus = 8;
        internal const int ErrorRetryAfterMs = 12;
        internal const int ErrorCode = 16;
        internal const int ErrorCodeSize = 64;
        internal const int ErrorMessage = 80;
        internal const int ErrorMessageSize = 256;
        internal const int ErrorSize = 336;
        internal const int EventStructSize = 0;
        internal const int EventKind = 4;
        internal const int EventRequest = 8;
        internal const int EventSession = 16;
        internal static int EventReason(int pointer) { return pointer == 8 ? 24 : 20; }
        internal static int EventStatus(int pointer) { return pointer == 8 ? 28 : 24; }
        internal static int EventHttpStatus(int pointer) { return pointer == 8 ? 32 : 28; }
        internal static int EventRetryAfterMs(int pointer) { return pointer == 8 ? 36 : 32; }
        internal static int EventCode(int pointer) { return pointer == 8 ? 40 : 36; }
        internal const int EventCodeSize = 64;
        internal static int EventMessage(int pointer) { return pointer == 8 ? 104 : 100; }
        internal const int EventMessageSize = 256;
        internal static int EventRetryInMs(int pointer) { return pointer == 8 ? 360 : 356; }
        internal static int EventAttempt(int pointer) { return pointer == 8 ? 364 : 360; }
        internal static int EventSize(int pointer) { return pointer == 8 ? 368 : 368; }

        /// <summary>From here on the fields of an error are in an event where they are in an error.</summary>
        internal static int EventError(int pointer) { return pointer == 8 ? 24 : 20; }
    }
}
