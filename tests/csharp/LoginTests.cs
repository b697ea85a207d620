using System;
using System.Collections.Generic;
using System.Threading;
using LibAuthForge;

static class LoginTests
{
    [Proof]
    public static void A_login_gives_every_property_and_variable()
    {
        Server.Fault("{\"endpoint\":\"validate\",\"count\":1,\"fault\":{\"set_fields\":{\"licenseVariables\":" +
            "{\"tier\":\"" + Harness.Smile + "\",\"seats\":3,\"beta\":true,\"ratio\":0.5,\"none\":null,\"list\":[1]," +
            "\"big\":9007199254740993,\"\ud83d\ude00\":\"smile\"}}}}");
        using (var client = Harness.Client())
        using (var session = client.Login(" " + Harness.GoodKey + "\n"))
        {
            Harness.Check(client.IsAuthenticated, "authenticated");
            Harness.Same(session.Kind, AuthForgeSessionKind.Online, "kind");
            Harness.Check(session.ExpiresAt > DateTimeOffset.UtcNow.AddHours(23), "ends in a day");
            Harness.Same(session.LicenseExpiry, AuthForgeLicenseExpiry.Date, "expiry");
            Harness.Same(session.LicenseExpiresAt, new DateTimeOffset(2036, 1, 1, 0, 0, 0, TimeSpan.Zero), "license's end");
            Harness.Same(session.LicenseLabel, "Ada Lovelace", "label");
            Harness.Same(session.MaxHwidSlots, 3, "slots");
            Harness.Same(session.HwidCount, 1, "count");
            Harness.Check(!session.HasUnlimitedHwidSlots && !session.IsReissued, "neither unlimited nor a replay");
            Harness.Same(session.KeyId, "dev-1", "key id");
            Harness.Same(session.GetLicenseKey(), Harness.GoodKey, "license key");
            Harness.Check(session.IssuedAt > DateTimeOffset.UtcNow.AddMinutes(-5), "issued now");
            Harness.Check(session.Now >= session.IssuedAt && session.Now < session.ExpiresAt, "now");
            Harness.Check(session.GetJson().Contains("sessionToken"), "the payload");
            Harness.Check(session.RequestId.Length == 36 && session.GetJson().Contains(session.RequestId), "request id");
            Harness.Check(session.LicenseFileId == null && session.GetLicenseFile() == null && session.BoundHwids.Count == 0, "no file");
            Harness.Same(session.HwidPolicy, AuthForgeHwidPolicy.None, "policy");

            var license = session.LicenseVariables;
            Harness.Same(license.GetString("tier"), Harness.Smile, "tier");
            Harness.Same(license.GetString("\ud83d\ude00"), "smile", "a name that is not ASCII");
            Harness.Same(license.GetInt("seats", 0), 3, "seats");
            Harness.Same(license.GetInt("big", 0), 9007199254740993, "big");
            Harness.Same(license.GetDouble("seats", 0), 3, "a whole number is a number");
            Harness.Same(license.GetDouble("ratio", 0), 0.5, "ratio");
            Harness.Check(license.GetBool("beta", false), "beta");
            Harness.Same(license.GetInt("tier", -1), -1, "a text is no number");
            Harness.Same(license.GetInt("ratio", -1), -1, "half is no whole number");
            Harness.Same(license.GetString("seats", "?"), "?", "a number is no text");
            Harness.Same(license.GetString("missing"), null, "missing");
            Harness.Check(license.GetBool(null, true), "no name");
            Harness.Same(license.TypeOf("none"), AuthForgeVariableType.Null, "none");
            Harness.Same(license.TypeOf("list"), AuthForgeVariableType.Json, "list");
            Harness.Same(license.TypeOf("missing"), AuthForgeVariableType.None, "missing");
            var names = "";
            foreach (var pair in license) names += pair.Key + " ";
            Harness.Same(names, "beta big list none ratio seats tier \ud83d\ude00 ", "names");
            Harness.Same(license.Count, 8, "count");
            Harness.Check(license.GetJson().Contains("\"list\":[1]"), "JSON");
            Harness.Same(session.AppVariables.GetInt("min_version", 0), 3, "min_version");
            Harness.Check(!session.AppVariables.GetBool("maintenance", true), "maintenance");
            Harness.Check(session.AppVariables.GetJson().Contains("motd"), "app's JSON");
        }
    }

