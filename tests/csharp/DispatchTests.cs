// Where events are raised and tasks end, and that nobody who waits holds up anybody else.

using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using LibAuthForge;

static class DispatchTests
{
    /// <summary>A thread that runs what is posted to it, as a window's.</summary>
    private sealed class Window : SynchronizationContext, IDisposable
    {
        private readonly Queue<Action> _posted = new Queue<Action>();
        private readonly Thread _thread;
        private bool _closed;

        public Window()
        {
            _thread = Harness.Begin(Run);
        }

        public Thread Thread
        {
            get { return _thread; }
        }

        public bool RefusesPosts { get; set; }

        public override void Post(SendOrPostCallback work, object state)
        {
            lock (_posted)
            {
                if (RefusesPosts) throw new ObjectDisposedException("window");
                _posted.Enqueue(() => work(state));
                Monitor.PulseAll(_posted);
            }
        }

        /// <summary>Runs something on its thread, and waits for it.</summary>
        public T Do<T>(Func<T> work)
        {
            var done = new TaskCompletionSource<T>();
            Post(nothing =>
            {
                try
                {
                    done.SetResult(work());
                }
                catch (Exception thrown)
                {
                    done.SetException(thrown);
                }
            }, null);
            return Harness.Wait(done.Task);
        }

        public void Dispose()
        {
            lock (_posted)
            {
                _closed = true;
                Monitor.PulseAll(_posted);
            }
            Harness.Join(_thread);
        }

        private void Run()
        {
            SetSynchronizationContext(this);
            for (;;)
            {
                Action next;
                lock (_posted)
                {
                    while (_posted.Count == 0 && !_closed) Monitor.Wait(_posted);
                    if (_posted.Count == 0) return;
                    next = _posted.Dequeue();
                }
                next();
            }
        }
    }

    private static readonly AuthForgeDispatch[] Unpumped = { AuthForgeDispatch.ThreadPool, AuthForgeDispatch.SynchronizationContext };

    [Proof]
    public static void Events_of_a_window_are_raised_on_its_thread_and_those_of_others_on_the_thread_pool()
    {
        using (var window = new Window())
        {
            using (var client = window.Do(() => Harness.Client(AuthForgeDispatch.SynchronizationContext)))
            {
                var on = new List<Thread>();
                client.LoggedIn += (sender, happened) => { lock (on) on.Add(Thread.CurrentThread); };
                client.SessionEnded += (sender, happened) => { lock (on) on.Add(Thread.CurrentThread); };
                Harness.Wait(client.LoginAsync(Harness.GoodKey));
                client.Logout();
                Harness.Until("both", () => { lock (on) return on.Count == 2; });
                Harness.Check(on.TrueForAll(thread => thread == window.Thread), "the window's");
            }
        }
        foreach (var dispatch in Unpumped)
        {
            using (var client = Harness.Client(dispatch))
            {
                var pooled = new List<bool>();
                client.LoggedIn += (sender, happened) => { lock (pooled) pooled.Add(Thread.CurrentThread.IsThreadPoolThread); };
                client.Login(Harness.GoodKey);
                Harness.Until("it is told", () => { lock (pooled) return pooled.Count == 1; });
                // Under Mono, where that may keep a domain from being unloaded, on a thread of its own.
                Harness.Check(pooled[0] == (Type.GetType("Mono.Runtime") == null), "on the pool");
            }
        }
    }

    [Proof]
    public static void A_window_that_is_gone_loses_no_event_and_no_task()
    {
        using (var window = new Window())
        using (var client = window.Do(() => Harness.Client(AuthForgeDispatch.SynchronizationContext)))
        {
            var told = new ManualResetEventSlim();
            client.LoggedIn += (sender, happened) => told.Set();
            window.RefusesPosts = true;
            Harness.Wait(client.LoginAsync(Harness.GoodKey));
            Harness.Check(told.Wait(Harness.Patience), "told");
            window.RefusesPosts = false;
        }
    }

    /// <summary>What a handler switches on is on when the login goes on.</summary>
    [Proof]
    public static void What_awaits_a_login_finds_done_what_its_handlers_do()
    {
        foreach (AuthForgeDispatch dispatch in Enum.GetValues(typeof(AuthForgeDispatch)))
        {
            for (var round = 0; round < 15; round++)
            {
                using (var client = Harness.Client(dispatch))
                {
                    var edition = "free";
                    client.LoggedIn += (sender, happened) =>
                    {
                        Thread.SpinWait(200 * 1000);
                        Volatile.Write(ref edition, "pro");
                    };
                    var runs = client.LoginAsync(Harness.GoodKey).ContinueWith(login => Volatile.Read(ref edition));
                    Harness.Until("it runs", () => { Harness.Pump(client); return runs.IsCompleted; });
                    Harness.Same(runs.Result, "pro", dispatch + ", round " + round);
                }
            }
        }
    }

