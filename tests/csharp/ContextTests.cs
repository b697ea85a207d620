// A plug-in with its own copy of the library, in an AssemblyLoadContext that is unloaded: nothing of the process holds it.

#if NET8_0_OR_GREATER
using System;
using System.IO;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Threading;
using LibAuthForge;

static class ContextTests
{
    /// <summary>Where a plug-in's code waits, of the runtime's own type, which both copies know.</summary>
    private const string Gate = "AuthForge.Tests.Gate";

    private static AuthForgeClient _kept;

    /// <summary>Loads copies of this program and of the library.</summary>
    private sealed class PlugIn : AssemblyLoadContext
    {
        public PlugIn() : base("plug-in", true)
        {
        }

        protected override Assembly Load(AssemblyName name)
        {
            return name.Name == "LibAuthForge" ? LoadFromAssemblyPath(typeof(AuthForgeClient).Assembly.Location) : null;
        }
    }

    /// <summary>Runs a method of this file in a plug-in, and unloads it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Run(string method)
    {
        var plugIn = new PlugIn();
        var copy = plugIn.LoadFromAssemblyPath(typeof(ContextTests).Assembly.Location);
        Harness.Check(copy != typeof(ContextTests).Assembly, "a copy");
        copy.GetType("ContextTests").GetMethod(method).Invoke(null, null);
        plugIn.Unload();
        return new WeakReference(plugIn);
    }

    private static void IsCollected(WeakReference plugIn, string what)
    {
        Harness.Until(what + " is collected", () =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return !plugIn.IsAlive;
        });
    }

    [Proof(NeedsNet = true, TakesLong = true)]
    public static void A_plug_in_that_is_unloaded_leaves_nothing_behind()
    {
        AppContext.SetData(Gate, new ManualResetEventSlim());
        foreach (var method in new[] { "DoNothing", "LogInAndDispose", "KeepALicense", "KeepAWindowsLicense", "KeepAPump", "Listen", "LeaveATask", "TakeTheToken" })
        {
            IsCollected(Run(method), method);
        }
    }

    [Proof(NeedsNet = true, TakesLong = true)]
    public static void A_plug_in_is_unloaded_while_a_login_hangs_and_while_a_handler_runs()
    {
        using (var gate = new ManualResetEventSlim())
        {
            AppContext.SetData(Gate, gate);
            var handler = Run("StayInAHandler");
            Server.Fault("{\"endpoint\":\"validate\",\"fault\":\"hang\"}");
            IsCollected(Run("HangInALogin"), "a login that hangs");
            Harness.Check(handler.IsAlive, "a handler runs");
            gate.Set();
            IsCollected(handler, "a handler");
        }
    }

    [Proof(NeedsNet = true, TakesLong = true)]
    public static void A_hundred_plug_ins_come_and_go_and_memory_stays_what_it_was()
    {
        Action<int> many = count => { for (var i = 0; i < count; i++) IsCollected(Run("KeepALicense"), "plug-in " + i); };
        many(10);
        var before = GC.GetTotalMemory(true);
        many(90);
        var more = GC.GetTotalMemory(true) - before;
        Harness.Check(more < 2 * 1024 * 1024, more + " bytes more than after ten");
    }

    public static void DoNothing()
    {
        using (var client = Harness.Client()) GC.KeepAlive(client.Hwid);
    }

    public static void LogInAndDispose()
    {
        using (var client = Harness.Client()) Play(client);
    }

    public static void KeepALicense()
    {
        Play(_kept = Harness.Client());
    }

    public static void KeepAWindowsLicense()
    {
        Play(_kept = Harness.Client(AuthForgeDispatch.SynchronizationContext));
    }

    public static void KeepAPump()
    {
        _kept = Harness.Client(AuthForgeDispatch.HostPump);
        _kept.Login(Harness.GoodKey);
        _kept.LoginAsync(Harness.GoodKey);
    }

    public static void Listen()
    {
        AuthForgeLibrary.SetLog(AuthForgeLogLevel.Debug, (level, line) => GC.KeepAlive(line));
        KeepALicense();
    }

    public static void LeaveATask()
    {
        _kept = Harness.Client();
        _kept.LoginAsync(Harness.GoodKey);
    }

    public static void TakeTheToken()
    {
        KeepALicense();
        _kept.SessionEndedToken.Register(() => GC.KeepAlive(_kept));
    }

    public static void HangInALogin()
    {
        var before = Server.Requests("validate", 0);
        _kept = Harness.Client();
        Harness.Hang(_kept);
        Server.Requests("validate", before + 1);
    }

    public static void StayInAHandler()
    {
        var inside = new ManualResetEventSlim();
        var gate = (ManualResetEventSlim)AppContext.GetData(Gate);
        _kept = Harness.Client();
        _kept.LoggedIn += (sender, happened) => { inside.Set(); gate.Wait(); };
        _kept.Login(Harness.GoodKey);
        Harness.Check(inside.Wait(Harness.Patience), "it runs");
    }

    /// <summary>Until a handler of it has run, and returned.</summary>
    private static void Play(AuthForgeClient client)
    {
        var told = new ManualResetEventSlim();
        client.LoggedIn += (sender, happened) => told.Set();
        client.Login(Harness.GoodKey);
        Harness.Check(told.Wait(Harness.Patience), "told");
    }
}
#endif