    [Proof]
    public static void What_a_client_knows_of_its_session_is_null_without_one()
    {
        using (var client = Harness.Client())
        {
            Harness.Check(!client.IsAuthenticated && client.GetSession() == null, "no session");
            Harness.Check(client.GetSessionData() == null && client.GetAppVariables() == null &&
                client.GetLicenseVariables() == null, "nothing");
            Harness.Same(client.Hwid.Length, 64, "hardware id");
            client.Login(Harness.GoodKey).Dispose();
            Harness.Check(client.GetSessionData().Contains("sessionToken"), "session data");
            Harness.Check(client.GetAppVariables().Contains("motd"), "app variables");
            Harness.Check(client.GetLicenseVariables().Contains("tier"), "license variables");
            using (var session = client.GetSession()) Harness.Same(session.LicenseLabel, "Ada Lovelace", "label");
            client.Logout();
            client.Logout();
            Harness.Check(!client.IsAuthenticated && client.GetSession() == null, "logged out");
        }
    }

    [Proof]
    public static void A_validate_tells_by_its_result_and_throws_for_mistakes_of_the_call_alone()
    {
        using (var client = Harness.Client())
        {
            using (var good = client.ValidateLicense(Harness.GoodKey))
            {
                Harness.Check(good.IsValid && good.Error == null, "valid");
                Harness.Same(good.Code, "ok", "code");
                Harness.Same(good.Session.LicenseLabel, "Ada Lovelace", "label");
            }
            foreach (var key in new[] { Harness.WrongKey, "", " " })
            {
                foreach (var bad in new[] { client.ValidateLicense(key), Harness.Wait(client.ValidateLicenseAsync(key)) })
                {
                    Harness.Check(!bad.IsValid && bad.Session == null, "bad");
                    Harness.Same(bad.Verdict, AuthForgeVerdict.Invalid, "verdict on " + bad.Code);
                }
            }
            foreach (var key in new[] { "a\0b", "\ud83d" })
            {
                Harness.Throws<ArgumentException>(() => client.ValidateLicense(key));
                Harness.Throws<ArgumentException>(() => client.ValidateLicenseAsync(key));
            }
            Harness.Throws<ArgumentNullException>(() => client.ValidateLicense(null));
            Harness.Throws<ArgumentNullException>(() => client.ValidateLicenseAsync(null));
            Harness.Same(client.ValidateLicense(Harness.WrongKey).Code, "invalid_key", "code");
            Harness.Check(!client.IsAuthenticated, "keeps nothing");
            client.Dispose();
            Harness.Throws<ObjectDisposedException>(() => client.ValidateLicense(Harness.GoodKey));
            Harness.Throws<ObjectDisposedException>(() => client.ValidateLicenseAsync(Harness.GoodKey));
        }
    }

    [Proof]
    public static void An_exception_says_all_that_the_library_says()
    {
        using (var client = Harness.Client())
        {
            var wrong = Harness.Refused(AuthForgeStatus.InvalidKey, () => client.Login(Harness.WrongKey));
            Harness.Same(wrong.Code, "invalid_key", "code");
            Harness.Same(wrong.HttpStatus, 401, "HTTP status");
            Harness.Same(wrong.RetryAfter, TimeSpan.Zero, "retry after");
            Harness.Check(wrong.Message.Length > 0, "message");
            Harness.Check(!wrong.IsFatal || !wrong.IsTransient, "not both");

            Server.Fault("{\"endpoint\":\"validate\",\"count\":1,\"fault\":{\"error\":{\"code\":\"made_up\",\"http\":418}}}");
            var other = Harness.Refused(AuthForgeStatus.ServerOther, () => client.Login(Harness.GoodKey));
            Harness.Same(other.Code, "made_up", "an unknown code");
            Harness.Same(other.HttpStatus, 418, "HTTP status");

            Server.Fault("{\"fault\":{\"rate_limited_429\":{\"code\":\"rate_limited\",\"retry_after\":1}}}");
            var limited = Harness.Refused(AuthForgeStatus.RateLimited, () => client.Login(Harness.GoodKey));
            Harness.Same(limited.RetryAfter, TimeSpan.FromSeconds(1), "retry after");
            Harness.Check(limited.IsTransient && !limited.IsFatal, "transient");
            Server.ClearFaults();

            var revoked = Harness.Refused(AuthForgeStatus.Revoked, () => client.Login("REVK-EDXX-KEY6-4MTC"));
            Harness.Check(revoked.IsFatal && !revoked.IsTransient, "fatal");
        }
    }