    [Proof]
    public static void A_handler_may_wait_for_tasks_of_its_own_client_and_for_the_login_that_raised_it()
    {
        foreach (AuthForgeDispatch dispatch in Enum.GetValues(typeof(AuthForgeDispatch)))
        {
            using (var client = Harness.Client(dispatch))
            {
                Task<AuthForgeSession> login = null;
                var started = new ManualResetEventSlim();
                var said = new TaskCompletionSource<string>();
                client.LoggedIn += (sender, happened) =>
                {
                    started.Wait();
                    var other = client.ValidateLicenseAsync(Harness.GoodKey);
                    said.TrySetResult(login.Result.LicenseLabel + " " + other.Result.Code + " " + OnAnother(client));
                };
                login = client.LoginAsync(Harness.GoodKey);
                started.Set();
                var pump = Harness.Begin(() => { while (!said.Task.IsCompleted) Harness.Pump(client); });
                Harness.Same(Harness.Wait(said.Task), "Ada Lovelace ok invalid_key", dispatch.ToString());
                Harness.Join(pump);
            }
        }
    }

    /// <summary>By a detour, where nobody could see who waits for whom.</summary>
    private static string OnAnother(AuthForgeClient client)
    {
        return Task.Run(async () => (await client.ValidateLicenseAsync(Harness.WrongKey)).Code).Result;
    }

    [Proof]
    public static void A_token_and_a_dispose_end_what_a_handler_waits_for()
    {
        foreach (var dispatch in Unpumped)
        {
            using (var cancel = new CancellationTokenSource())
            {
                var client = Harness.Client(dispatch);
                var waits = new List<Task>();
                var ended = new CountdownEvent(2);
                client.LoggedIn += (sender, happened) =>
                {
                    Server.Fault("{\"endpoint\":\"validate\",\"fault\":\"hang\"}");
                    foreach (var task in new[] { client.ValidateLicenseAsync(Harness.GoodKey, cancel.Token), client.ValidateLicenseAsync(Harness.GoodKey) })
                    {
                        lock (waits) waits.Add(task);
                        try
                        {
                            task.Wait();
                        }
                        catch (AggregateException)
                        {
                            ended.Signal();
                        }
                    }
                };
                client.Login(Harness.GoodKey);
                Harness.Until("it waits", () => { lock (waits) return waits.Count == 1; });
                cancel.Cancel();
                Harness.Until("it waits again", () => { lock (waits) return waits.Count == 2; });
                client.Dispose();
                Harness.Check(ended.Wait(Harness.Patience), "both ended");
                Server.ClearFaults();
            }
        }
    }

    [Proof]
    public static void Handlers_that_never_return_hold_up_no_other_client()
    {
        foreach (var dispatch in Unpumped)
        {
            var go = new ManualResetEventSlim();
            var stuck = new List<AuthForgeClient>();
            var inside = new CountdownEvent(4);
            for (var i = 0; i < 4; i++)
            {
                var client = Harness.Client(dispatch);
                client.LoggedIn += (sender, happened) => { inside.Signal(); go.Wait(); };
                client.Login(Harness.GoodKey);
                stuck.Add(client);
            }
            Harness.Check(inside.Wait(Harness.Patience), "all are stuck");
            using (var other = Harness.Client(dispatch))
            {
                var told = new ManualResetEventSlim();
                other.LoggedIn += (sender, happened) => told.Set();
                Harness.Wait(other.LoginAsync(Harness.GoodKey));
                Harness.Check(told.Wait(Harness.Patience), "told");
            }
            // Neither do they hold up their own.
            foreach (var client in stuck) client.Dispose();
            go.Set();
        }
    }

    [Proof]
    public static void A_full_thread_pool_delays_no_session_no_login_and_no_dispose()
    {
        var go = new ManualResetEventSlim();
        var blocked = 0;
        for (var i = 0; i < 200; i++)
        {
            ThreadPool.QueueUserWorkItem(nothing => { Interlocked.Increment(ref blocked); go.Wait(); });
        }
        try
        {
            foreach (var dispatch in Unpumped)
            {
                var client = Harness.Client(dispatch);
                var told = new List<AuthForgeEventKind>();
                EventHandler<AuthForgeEventArgs> note = (sender, happened) => { lock (told) told.Add(happened.Kind); };
                client.LoggedIn += note;
                client.SessionEnded += note;
                Harness.Check(client.LoginAsync(Harness.GoodKey).Wait(Harness.Patience), "the login ends");
                var over = client.SessionEndedToken;
                client.Logout();
                Harness.Until("both are told", () => { lock (told) return told.Count == 2 && over.IsCancellationRequested; });
                client.Dispose();
            }
            Harness.Check(Volatile.Read(ref blocked) < 200, "the pool was full all the time");
        }
        finally
        {
            go.Set();
        }
    }

