// A process that ends while the library is at work, and soon: Mono gives up its own waits after 40 seconds, the library's
// threads end after 10 without work, and a login that hangs after 15.

using System;
using System.Threading;
using LibAuthForge;

static class ExitTests
{
    [Proof(EndsSoon = true)]
    public static void A_handler_on_the_thread_pool_may_end_the_process()
    {
        ByHandler(AuthForgeDispatch.ThreadPool);
    }

    [Proof(EndsSoon = true)]
    public static void A_handler_inside_of_pump_may_end_the_process()
    {
        ByHandler(AuthForgeDispatch.HostPump);
    }

    [Proof(EndsSoon = true)]
    public static void A_handler_in_a_context_may_end_the_process()
    {
        ByHandler(AuthForgeDispatch.SynchronizationContext);
    }

    private static void ByHandler(AuthForgeDispatch dispatch)
    {
        var client = Harness.Client(dispatch);
        client.LoggedIn += (sender, happened) =>
        {
            Harness.EndBegins();
            Environment.Exit(0);
        };
        client.LoginAsync(Harness.GoodKey);
        Harness.Until("the process ends", () => { Harness.Pump(client); return false; });
    }

    [Proof(EndsSoon = true)]
    public static void The_process_ends_while_logins_hang_and_nobody_disposed_anything()
    {
        Server.Fault("{\"endpoint\":\"validate\",\"count\":6,\"fault\":\"hang\"}");
        AuthForgeLibrary.SetLog(AuthForgeLogLevel.Debug, (level, text) => { });
        foreach (AuthForgeDispatch dispatch in Enum.GetValues(typeof(AuthForgeDispatch)))
        {
            var client = Harness.Client(dispatch);
            client.LoginAsync(Harness.GoodKey);
            Harness.Hang(client);
        }
        Server.Requests("validate", 6);
        // From here on nobody keeps it: Main returns.
    }

    [Proof(EndsSoon = true)]
    public static void The_process_ends_at_once_after_events_that_are_over()
    {
        var told = new ManualResetEventSlim();
        using (var client = Harness.Client(AuthForgeDispatch.SynchronizationContext))
        {
            client.LoggedIn += (sender, happened) => told.Set();
            client.Login(Harness.GoodKey).Dispose();
            Harness.Check(told.Wait(Harness.Patience), "called back");
        }
    }
}
