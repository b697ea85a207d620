// The end of the code: an AppDomain that is unloaded (Unity's domain reload) waits for the threads that are in it, an
// AssemblyLoadContext is collected, and what the library would call is gone afterwards. So what must not outlive the
// code ends when the unloading begins.

using System;
using System.Reflection;

namespace LibAuthForge
{
    internal static class CodeLifetime
    {
        private static readonly object Gate = new object();
        private static bool _watching;

        /// <summary>From the first client or listener on, for good.</summary>
        internal static void Watch()
        {
            lock (Gate)
            {
                if (_watching) return;
                _watching = true;
            }
            NativeThreads.Watch();
#if NET8_0_OR_GREATER
            var context = System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(typeof(CodeLifetime).Assembly);
            if (context != null && context.IsCollectible) context.Unloading += Unload;
#else
            if (NativeThreads.HasDomains) AppDomain.CurrentDomain.DomainUnload += Unload;
            else WatchContext();
#endif
        }

#if NET8_0_OR_GREATER
        private static void Unload(System.Runtime.Loader.AssemblyLoadContext context)
        {
            End();
        }
#else
        private static void Unload(object sender, EventArgs nothing)
        {
            End();
        }

        private static void UnloadContext(object context)
        {
            End();
        }

        /// <summary>.NET has contexts, and .NET Standard does not know them.</summary>
        private static void WatchContext()
        {
            var type = Type.GetType("System.Runtime.Loader.AssemblyLoadContext, System.Runtime.Loader", false)
                ?? Type.GetType("System.Runtime.Loader.AssemblyLoadContext", false);
            if (type == null) return;
            var context = type.GetMethod("GetLoadContext").Invoke(null, new object[] { typeof(CodeLifetime).Assembly });
            var collectible = type.GetProperty("IsCollectible");
            if (context == null || collectible == null || !(bool)collectible.GetValue(context, null)) return;
            var unloading = type.GetEvent("Unloading");
            var end = typeof(CodeLifetime).GetMethod("UnloadContext", BindingFlags.NonPublic | BindingFlags.Static);
            unloading.AddEventHandler(context, Delegate.CreateDelegate(unloading.EventHandlerType, end));
        }
#endif

        private static void End()
        {
            try
            {
                NativeThreads.Refuse();
                Clients.End();
                LogDelivery.End();
                NativeThreads.End();
            }
            catch (Exception)
            {
                // Nothing may come out into whoever unloads; without the library there is nothing to end.
            }
        }
    }
}
