// Handles of the library. Their numbers may be used after they were freed, also by another thread: the library
// answers that they are stale.

using System;
using System.Runtime.InteropServices;

namespace LibAuthForge
{
    internal abstract class LibraryHandle : SafeHandle
    {
        protected LibraryHandle(IntPtr raw) : base(IntPtr.Zero, true)
        {
            SetHandle(raw);
        }

        public override bool IsInvalid
        {
            get { return handle == IntPtr.Zero; }
        }

        internal IntPtr Raw
        {
            get { return handle; }
        }
    }

    internal sealed class ConfigHandle : LibraryHandle
    {
        internal ConfigHandle(IntPtr raw) : base(raw)
        {
        }

        protected override bool ReleaseHandle()
        {
            Native.af_config_free(handle);
            return true;
        }
    }

    /// <summary>Disposing frees at once, even while other threads are inside a call: that is what ends the
    /// call.</summary>
    internal sealed class ClientHandle : LibraryHandle
    {
        internal ClientHandle(IntPtr raw) : base(raw)
        {
        }

        protected override bool ReleaseHandle()
        {
            if (!Clients.Remove(handle) || NativeThreads.AreExiting) return true;
            Native.af_client_free(handle);
            return true;
        }
    }
}
