// The library calls in: static functions, which is all that ahead-of-time compilers allow, and what they are for
// in a GCHandle that the library gives back to `Release`.

using System;
using System.Runtime.InteropServices;

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

    internal static class Callbacks
    {
        // As long as the code is there, native code may call it: never collected.
        private static readonly Native.FailureCallback FailureFunction = Failure;
        private static readonly Native.EventCallback EventFunction = OnEvent;
        private static readonly Native.ReleaseCallback ReleaseFunction = Release;

        /// <summary>Has failures and events of a client told to it.</summary>
        internal static void Set(IntPtr client, ClientReference reference)
        {
            var error = AuthForgeException.NewBuffer();
            AuthForgeException.Check(
                Native.af_client_set_failure_callback(client, FailureFunction, Keep(reference), ReleaseFunction, error), error);
            AuthForgeException.Check(
                Native.af_client_set_event_callback(client, EventFunction, Keep(reference), ReleaseFunction, error), error);
        }

        /// <summary>What the library hands to each call, until it releases it.</summary>
        internal static IntPtr Keep(object target)
        {
            return GCHandle.ToIntPtr(GCHandle.Alloc(target));
        }

        private static AuthForgeClient ClientOf(IntPtr userData)
        {
            return ((ClientReference)GCHandle.FromIntPtr(userData).Target).Client;
        }

        [MonoPInvokeCallback(typeof(Native.FailureCallback))]
        private static void Failure(IntPtr client, int reason, IntPtr error, IntPtr userData)
        {
            try
            {
                var target = NativeThreads.Enter() ? ClientOf(userData) : null;
                if (target == null) return;
                var copy = new byte[Layout.ErrorSize];
                Marshal.Copy(error, copy, 0, Math.Min(copy.Length, Marshal.ReadInt32(error)));
                target.ReceiveFailure((AuthForgeReason)reason, AuthForgeException.Read(copy, 0));
            }
            catch (Exception)
            {
                // Nothing may come out into native code; what handlers throw was told before.
            }
        }

        [MonoPInvokeCallback(typeof(Native.EventCallback))]
        private static void OnEvent(IntPtr client, IntPtr happened, IntPtr userData)
        {
            try
            {
                var target = NativeThreads.Enter() ? ClientOf(userData) : null;
                if (target != null) target.Receive(happened);
            }
            catch (Exception)
            {
                // As above.
            }
        }

        [MonoPInvokeCallback(typeof(Native.ReleaseCallback))]
        private static void Release(IntPtr userData)
        {
            GCHandle.FromIntPtr(userData).Free();
        }
    }
}