    [Proof]
    public static void A_task_that_the_thread_that_pumps_waits_for_ends_all_the_same()
    {
        using (var client = Harness.Client(AuthForgeDispatch.HostPump))
        {
            Harness.Pump(client);
            // In the loop, with a limit and without; then in a handler.
            Harness.Check(client.LoginAsync(Harness.GoodKey).Wait(Harness.Patience), "it ends");
            var ends = Task.Run(() => { Harness.Pump(client); return client.ValidateLicenseAsync(Harness.GoodKey).Result.Code; });
            Harness.Same(Harness.Wait(ends), "ok", "code");
            string code = null;
            client.SessionEnded += (sender, happened) => code = client.ValidateLicenseAsync(Harness.WrongKey).GetAwaiter().GetResult().Code;
            client.Logout();
            Harness.Until("it is raised", () => { Harness.Pump(client); return code != null; });
            Harness.Same(code, "invalid_key", "code");
        }
    }

    [Proof]
    public static void Every_handler_runs_whatever_the_others_throw()
    {
        foreach (AuthForgeDispatch dispatch in Enum.GetValues(typeof(AuthForgeDispatch)))
        {
            using (var client = Harness.Client(dispatch))
            {
                var ran = 0;
                var told = new List<string>();
                for (var i = 0; i < 3; i++)
                {
                    var number = i;
                    client.LoggedIn += (sender, happened) =>
                    {
                        Interlocked.Increment(ref ran);
                        if (number < 2) throw new InvalidOperationException("handler " + number);
                    };
                }
                client.HandlerThrew += (sender, error) => { throw new InvalidOperationException("that too"); };
                client.HandlerThrew += (sender, error) => { lock (told) told.Add(error.Exception.Message); };
                AuthForgeLibrary.SetLog(AuthForgeLogLevel.Error, (level, line) => { });
                client.Login(Harness.GoodKey);
                if (dispatch == AuthForgeDispatch.HostPump)
                {
                    var both = Harness.Throws<AggregateException>(() => client.Pump());
                    Harness.Same(both.InnerExceptions.Count, 2, "come out");
                }
                else
                {
                    Harness.Until("both are told", () => { lock (told) return told.Count == 2; });
                    Harness.Same(string.Join(", ", told), "handler 0, handler 1", "told");
                }
                Harness.Same(Volatile.Read(ref ran), 3, "handlers ran");
            }
        }
    }

    [Proof]
    public static void A_handler_that_disposes_its_events_session_takes_it_from_no_other()
    {
        using (var client = Harness.Client(AuthForgeDispatch.HostPump))
        {
            var tiers = new List<string>();
            for (var i = 0; i < 2; i++)
            {
                client.LoggedIn += (sender, happened) =>
                {
                    using (var session = happened.Session) tiers.Add(session.LicenseVariables.GetString("tier"));
                };
            }
            client.Login(Harness.GoodKey);
            client.Pump();
            Harness.Same(string.Join(" ", tiers), "pro pro", "tiers");
        }
    }

    [Proof]
    public static void Pumping_a_client_that_needs_no_pump_is_named_as_a_mistake()
    {
        foreach (var dispatch in Unpumped)
        {
            using (var client = Harness.Client(dispatch))
            {
                AuthForgeEventArgs happened;
                var pump = Harness.Throws<InvalidOperationException>(() => client.Pump());
                Harness.Check(pump.Message.Contains(dispatch.ToString()), pump.Message);
                Harness.Throws<InvalidOperationException>(() => client.TryPoll(out happened));
            }
        }
    }

    [Proof]
    public static void A_log_listener_that_throws_or_waits_for_who_removes_it_holds_up_nobody()
    {
        var gate = new object();
        var lines = new List<string>();
        lock (gate)
        {
            // As one that posts to a window that is just removing it.
            AuthForgeLibrary.SetLog(AuthForgeLogLevel.Debug, (level, line) => { lock (gate) lines.Add(line); });
            using (var client = Harness.Client()) client.Login(Harness.GoodKey);
            AuthForgeLibrary.SetLog(AuthForgeLogLevel.Off, null);
        }
        var heard = 0;
        AuthForgeLibrary.SetLog(AuthForgeLogLevel.Debug, (level, line) =>
        {
            if (Interlocked.Increment(ref heard) > 1) return;
            Console.SetError(System.IO.TextWriter.Null);
            throw new InvalidOperationException("of a listener");
        });
        using (var client = Harness.Client()) client.Login(Harness.GoodKey);
        Harness.Until("it goes on to hear", () => Volatile.Read(ref heard) > 1);
        AuthForgeLibrary.SetLog(AuthForgeLogLevel.Off, null);
    }

    [Proof]
    public static void Five_hundred_and_twelve_events_are_kept_for_a_host_that_does_not_pump_and_the_end_is_among_them()
    {
        using (var client = Harness.Client(AuthForgeDispatch.HostPump))
        {
            for (var i = 0; i < 300; i++)
            {
                client.Login(Harness.GoodKey);
                client.Logout();
            }
            var told = 0;
            var last = AuthForgeEventKind.None;
            AuthForgeEventArgs happened;
            while (client.TryPoll(out happened))
            {
                told++;
                last = happened.Kind;
            }
            Harness.Same(told, 512, "events");
            Harness.Same(last, AuthForgeEventKind.SessionEnded, "the last of them");
        }
    }
}
