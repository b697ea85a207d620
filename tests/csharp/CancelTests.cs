// A CancellationToken calls its request off in the library.

using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using LibAuthForge;

static class CancelTests
{
    private const string Held = "{\"endpoint\":\"validate\",\"count\":1,\"fault\":{\"delay\":{\"ms\":700}}}";

    /// <summary>Waits for the end of a task, however; a host that pumps does so meanwhile.</summary>
    private static void Ends(AuthForgeClient client, Task task)
    {
        Harness.Until("the task ends", () => { Harness.Pump(client); return task.IsCompleted; });
    }

    [Proof]
    public static void A_login_that_was_cancelled_while_the_server_held_it_does_not_log_in_later()
    {
        foreach (AuthForgeDispatch dispatch in Enum.GetValues(typeof(AuthForgeDispatch)))
        {
            using (var client = Harness.Client(dispatch))
            using (var cancel = new CancellationTokenSource())
            {
                var told = new List<AuthForgeEventKind>();
                EventHandler<AuthForgeEventArgs> note = (sender, happened) => { lock (told) told.Add(happened.Kind); };
                client.LoggedIn += note;
                client.Failed += note;
                client.SessionEnded += note;
                var before = Server.Requests("validate", 0);
                Server.Fault(Held);
                var login = client.LoginAsync(Harness.GoodKey, cancel.Token);
                Server.Requests("validate", before + 1);
                cancel.Cancel();
                Harness.Check(login.IsCanceled, "cancelled in Cancel");
                Ends(client, login);
                Harness.Check(login.IsCanceled, "cancelled: " + login.Status);
                try
                {
                    Harness.Wait(login);
                }
                catch (OperationCanceledException cancelled)
                {
                    Harness.Check(cancelled.CancellationToken == cancel.Token, "by this token");
                }
                // The held answer has come by the time that a later one, of the same server, has.
                Server.Fault("{\"endpoint\":\"validate\",\"count\":1,\"fault\":{\"delay\":{\"ms\":1000}}}");
                var later = client.ValidateLicenseAsync(Harness.GoodKey);
                Ends(client, later);
                Harness.Check(Harness.Wait(later).IsValid, "the client goes on");
                Harness.Check(!client.IsAuthenticated && client.GetSession() == null, "not logged in");
                lock (told) Harness.Same(string.Join(" ", told), "", "events");
            }
        }
    }

    [Proof]
    public static void Every_kind_of_call_can_be_called_off_and_none_is_begun_with_a_cancelled_token()
    {
        Server.Fault("{\"fault\":\"hang\"}");
        using (var folder = new Folder())
        using (var client = Harness.Client())
        {
            var text = Server.MintForAny();
            Func<CancellationToken, Task>[] network =
            {
                token => client.LoginAsync(Harness.GoodKey, token),
                token => client.ValidateLicenseAsync(Harness.GoodKey, token),
                token => client.ActivateOfflineAsync(Harness.LastingKey, folder["never"], token),
                token => client.SelfBanAsync(new AuthForgeSelfBanOptions { LicenseKey = Harness.GoodKey }, token),
            };
            Func<CancellationToken, Task>[] disk =
            {
                token => client.LoginFromFileAsync(text, token),
                token => client.VerifyLicenseFileAsync(text, token),
                token => client.WriteActivationRequestAsync(folder["never"], null, token),
            };
            string[] endpoints = { "validate", "validate", "offline_activate", "self_ban" };
            for (var i = 0; i < network.Length; i++)
            {
                using (var cancel = new CancellationTokenSource())
                {
                    var before = Server.Requests(endpoints[i], 0);
                    var task = network[i](cancel.Token);
                    // It has come, so that it is counted below, and cancelled it makes no other attempt.
                    Server.Requests(endpoints[i], before + 1);
                    Harness.Check(!task.IsCompleted, "hangs");
                    cancel.Cancel();
                    Harness.Check(task.IsCanceled, "cancelled at once");
                }
            }
            var asked = Server.Requests();
            foreach (var calls in new[] { network, disk })
            {
                foreach (var call in calls) Harness.Check(call(new CancellationToken(true)).IsCanceled, "not begun");
            }
            // One that was begun would have come by the time that a later one has been answered.
            Server.ClearFaults();
            Harness.Check(client.ValidateLicense(Harness.GoodKey).IsValid, "the client goes on");
            Harness.Same(Server.Requests(), asked + 1, "requests");
            Harness.Check(!System.IO.File.Exists(folder["never"]) && !client.IsAuthenticated, "nothing happened");
        }
    }

    [Proof]
    public static void A_login_that_was_faster_than_its_token_says_that_it_has_logged_in()
    {
        using (var client = Harness.Client(AuthForgeDispatch.HostPump))
        using (var cancel = new CancellationTokenSource())
        {
            var login = client.LoginAsync(Harness.GoodKey, cancel.Token);
            Harness.Until("logged in, and nobody has pumped", () => client.IsAuthenticated);
            Harness.Check(!login.IsCompleted, "not told yet");
            cancel.Cancel();
            Harness.Wait(login).Dispose();
            Harness.Check(client.IsAuthenticated, "logged in");
        }
    }

