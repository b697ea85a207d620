using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace LibAuthForge
{
    /// <summary>What is there once for the whole process.</summary>
    public static class AuthForgeLibrary
    {
        private static readonly Native.LogCallback LogFunction = Log;
        private static readonly Native.ReleaseCallback ReleaseFunction = Release;
        private static readonly object GuardGate = new object();
        private static UnloadGuard _guard;

        /// <summary>Listeners of this domain that the library has not given back: one, if it is not another
        /// domain's turn, and two while they change.</summary>
        private static int _listening;

        /// <summary>The library's version, such as <c>0.1.0</c>.</summary>
        public static string Version
        {
            get { return Text.Out(Native.af_version()); }
        }

        /// <summary>Reads an activation request, for tools of the app's operator; gives it as a JSON object.</summary>
        /// <exception cref="AuthForgeException">What is wrong with it.</exception>
        public static string ParseActivationRequest(string text)
        {
            var bytes = Text.In(text, "text");
            return Text.Written((byte[] buffer, UIntPtr size, out UIntPtr length, byte[] error) =>
                Native.af_parse_activation_request(bytes, buffer, size, out length, error));
        }

        /// <summary>Logs every client out, ends every task and joins the library's threads; a later login starts them
        /// anew. Not needed before the process ends.</summary>
        /// <param name="timeout">How long to wait for handlers that run;
        /// <see cref="Timeout.InfiniteTimeSpan"/> is as long as it takes.</param>
        /// <returns>False if a handler did not return in time; its thread ends when it does.</returns>
        /// <exception cref="AuthForgeException">Called inside a callback on a thread of the library.</exception>
        public static bool Shutdown(TimeSpan timeout)
        {
            var error = AuthForgeException.NewBuffer();
            var milliseconds = timeout == Timeout.InfiniteTimeSpan
                ? uint.MaxValue
                : Math.Max(0, Math.Min(timeout.TotalMilliseconds, uint.MaxValue));
            var status = Native.af_shutdown((uint)milliseconds, error);
            if (status == AuthForgeStatus.StillRunning) return false;
            AuthForgeException.Check(status, error);
            return true;
        }

        /// <summary>Sets who hears what the library does, for the whole process: never a secret, key or token. What it
        /// throws is dropped. The old listener is not running on another thread any more when this returns.</summary>
        /// <param name="level">Messages above it are not even made.</param>
        /// <param name="listener">Called on any thread, several at once; nothing may block in it
        /// (<see cref="AuthForgeStatus.WouldDeadlock"/>). Null removes it.</param>
        /// <exception cref="AuthForgeException">The level is unknown; or
        /// <see cref="AuthForgeStatus.WouldDeadlock"/>: the old listener waits for the one that this is called in, and
        /// the new one is set all the same.</exception>
        public static void SetLog(AuthForgeLogLevel level, Action<AuthForgeLogLevel, string> listener)
        {
            var error = AuthForgeException.NewBuffer();
            if (listener == null)
            {
                AuthForgeException.Check(Native.af_set_log_callback((int)level, null, IntPtr.Zero, null, error), error);
                return;
            }
            // No lock around the call: it waits for the old listener, which may be in here too.
            lock (GuardGate) _guard = _guard ?? new UnloadGuard(Silence, true);
            Interlocked.Increment(ref _listening);
            AuthForgeException.Check(Native.af_set_log_callback((int)level, LogFunction, Callbacks.Keep(listener),
                ReleaseFunction, error), error);
        }

        private static void Silence()
        {
            if (Volatile.Read(ref _listening) == 0) return;
            Native.af_set_log_callback((int)AuthForgeLogLevel.Off, null, IntPtr.Zero, null, null);
        }

        [MonoPInvokeCallback(typeof(Native.LogCallback))]
        private static void Log(int level, IntPtr text, UIntPtr length, IntPtr userData)
        {
            try
            {
                if (!NativeThreads.Enter()) return;
                var listener = (Action<AuthForgeLogLevel, string>)GCHandle.FromIntPtr(userData).Target;
                listener((AuthForgeLogLevel)level, Text.Out(text, (int)length));
            }
            catch (Exception)
            {
                // Nothing may come out into native code.
            }
        }

        [MonoPInvokeCallback(typeof(Native.ReleaseCallback))]
        private static void Release(IntPtr userData)
        {
            GCHandle.FromIntPtr(userData).Free();
            Interlocked.Decrement(ref _listening);
        }
    }
}