    [Proof]
    public static void Configs_and_options_keep_what_they_are_told()
    {
        var config = Harness.Config(AuthForgeDispatch.SynchronizationContext);
        Harness.Same(config.AppSecret + config.PublicKey + config.ApiBaseUrl.OriginalString, Harness.Setting("AF_TEST_APP_SECRET") +
            Harness.Setting("AF_TEST_PUBLIC_KEY") + Harness.Setting("AF_TEST_URL"), "texts");
        Harness.Same(config.Dispatch, AuthForgeDispatch.SynchronizationContext, "dispatch");
        Harness.Same(config.HeartbeatMode, AuthForgeHeartbeatMode.Server, "mode");
        Harness.Check(config.HeartbeatInterval == null && config.RequestTimeout == null && config.Ttl == null &&
            config.LoginAttempts == null && config.LoginTimeout == null &&
            config.HwidOverride == null && config.CaFile == null && !config.AllowPlainHttp &&
            config.FailurePolicy == AuthForgeFailurePolicy.Exit && config.HwidSource == AuthForgeHwidSource.Default && config.TokenBinding == AuthForgeTokenBinding.Off, "defaults");
        var ban = new AuthForgeSelfBanOptions { LicenseKey = "a", SessionToken = "b" };
        Harness.Check(ban.RevokeLicense && ban.BlacklistHwid && ban.BlacklistIp, "everything is on");
        Harness.Same(ban.LicenseKey + ban.SessionToken, "ab", "texts");
        var request = new AuthForgeActivationRequestOptions();
        Harness.Check(!request.IncludeMachineName && request.MachineName == null && request.Os == null &&
            request.Sdk == null && request.LicenseKey == null && request.CreatedAt == null, "defaults");
    }

    /// <summary>The settings reach the library: what the server is asked shows it.</summary>
    [Proof]
    public static void A_lifetime_a_mode_and_a_timeout_that_were_asked_for_are_used()
    {
        var config = Harness.Config(AuthForgeDispatch.HostPump);
        config.Ttl = TimeSpan.FromSeconds(7200);
        config.RequestTimeout = TimeSpan.FromSeconds(1);
        config.HeartbeatMode = AuthForgeHeartbeatMode.Local;
        using (var client = new AuthForgeClient(config))
        {
            using (var session = client.Login(Harness.GoodKey))
            {
                var left = session.ExpiresAt - DateTimeOffset.UtcNow;
                Harness.Check(left > TimeSpan.FromMinutes(110) && left < TimeSpan.FromMinutes(130), "two hours, not " + left);
            }
            Server.Fault("{\"endpoint\":\"validate\",\"fault\":\"hang\"}");
            var began = DateTime.UtcNow;
            using (var result = client.ValidateLicense(Harness.GoodKey)) Harness.Same(result.Code, "timeout", "code");
            Harness.Check(DateTime.UtcNow - began < TimeSpan.FromSeconds(10), "one second, twice, not fifteen");
        }
    }

    [Proof]
    public static void A_login_takes_the_attempts_and_the_time_that_were_set()
    {
        var config = Harness.Config(AuthForgeDispatch.HostPump);
        config.LoginAttempts = 1;
        using (var client = new AuthForgeClient(config))
        {
            Server.Fault("{\"fault\":\"gateway_429\"}");
            Harness.Refused(AuthForgeStatus.RateLimited, () => client.Login(Harness.GoodKey));
            Harness.Same(Server.Requests(), 1, "attempts");
            Server.ClearFaults();
        }
        config.LoginAttempts = null;
        config.LoginTimeout = TimeSpan.FromMilliseconds(1000);
        using (var client = new AuthForgeClient(config))
        {
            Server.Fault("{\"fault\":\"hang\"}");
            var began = DateTime.UtcNow;
            using (var result = client.ValidateLicense(Harness.GoodKey)) Harness.Same(result.Code, "timeout", "code");
            Harness.Check(DateTime.UtcNow - began < TimeSpan.FromSeconds(12), "one second, not thirty-seven");
        }
    }

