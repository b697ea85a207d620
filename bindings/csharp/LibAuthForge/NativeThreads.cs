// The library's threads that call in, and threads of the host's that wait inside the library. Mono waits for both at the
// end of the process; and (but for Unity's since 2021.1) at the end of an AppDomain for those of the library that were
// first called back in it. So under Mono only a listener of the log has them call in; wake-ups are waited for.

using System;
using System.Threading;

namespace LibAuthForge
{
    internal static class NativeThreads
    {
        /// <summary>Milliseconds that the end of the domain, or of the process, waits.</summary>
        private const uint Patience = 2000;

        /// <summary>For the end of the process by somebody who is called back, who will not return.</summary>
        private const uint NoPatience = 100;

        internal static readonly bool AreMonos = Type.GetType("Mono.Runtime") != null;

        /// <summary>There may be AppDomains: .NET Framework, Mono, IL2CPP.</summary>
        internal static readonly bool HasDomains = typeof(object).Assembly.GetName().Name == "mscorlib";

        private static volatile bool _refused;
        private static volatile bool _entered;
        private static volatile bool _exiting;

        /// <summary>The process ends: there is nothing to free.</summary>
        internal static bool AreExiting
        {
            get { return _exiting; }
        }

        /// <summary>Not where nobody needs it: a listener of the process would keep an AssemblyLoadContext alive.</summary>
        internal static void Watch()
        {
            if (HasDomains) AppDomain.CurrentDomain.ProcessExit += Exit;
        }

        /// <summary>For what native code calls: whether it may go on. Not while the code is unloaded, since Mono then
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
            if (AreMonos && _entered) Native.af_shutdown(Patience, null);
        }

        private static void Exit(object sender, EventArgs nothing)
        {
            _exiting = true;
            if (!AreMonos) return;
            try
            {
                // What waits in the library returns, and does not come again.
                Clients.End();
                if (Native.af_shutdown(Patience, null) != AuthForgeStatus.WouldDeadlock) return;
                // On one of them, which cannot wait for itself; but the others end.
                var helper = new Thread(() => Native.af_shutdown(NoPatience, null)) { IsBackground = true };
                helper.Start();
                helper.Join();
            }
            catch (Exception)
            {
                // Without the library there is nothing to end.
            }
        }
    }
}
