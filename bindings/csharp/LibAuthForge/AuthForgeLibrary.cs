using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace LibAuthForge
{
    /// <summary>What is there once for the whole process.</summary>
    public static class AuthForgeLibrary
    {
        /// <summary>The library's version, such as <c>0.1.0</c>.</summary>
        public static string Version
        {
            get
            {
                NativeLibraryCheck.Ensure();
                return Text.Out(Native.af_version());
            }
        }

        /// <summary>Reads an activation request, for tools of the app's operator; gives it as a JSON object.</summary>
        /// <exception cref="AuthForgeException">What is wrong with it.</exception>
        public static string ParseActivationRequest([DisallowNull] string text)
        {
            var bytes = Text.Needed(text, "text");
            NativeLibraryCheck.Ensure();
            return Text.Written((byte[] buffer, UIntPtr size, out UIntPtr length, byte[] error) =>
                Native.af_parse_activation_request(bytes, buffer, size, out length, error));
        }

        /// <summary>Logs every client out, ends every task and joins the library's threads; a later login starts them
        /// anew. Not needed before the process ends.</summary>
        /// <param name="timeout">How long to wait for them; <see cref="Timeout.InfiniteTimeSpan"/> is as long as it
        /// takes.</param>
        /// <returns>False if one did not end in time, as on a disk that hangs; it ends when it can.</returns>
        public static bool Shutdown(TimeSpan timeout)
        {
            if (timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
            {
                throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "timeout is negative");
            }
            NativeLibraryCheck.Ensure();
            var error = Failure.NewBuffer();
            var milliseconds = timeout == Timeout.InfiniteTimeSpan
                ? uint.MaxValue
                : Math.Min(timeout.TotalMilliseconds, uint.MaxValue - 1);
            var status = Native.af_shutdown((uint)milliseconds, error);
            if (status == AuthForgeStatus.StillRunning) return false;
            Failure.Check(status, error);
            return true;
        }

        /// <summary>Sets how many threads of the native library may do what was started, heartbeats and files, for the whole
        /// process: as a rule four at most, none at rest, and more for a while where much waits for servers.</summary>
        /// <param name="threads">4 to 256; 64 until it is set.</param>
        /// <exception cref="ArgumentOutOfRangeException">Another number.</exception>
        public static void SetMaxThreads(int threads)
        {
            NativeLibraryCheck.Ensure();
            var error = Failure.NewBuffer();
            var status = Native.af_set_max_threads(threads, error);
            if (status == AuthForgeStatus.InvalidArgument)
            {
                throw new ArgumentOutOfRangeException(nameof(threads), threads, "threads is not between 4 and 256");
            }
            Failure.Check(status, error);
        }

        /// <summary>Sets who hears what the library does, for the whole process: never a secret, key or token. Lines come
        /// in order, one at a time, on the thread pool, so that the listener may do what it likes; of one that is too slow
        /// the latest lines are lost, and that is said. What it throws is said once on stderr.</summary>
        /// <param name="level">Messages above it are not even made.</param>
        /// <param name="listener">Null removes it. The old one may still be in a line that it has begun.</param>
        /// <exception cref="ArgumentOutOfRangeException">The level is unknown.</exception>
        public static void SetLog(AuthForgeLogLevel level, Action<AuthForgeLogLevel, string> listener)
        {
            NativeLibraryCheck.Ensure();
            LogDelivery.Set(level, listener);
        }
    }
}
