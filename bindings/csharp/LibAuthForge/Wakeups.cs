// The library says that there is something to take. It calls in, on a thread of its own, where nothing of the host's is
// run; or, under Mono, where native threads that call in are dangerous, a small thread of ours waits for it.

using System;
using System.Runtime.CompilerServices;
using System.Threading;

namespace LibAuthForge
{
    /// <summary>Marks what native code calls, for ahead-of-time compilers (Mono, IL2CPP), which go by its name.
    /// </summary>
    [AttributeUsage(AttributeTargets.Method)]
    internal sealed class MonoPInvokeCallbackAttribute : Attribute
    {
        internal MonoPInvokeCallbackAttribute(Type type)
        {
            Type = type;
        }

        internal Type Type { get; private set; }
    }

    internal static class Wakeups
    {
        private const int StackOfWaiter = 128 * 1024;

        // As long as the code is there, native code may call it: never collected. Static functions are all that
        // ahead-of-time compilers allow.
        private static readonly Native.WakeupCallback WakeFunction = Wake;

        /// <summary>A client is told by its handle, so that nothing has to be kept for the library.</summary>
        internal static void Begin(IntPtr client)
        {
            if (NativeThreads.AreMonos) return;
            var error = Failure.NewBuffer();
            Failure.Check(Native.af_client_set_wakeup_callback(client, WakeFunction, IntPtr.Zero, null, error), error);
        }

        /// <summary>For one that has no such callback, and for which something may come from now on.</summary>
        internal static void BeginWaiting(IntPtr client)
        {
            new Thread(() => WaitFor(client), StackOfWaiter) { IsBackground = true, Name = "AuthForge" }.Start();
        }

        private static void WaitFor(IntPtr handle)
        {
            bool more;
            do
            {
                ForgetWhatWasHere(16);
                more = Native.af_client_wait(handle, uint.MaxValue) && !NativeThreads.AreExiting;
            }
            while (Tell(handle, more));
        }

        /// <summary>Mono keeps whatever looks like an object on the stack of a thread that waits.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        private static long ForgetWhatWasHere(long deeper)
        {
            decimal a = deeper, b = a, c = b, d = c, e = d, f = e, g = f, h = g;
            return deeper == 0 ? (long)(a + b + c + d + e + f + g + h) : ForgetWhatWasHere(deeper - 1) + 1;
        }

        /// <summary>In here, so that the thread that waits keeps no client. False when there is nothing to wait for: the
        /// client is gone, or holds no license and has nothing open.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        private static bool Tell(IntPtr handle, bool more)
        {
            var client = Clients.Find(handle);
            if (client == null) return false;
            try
            {
                client.Take();
            }
            catch (Exception)
            {
                // Nothing ever leaves this thread.
            }
            return client.GoesOnWaiting(more);
        }

        [MonoPInvokeCallback(typeof(Native.WakeupCallback))]
        private static void Wake(IntPtr handle, IntPtr nothing)
        {
            try
            {
                if (!NativeThreads.Enter()) return;
                var client = Clients.Find(handle);
                if (client != null) client.Take();
            }
            catch (Exception)
            {
                // Nothing may come out into native code.
            }
        }
    }
}
