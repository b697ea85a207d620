using System;
using System.Collections.Generic;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using LibAuthForge;

static class GcTests
{
    private const int Collections = 10000;

    [DllImport("authforge", CallingConvention = CallingConvention.Cdecl)]
    private static extern int af_logout(IntPtr client, IntPtr error);

    [Proof(TakesLong = true)]
    public static void Ten_thousand_collections_with_events_in_flight_move_nothing_that_matters()
    {
        Storm(AuthForgeDispatch.ThreadPool, AuthForgeDispatch.HostPump);
    }

    [Proof(TakesLong = true)]
    public static void Ten_thousand_collections_with_callbacks_in_flight_move_nothing_that_matters()
    {
        var said = 0;
        AuthForgeLibrary.SetLog(AuthForgeLogLevel.Debug, (level, text) => Interlocked.Increment(ref said));
        Storm(AuthForgeDispatch.SynchronizationContext, AuthForgeDispatch.SynchronizationContext);
        Harness.Check(said > 0, "the log was heard");
    }

    private static void Storm(AuthForgeDispatch one, AuthForgeDispatch other)
    {
        var over = false;
        var events = 0;
        var tasks = 0;
        var players = new List<Thread>();
        foreach (var dispatch in new[] { one, other })
        {
            var mine = dispatch;
            players.Add(Harness.Begin(() =>
            {
                while (!Volatile.Read(ref over))
                {
                    using (var client = Harness.Client(mine))
                    {
                        EventHandler<AuthForgeEventArgs> hear = (sender, happened) =>
                        {
                            GC.KeepAlive(new string('x', 100));
                            if (happened.Session != null && happened.Session.LicenseLabel != "Ada Lovelace")
                            {
                                Environment.FailFast("label " + happened.Session.LicenseLabel);
                            }
                            Interlocked.Increment(ref events);
                        };
                        client.LoggedIn += hear;
                        client.Failed += hear;
                        client.SessionEnded += hear;
                        for (var i = 0; i < 10; i++)
                        {
                            var login = client.LoginAsync(i % 3 == 0 ? Harness.WrongKey : Harness.GoodKey);
                            while (!login.IsCompleted)
                            {
                                Harness.Pump(client);
                                Thread.Sleep(1);
                            }
                            if (!login.IsFaulted) login.Result.LicenseVariables.GetInt("seats", 0);
                            else if (login.Exception == null) Environment.FailFast("no exception");
                            client.Logout();
                            Interlocked.Increment(ref tasks);
                        }
                    }
                }
            }));
        }
        // Where collections are quick, there are more of them.
        for (var i = 0; i < Collections || Volatile.Read(ref events) < 200 || Volatile.Read(ref tasks) < 200; i++)
        {
            GC.Collect(i % 10 == 0 ? GC.MaxGeneration : 0);
            if (i % 100 == 0) GC.WaitForPendingFinalizers();
        }
        Volatile.Write(ref over, true);
        foreach (var player in players) Harness.Join(player);
    }

    [Proof(TakesLong = true)]
    public static void A_finalizer_frees_a_client_that_nobody_disposed_and_that_holds_no_license()
    {
        foreach (AuthForgeDispatch dispatch in Enum.GetValues(typeof(AuthForgeDispatch)))
        {
            foreach (var loggedOut in new[] { false, true })
            {
                var raws = new List<IntPtr>();
                var made = Harness.Begin(() => { for (var i = 0; i < 20; i++) raws.Add(Forgotten(dispatch, loggedOut)); });
                Harness.Join(made);
                var freed = 0;
                Harness.Until("all are freed of " + dispatch + (loggedOut ? " after a logout" : ""), () =>
                {
                    GC.Collect();
                    GC.WaitForPendingFinalizers();
                    // A stack that is scanned conservatively may hold one or two.
                    freed = raws.FindAll(raw => af_logout(raw, IntPtr.Zero) == (int)AuthForgeStatus.InvalidHandle).Count;
                    return freed >= 18;
                });
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IntPtr Forgotten(AuthForgeDispatch dispatch, bool loggedOut)
    {
        var client = Harness.Client(dispatch);
        client.LoggedIn += (sender, happened) => GC.KeepAlive(client);
        if (loggedOut)
        {
            client.Login(Harness.GoodKey);
            client.Logout();
            Harness.Pump(client);
        }
        var handle = typeof(AuthForgeClient).GetField("_handle", BindingFlags.NonPublic | BindingFlags.Instance);
        return ((SafeHandle)handle.GetValue(client)).DangerousGetHandle();
    }

    /// <summary>A program that keeps its client nowhere must not run on when its license is gone.</summary>
    [Proof(TakesLong = true)]
    public static void A_client_that_is_logged_in_and_in_nobodys_field_hears_that_its_license_is_gone()
    {
        foreach (var dispatch in new[] { AuthForgeDispatch.ThreadPool, AuthForgeDispatch.SynchronizationContext })
        {
            var ended = new List<string>();
            Harness.Join(Harness.Begin(() => LogInAndForget(dispatch, ended)));
            Server.Ask("PUT", "/v1/licenses/" + Harness.GoodKey, "{\"action\":\"revoke\"}");
            Harness.Until("the end is told", () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                lock (ended) return ended.Count == 1;
            });
            Harness.Same(ended[0], "revoked", "code");
            Server.Ask("PUT", "/v1/licenses/" + Harness.GoodKey, "{\"action\":\"activate\"}");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LogInAndForget(AuthForgeDispatch dispatch, List<string> ended)
    {
        var config = Harness.Config(dispatch);
        config.HeartbeatInterval = TimeSpan.FromSeconds(10);
        var client = new AuthForgeClient(config);
        client.SessionEnded += (sender, happened) => { lock (ended) ended.Add(happened.Error.Code); };
        client.Login(Harness.GoodKey);
    }

    [Proof]
    public static void A_client_whose_task_is_awaited_is_not_collected()
    {
        foreach (var dispatch in new[] { AuthForgeDispatch.ThreadPool, AuthForgeDispatch.SynchronizationContext })
        {
            Server.Fault("{\"endpoint\":\"validate\",\"count\":1,\"fault\":{\"delay\":{\"ms\":500}}}");
            var login = Started(dispatch);
            while (!login.IsCompleted)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                Thread.Sleep(5);
            }
            Harness.Same(Harness.Wait(login), "Ada Lovelace", "label");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<string> Started(AuthForgeDispatch dispatch)
    {
        return (await Harness.Client(dispatch).LoginAsync(Harness.GoodKey)).LicenseLabel;
    }
}
