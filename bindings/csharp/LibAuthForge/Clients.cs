// The clients of this copy of the code: who is woken for which handle, which of them must not be collected, and that
// none outlives the code. All of it is reached from statics of this assembly alone, so that an AssemblyLoadContext that
// can be unloaded is.

using System;
using System.Collections.Generic;

namespace LibAuthForge
{
    internal static class Clients
    {
        private static readonly object Gate = new object();

        private static readonly Dictionary<IntPtr, WeakReference<AuthForgeClient>> All =
            new Dictionary<IntPtr, WeakReference<AuthForgeClient>>();

        /// <summary>Those that hold a license, or whose tasks are open.</summary>
        private static readonly HashSet<AuthForgeClient> Rooted = new HashSet<AuthForgeClient>();

        private static bool _unloading;

        internal static void Add(IntPtr handle, AuthForgeClient client)
        {
            CodeLifetime.Watch();
            lock (Gate)
            {
                if (_unloading) throw new ObjectDisposedException("LibAuthForge", "the code that holds it is being unloaded");
                All.Add(handle, new WeakReference<AuthForgeClient>(client));
            }
        }

        /// <summary>False if it was freed with the code.</summary>
        internal static bool Remove(IntPtr handle)
        {
            lock (Gate) return All.Remove(handle);
        }

        /// <summary>Null when it was collected or freed.</summary>
        internal static AuthForgeClient Find(IntPtr handle)
        {
            WeakReference<AuthForgeClient> found;
            AuthForgeClient client;
            lock (Gate) return All.TryGetValue(handle, out found) && found.TryGetTarget(out client) ? client : null;
        }

        internal static void Root(AuthForgeClient client)
        {
            lock (Gate)
            {
                if (!_unloading) Rooted.Add(client);
            }
        }

        internal static void Unroot(AuthForgeClient client)
        {
            lock (Gate) Rooted.Remove(client);
        }

        /// <summary>The code is unloaded: ends tasks and frees every client; what another thread waits in returns.</summary>
        internal static void End()
        {
            List<KeyValuePair<IntPtr, WeakReference<AuthForgeClient>>> left;
            lock (Gate)
            {
                _unloading = true;
                left = new List<KeyValuePair<IntPtr, WeakReference<AuthForgeClient>>>(All);
                Rooted.Clear();
            }
            foreach (var one in left)
            {
                AuthForgeClient client;
                if (one.Value.TryGetTarget(out client)) client.EndTasks();
                if (Remove(one.Key)) Native.af_client_free(one.Key);
            }
        }
    }
}
