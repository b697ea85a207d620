// What the C# tests share: sentences that prove themselves, checks that say what is wrong, a config for this test's
// server, and waits with a deadline.

using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using LibAuthForge;

/// <summary>A static method whose name is the sentence that it proves.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class ProofAttribute : Attribute
{
    /// <summary>Left out under a runtime that has not got it.</summary>
    public bool NeedsMono { get; set; }

    public bool NeedsDomains { get; set; }

    public bool NeedsJit { get; set; }

    public bool NeedsAot { get; set; }

    /// <summary>For what only .NET 8 and later have. Such a proof stands between <c>#if NET8_0_OR_GREATER</c> and
    /// <c>#endif</c>, since Mono's compiler does not know it; one with domains, which .NET has not got, in the opposite.
    /// </summary>
    public bool NeedsNet { get; set; }

    /// <summary>Is begun before the others.</summary>
    public bool TakesLong { get; set; }

    /// <summary>Has failed if the process has not ended within seconds.</summary>
    public bool EndsSoon { get; set; }
}

sealed class Failed : Exception
{
    public Failed(string what) : base(what) { }
}

static class Harness
{
    public const string WrongKey = "WRNG-WRNG-WRNG-WRNG";
    public const string LastingKey = "EVER-LAST-KEY8-5GRN";
    public const string Smile = "Zo\u00eb \ud83d\ude00";

    /// <summary>Longer than anything takes that is not broken.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static string GoodKey
    {
        get { return Setting("AF_TEST_LICENSE_KEY"); }
    }

    public static string Setting(string name)
    {
        var value = Environment.GetEnvironmentVariable(name);
        if (value == null) throw new Failed(name + " is not in the environment");
        return value;
    }

    public static AuthForgeConfig Config(AuthForgeDispatch dispatch)
    {
        return new AuthForgeConfig
        {
            AppId = Setting("AF_TEST_APP_ID"),
            AppSecret = Setting("AF_TEST_APP_SECRET"),
            PublicKey = Setting("AF_TEST_PUBLIC_KEY"),
            ApiBaseUrl = new Uri(Setting("AF_TEST_URL")),
            Dispatch = dispatch,
        };
    }

    public static AuthForgeClient Client(AuthForgeDispatch dispatch = AuthForgeDispatch.ThreadPool)
    {
        return new AuthForgeClient(Config(dispatch));
    }

    public static void Check(bool fine, string what)
    {
        if (!fine) throw new Failed("not true: " + what);
    }

    public static void Same<T>(T is_, T need, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(is_, need)) throw new Failed(what + " is " + is_ + ", need " + need);
    }

    public static AuthForgeException Refused(AuthForgeStatus need, Action call)
    {
        try
        {
            call();
        }
        catch (AuthForgeException error)
        {
            Same(error.Status, need, "status (" + error.Message + ")");
            return error;
        }
        throw new Failed("nothing was thrown, need " + need);
    }

    /// <summary>For a mistake of the call.</summary>
    public static T Throws<T>(Action call) where T : Exception
    {
        try
        {
            call();
        }
        catch (T thrown)
        {
            Check(thrown.GetType() == typeof(T), thrown.GetType() + " is a " + typeof(T));
            return thrown;
        }
        throw new Failed("nothing was thrown, need " + typeof(T));
    }

    /// <summary>What a host has to do, if it has to do something.</summary>
    public static int Pump(AuthForgeClient client)
    {
        return client.Dispatch == AuthForgeDispatch.HostPump ? client.Pump() : 0;
    }

    /// <summary>A login on a thread of its own that is to be dropped, in a domain or process that ends: no more is
    /// done there than is needed.</summary>
    public static void Hang(AuthForgeClient client)
    {
        Begin(() =>
        {
            try
            {
                client.Login(GoodKey);
            }
            catch (AuthForgeException error)
            {
                if (error.Status != AuthForgeStatus.Cancelled) Environment.FailFast(error.Message);
            }
        });
    }

    /// <summary>The outcome of a task, without its wrapping.</summary>
    public static T Wait<T>(Task<T> task)
    {
        Ends(task);
        return task.GetAwaiter().GetResult();
    }

    public static void Wait(Task task)
    {
        Ends(task);
        task.GetAwaiter().GetResult();
    }

    private static void Ends(Task task)
    {
        try
        {
            Check(task.Wait(Patience), "the task ends");
        }
        catch (AggregateException)
        {
            // Told again by its awaiter.
        }
    }

    public static void Until(string what, Func<bool> condition)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (!condition())
        {
            if (DateTime.UtcNow > deadline) throw new Failed("did not happen: " + what);
            Thread.Sleep(2);
        }
    }

    public static Thread Begin(ThreadStart work)
    {
        var thread = new Thread(work) { IsBackground = true };
        thread.Start();
        return thread;
    }

    public static void Join(Thread thread)
    {
        Check(thread.Join(Patience), "the thread ends");
    }

    /// <summary>Where the runner measures how long the end of the process takes, it does so from here on.</summary>
    public static void EndBegins()
    {
        var mark = Environment.GetEnvironmentVariable("AF_TEST_END_BEGINS");
        if (mark != null) File.WriteAllText(mark, "");
    }

    private static IEnumerable<MethodInfo> Proofs()
    {
        foreach (var type in typeof(Harness).Assembly.GetTypes())
        {
            foreach (var method in type.GetMethods(BindingFlags.Static | BindingFlags.Public))
            {
                if (method.IsDefined(typeof(ProofAttribute), false)) yield return method;
            }
        }
    }

    private static string Needs(MethodInfo method)
    {
        var proof = (ProofAttribute)method.GetCustomAttributes(typeof(ProofAttribute), false)[0];
        return (proof.NeedsMono ? " mono" : "") + (proof.NeedsDomains ? " domains" : "") +
            (proof.NeedsJit ? " jit" : "") + (proof.NeedsAot ? " aot" : "") + (proof.NeedsNet ? " net" : "") +
            (proof.TakesLong ? " long" : "") + (proof.EndsSoon ? " soon" : "");
    }

    /// <summary>What a proof has run in a process of its own.</summary>
    private static MethodInfo Role(string name)
    {
        foreach (var type in typeof(Harness).Assembly.GetTypes())
        {
            var method = type.GetMethod(name, BindingFlags.Static | BindingFlags.Public);
            if (method != null && !method.IsDefined(typeof(ProofAttribute), false)) return method;
        }
        return null;
    }

    /// <summary><c>list</c>, the name of a proof, or of what one has run.</summary>
    public static int Main(string[] arguments)
    {
        var role = Role(arguments[0]);
        if (role != null)
        {
            role.Invoke(null, null);
            return 0;
        }
        foreach (var method in Proofs())
        {
            if (arguments[0] == "list") Console.WriteLine(method.Name + Needs(method));
            if (arguments[0] != method.Name) continue;
            try
            {
                ((Action)Delegate.CreateDelegate(typeof(Action), method))();
                EndBegins();
                return 0;
            }
            catch (Exception error)
            {
                Console.WriteLine(error);
                return 1;
            }
        }
        return arguments[0] == "list" ? 0 : 2;
    }
}
