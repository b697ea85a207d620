// What nobody can catch, and nobody should lose: told to the library's log and, for people, on stderr.

using System;
using System.Diagnostics;
using System.Threading;

namespace LibAuthForge
{
    internal static class Trouble
    {
        /// <summary>Longer than a pipe takes that somebody reads.</summary>
        private const int PatienceOfStderr = 200;

        /// <summary>For handlers of the end of the process, which may be as stuck as anything.</summary>
        private const int PatienceOfExit = 5000;

        /// <summary>Never a secret: what a handler threw is its own.</summary>
        internal static void Tell(AuthForgeLogLevel level, string line)
        {
            Log(level, line);
            if (!LogDelivery.IsHeard) Write("authforge: " + line);
        }

        internal static void Log(AuthForgeLogLevel level, string line)
        {
            try
            {
                Native.af_log((int)level, Text.In(line.Replace('\0', ' '), "line"), null);
            }
            catch (Exception)
            {
                // A log that cannot be written is not worth an exception.
            }
        }

        /// <summary>Ends the process: in its own way first, and if that is stuck without it.</summary>
        internal static void EndProcess(string line)
        {
            var started = Watchdog.Start(() =>
            {
                Log(AuthForgeLogLevel.Error, line);
                Write("authforge: " + line);
                if (!Watchdog.Start(() => Environment.Exit(1))) Kill();
                Thread.Sleep(PatienceOfExit);
                Kill();
            });
            // A process that has no thread left is not let off.
            if (!started) Kill();
        }

        /// <summary>Does not wait for a stderr that nobody reads.</summary>
        internal static void Write(string line)
        {
            using (var written = new ManualResetEvent(false))
            {
                var started = Watchdog.Start(() =>
                {
                    try
                    {
                        Console.Error.WriteLine(line);
                        written.Set();
                    }
                    catch (Exception)
                    {
                        // A stderr that takes nothing goes without.
                    }
                });
                if (started) written.WaitOne(PatienceOfStderr);
            }
        }

        private static void Kill()
        {
            Process.GetCurrentProcess().Kill();
        }
    }
}
