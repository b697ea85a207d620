using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using LibAuthForge;

static class AsyncTests
{
    [Proof]
    public static void A_login_can_be_awaited_without_a_loop()
    {
        foreach (var dispatch in new[] { AuthForgeDispatch.ThreadPool, AuthForgeDispatch.SynchronizationContext })
        {
            Harness.Wait(Awaited(dispatch));
        }
    }

    private static async Task Awaited(AuthForgeDispatch dispatch)
    {
        using (var client = Harness.Client(dispatch))
        {
            using (var session = await client.LoginAsync(Harness.GoodKey))
            {
                Harness.Same(session.LicenseLabel, "Ada Lovelace", "label");
            }
            try
            {
                await client.LoginAsync(Harness.WrongKey);
                throw new Failed("a wrong key is good");
            }
            catch (AuthForgeException error)
            {
                Harness.Same(error.Code, "invalid_key", "code");
            }
            using (var good = await client.ValidateLicenseAsync(Harness.GoodKey)) Harness.Check(good.IsValid, "valid");
            using (var bad = await client.ValidateLicenseAsync(Harness.WrongKey)) Harness.Same(bad.Code, "invalid_key", "code");
        }
    }

    [Proof]
    public static void A_host_that_pumps_ends_its_tasks_by_pumping()
    {
        using (var client = Harness.Client(AuthForgeDispatch.HostPump))
        {
            var login = client.LoginAsync(Harness.GoodKey);
            Harness.Until("authenticated, pumped or not", () => client.IsAuthenticated);
            Harness.Check(!login.IsCompleted, "not pumped yet");
            Harness.Until("the task ends", () => { Harness.Pump(client); return login.IsCompleted; });
            Harness.Wait(login).Dispose();
            var check = client.ValidateLicenseAsync(Harness.WrongKey);
            AuthForgeEventArgs happened;
            Harness.Until("the task ends by polling too", () => { client.TryPoll(out happened); return check.IsCompleted; });
            Harness.Same(Harness.Wait(check).Code, "invalid_key", "code");
        }
    }

    [Proof]
    public static void What_awaits_goes_on_outside_of_pump()
    {
        using (var client = Harness.Client(AuthForgeDispatch.HostPump))
        {
            var inside = new ThreadLocal<bool>();
            var after = client.LoginAsync(Harness.GoodKey).ContinueWith(login => inside.Value,
                TaskContinuationOptions.ExecuteSynchronously);
            Harness.Until("the end", () =>
            {
                inside.Value = true;
                Harness.Pump(client);
                inside.Value = false;
                return after.IsCompleted;
            });
            Harness.Check(!Harness.Wait(after), "it ran inside of Pump");
        }
    }

    [Proof]
    public static void What_awaits_goes_on_in_the_context_that_it_was_in()
    {
        var context = new Loop();
        using (var client = Harness.Client(AuthForgeDispatch.HostPump))
        {
            var thread = 0;
            Func<Task> play = async () =>
            {
                (await client.LoginAsync(Harness.GoodKey)).Dispose();
                thread = Thread.CurrentThread.ManagedThreadId;
            };
            var before = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(context);
            var playing = play();
            SynchronizationContext.SetSynchronizationContext(before);
            Harness.Until("the end", () => { Harness.Pump(client); context.RunAll(); return playing.IsCompleted; });
            Harness.Wait(playing);
            Harness.Same(thread, Thread.CurrentThread.ManagedThreadId, "thread");
        }
    }

    /// <summary>As Unity's: what is posted runs in the next turn of the loop.</summary>
    private sealed class Loop : SynchronizationContext
    {
        private readonly List<Action> _posted = new List<Action>();

        public override void Post(SendOrPostCallback work, object state)
        {
            lock (_posted) _posted.Add(() => work(state));
        }

        public void RunAll()
        {
            Action[] posted;
            lock (_posted)
            {
                posted = _posted.ToArray();
                _posted.Clear();
            }
            foreach (var work in posted) work();
        }
    }

    [Proof]
    public static void Logout_and_dispose_end_every_task()
    {
        Server.Fault("{\"fault\":\"hang\"}");
        foreach (AuthForgeDispatch dispatch in Enum.GetValues(typeof(AuthForgeDispatch)))
        {
            var client = Harness.Client(dispatch);
            Action begin = null;
            var tasks = new List<Task>();
            begin = () =>
            {
                tasks.Clear();
                tasks.Add(client.LoginAsync(Harness.GoodKey));
                tasks.Add(client.ActivateOfflineAsync(Harness.LastingKey));
                tasks.Add(client.SelfBanAsync(new AuthForgeSelfBanOptions { LicenseKey = Harness.GoodKey }));
                tasks.Add(client.ValidateLicenseAsync(Harness.GoodKey));
            };
            Action ended = () =>
            {
                foreach (var task in tasks) Harness.Check(task.IsCanceled, "cancelled, not faulted: " + task.Status);
            };
            begin();
            client.Logout();
            Harness.Until("all end", () => { Harness.Pump(client); return tasks.TrueForAll(task => task.IsCompleted); });
            ended();
            begin();
            client.Dispose();
            ended();
        }
    }

    [Proof]
    public static void Tasks_may_be_waited_for_inside_a_handler()
    {
        using (var client = Harness.Client())
        {
            var said = new TaskCompletionSource<string>();
            client.SessionEnded += (sender, happened) =>
            {
                said.TrySetResult(client.LoginAsync(Harness.GoodKey).Result.LicenseLabel);
            };
            client.Login(Harness.GoodKey);
            client.Logout();
            Harness.Same(Harness.Wait(said.Task), "Ada Lovelace", "label");
        }
    }

    [Proof]
    public static void Three_hundred_tasks_at_once_wait_for_a_place_and_all_end_well()
    {
        foreach (AuthForgeDispatch dispatch in Enum.GetValues(typeof(AuthForgeDispatch)))
        {
            using (var client = Harness.Client(dispatch))
            {
                var tasks = new List<Task<AuthForgeValidateLicenseResult>>();
                for (var i = 0; i < 300; i++) tasks.Add(client.ValidateLicenseAsync(Harness.GoodKey));
                Harness.Until("all end", () => { Harness.Pump(client); return tasks.TrueForAll(task => task.IsCompleted); });
                foreach (var task in tasks) Harness.Same(task.Result.Code, "ok", "code");
            }
        }
    }

    [Proof]
    public static void A_task_that_waits_for_a_place_can_be_called_off_and_ends_with_its_client()
    {
        Server.Fault("{\"fault\":\"hang\"}");
        var client = Harness.Client();
        using (var cancel = new CancellationTokenSource())
        {
            var tasks = new List<Task>();
            for (var i = 0; i < 100; i++) tasks.Add(client.ValidateLicenseAsync(Harness.GoodKey));
            var mine = client.ValidateLicenseAsync(Harness.GoodKey, cancel.Token);
            Harness.Check(!mine.IsCompleted, "waits");
            cancel.Cancel();
            Harness.Check(mine.IsCanceled, "called off");
            client.Dispose();
            foreach (var task in tasks) Harness.Check(task.IsCanceled, "ended with its client");
        }
    }
}
