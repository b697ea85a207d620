// Verdicts, exceptions, and what is made for a program's own tests.

using System;
using System.Collections.Generic;
using System.Linq;
using LibAuthForge;

static class ResultTests
{
    [Proof]
    public static void A_verdict_is_the_word_of_the_service_or_the_file_and_unknown_where_there_is_none()
    {
        var verdicts = new Dictionary<string, AuthForgeVerdict>
        {
            { "invalid_key", AuthForgeVerdict.Invalid }, { "expired", AuthForgeVerdict.Invalid },
            { "revoked", AuthForgeVerdict.Invalid }, { "hwid_mismatch", AuthForgeVerdict.Invalid },
            { "blocked", AuthForgeVerdict.Invalid }, { "app_disabled", AuthForgeVerdict.Invalid },
            { "no_credits", AuthForgeVerdict.Unknown }, { "invalid_app", AuthForgeVerdict.Unknown },
            { "system_error", AuthForgeVerdict.Unknown }, { "bad_request", AuthForgeVerdict.Unknown },
        };
        var config = Harness.Config(AuthForgeDispatch.ThreadPool);
        config.LoginAttempts = 1;
        using (var client = new AuthForgeClient(config))
        {
            foreach (var pair in verdicts)
            {
                Server.Fault("{\"endpoint\":\"validate\",\"fault\":{\"error\":{\"code\":\"" + pair.Key + "\",\"http\":400}}}");
                Harness.Same(client.ValidateLicense(Harness.GoodKey).Verdict, pair.Value, pair.Key);
                Server.ClearFaults();
            }
            foreach (var fault in new[] { "gateway_429", "wrong_key", "wrong_nonce", "garbage", "html_502", "close" })
            {
                Server.Fault("{\"endpoint\":\"validate\",\"fault\":\"" + fault + "\"}");
                Harness.Same(client.ValidateLicense(Harness.GoodKey).Verdict, AuthForgeVerdict.Unknown, fault);
                Server.ClearFaults();
            }
            Harness.Same(client.ValidateLicense(Harness.GoodKey).Verdict, AuthForgeVerdict.Valid, "a good key");
            Harness.Same(client.VerifyLicenseFile(Server.MintForAny()).Verdict, AuthForgeVerdict.Valid, "a good file");
            Harness.Same(client.VerifyLicenseFile(Server.MintForAny(",\"fault\":\"file_tampered\"")).Verdict,
                AuthForgeVerdict.Invalid, "a bad file");
            Harness.Same(client.VerifyLicenseFile("/no/such/file").Verdict, AuthForgeVerdict.Unknown, "no file");
        }
        config.ApiBaseUrl = new Uri("http://127.0.0.1:1");
        using (var client = new AuthForgeClient(config))
        {
            Harness.Same(client.ValidateLicense(Harness.GoodKey).Verdict, AuthForgeVerdict.Unknown, "no service");
        }
    }

    [Proof]
    public static void An_exception_can_be_made_and_says_its_code_wherever_it_is_written()
    {
        Harness.Same(new AuthForgeException().Status, AuthForgeStatus.InternalError, "status");
        Harness.Same(new AuthForgeException("x").Message, "x", "message");
        Harness.Same(new AuthForgeException("x", new TimeoutException()).InnerException.GetType(), typeof(TimeoutException), "cause");
        Harness.Same(new AuthForgeException(AuthForgeStatus.Revoked).Code, "revoked", "code");
        var made = new AuthForgeException(AuthForgeStatus.Timeout, "y");
        Harness.Check(made.IsRetryable && made.IsTransient && !made.IsFatal && made.Message == "y", "timeout");
        Harness.Check(made.ToString().Contains("[timeout]") && made.ToString().Contains("y"), made.ToString());
        Harness.Check(!new AuthForgeException(AuthForgeStatus.InvalidKey).IsRetryable, "a wrong key");
        var refusal = AuthForgeModelFactory.Refusal("rate_limited", 429, TimeSpan.FromSeconds(3));
        Harness.Check(refusal.Status == AuthForgeStatus.RateLimited && refusal.HttpStatus == 429 &&
            refusal.RetryAfter == TimeSpan.FromSeconds(3), "refusal");
        Harness.Check(refusal.ToString().Contains("HTTP 429"), refusal.ToString());
        Harness.Same(AuthForgeModelFactory.Refusal("made_up").Status, AuthForgeStatus.ServerOther, "a code of tomorrow");
        foreach (var library in new[] { new AuthForgeNativeLibraryException(), new AuthForgeNativeLibraryException("z") })
        {
            Harness.Check(library is DllNotFoundException && library.Message.Length > 0, "a kind of what the runtime throws");
        }
        Harness.Check(new AuthForgeNativeLibraryException("z", made).InnerException == made, "cause");
    }