    [Proof]
    public static void A_heartbeat_renews_the_session_when_the_host_wants_it()
    {
        var config = Harness.Config(AuthForgeDispatch.ThreadPool);
        config.HeartbeatInterval = TimeSpan.FromSeconds(3600);
        using (var client = new AuthForgeClient(config))
        {
            Harness.Refused(AuthForgeStatus.NotAuthenticated, () => client.Heartbeat());
            client.Login(Harness.GoodKey).Dispose();
            Server.Ask("PUT", "/v1/licenses/" + Harness.GoodKey + "/variables", "{\"tier\":\"gold\"}");
            using (var renewed = client.Heartbeat()) Harness.Same(renewed.LicenseVariables.GetString("tier"), "gold", "tier");
            var soon = Harness.Refused(AuthForgeStatus.RateLimited, () => client.Heartbeat());
            Harness.Check(soon.RetryAfter > TimeSpan.Zero && soon.RetryAfter <= TimeSpan.FromSeconds(10), "rest of ten seconds");
            Harness.Same(Server.Requests("heartbeat", 1), 1, "heartbeats");
        }
        using (var client = new AuthForgeClient(config))
        {
            client.Login(Harness.GoodKey).Dispose();
            using (var renewed = Harness.Wait(client.HeartbeatAsync()))
                Harness.Same(renewed.LicenseVariables.GetString("tier"), "gold", "tier");
        }
    }

    [Proof]
    public static void An_answer_about_another_key_is_refused_where_tokens_are_bound()
    {
        Server.Fault("{\"endpoint\":\"validate\",\"fault\":{\"set_token\":{\"licenseKey\":\"WXYZ\"}}}");
        foreach (var binding in new[] { AuthForgeTokenBinding.Off, AuthForgeTokenBinding.IfPresent })
        {
            var config = Harness.Config(AuthForgeDispatch.HostPump);
            config.TokenBinding = binding;
            using (var client = new AuthForgeClient(config))
            using (var result = client.ValidateLicense(Harness.GoodKey))
                Harness.Same(result.Code, binding == AuthForgeTokenBinding.Off ? "ok" : "answer_mismatch", binding.ToString());
        }
    }

    [Proof]
    public static void A_config_that_cannot_be_used_names_its_field()
    {
        Func<Action<AuthForgeConfig>, string> refusal = change =>
        {
            var config = Harness.Config(AuthForgeDispatch.HostPump);
            change(config);
            try
            {
                new AuthForgeClient(config).Dispose();
                return "nothing";
            }
            catch (ArgumentException error)
            {
                return error.Message;
            }
        };
        Action<string, Action<AuthForgeConfig>> names = (field, change) =>
            Harness.Check(refusal(change).Contains(field), field + " is named by " + refusal(change));
        names("AppId", config => config.AppId = "");
        names("AppId", config => config.AppId = "a\0b");
        names("PublicKey", config => config.PublicKey = "AAAA");
        names("HeartbeatInterval", config => config.HeartbeatInterval = TimeSpan.FromSeconds(9));
        names("RequestTimeout", config => config.RequestTimeout = TimeSpan.FromSeconds(0));
        names("LoginAttempts is 11", config => config.LoginAttempts = 11);
        names("LoginTimeout is 999", config => config.LoginTimeout = TimeSpan.FromMilliseconds(999));
        names("Ttl", config => config.Ttl = TimeSpan.FromSeconds(-1));
        names("ApiBaseUrl", config => config.ApiBaseUrl = new Uri("http://example.com"));
        names("AllowPlainHttp", config => config.ApiBaseUrl = new Uri("http://example.com"));
        names("nothing", config => { config.ApiBaseUrl = new Uri("http://example.com"); config.AllowPlainHttp = true; });
        names("CaFile", config => config.CaFile = "/no/such/file");
        names("HeartbeatMode", config => config.HeartbeatMode = (AuthForgeHeartbeatMode)7);
        names("Dispatch", config => config.Dispatch = (AuthForgeDispatch)7);
        names("nothing", config => { config.HeartbeatMode = AuthForgeHeartbeatMode.Local; config.Ttl = TimeSpan.FromSeconds(7200); });
        try
        {
            new AuthForgeClient(null);
            throw new Failed("no config is a config");
        }
        catch (ArgumentNullException)
        {
        }
    }

