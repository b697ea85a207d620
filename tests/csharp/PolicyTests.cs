// What becomes of a process whose license is gone while nobody listens; and what it is told by, where somebody does.
// What ends a process runs in one of its own.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using LibAuthForge;

static class PolicyTests
{
    private static AuthForgeConfig Config(AuthForgeFailurePolicy policy, AuthForgeDispatch dispatch)
    {
        var config = Harness.Config(dispatch);
        config.FailurePolicy = policy;
        config.HeartbeatInterval = TimeSpan.FromSeconds(10);
        return config;
    }

    /// <summary>Runs a method of this file in a process of its own; gives what it ended with, and its stderr.</summary>
    private static int Run(string method, out string said)
    {
        var words = new List<string>(File.ReadAllText("/proc/self/cmdline").TrimEnd('\0').Split('\0'));
        words[words.Count - 1] = method;
        var start = new ProcessStartInfo(words[0])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            Arguments = "\"" + string.Join("\" \"", words.GetRange(1, words.Count - 1)) + "\"",
        };
        using (var process = Process.Start(start))
        {
            said = process.StandardError.ReadToEnd();
            Harness.Check(process.WaitForExit((int)Harness.Patience.TotalMilliseconds), "it ends");
            return process.ExitCode;
        }
    }

    private static void Revoke()
    {
        Server.Ask("PUT", "/v1/licenses/" + Harness.GoodKey, "{\"action\":\"revoke\"}");
    }

    private static void Restore()
    {
        Server.Ask("PUT", "/v1/licenses/" + Harness.GoodKey, "{\"action\":\"activate\"}");
    }

    [Proof(TakesLong = true)]
    public static void A_license_that_is_gone_while_nobody_listens_ends_the_process_with_one_line()
    {
        foreach (var method in new[] { "NobodyListens", "NobodyListensAndPumps", "NobodyKeepsIt" })
        {
            string said;
            Harness.Same(Run(method, out said), 1, "status of " + method + ", which said " + said);
            Harness.Check(said.Contains("revoked") && said.Contains("nobody listens"), said);
            Harness.Same(said.TrimEnd().Split('\n').Length, 1, "lines of " + said);
            Restore();
        }
    }

    public static void NobodyListens()
    {
        var client = new AuthForgeClient(Config(AuthForgeFailurePolicy.Exit, AuthForgeDispatch.ThreadPool));
        client.Login(Harness.GoodKey);
        // A login that fails throws, and is heard so.
        Harness.Refused(AuthForgeStatus.InvalidKey, () => client.Login(Harness.WrongKey));
        Revoke();
        Harness.Until("the process ends", () => false);
    }

    public static void NobodyListensAndPumps()
    {
        var client = new AuthForgeClient(Config(AuthForgeFailurePolicy.Exit, AuthForgeDispatch.HostPump));
        client.Login(Harness.GoodKey);
        Revoke();
        Harness.Until("the process ends", () => { client.Pump(); return false; });
    }

    public static void NobodyKeepsIt()
    {
        Harness.Join(Harness.Begin(() => new AuthForgeClient(Config(AuthForgeFailurePolicy.Exit,
            AuthForgeDispatch.ThreadPool)).Login(Harness.GoodKey)));
        Revoke();
        Harness.Until("the process ends", () => { GC.Collect(); return false; });
    }

    [Proof(TakesLong = true)]
    public static void A_strict_program_ends_when_a_heartbeat_fails_and_others_go_on()
    {
        string said;
        Harness.Same(Run("IsStrict", out said), 1, "status, with " + said);
        Harness.Check(said.Contains("nobody listens"), said);
    }

    public static void IsStrict()
    {
        var usual = new AuthForgeClient(Config(AuthForgeFailurePolicy.Exit, AuthForgeDispatch.ThreadPool));
        usual.Login(Harness.GoodKey);
        Server.Fault("{\"endpoint\":\"heartbeat\",\"fault\":{\"error\":{\"code\":\"system_error\",\"http\":500}}}");
        Server.Requests("heartbeat", 2);
        var strict = new AuthForgeClient(Config(AuthForgeFailurePolicy.ExitStrict, AuthForgeDispatch.ThreadPool));
        strict.Login(Harness.GoodKey);
        Harness.Until("the process ends", () => false);
    }

    [Proof(TakesLong = true)]
    public static void Whoever_listens_or_takes_the_token_or_says_continue_keeps_the_process_running()
    {
        var clients = new List<AuthForgeClient>();
        for (var i = 0; i < 4; i++)
        {
            var policy = i == 3 ? AuthForgeFailurePolicy.Continue : AuthForgeFailurePolicy.Exit;
            var client = new AuthForgeClient(Config(policy, AuthForgeDispatch.ThreadPool));
            Harness.Same(client.FailurePolicy, policy, "policy");
            clients.Add(client);
            client.Login(Harness.GoodKey);
        }
        var failed = new List<AuthForgeEventArgs>();
        var ended = 0;
        clients[0].Failed += (sender, happened) => { lock (failed) failed.Add(happened); };
        clients[1].SessionEnded += (sender, happened) => Interlocked.Increment(ref ended);
        var over = clients[2].SessionEndedToken;
        Harness.Check(!over.IsCancellationRequested, "not yet");
        Revoke();
        Harness.Until("all have ended", () => clients.TrueForAll(client => !client.IsAuthenticated));
        Harness.Check(over.WaitHandle.WaitOne(Harness.Patience), "the token");
        Harness.Until("both are told", () => { lock (failed) return failed.Count == 1 && ended == 1; });
        Harness.Same(failed[0].Operation, AuthForgeOperation.Heartbeat, "what failed");
        Harness.Same(failed[0].Error.Code, "revoked", "code");
        foreach (var client in clients) client.Dispose();
    }

    [Proof]
    public static void The_token_of_a_session_is_cancelled_by_its_end_and_not_by_that_of_the_one_before()
    {
        foreach (AuthForgeDispatch dispatch in Enum.GetValues(typeof(AuthForgeDispatch)))
        {
            using (var client = Harness.Client(dispatch))
            {
                Harness.Check(client.SessionEndedToken.IsCancellationRequested, "no session, nothing to wait for");
                client.Login(Harness.GoodKey);
                var first = client.SessionEndedToken;
                Harness.Check(first.CanBeCanceled && !first.IsCancellationRequested, "a session");
                client.Logout();
                client.Login(Harness.GoodKey);
                if (dispatch == AuthForgeDispatch.HostPump) client.Pump();
                var second = client.SessionEndedToken;
                Harness.Until("the first is over", () => { Harness.Pump(client); return first.IsCancellationRequested; });
                Harness.Check(!second.IsCancellationRequested, "the second is not");
                client.Dispose();
                Harness.Check(second.IsCancellationRequested, "dispose ends it");
            }
        }
    }

    [Proof(EndsSoon = true)]
    public static void Clients_may_be_disposed_while_the_process_ends_in_handlers_added_before_and_after_them()
    {
        Server.Fault("{\"endpoint\":\"validate\",\"fault\":\"hang\"}");
        var clients = new List<AuthForgeClient>();
        AppDomain.CurrentDomain.ProcessExit += (sender, nothing) => clients.ForEach(client => client.Dispose());
        foreach (AuthForgeDispatch dispatch in Enum.GetValues(typeof(AuthForgeDispatch)))
        {
            var client = Harness.Client(dispatch);
            clients.Add(client);
            client.LoginAsync(Harness.GoodKey);
            Harness.Hang(client);
        }
        AppDomain.CurrentDomain.ProcessExit += (sender, nothing) => clients.ForEach(client => client.Dispose());
        Server.Requests("validate", 6);
        Harness.EndBegins();
        Environment.Exit(0);
    }

    [Proof(TakesLong = true)]
    public static void Making_and_disposing_ten_times_as_many_clients_takes_some_ten_times_as_long()
    {
        Func<int, double> takes = count =>
        {
            var watch = Stopwatch.StartNew();
            var clients = new List<AuthForgeClient>();
            for (var i = 0; i < count; i++) clients.Add(Harness.Client());
            foreach (var client in clients) client.Dispose();
            return watch.Elapsed.TotalMilliseconds / count;
        };
        takes(1000);
        double few = takes(1000), many = takes(10000);
        // What grows with their square takes ten times as long for each.
        Harness.Check(many < 4 * few + 0.05, few + " ms for each of few, and " + many + " for each of many");
    }
}
