using System;
using System.Collections.Generic;
using System.Threading;
using LibAuthForge;

static class EventTests
{
    /// <summary>Has every event noted, with the thread that it came on.</summary>
    private static void Note(AuthForgeClient client, List<string> heard, List<int> threads)
    {
        EventHandler<AuthForgeEventArgs> note = (sender, happened) =>
        {
            Harness.Check(ReferenceEquals(sender, client), "the sender is the client");
            lock (heard)
            {
                heard.Add(happened.Kind + (happened.Error == null ? "" : " " + happened.ReasonName + " " + happened.Error.Code));
                threads.Add(Thread.CurrentThread.ManagedThreadId);
            }
        };
        client.LoggedIn += note;
        client.HeartbeatSucceeded += note;
        client.VariablesChanged += note;
        client.SessionEnded += note;
        client.Failed += note;
    }

    private static string All(List<string> heard)
    {
        lock (heard) return string.Join(", ", heard);
    }

    [Proof]
    public static void A_login_and_a_logout_are_told_in_order_and_a_failed_login_only_to_its_caller()
    {
        foreach (AuthForgeDispatch dispatch in Enum.GetValues(typeof(AuthForgeDispatch)))
        {
            using (var client = Harness.Client(dispatch))
            {
                List<string> heard = new List<string>();
                List<int> threads = new List<int>();
                Note(client, heard, threads);
                client.Login(Harness.GoodKey).Dispose();
                Harness.Refused(AuthForgeStatus.InvalidKey, () => client.Login(Harness.WrongKey));
                client.Logout();
                if (dispatch == AuthForgeDispatch.HostPump)
                {
                    Harness.Same(All(heard), "", "before the pump");
                    Harness.Same(client.Pump(), 2, "events");
                    Harness.Check(threads.TrueForAll(it => it == Thread.CurrentThread.ManagedThreadId), "my thread");
                }
                var need = "LoggedIn, SessionEnded";
                Harness.Until(need, () => { lock (heard) return heard.Count >= 2; });
                Harness.Same(All(heard), need, "heard");
                Harness.Same(Harness.Pump(client), 0, "nothing more");
            }
        }
    }

    [Proof]
    public static void An_attempt_that_is_made_again_is_told_with_its_pause()
    {
        foreach (AuthForgeDispatch dispatch in Enum.GetValues(typeof(AuthForgeDispatch)))
        {
            using (var client = Harness.Client(dispatch))
            {
                var heard = new List<AuthForgeEventArgs>();
                EventHandler<AuthForgeEventArgs> note = (sender, happened) => { lock (heard) heard.Add(happened); };
                client.RequestRetrying += note;
                client.LoggedIn += note;
                Server.Fault("{\"fault\":\"gateway_429\",\"count\":1}");
                var login = client.LoginAsync(Harness.GoodKey);
                Harness.Until("both", () => { Harness.Pump(client); lock (heard) return heard.Count == 2 && login.IsCompleted; });
                Harness.Wait(login).Dispose();
                Harness.Same(heard[0].Kind, AuthForgeEventKind.RequestRetrying, "kind");
                Harness.Same(heard[0].RetryIn, TimeSpan.FromSeconds(2), "pause");
                Harness.Same(heard[0].Attempt, 1, "attempt");
                Harness.Same(heard[0].Error.Code, "rate_limited", "code");
                Harness.Same(heard[1].Kind, AuthForgeEventKind.LoggedIn, "then");
                Harness.Check(heard[1].Attempt == 0 && heard[1].RetryIn == TimeSpan.Zero, "of nothing else");
                client.RequestRetrying -= note;
            }
        }
    }

