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
        config.HeartbeatInterval = TimeSpan.FromSeconds(10);
        return config;
    }

    [Proof(NeedsDomains = true, TakesLong = true)]
    public static void A_domain_is_unloaded_200_times_while_a_login_hangs()
    {
        WhileALoginHangs(AuthForgeDispatch.ThreadPool);
    }

    [Proof(NeedsDomains = true, TakesLong = true)]
    public static void A_domain_is_unloaded_200_times_while_a_login_hangs_and_the_host_pumps()
    {
        WhileALoginHangs(AuthForgeDispatch.HostPump);
    }

    [Proof(NeedsDomains = true, TakesLong = true)]
    public static void A_domain_is_unloaded_200_times_while_a_login_hangs_in_a_context()
    {
        WhileALoginHangs(AuthForgeDispatch.SynchronizationContext);
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
        EventHandler<AuthForgeEventArgs> hear = (sender, happened) => GC.KeepAlive(new byte[64]);
        client.LoggedIn += hear;
        client.HeartbeatSucceeded += hear;
        client.SessionEnded += hear;
        client.Failed += hear;
    }

    [Proof(NeedsDomains = true, TakesLong = true)]
    public static void A_domain_is_unloaded_200_times_while_heartbeats_run()
    {
        WhileHeartbeatsRun(AuthForgeDispatch.ThreadPool, Times);
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
            var domain = NewDomain(AuthForgeDispatch.ThreadPool);
            domain.DoCallBack(() => AuthForgeLibrary.SetLog(AuthForgeLogLevel.Debug, (level, text) => { }));
            domain.DoCallBack(Play);
            Unload(domain);
            using (var client = Harness.Client()) client.Login(Harness.GoodKey).Dispose();
        }
    }

    [Proof(NeedsDomains = true)]
    public static void A_domain_that_is_unloaded_leaves_the_log_listener_of_another_alone()
    {
        var domain = NewDomain(AuthForgeDispatch.ThreadPool);
        domain.DoCallBack(() => AuthForgeLibrary.SetLog(AuthForgeLogLevel.Debug, (level, text) => { }));
        var said = 0;
        AuthForgeLibrary.SetLog(AuthForgeLogLevel.Debug, (level, text) => Interlocked.Increment(ref said));
        Unload(domain);
        said = 0;
        using (var client = Harness.Client()) client.Login(Harness.GoodKey).Dispose();
        Harness.Until("it is heard", () => Volatile.Read(ref said) > 0);
        AuthForgeLibrary.SetLog(AuthForgeLogLevel.Off, null);
    }

    [Proof(NeedsDomains = true)]
    public static void A_domain_that_is_unloaded_leaves_the_clients_of_others_alone()
    {
        using (var client = Harness.Client())
        {
            client.Login(Harness.GoodKey).Dispose();
            foreach (AuthForgeDispatch dispatch in Enum.GetValues(typeof(AuthForgeDispatch)))
            {
                var other = NewDomain(dispatch);
                other.DoCallBack(Play);
                Unload(other);
                Harness.Check(client.IsAuthenticated, "left alone by " + dispatch);
            }
        }
    }

    [Proof(NeedsDomains = true)]
    public static void An_exception_of_another_domain_says_the_same_here()
    {
        var domain = NewDomain(AuthForgeDispatch.ThreadPool);
        var refused = Harness.Refused(AuthForgeStatus.InvalidKey, () => domain.DoCallBack(BeRefused));
        Harness.Check(refused.Code == "invalid_key" && refused.HttpStatus == 401, refused.ToString());
        Harness.Throws<AuthForgeNativeLibraryException>(() => domain.DoCallBack(HaveNoLibrary));
        Unload(domain);
    }

    private static void BeRefused()
    {
        using (var client = Harness.Client()) client.Login(Harness.WrongKey);
    }

    private static void HaveNoLibrary()
    {
        throw new AuthForgeNativeLibraryException("no");
    }
}
#endif
