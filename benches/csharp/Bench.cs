// Measures what a task costs over a blocking call, sixteen of each at once, and what an idle client costs. Prints lines of
// a name and its samples: nanoseconds, or how often a thread was woken.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using LibAuthForge;

static class Bench
{
    private const int Rounds = 15, CallsOfARound = 200, AtOnce = 16, CallsAtOnce = 1600;

    /// <summary>Longer than an idle thread of the library lives, and the runtime's own come to rest.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(15), Watch = TimeSpan.FromSeconds(10);

    private static readonly string Key = Setting("AF_TEST_LICENSE_KEY");

    private static string Setting(string name)
    {
        return Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException(name + " is not set");
    }

    private static AuthForgeClient Client(AuthForgeDispatch dispatch)
    {
        return new AuthForgeClient(new AuthForgeConfig
        {
            AppId = Setting("AF_TEST_APP_ID"),
            AppSecret = Setting("AF_TEST_APP_SECRET"),
            PublicKey = Setting("AF_TEST_PUBLIC_KEY"),
            ApiBaseUrl = new Uri(Setting("AF_TEST_URL")),
            Dispatch = dispatch,
        });
    }

    private static void Print(string name, IEnumerable<double> samples)
    {
        Console.WriteLine(name + " " + string.Join(" ", samples.Select(sample => sample.ToString("F1", CultureInfo.InvariantCulture))));
    }

    /// <summary>In turns, a block of calls each; the median of a block is a sample.</summary>
    private static void Latency(AuthForgeDispatch dispatch)
    {
        using var client = Client(dispatch);
        List<double> blocking = new(), awaited = new();
        for (var round = -3; round < Rounds; round++)
        {
            var both = new[] { Block(() => Check(client.ValidateLicense(Key))), Block(() => Check(Awaited(client))) };
            if (round < 0) continue;
            blocking.Add(both[0]);
            awaited.Add(both[1]);
        }
        Print(dispatch + "_blocking", blocking);
        Print(dispatch + "_awaited", awaited);
    }

    private static AuthForgeValidateLicenseResult Awaited(AuthForgeClient client)
    {
        var task = client.ValidateLicenseAsync(Key);
        if (client.Dispatch != AuthForgeDispatch.HostPump) return Go(task).GetAwaiter().GetResult();
        // As a loop that has nothing else to do.
        while (!task.IsCompleted) client.Pump();
        return task.Result;
    }

    private static async Task<AuthForgeValidateLicenseResult> Go(Task<AuthForgeValidateLicenseResult> task)
    {
        return await task.ConfigureAwait(false);
    }

    private static void Check(AuthForgeValidateLicenseResult result)
    {
        if (!result.IsValid) throw new InvalidOperationException(result.ToString());
    }

    private static double Block(Action call)
    {
        var took = new double[CallsOfARound];
        for (var i = 0; i < took.Length; i++)
        {
            var began = Stopwatch.GetTimestamp();
            call();
            took[i] = Stopwatch.GetElapsedTime(began).TotalNanoseconds;
        }
        Array.Sort(took);
        return took[took.Length / 2];
    }

    /// <summary>What one call takes when sixteen are always under way.</summary>
    private static void Throughput()
    {
        using var client = Client(AuthForgeDispatch.ThreadPool);
        List<double> threads = new(), tasks = new();
        for (var round = -1; round < 7; round++)
        {
            var left = CallsAtOnce;
            var began = Stopwatch.GetTimestamp();
            var callers = Enumerable.Range(0, AtOnce).Select(_ => new Thread(() =>
            {
                while (Interlocked.Decrement(ref left) >= 0) Check(client.ValidateLicense(Key));
            })).ToList();
            callers.ForEach(caller => caller.Start());
            callers.ForEach(caller => caller.Join());
            var byThreads = Stopwatch.GetElapsedTime(began).TotalNanoseconds / CallsAtOnce;
            left = CallsAtOnce;
            began = Stopwatch.GetTimestamp();
            Task.WaitAll(Enumerable.Range(0, AtOnce).Select(async _ =>
            {
                while (Interlocked.Decrement(ref left) >= 0) Check(await client.ValidateLicenseAsync(Key).ConfigureAwait(false));
            }).ToArray());
            if (round < 0) continue;
            threads.Add(byThreads);
            tasks.Add(Stopwatch.GetElapsedTime(began).TotalNanoseconds / CallsAtOnce);
        }
        Print("at_once_threads", threads);
        Print("at_once_tasks", tasks);
    }

    /// <summary>How often the threads of this process are woken with ten clients that are logged in, and before that with
    /// ten that have been: what the runtime does by itself once its thread pool has been used.</summary>
    private static void Idle()
    {
        foreach (var name in new[] { "idle_runtime", "idle_with_clients" })
        {
            var clients = new List<AuthForgeClient>();
            for (var i = 0; i < 10; i++)
            {
                var client = Client((AuthForgeDispatch)(i % 2));
                client.LoggedIn += (sender, happened) => { };
                client.SessionEnded += (sender, happened) => { };
                client.Login(Key);
                clients.Add(client);
            }
            if (name == "idle_runtime") clients.ForEach(client => client.Dispose());
            Print(name, new[] { Wakeups() });
            clients.ForEach(client => client.Dispose());
        }
    }

    private static double Wakeups()
    {
        Thread.Sleep(Rest);
        var before = Switches();
        Thread.Sleep(Watch);
        // This thread's own is one of them.
        return Switches().Sum(now => now.Value - before.GetValueOrDefault(now.Key)) - 1;
    }

    private static Dictionary<string, long> Switches()
    {
        var switches = new Dictionary<string, long>();
        foreach (var task in Directory.GetDirectories("/proc/self/task"))
        {
            try
            {
                var line = File.ReadLines(task + "/status").First(it => it.StartsWith("voluntary_ctxt_switches", StringComparison.Ordinal));
                switches[task] = long.Parse(line.Split('\t')[1], CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // A thread that has just ended.
            }
        }
        return switches;
    }

    public static int Main()
    {
        Idle();
        foreach (var dispatch in Enum.GetValues<AuthForgeDispatch>()) Latency(dispatch);
        Throughput();
        return 0;
    }
}