    [Proof]
    public static void Texts_are_utf8_in_both_directions_and_a_nul_is_refused()
    {
        var config = Harness.Config(AuthForgeDispatch.ThreadPool);
        config.HwidOverride = "tg:" + Harness.Smile;
        Server.Ask("PUT", "/v1/licenses/" + Harness.GoodKey, "{\"label\":\"" + Harness.Smile + "\"}");
        using (var client = new AuthForgeClient(config))
        {
            Harness.Same(client.Hwid, "tg:" + Harness.Smile, "hardware id");
            using (var session = client.Login(Harness.GoodKey)) Harness.Same(session.LicenseLabel, Harness.Smile, "label");
            Harness.Check(Server.Ask("GET", "/dev/requests").Contains("tg:" + Harness.Smile), "sent as it is");
            var nul = Harness.Throws<ArgumentException>(() => client.Login("ADAL\0VELA"));
            Harness.Same(nul.ParamName, "licenseKey", "names the argument");
            Harness.Throws<ArgumentException>(() => client.Login("half \ud83d"));
            Harness.Throws<ArgumentException>(() => client.Login(new string('x', 257)));
            Harness.Throws<ArgumentNullException>(() => client.Login(null));
            Harness.Throws<ArgumentException>(() => client.LoginFromFile("a\0b"));
            Harness.Throws<ArgumentException>(() => client.ActivateOffline("a\0b"));
            Harness.Throws<ArgumentException>(() => client.ActivateOffline("a", "a\0b"));
            Harness.Throws<ArgumentException>(() => client.WriteActivationRequest("a\0b"));
            Harness.Throws<ArgumentException>(() =>
                client.SelfBan(new AuthForgeSelfBanOptions { SessionToken = "a\0b" }));
            Harness.Throws<ArgumentException>(() => AuthForgeLibrary.ParseActivationRequest("a\0b"));
            // Longer than the first buffer.
            var letters = new string('x', 300).Replace("x", "\ud83d\ude00");
            Server.Ask("PUT", "/v1/apps/" + config.AppId + "/variables", "{\"long\":\"" + letters + "\"}");
            client.Login(Harness.GoodKey).Dispose();
            Harness.Same(client.GetAppVariables(), "{\"long\":\"" + letters + "\"}", "long text");
        }
    }

    [Proof]
    public static void A_disposed_client_says_so_and_a_disposed_session_is_as_before()
    {
        var client = Harness.Client();
        var session = client.Login(Harness.GoodKey);
        client.Dispose();
        client.Dispose();
        Harness.Check(!client.IsAuthenticated, "not authenticated");
        Harness.Throws<ObjectDisposedException>(() => client.Login(Harness.GoodKey));
        Harness.Throws<ObjectDisposedException>(() => client.Logout());
        Harness.Throws<ObjectDisposedException>(() => client.GetSession());
        Harness.Throws<ObjectDisposedException>(() => Harness.Check(client.Hwid == null, "hwid"));
        Harness.Throws<ObjectDisposedException>(() => Harness.Wait(client.LoginAsync(Harness.GoodKey)));
        Harness.Same(session.LicenseLabel, "Ada Lovelace", "a session outlives its client");
        Harness.Same(session.LicenseVariables.GetInt("seats", 0), 3, "seats");
        session.Dispose();
        session.Dispose();
        Harness.Same(session.LicenseLabel, "Ada Lovelace", "label");
        Harness.Same(session.Kind, AuthForgeSessionKind.Online, "kind");
        Harness.Check(session.AppVariables.Count > 0 && session.AppVariables.GetJson().Contains("motd"), "variables");
        Harness.Same(session.BoundHwids.Count, 0, "hwids");
        using (var polled = Harness.Client(AuthForgeDispatch.HostPump))
        {
            polled.Login(Harness.GoodKey);
            polled.Dispose();
            AuthForgeEventArgs happened;
            Harness.Check(polled.Pump() == 0 && !polled.TryPoll(out happened), "no event after it");
        }
    }

