// Numbers of authforge.h that nobody else needs to see: made by `cargo xtask generate`; do not edit.

namespace LibAuthForge
{
    /// <summary>What happens to a failure that nobody listens for.</summary>
    internal enum NativeFailurePolicy
    {
        /// <summary>A failed login and a fatal background failure end the process.</summary>
        Exit = 0,
        /// <summary>Transient background failures end it too.</summary>
        ExitStrict = 1,
        /// <summary>Never ends the process.</summary>
        Continue = 2,
    }

    /// <summary>How callbacks reach the host.</summary>
    internal enum NativeDispatch
    {
        /// <summary>On a thread of the library.</summary>
        Background = 0,
        /// <summary>On the host's thread, when it calls <c>af_client_pump</c> or <c>af_client_poll</c>.</summary>
        Pump = 1,
    }

    /// <summary>Whose variables. A number that is none of these has no variables.</summary>
    internal enum NativeScope
    {
        /// <summary>The app's, the same for all of its licenses.</summary>
        App = 0,
        /// <summary>This license's.</summary>
        License = 1,
    }
}
