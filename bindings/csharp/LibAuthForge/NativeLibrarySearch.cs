// For the message that somebody reads whose native library is not found: the system's own says too little (on Linux a
// library for another processor is "not found").

using System;
using System.Collections.Generic;
#if !NET8_0_OR_GREATER
using System.Diagnostics;
#endif
using System.IO;
using System.Text;

namespace LibAuthForge
{
    internal static class NativeLibrarySearch
    {
        private static readonly string[] FileNames = { "authforge.dll", "libauthforge.so", "libauthforge.dylib" };

        internal static bool IsItsName(string name)
        {
            return Array.Exists(FileNames, own => string.Equals(own, name, StringComparison.OrdinalIgnoreCase));
        }

        /// <summary>Folders, what is there, and what to do.</summary>
        internal static string Describe()
        {
            var own = OwnImage();
            var folders = Folders();
            var found = new List<string>();
            foreach (var folder in folders)
            {
                foreach (var name in FileNames)
                {
                    var path = Path.Combine(folder, name);
                    if (File.Exists(path)) found.Add(path + " is for " + NativeImage.Read(path));
                }
            }
            var text = new StringBuilder("the native library authforge cannot be loaded; this program runs on ");
            text.Append(own).Append(". ");
            if (found.Count == 0) text.Append("It is in none of: ");
            else text.Append(string.Join("; ", found)).Append(". Looked in: ");
            text.Append(string.Join(", ", folders)).Append(". ");
            text.Append("Put the ").Append(own).Append(" one (").Append(NameFor(own)).Append(") beside the program, or refer to ");
            text.Append("the package LibAuthForge, which has one for each RID that it names");
            return text.ToString();
        }

        private static string NameFor(string own)
        {
            return own.StartsWith("Windows", StringComparison.Ordinal) ? FileNames[0]
                : own.StartsWith("macOS", StringComparison.Ordinal) ? FileNames[2] : FileNames[1];
        }

        /// <summary>What the program itself is for says what the library has to be for.</summary>
        private static string OwnImage()
        {
            try
            {
#if NET8_0_OR_GREATER
                return NativeImage.Read(Environment.ProcessPath);
#else
                return NativeImage.Read(Process.GetCurrentProcess().MainModule.FileName);
#endif
            }
            catch (Exception)
            {
                return IntPtr.Size * 8 + " bits";
            }
        }

        private static List<string> Folders()
        {
            var folders = new List<string>();
            Add(folders, AppDomain.CurrentDomain.BaseDirectory);
            Add(folders, FolderOfAssembly());
            var runtimes = Path.Combine(AppDomain.CurrentDomain.BaseDirectory, "runtimes");
            if (Directory.Exists(runtimes))
            {
                foreach (var rid in Directory.GetDirectories(runtimes)) Add(folders, Path.Combine(rid, "native"));
            }
            foreach (var variable in new[] { "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH" })
            {
                foreach (var folder in (Environment.GetEnvironmentVariable(variable) ?? "").Split(':')) Add(folders, folder);
            }
            return folders;
        }

        private static void Add(List<string> folders, string folder)
        {
            if (string.IsNullOrEmpty(folder)) return;
            var trimmed = folder.Length > 1 ? folder.TrimEnd('/', '\\') : folder;
            if (!folders.Contains(trimmed)) folders.Add(trimmed);
        }

        /// <summary>Empty for a program that is one file.</summary>
#if NET8_0_OR_GREATER
        [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "Empty is handled.")]
#endif
        private static string FolderOfAssembly()
        {
            try
            {
                var place = typeof(NativeLibrarySearch).Assembly.Location;
                return string.IsNullOrEmpty(place) ? null : Path.GetDirectoryName(place);
            }
            catch (Exception)
            {
                return null;
            }
        }
    }
}