    /// <summary>And the library agrees with the table that exceptions are made from.</summary>
    [Proof]
    public static void Every_status_has_a_code_an_advice_and_a_sentence()
    {
        var codes = new HashSet<string>();
        foreach (AuthForgeStatus status in Enum.GetValues(typeof(AuthForgeStatus)))
        {
            var error = new AuthForgeException(status);
            Harness.Check(codes.Add(error.Code), "a code of its own: " + error.Code);
            Harness.Check(AuthForgeMessages.IdOf(status) != AuthForgeUserMessage.Success == (status != AuthForgeStatus.Ok), "a sentence of its own");
            Harness.Check(error.Message.Length > 0 && error.UserMessage == AuthForgeMessages.Of(status), "sentences");
            Harness.Check(error.IsTransient != error.IsFatal || StatusIsOfTheProgram(status), status + " ends a session or does not");
        }
    }

    private static bool StatusIsOfTheProgram(AuthForgeStatus status)
    {
        return (int)status < 100 || status == AuthForgeStatus.InternalError;
    }

    [Proof]
    public static void A_programs_own_tests_make_what_the_library_hands_out()
    {
        var end = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var variables = new Dictionary<string, object>
        {
            { "tier", "pro \"x\"" }, { "seats", 3 }, { "big", 5L }, { "ratio", 0.5 }, { "beta", true }, { "none", null },
        };
        var session = AuthForgeModelFactory.Session(licenseKey: "K", licenseLabel: "Ada", expiresAt: end,
            licenseExpiresAt: end, licenseVariables: variables, maxHwidSlots: 3, hwidCount: 1, sessionToken: "t");
        Harness.Check(session.Kind == AuthForgeSessionKind.Online && session.ExpiresAt == end && session.LicenseExpiresAt == end &&
            session.LicenseExpiry == AuthForgeLicenseExpiry.Date && session.MaxHwidSlots == 3 && session.HwidCount == 1, "session");
        Harness.Same(session.GetLicenseKey() + session.GetSessionToken() + session.LicenseLabel + session.GetJson(), "KtAda{}", "texts");
        var made = session.LicenseVariables;
        Harness.Same(made.GetJson(), "{\"beta\":true,\"big\":5,\"none\":null,\"ratio\":0.5,\"seats\":3,\"tier\":\"pro \\\"x\\\"\"}", "JSON");
        Harness.Same(string.Join(" ", made.Keys), "beta big none ratio seats tier", "names");
        Harness.Same(made.Values.Count(), 6, "values");
        Harness.Check((string)made["tier"] == "pro \"x\"" && (long)made["seats"] == 3 && made["none"] == null, "by name");
        Harness.Throws<KeyNotFoundException>(() => GC.KeepAlive(made["missing"]));
        object value;
        bool yes;
        long whole;
        double number;
        string text;
        Harness.Check(made.ContainsKey("beta") && !made.ContainsKey(null) && made.TryGetValue("ratio", out value) && 0.5.Equals(value), "tries");
        Harness.Check(made.TryGetBool("beta", out yes) && yes && !made.TryGetBool("seats", out yes), "bool");
        Harness.Check(made.TryGetInt("seats", out whole) && whole == 3 && !made.TryGetInt("ratio", out whole), "int");
        Harness.Check(made.TryGetDouble("seats", out number) && number == 3 && !made.TryGetDouble("tier", out number), "double");
        Harness.Check(made.TryGetString("tier", out text) && !made.TryGetString("missing", out text) && text == null, "string");
        Harness.Check(made.GetInt("missing") == 0 && !made.GetBool("missing") && made.GetDouble("missing") == 0, "fallbacks");
        Harness.Throws<ArgumentException>(() => AuthForgeModelFactory.Variables(new Dictionary<string, object> { { "x", DateTime.Now } }));
        Harness.Check(AuthForgeVariables.Empty.Count == 0 && AuthForgeVariables.Empty.GetJson() == "{}", "none");
        var bare = new AuthForgeSession();
        Harness.Check(bare.Kind == AuthForgeSessionKind.None && bare.LicenseVariables.Count == 0 && bare.BoundHwids.Count == 0, "bare");

        Harness.Same(AuthForgeModelFactory.ValidResult(session).ToString(), "Valid (ok)", "result");
        var failed = AuthForgeModelFactory.FailedResult(new AuthForgeException(AuthForgeStatus.Revoked));
        Harness.Check(failed.Verdict == AuthForgeVerdict.Invalid && !failed.IsValid && failed.Session == null, "result");
        var happened = AuthForgeModelFactory.Event(AuthForgeEventKind.Failure, session, failed.Error, AuthForgeReason.NetworkError,
            AuthForgeOperation.Heartbeat, TimeSpan.FromSeconds(1), 2);
        Harness.Check(happened.Session == session && happened.Error == failed.Error && happened.RetryIn.TotalSeconds == 1 &&
            happened.Attempt == 2 && happened.ReasonName == "network_error", "event");
        Harness.Same(happened.ToString(), "Failure (Heartbeat): revoked", "event");
        Harness.Same(AuthForgeModelFactory.HandlerError(failed.Error).Exception, failed.Error, "handler");
        foreach (var call in new Action[]
        {
            () => AuthForgeModelFactory.ValidResult(null), () => AuthForgeModelFactory.FailedResult(null),
            () => AuthForgeModelFactory.HandlerError(null), () => AuthForgeModelFactory.Refusal(null),
        }) Harness.Throws<ArgumentNullException>(call);
    }

