// The library's threads that call in, and threads of the host's that wait inside the library. Mono waits for both at the
// end of the process; and (but for Unity's since 2021.1) at the end of an AppDomain for those of the library that were
// first called back in it.

using System;
using System.Threading;

namespace LibAuthForge
{
    internal static class NativeThreads
    {
        /// <summary>Milliseconds that the end of the domain, or of the process, waits for handlers.</summary>
        private const uint Patience = 2000;

        /// <summary>For the end of the process by a handler, which will not return.</summary>
        private const uint NoPatience = 100;

        private static readonly bool IsMono = Type.GetType("Mono.Runtime") != null;
        private static readonly object Gate = new object();
        private static bool _watching;
        private static volatile bool _refused;
        private static volatile bool _entered;
        private static volatile bool _exiting;

        /// <summary>The process ends: there is nothing to free, and a handler that ends it would be waited for.
        /// </summary>
        internal static bool AreExiting
        {
            get { return _exiting; }
        }

        /// <summary>From the first client or listener on, for good: threads stay a while after it is gone.</summary>
        internal static void Watch()
        {
            lock (Gate)
            {
                if (_watching) return;
                _watching = true;
                AppDomain.CurrentDomain.DomainUnload += Unload;
                AppDomain.CurrentDomain.ProcessExit += Exit;
            }
        }

        /// <summary>For what native code calls: whether it may go on. Not while the domain is unloaded, since Mono then
        /// waits for ever for work that is given to the thread pool.</summary>
        internal static bool Enter()
        {
            if (_refused) return false;
            _entered = true;
            return true;
        }

        internal static void Refuse()
        {
            _refused = true;
        }

        /// <summary>They start anew for the clients of other domains, which log in again.</summary>
        internal static void End()
        {
            if (_entered) Native.af_shutdown(Patience, null);
        }

        private static void Unload(object sender, EventArgs nothing)
        {
            Refuse();
            End();
        }

        private static void Exit(object sender, EventArgs nothing)
        {
            _exiting = true;
            if (!IsMono || Native.af_shutdown(Patience, null) != AuthForgeStatus.WouldDeadlock) return;
            // On one of them, which cannot wait for itself; but the others end.
            var helper = new Thread(() => Native.af_shutdown(NoPatience, null)) { IsBackground = true };
            helper.Start();
            helper.Join();
        }
    }
}
