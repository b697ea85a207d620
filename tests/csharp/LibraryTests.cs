// A native library that is missing, for another machine, or of another version: one message that says so, at first use.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using LibAuthForge;

static class LibraryTests
{
    /// <summary>Runs a method of this file where the library is looked for in this folder; gives what it said.</summary>
    private static string In(string folder, string method)
    {
        var words = new List<string>(File.ReadAllText("/proc/self/cmdline").TrimEnd('\0').Split('\0'));
        words[words.Count - 1] = method;
        var start = new ProcessStartInfo(words[0])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Arguments = "\"" + string.Join("\" \"", words.GetRange(1, words.Count - 1)) + "\"",
        };
        start.EnvironmentVariables["LD_LIBRARY_PATH"] = folder;
        using (var process = Process.Start(start))
        {
            var said = process.StandardOutput.ReadToEnd();
            Harness.Check(process.WaitForExit((int)Harness.Patience.TotalMilliseconds), "it ends");
            return said;
        }
    }

    private static void Says(string said, params string[] words)
    {
        foreach (var word in words) Harness.Check(said.Contains(word), word + " is said in: " + said);
    }

    [Proof(NeedsJit = true)]
    public static void A_library_that_is_missing_or_for_another_machine_is_named_with_where_and_what()
    {
        using (var folder = new Folder())
        {
            Says(In(folder[""], "UseTheLibrary"), "AuthForgeNativeLibraryException", folder[""].TrimEnd('/'), "this program runs on Linux", "Put the",
                "revokedStopOnlineYour license has been withdrawn");
            // The head of a library for arm64, which Linux calls not found.
            var own = File.ReadAllBytes(Loaded());
            own[18] = 183;
            File.WriteAllBytes(folder["libauthforge.so"], own);
            Says(In(folder[""], "UseTheLibrary"), "AuthForgeNativeLibraryException", folder["libauthforge.so"] + " is for Linux arm64");
            File.WriteAllText(folder["libauthforge.so"], "no library at all, but long enough to have a head; " + new string('x', 64));
            Says(In(folder[""], "UseTheLibrary"), "AuthForgeNativeLibraryException", "it is no machine code");
        }
    }

    [Proof(NeedsJit = true)]
    public static void A_library_of_another_version_is_named_with_both_and_its_place()
    {
        using (var folder = new Folder())
        {
            Compile(folder, "const char *af_version(void) { return \"0.0.7\"; }");
            Says(In(folder[""], "UseTheLibrary"), "AuthForgeNativeLibraryException", "0.0.7", AuthForgeLibrary.Version, folder["libauthforge.so"]);
            Compile(folder, "int something_else(void) { return 0; }");
            Says(In(folder[""], "UseTheLibrary"), "AuthForgeNativeLibraryException", "is none of AuthForge's", folder["libauthforge.so"]);
        }
    }

    [Proof]
    public static void How_many_threads_there_may_be_is_4_to_256()
    {
        foreach (var right in new[] { 4, 256, 64 }) AuthForgeLibrary.SetMaxThreads(right);
        foreach (var wrong in new[] { int.MinValue, 0, 3, 257 })
        {
            var said = Harness.Throws<ArgumentOutOfRangeException>(() => AuthForgeLibrary.SetMaxThreads(wrong));
            Harness.Check(wrong == (int)said.ActualValue, "the number is named");
        }
    }

    /// <summary>Everything that may be the first.</summary>
    public static void UseTheLibrary()
    {
        foreach (var use in new Action[]
        {
            () => new AuthForgeClient(new AuthForgeConfig { AppId = "a", PublicKey = "b" }).Dispose(),
            () => GC.KeepAlive(AuthForgeLibrary.Version),
            () => AuthForgeLibrary.SetLog(AuthForgeLogLevel.Off, null),
            () => AuthForgeMessages.Set(null),
            () => AuthForgeLibrary.ParseActivationRequest("x"),
            () => AuthForgeLibrary.Shutdown(TimeSpan.Zero),
            () => AuthForgeLibrary.SetMaxThreads(64),
        })
        {
            try
            {
                use();
                Console.WriteLine("nothing was wrong");
                return;
            }
            catch (Exception wrong)
            {
                if (!(wrong is AuthForgeNativeLibraryException))
                {
                    Console.WriteLine("not what was asked for: " + wrong);
                    return;
                }
            }
        }
        // Without a library there are still codes, and sentences for developers.
        var error = new AuthForgeException(AuthForgeStatus.Revoked);
        Console.WriteLine(error.Code + error.Advice + AuthForgeModelFactory.Session().Kind + error.UserMessage);
        try
        {
            new AuthForgeClient(new AuthForgeConfig()).Dispose();
        }
        catch (AuthForgeNativeLibraryException wrong)
        {
            Console.WriteLine(wrong.GetType().Name + ": " + wrong.Message);
        }
    }

    private static string Loaded()
    {
        GC.KeepAlive(AuthForgeLibrary.Version);
        return File.ReadAllLines("/proc/self/maps").Select(line => line.Substring(line.IndexOf('/') + 1))
            .Where(path => path.EndsWith("/libauthforge.so", StringComparison.Ordinal)).Select(path => "/" + path).First();
    }

    private static void Compile(Folder folder, string text)
    {
        File.WriteAllText(folder["fake.c"], text);
        var start = new ProcessStartInfo("cc", "-shared -fPIC -o " + folder["libauthforge.so"] + " " + folder["fake.c"]) { UseShellExecute = false };
        using (var compiler = Process.Start(start))
        {
            compiler.WaitForExit();
            Harness.Same(compiler.ExitCode, 0, "status of the compiler");
        }
    }

    /// <summary>On Windows both are one file.</summary>
    [Proof]
    public static void No_assembly_is_called_as_the_native_library_is()
    {
        Harness.Check(!string.Equals(typeof(AuthForgeClient).Assembly.GetName().Name, "authforge", StringComparison.OrdinalIgnoreCase), "names");
    }
}