    [Proof(TakesLong = true)]
    public static void Heartbeats_new_variables_and_the_end_of_the_license_are_told()
    {
        var clients = new List<AuthForgeClient>();
        var heard = new List<List<string>>();
        foreach (AuthForgeDispatch dispatch in Enum.GetValues(typeof(AuthForgeDispatch)))
        {
            var config = Harness.Config(dispatch);
            config.HeartbeatInterval = TimeSpan.FromSeconds(10);
            var client = new AuthForgeClient(config);
            clients.Add(client);
            var mine = new List<string>();
            heard.Add(mine);
            Note(client, mine, new List<int>());
            client.VariablesChanged += (sender, happened) =>
            {
                lock (mine) mine.Add("tier " + happened.Session.LicenseVariables.GetString("tier"));
            };
            client.Login(Harness.GoodKey).Dispose();
        }
        Server.Ask("PUT", "/v1/licenses/" + Harness.GoodKey + "/variables", "{\"tier\":\"gold\"}");
        Server.Requests("heartbeat", 3);
        Action<string> reach = part => Harness.Until(part, () =>
        {
            foreach (var client in clients) Harness.Pump(client);
            return heard.TrueForAll(list => All(list).Contains(part));
        });
        reach("HeartbeatSucceeded");
        reach("VariablesChanged, tier gold");
        Server.Ask("PUT", "/v1/licenses/" + Harness.GoodKey, "{\"action\":\"revoke\"}");
        reach("Failure heartbeat_failed revoked");
        reach("SessionEnded");
        foreach (var client in clients)
        {
            Harness.Check(!client.IsAuthenticated, "no session any more");
            client.Dispose();
        }
    }

    /// <summary>The reason is that of a login without a network, too; the operation is not.</summary>
    [Proof(TakesLong = true)]
    public static void A_heartbeat_that_finds_no_network_is_told_as_one_and_the_session_goes_on()
    {
        var config = Harness.Config(AuthForgeDispatch.ThreadPool);
        config.HeartbeatInterval = TimeSpan.FromSeconds(10);
        using (var client = new AuthForgeClient(config))
        {
            var failed = new List<AuthForgeEventArgs>();
            client.Failed += (sender, happened) => { lock (failed) failed.Add(happened); };
            client.Login(Harness.GoodKey);
            // Of one alone nobody hears: the next is its second attempt.
            Server.Fault("{\"endpoint\":\"heartbeat\",\"fault\":\"close\"}");
            Harness.Until("it is told", () => { lock (failed) return failed.Count > 0; });
            Harness.Same(failed[0].Operation, AuthForgeOperation.Heartbeat, "operation");
            Harness.Same(failed[0].Reason, AuthForgeReason.NetworkError, "reason");
            Harness.Same(failed[0].Session.LicenseLabel, "Ada Lovelace", "whose");
            Harness.Check(client.IsAuthenticated, "the session goes on");
        }
    }

    [Proof]
    public static void Poll_hands_out_events_one_by_one_and_raises_nothing()
    {
        using (var client = Harness.Client(AuthForgeDispatch.HostPump))
        {
            client.LoggedIn += (sender, happened) => { throw new Failed("raised"); };
            client.Login(Harness.GoodKey).Dispose();
            client.Logout();
            AuthForgeEventArgs polled;
            Harness.Check(client.TryPoll(out polled) && polled.Kind == AuthForgeEventKind.LoggedIn, "logged in");
            Harness.Same(polled.Operation, AuthForgeOperation.Login, "operation");
            var session = polled.Session;
            Harness.Check(client.TryPoll(out polled) && polled.Kind == AuthForgeEventKind.SessionEnded, "ended");
            Harness.Same(polled.Reason, AuthForgeReason.None, "reason");
            Harness.Check(!client.TryPoll(out polled) && polled == null, "nothing more");
            Harness.Same(session.LicenseLabel, "Ada Lovelace", "an event's session may be kept");
        }
    }

    [Proof]
    public static void What_a_handler_throws_comes_out_of_pump_and_stays_out_of_the_library()
    {
        foreach (AuthForgeDispatch dispatch in Enum.GetValues(typeof(AuthForgeDispatch)))
        {
            using (var client = Harness.Client(dispatch))
            {
                Exception told = null;
                // What the handler below throws is said there, or on stderr.
                AuthForgeLibrary.SetLog(AuthForgeLogLevel.Error, (level, line) => { });
                client.HandlerThrew += (sender, error) => { told = error.Exception; throw new Failed("that too"); };
                client.LoggedIn += (sender, happened) =>
                {
                    string nothing = null;
                    Harness.Same(nothing.Length, 0, "unreachable");
                };
                client.Login(Harness.GoodKey).Dispose();
                if (dispatch == AuthForgeDispatch.HostPump)
                {
                    client.Logout();
                    try
                    {
                        Harness.Pump(client);
                        throw new Failed("nothing came out");
                    }
                    catch (NullReferenceException)
                    {
                    }
                    Harness.Same(client.Pump(), 1, "the rest");
                    Harness.Check(told == null, "not told twice");
                }
                else
                {
                    Harness.Until("it is told", () => told is NullReferenceException);
                }
            }
        }
    }