    [Proof]
    public static void A_session_may_be_disposed_while_others_read_it()
    {
        using (var client = Harness.Client())
        {
            client.Login(Harness.GoodKey).Dispose();
            for (var round = 0; round < 100; round++)
            {
                var session = client.GetSession();
                var over = false;
                var readers = new Thread[2];
                for (var i = 0; i < readers.Length; i++)
                {
                    readers[i] = Harness.Begin(() =>
                    {
                        while (!Volatile.Read(ref over))
                        {
                            if (session.LicenseLabel != "Ada Lovelace") Environment.FailFast(session.LicenseLabel);
                        }
                        session.LicenseVariables.GetInt("seats", 0);
                    });
                }
                session.Dispose();
                Volatile.Write(ref over, true);
                foreach (var reader in readers) Harness.Join(reader);
            }
        }
    }

    [Proof]
    public static void Disposing_ends_a_login_that_hangs_on_another_thread()
    {
        Server.Fault("{\"endpoint\":\"validate\",\"fault\":\"hang\"}");
        foreach (AuthForgeDispatch dispatch in Enum.GetValues(typeof(AuthForgeDispatch)))
        {
            var client = Harness.Client(dispatch);
            var before = Server.Requests("validate", 0);
            AuthForgeException thrown = null;
            var login = Harness.Begin(() =>
            {
                try
                {
                    client.Login(Harness.GoodKey);
                }
                catch (AuthForgeException error)
                {
                    thrown = error;
                }
            });
            Server.Requests("validate", before + 1);
            client.Dispose();
            Harness.Join(login);
            Harness.Same(thrown.Status, AuthForgeStatus.Cancelled, "status");
        }
    }

    [Proof]
    public static void The_library_tells_its_version_and_what_it_does()
    {
        Harness.Same(AuthForgeLibrary.Version.Split('.').Length, 3, "parts of " + AuthForgeLibrary.Version);
        var said = "";
        var other = new List<string>();
        AuthForgeLibrary.SetLog(AuthForgeLogLevel.Info, (level, text) =>
        {
            lock (Harness.Smile) said += level + ": " + text + "\n";
        });
        using (var client = Harness.Client())
        {
            client.Login(Harness.GoodKey).Dispose();
            Harness.Refused(AuthForgeStatus.InvalidKey, () => client.Login(Harness.WrongKey));
            Func<string> all = () => { lock (Harness.Smile) return said; };
            Harness.Until("both are told", () => all().Contains(": login succeeded") && all().Contains(": login failed"));
            Harness.Check(!all().Contains(Harness.GoodKey), "no key in " + all());
            AuthForgeLibrary.SetLog(AuthForgeLogLevel.Info, (level, text) => { lock (other) other.Add(text); });
            client.Login(Harness.GoodKey).Dispose();
            Harness.Until("the new one hears", () => { lock (other) return other.Count > 0; });
            lock (Harness.Smile) said = "";
            AuthForgeLibrary.SetLog(AuthForgeLogLevel.Off, null);
            lock (other) other.Clear();
            client.Login(Harness.GoodKey).Dispose();
            Harness.Check(all() == "" && other.Count == 0, "log after it was removed: " + all());
        }
        Harness.Throws<ArgumentOutOfRangeException>(() =>
            AuthForgeLibrary.SetLog((AuthForgeLogLevel)77, (level, text) => { }));
    }

    [Proof]
    public static void After_a_shutdown_the_next_login_works()
    {
        using (var client = Harness.Client())
        {
            client.Login(Harness.GoodKey).Dispose();
            Harness.Check(AuthForgeLibrary.Shutdown(TimeSpan.FromSeconds(10)), "all threads joined");
            Harness.Check(!client.IsAuthenticated, "logged out");
            client.Login(Harness.GoodKey).Dispose();
            Harness.Check(client.IsAuthenticated, "logged in");
        }
    }
}