    [Proof]
    public static void A_client_tells_what_it_was_made_of_and_tries_without_an_exception()
    {
        var config = Harness.Config(AuthForgeDispatch.HostPump);
        config.HeartbeatInterval = TimeSpan.FromSeconds(30);
        config.TrustedPublicKeys.Add(config.PublicKey);
        config.PublicKey = null;
        using (var client = new AuthForgeClient(config))
        {
            Harness.Same(client.AppId, config.AppId, "app");
            Harness.Same(client.ApiBaseUrl, config.ApiBaseUrl, "address");
            Harness.Same(client.HeartbeatInterval, TimeSpan.FromSeconds(30), "interval");
            Harness.Same(client.RequestTimeout, TimeSpan.FromSeconds(15), "timeout");
            Harness.Same(client.HeartbeatMode, AuthForgeHeartbeatMode.Server, "mode");
            Harness.Check(client.ToString().Contains("not logged in") && config.ToString().Contains(config.AppId), "texts");
            AuthForgeSession session;
            AuthForgeException refusal;
            Harness.Check(!client.TryLogin(Harness.WrongKey, out session) && session == null, "refused");
            Harness.Check(!client.TryLogin(Harness.WrongKey, out session, out refusal) && refusal.Code == "invalid_key", "why");
            Harness.Check(client.TryLogin(Harness.GoodKey, out session, out refusal) && refusal == null, "accepted");
            Harness.Check(client.GetSessionToken() == session.GetSessionToken() && session.GetSessionToken().Contains("."), "token");
            Harness.Check(session.GetJson().Contains(session.GetSessionToken()), "the token is that of the payload");
            Harness.Check(ReferenceEquals(client.GetSession(), client.GetSession()), "the same while it is the same");
            Harness.Check(!session.ToString().Contains(session.GetSessionToken()) && session.ToString().Contains("Ada"), session.ToString());
            client.Logout();
            Harness.Check(client.GetSessionToken() == null, "no token");
        }
    }
}
