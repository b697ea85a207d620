#if !NET8_0_OR_GREATER
using System;
using System.Collections.Generic;
using System.Threading;
using LibAuthForge;

/// <summary>AppDomains that are unloaded while the library works: what a domain reload of Unity's editor does.
/// </summary>
static class DomainTests
{
    private const int Times = 200;

    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);

    private static AppDomain NewDomain(AuthForgeDispatch dispatch)
    {
        var domain = AppDomain.CreateDomain("game");
        domain.SetData("dispatch", (int)dispatch);
        return domain;
    }

    private static void Unload(AppDomain domain)
    {
        var began = DateTime.UtcNow;
        AppDomain.Unload(domain);
        Harness.Check(DateTime.UtcNow - began < Slow, "unloaded in time");
    }

    private static AuthForgeConfig Config()
    {
        var config = Harness.Config((AuthForgeDispatch)(int)AppDomain.CurrentDomain.GetData("dispatch"));
        config.HeartbeatInterval = 10;
        return config;
    }

    [Proof(NeedsDomains = true, TakesLong = true)]
    public static void A_domain_is_unloaded_200_times_while_a_login_hangs_and_the_background_pumps()
    {
        WhileALoginHangs(AuthForgeDispatch.BackgroundPump);
    }

    [Proof(NeedsDomains = true, TakesLong = true)]
    public static void A_domain_is_unloaded_200_times_while_a_login_hangs_and_the_host_pumps()
    {
        WhileALoginHangs(AuthForgeDispatch.HostPump);
    }

    [Proof(NeedsDomains = true, TakesLong = true)]
    public static void A_domain_is_unloaded_200_times_while_a_login_hangs_and_callbacks_are_set()
    {
        WhileALoginHangs(AuthForgeDispatch.Callbacks);
    }

    private static void WhileALoginHangs(AuthForgeDispatch dispatch)
    {
        Server.Fault("{\"endpoint\":\"validate\",\"fault\":\"hang\"}");
        for (var i = 1; i <= Times; i++)
        {
            var domain = NewDomain(dispatch);
            domain.DoCallBack(Hang);
            // One that blocks a thread of the domain, and one that does not.
            Server.Requests("validate", 2 * i);
            Unload(domain);
        }
    }

    private static void Hang()
    {
        var client = new AuthForgeClient(Config());
        Listen(client);
        Harness.Hang(client);
        client.LoginAsync(Harness.GoodKey).ContinueWith(login => GC.KeepAlive(login.Exception));
        AppDomain.CurrentDomain.SetData("client", new Kept(client));
    }

    /// <summary>So that the domain has it until the end.</summary>
    private sealed class Kept : MarshalByRefObject
    {
        public readonly AuthForgeClient Client;

        public Kept(AuthForgeClient client)
        {
            Client = client;
        }
    }

    private static void Listen(AuthForgeClient client)
    {
        EventHandler<AuthForgeEvent> hear = (sender, happened) => GC.KeepAlive(new byte[64]);
        client.LoggedIn += hear;
        client.HeartbeatSucceeded += hear;
        client.SessionEnded += hear;
        client.Failed += hear;
    }

    [Proof(NeedsDomains = true, TakesLong = true)]
    public static void A_domain_is_unloaded_200_times_while_heartbeats_run_and_the_background_pumps()
    {
        WhileHeartbeatsRun(AuthForgeDispatch.BackgroundPump, Times);
    }

    /// <summary>The first to be unloaded ends the library's threads, and so the heartbeats of the others, which have
    /// just been called back then: hence several times fewer.</summary>
    [Proof(NeedsDomains = true, TakesLong = true)]
    public static void A_domain_is_unloaded_200_times_while_heartbeats_run_and_callbacks_are_set()
    {
        for (var round = 0; round < 5; round++) WhileHeartbeatsRun(AuthForgeDispatch.Callbacks, Times / 5);
    }

    private static void WhileHeartbeatsRun(AuthForgeDispatch dispatch, int times)
    {
        // The first heartbeats come after ten seconds; from then on four are always on their way.
        Server.ClearFaults();
        Server.Fault("{\"endpoint\":\"heartbeat\",\"fault\":{\"delay\":{\"ms\":100}}}");
        var before = Server.Requests("heartbeat", 0);
        var domains = new List<AppDomain>();
        for (var i = 0; i < times; i++)
        {
            var domain = NewDomain(dispatch);
            domain.DoCallBack(Play);
            domains.Add(domain);
        }
        Server.Requests("heartbeat", before + 5);
        foreach (var domain in domains) Unload(domain);
    }

    private static void Play()
    {
        var client = new AuthForgeClient(Config());
        Listen(client);
        client.Login(Harness.GoodKey).Dispose();
        AppDomain.CurrentDomain.SetData("client", new Kept(client));
    }

    [Proof(NeedsDomains = true)]
    public static void A_log_listener_does_not_outlive_its_domain()
    {
        for (var i = 0; i < 20; i++)
        {
            var domain = NewDomain(AuthForgeDispatch.BackgroundPump);
            domain.DoCallBack(() => AuthForgeLibrary.SetLog(AuthForgeLogLevel.Debug, (level, text) => { }));
            domain.DoCallBack(Play);
            Unload(domain);
            using (var client = Harness.Client()) client.Login(Harness.GoodKey).Dispose();
        }
    }

    [Proof(NeedsDomains = true)]
    public static void A_domain_that_is_unloaded_leaves_the_log_listener_of_another_alone()
    {
        var domain = NewDomain(AuthForgeDispatch.BackgroundPump);
        domain.DoCallBack(() => AuthForgeLibrary.SetLog(AuthForgeLogLevel.Debug, (level, text) => { }));
        var said = 0;
        AuthForgeLibrary.SetLog(AuthForgeLogLevel.Debug, (level, text) => Interlocked.Increment(ref said));
        Unload(domain);
        said = 0;
        using (var client = Harness.Client()) client.Login(Harness.GoodKey).Dispose();
        Harness.Check(said > 0, "heard");
        AuthForgeLibrary.SetLog(AuthForgeLogLevel.Off, null);
    }

    [Proof(NeedsDomains = true)]
    public static void A_domain_with_callbacks_logs_out_the_others_which_may_log_in_again()
    {
        using (var client = Harness.Client())
        {
            var ended = 0;
            client.SessionEnded += (sender, happened) => Interlocked.Increment(ref ended);
            client.Login(Harness.GoodKey).Dispose();
            foreach (var dispatch in new[] { AuthForgeDispatch.BackgroundPump, AuthForgeDispatch.HostPump })
            {
                var quiet = NewDomain(dispatch);
                quiet.DoCallBack(Play);
                Unload(quiet);
                Harness.Check(client.IsAuthenticated, "left alone by " + dispatch);
            }
            var domain = NewDomain(AuthForgeDispatch.Callbacks);
            domain.DoCallBack(PlayUntilCalledBack);
            Unload(domain);
            Harness.Until("it is told", () => ended == 1);
            client.Login(Harness.GoodKey).Dispose();
            Harness.Check(client.IsAuthenticated, "logged in again");
        }
    }

    private static void PlayUntilCalledBack()
    {
        var client = new AuthForgeClient(Config());
        var told = new ManualResetEventSlim();
        client.LoggedIn += (sender, happened) => told.Set();
        client.Login(Harness.GoodKey).Dispose();
        Harness.Check(told.Wait(Harness.Patience), "called back");
        AppDomain.CurrentDomain.SetData("client", new Kept(client));
    }
}
#endif
