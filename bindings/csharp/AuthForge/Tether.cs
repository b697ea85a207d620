using System;

namespace AuthForge
{
    /// <summary>What pumps and callbacks hold a client by: it may be collected, but not while tasks wait for it.
    /// </summary>
    internal sealed class Tether
    {
        private readonly WeakReference<AuthForgeClient> _client;
        private volatile AuthForgeClient _kept;

        internal Tether(AuthForgeClient client)
        {
            _client = new WeakReference<AuthForgeClient>(client);
        }

        /// <summary>Null when it was collected.</summary>
        internal AuthForgeClient Client
        {
            get
            {
                AuthForgeClient client;
                return _client.TryGetTarget(out client) ? client : null;
            }
        }

        internal bool IsTight
        {
            get { return _kept != null; }
        }

        internal void Tighten()
        {
            _kept = Client;
        }

        internal void Loosen()
        {
            _kept = null;
        }
    }
}
