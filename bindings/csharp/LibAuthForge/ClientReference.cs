using System;

namespace LibAuthForge
{
    /// <summary>What pumps and callbacks hold a client by: a weak reference, and a strong one while tasks wait for it.
    /// </summary>
    internal sealed class ClientReference
    {
        private readonly WeakReference<AuthForgeClient> _client;
        private volatile AuthForgeClient _kept;

        internal ClientReference(AuthForgeClient client)
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

        internal bool IsStrong
        {
            get { return _kept != null; }
        }

        internal void MakeStrong()
        {
            _kept = Client;
        }

        internal void MakeWeak()
        {
            _kept = null;
        }
    }
}