    [Proof]
    public static void A_handler_may_log_in_again_pump_and_dispose()
    {
        foreach (AuthForgeDispatch dispatch in Enum.GetValues(typeof(AuthForgeDispatch)))
        {
            var client = Harness.Client(dispatch);
            var done = false;
            var late = 0;
            var logins = 0;
            client.SessionEnded += (sender, happened) => client.Login(Harness.GoodKey).Dispose();
            client.LoggedIn += (sender, happened) =>
            {
                if (++logins == 1) return;
                Harness.Same(Harness.Pump(client), 0, "a pump inside a handler");
                client.Logout();
                client.Dispose();
                done = true;
            };
            client.SessionEnded += (sender, happened) => { if (done) late++; };
            client.Login(Harness.GoodKey);
            client.Logout();
            Harness.Until("disposed", () => { Harness.Pump(client); return done; });
            // The library's threads have ended, and others have been called.
            Harness.Check(AuthForgeLibrary.Shutdown(Harness.Patience), "all threads joined");
            using (var other = Harness.Client()) Harness.Wait(other.ValidateLicenseAsync(Harness.GoodKey)).Dispose();
            Harness.Same(late, 0, "events after Dispose");
        }
    }

    [Proof]
    public static void A_handler_that_was_removed_hears_nothing()
    {
        using (var client = Harness.Client(AuthForgeDispatch.HostPump))
        {
            EventHandler<AuthForgeEventArgs> hear = (sender, happened) => { throw new Failed("heard " + happened.Kind); };
            EventHandler<AuthForgeHandlerErrorEventArgs> thrown = (sender, error) => { throw new Failed("heard " + error.Exception); };
            client.LoggedIn += hear;
            client.HeartbeatSucceeded += hear;
            client.VariablesChanged += hear;
            client.SessionEnded += hear;
            client.Failed += hear;
            client.HandlerThrew += thrown;
            client.LoggedIn -= hear;
            client.HeartbeatSucceeded -= hear;
            client.VariablesChanged -= hear;
            client.SessionEnded -= hear;
            client.Failed -= hear;
            client.HandlerThrew -= thrown;
            client.Login(Harness.GoodKey).Dispose();
            Harness.Refused(AuthForgeStatus.InvalidKey, () => client.Login(Harness.WrongKey));
            client.Logout();
            Harness.Same(client.Pump(), 2, "events");
        }
    }

    [Proof]
    public static void No_failed_login_ends_the_process()
    {
        foreach (AuthForgeDispatch dispatch in Enum.GetValues(typeof(AuthForgeDispatch)))
        {
            using (var client = Harness.Client(dispatch))
            {
                Harness.Refused(AuthForgeStatus.Revoked, () => client.Login("REVK-EDXX-KEY6-4MTC"));
                var login = client.LoginAsync(Harness.WrongKey);
                Harness.Until("it ends", () => { Harness.Pump(client); return login.IsCompleted; });
                Harness.Refused(AuthForgeStatus.InvalidKey, () => Harness.Wait(login));
            }
        }
    }

    [Proof(TakesLong = true)]
    public static void A_frame_in_which_nothing_happens_makes_no_garbage()
    {
        using (var client = Harness.Client(AuthForgeDispatch.HostPump))
        using (var session = client.Login(Harness.GoodKey))
        {
            Action<int> frames = count =>
            {
                for (var i = 0; i < count; i++)
                {
                    Harness.Pump(client);
                    Harness.Check(client.IsAuthenticated, "authenticated");
                    Harness.Check(session.LicenseVariables.GetInt("seats", 0) == 3, "seats");
                    Harness.Check(session.LicenseVariables.GetBool("beta", false), "beta");
                    Harness.Check(session.AppVariables.GetString("motd") != null, "motd");
                }
            };
            frames(10);
            var before = GC.CollectionCount(0);
            frames(1000000);
            Harness.Same(GC.CollectionCount(0) - before, 0, "collections in a million frames");
        }
    }
}