    [Proof]
    public static void A_token_and_a_logout_each_end_a_task_in_their_own_way()
    {
        Server.Fault("{\"fault\":\"hang\"}");
        using (var client = Harness.Client())
        using (var cancel = new CancellationTokenSource())
        {
            var mine = client.LoginAsync(Harness.GoodKey, cancel.Token);
            var other = client.LoginAsync(Harness.GoodKey);
            cancel.Cancel();
            Harness.Check(mine.IsCanceled && !other.IsCompleted, "one of two");
            client.Logout();
            Harness.Throws<TaskCanceledException>(() => Harness.Wait(other));
        }
    }

    /// <summary>Starts, cancels and ends at the same time on three threads. A task that was cancelled must not have
    /// logged in, and one that has logged in must not be cancelled.</summary>
    [Proof(TakesLong = true)]
    public static void Starting_ending_and_cancelling_at_the_same_time_lead_to_one_truth()
    {
        const int Rounds = 300;
        const int MostSpins = 50 * 1000 * 1000;
        foreach (AuthForgeDispatch dispatch in Enum.GetValues(typeof(AuthForgeDispatch)))
        {
            int cancelled = 0, succeeded = 0;
            // Later after each login that was cancelled, earlier after one that was not: both happen on any machine.
            var until = 40 * 1000;
            using (var client = Harness.Client(dispatch))
            {
                for (var round = 0; round < Rounds; round++)
                {
                    var cancel = new CancellationTokenSource();
                    var go = new ManualResetEventSlim();
                    var spins = (int)((long)until * (round * 37 % 100) / 100);
                    var canceller = Harness.Begin(() =>
                    {
                        go.Wait();
                        Thread.SpinWait(spins);
                        cancel.Cancel();
                    });
                    go.Set();
                    var login = client.LoginAsync(Harness.GoodKey, cancel.Token);
                    Ends(client, login);
                    Harness.Join(canceller);
                    Harness.Check(!login.IsFaulted, "no third way: " + login.Exception);
                    Harness.Same(client.IsAuthenticated, !login.IsCanceled, "logged in, round " + round + " of " + dispatch);
                    if (login.IsCanceled) cancelled++;
                    else succeeded++;
                    until = login.IsCanceled ? Math.Min(until + until / 4, MostSpins) : Math.Max(until - until / 8, 1000);
                    if (!login.IsCanceled) login.Result.Dispose();
                    client.Logout();
                    cancel.Dispose();
                }
            }
            Harness.Check(cancelled > 0 && succeeded > 0, cancelled + " cancelled and " + succeeded + " succeeded");
        }
    }

    [Proof]
    public static void A_token_may_be_cancelled_inside_a_handler_and_while_its_canceller_holds_a_lock()
    {
        foreach (AuthForgeDispatch dispatch in Enum.GetValues(typeof(AuthForgeDispatch)))
        {
            Server.Fault("{\"endpoint\":\"offline_activate\",\"fault\":\"hang\"}");
            using (var client = Harness.Client(dispatch))
            using (var cancel = new CancellationTokenSource())
            {
                var gate = new object();
                var hanging = client.ActivateOfflineAsync(Harness.LastingKey, null, cancel.Token);
                client.LoggedIn += (sender, happened) => { lock (gate) cancel.Cancel(); };
                // What goes on after the task takes the same lock.
                var after = hanging.ContinueWith(task => { lock (gate) return task.IsCanceled; });
                lock (gate) client.Login(Harness.GoodKey);
                Ends(client, after);
                Harness.Check(after.Result, "cancelled");
            }
        }
    }

    [Proof]
    public static void A_token_that_lives_on_holds_neither_ended_requests_nor_forgotten_clients()
    {
        using (var cancel = new CancellationTokenSource())
        {
            var ended = new List<WeakReference>();
            Harness.Join(Harness.Begin(() => { for (var i = 0; i < 20; i++) ended.Add(Ended(cancel.Token)); }));
            AllBut(2, ended, "ended requests");
            Server.Fault("{\"fault\":\"hang\"}");
            var forgotten = new List<WeakReference>();
            Harness.Join(Harness.Begin(() => { for (var i = 0; i < 20; i++) forgotten.Add(Forgotten(cancel.Token)); }));
            AllBut(2, forgotten, "forgotten clients");
            cancel.Cancel();
        }
    }

    /// <summary>A stack that is scanned conservatively may hold one or two.</summary>
    private static void AllBut(int few, List<WeakReference> held, string what)
    {
        Harness.Until(what + " are collected", () =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return held.FindAll(it => it.IsAlive).Count <= few;
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Ended(CancellationToken token)
    {
        using (var client = Harness.Client())
        {
            var task = client.ValidateLicenseAsync(Harness.GoodKey, token);
            Harness.Wait(task).Dispose();
            return new WeakReference(task);
        }
    }

    /// <summary>Nobody pumps, and nobody waits.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Forgotten(CancellationToken token)
    {
        var client = Harness.Client(AuthForgeDispatch.HostPump);
        client.LoginAsync(Harness.GoodKey, token);
        return new WeakReference(client);
    }
}
