#if UNITY_WEBGL && !UNITY_EDITOR
// A warning and no error: with one, no game that has the package could be built for WebGL, even if nothing of it is
// used there, since nobody can change what is in a package.
#warning AuthForge has no library for WebGL, where there are no sockets and no threads: every login fails there. Put what needs a license into #if !UNITY_WEBGL || UNITY_EDITOR, and let a server of yours ask for the license.
#endif

using System;

namespace LibAuthForge
{
    /// <summary>Where the package compiles, so that a game does, and cannot work.</summary>
    internal static class AuthForgePlatform
    {
        internal const string NoWebGL = "AuthForge has no library for WebGL, where there are no sockets and no threads: put "
            + "what needs a license into #if !UNITY_WEBGL || UNITY_EDITOR, and let a server of yours ask for the license";

        /// <exception cref="PlatformNotSupportedException">Here is such a place.</exception>
        internal static void Check()
        {
#if UNITY_WEBGL && !UNITY_EDITOR
            throw new PlatformNotSupportedException(NoWebGL);
#endif
        }
    }
}
