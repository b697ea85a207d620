// The native library is there and is the one that this assembly was made for: found out once, before anything else is
// asked of it, so that nothing of the kind comes up on a finalizer or a timer.

using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]

namespace LibAuthForge
{
    internal static class NativeLibraryCheck
    {
        /// <summary>Where Linux says what a process has loaded.</summary>
        private const string Maps = "/proc/self/maps";

        private static volatile bool _done;

        /// <exception cref="AuthForgeNativeLibraryException">It is missing or another.</exception>
        internal static void Ensure()
        {
            if (_done) return;
            Check(Ask());
            _done = true;
        }

        private static string Ask()
        {
            try
            {
                return Text.Out(Native.af_version());
            }
            catch (DllNotFoundException missing)
            {
                throw new AuthForgeNativeLibraryException(NativeLibrarySearch.Describe(), missing);
            }
            catch (BadImageFormatException other)
            {
                throw new AuthForgeNativeLibraryException(NativeLibrarySearch.Describe(), other);
            }
            catch (EntryPointNotFoundException other)
            {
                throw new AuthForgeNativeLibraryException("the native library authforge that this process has loaded" +
                    Where() + " is none of AuthForge's, or much older than LibAuthForge " + Layout.Version +
                    ": put the one of the same package beside LibAuthForge.dll", other);
            }
        }

        private static void Check(string version)
        {
            if (version == Layout.Version) return;
            throw new AuthForgeNativeLibraryException("LibAuthForge " + Layout.Version + " needs the native library " +
                Layout.Version + ", and this process has loaded " + version + Where() +
                ": perhaps it is another plug-in's copy, or one that was left from before. Use the same version of both");
        }

        /// <summary>Where the library lies that was loaded, as far as the system says.</summary>
        private static string Where()
        {
            try
            {
                // Mono knows of no modules but its own.
                if (File.Exists(Maps))
                {
                    foreach (var line in File.ReadAllLines(Maps))
                    {
                        var at = line.IndexOf('/');
                        if (at < 0 || !NativeLibrarySearch.IsItsName(Path.GetFileName(line))) continue;
                        var path = line.Substring(at);
                        return " from " + path;
                    }
                }
                foreach (ProcessModule module in Process.GetCurrentProcess().Modules)
                {
                    var name = Path.GetFileName(module.FileName);
                    if (NativeLibrarySearch.IsItsName(name)) return " from " + module.FileName;
                }
            }
            catch (Exception)
            {
                // A system that does not say.
            }
            return "";
        }
    }
}
