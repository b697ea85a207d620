using System;
using System.IO;
using LibAuthForge;

static class OfflineTests
{
    private static AuthForgeClient WithoutSecret(AuthForgeDispatch dispatch = AuthForgeDispatch.ThreadPool)
    {
        var config = Harness.Config(dispatch);
        config.AppSecret = null;
        return new AuthForgeClient(config);
    }

    [Proof]
    public static void A_session_from_a_file_tells_what_the_file_says()
    {
        using (var folder = new Folder())
        using (var client = WithoutSecret())
        {
            var text = Server.Mint(Harness.GoodKey, "{\"hwids\":[\"" + client.Hwid + "\",\"tg:2\"],\"expiresAt\":null}");
            File.WriteAllText(folder[Harness.Smile], text);
            foreach (var from in new[] { text, folder[Harness.Smile] })
            {
                using (var session = client.LoginFromFile(from))
                {
                    Harness.Same(session.Kind, AuthForgeSessionKind.Offline, "kind");
                    Harness.Same(session.ExpiresAt, null, "end");
                    Harness.Same(session.HwidPolicy, AuthForgeHwidPolicy.Bound, "policy");
                    Harness.Same(string.Join(" ", session.BoundHwids), client.Hwid + " tg:2", "machines");
                    Harness.Same(session.LicenseFileId.Length, 36, "jti");
                    Harness.Same(session.GetLicenseFile().Trim(), text.Trim(), "text");
                    Harness.Same(session.GetLicenseKey(), Harness.GoodKey, "license key");
                    Harness.Same(session.LicenseVariables.GetString("tier"), "pro", "tier");
                }
                Harness.Check(client.IsAuthenticated, "authenticated");
                client.Logout();
                using (var good = client.VerifyLicenseFile(from)) Harness.Check(good.IsValid, "valid");
                using (var good = Harness.Wait(client.VerifyLicenseFileAsync(from))) Harness.Check(good.IsValid, "valid");
                Harness.Check(!client.IsAuthenticated, "verifying keeps nothing");
                Harness.Wait(client.LoginFromFileAsync(from)).Dispose();
                Harness.Check(client.IsAuthenticated, "authenticated");
                client.Logout();
            }
        }
    }

    [Proof]
    public static void A_file_that_is_refused_says_why()
    {
        using (var client = WithoutSecret(AuthForgeDispatch.HostPump))
        {
            var tampered = Server.MintForAny(",\"fault\":\"file_tampered\"");
            Harness.Refused(AuthForgeStatus.BadSignature, () => client.LoginFromFile(tampered));
            Harness.Refused(AuthForgeStatus.ReadError, () => client.LoginFromFile("/no/such/\ud83d\ude00"));
            var without = Harness.Throws<ArgumentException>(() => client.Login(Harness.GoodKey));
            Harness.Check(without.Message.Contains("AppSecret"), without.Message);
            Harness.Same(client.VerifyLicenseFile(tampered).Code, "bad_signature", "code");
            AuthForgeEventArgs happened;
            Harness.Check(!client.TryPoll(out happened), "told once");
            var file = client.LoginFromFileAsync(tampered);
            var other = client.VerifyLicenseFileAsync(tampered);
            Harness.Until("both end", () => { Harness.Pump(client); return file.IsCompleted && other.IsCompleted; });
            Harness.Refused(AuthForgeStatus.BadSignature, () => Harness.Wait(file));
            Harness.Same(Harness.Wait(other).Code, "bad_signature", "code");
        }
    }

    [Proof]
    public static void An_activation_writes_a_file_that_another_client_logs_in_with()
    {
        using (var folder = new Folder())
        using (var client = Harness.Client())
        using (var other = WithoutSecret())
        {
            var path = folder["license.authforge"];
            using (var session = client.ActivateOffline(Harness.LastingKey, path))
            {
                Harness.Check(!session.IsReissued, "new");
                Harness.Same(session.GetLicenseFile(), File.ReadAllText(path), "file");
            }
            other.LoginFromFile(path).Dispose();
            Harness.Check(other.IsAuthenticated, "authenticated");
            using (var again = Harness.Wait(client.ActivateOfflineAsync(Harness.LastingKey, folder["\ud83d\ude00"])))
            {
                Harness.Check(again.IsReissued, "this machine's file again");
            }
            Harness.Check(File.Exists(folder["\ud83d\ude00"]), "written");
            using (var unwritten = client.ActivateOffline(Harness.LastingKey)) Harness.Check(unwritten.GetLicenseFile() != null, "text");
            Harness.Refused(AuthForgeStatus.FileWriteFailed, () => client.ActivateOffline(Harness.LastingKey, folder[""]));
            Harness.Refused(AuthForgeStatus.OfflineActivationRequiresPerpetual, () =>
                Harness.Wait(client.ActivateOfflineAsync(Harness.GoodKey, folder["none"])));
        }
    }

    [Proof]
    public static void An_activation_request_survives_parse()
    {
        using (var folder = new Folder())
        using (var client = WithoutSecret())
        {
            var options = new AuthForgeActivationRequestOptions
            {
                IncludeMachineName = true,
                MachineName = Harness.Smile,
                Os = "",
                Sdk = "game/1.0",
                LicenseKey = Harness.GoodKey,
                CreatedAt = new DateTimeOffset(2026, 1, 2, 4, 4, 5, TimeSpan.FromHours(1)),
            };
            var parsed = AuthForgeLibrary.ParseActivationRequest(client.CreateActivationRequest(options));
            Harness.Same(Server.JsonText(parsed, "machineName"), Harness.Smile, "machine");
            Harness.Same(Server.JsonText(parsed, "sdk"), "game/1.0", "sdk");
            Harness.Same(Server.JsonText(parsed, "licenseKey"), Harness.GoodKey, "license key");
            Harness.Same(Server.JsonText(parsed, "createdAt"), "2026-01-02T03:04:05.000Z", "date");
            Harness.Same(Server.JsonText(parsed, "hwid"), client.Hwid, "hwid");
            Harness.Check(!parsed.Contains("\"os\""), "the system is left out");
            var bare = AuthForgeLibrary.ParseActivationRequest(client.CreateActivationRequest());
            Harness.Check(bare.Contains("\"os\"") && !bare.Contains("machineName"), "defaults");

            client.WriteActivationRequest(folder["one"], options);
            Harness.Wait(client.WriteActivationRequestAsync(folder["two"]));
            foreach (var name in new[] { "one", "two" })
            {
                var text = Server.Escaped(File.ReadAllText(folder[name]));
                Server.Mint(Harness.GoodKey, "{\"activationRequest\":\"" + text + "\"}");
            }
            Harness.Refused(AuthForgeStatus.FileWriteFailed, () => client.WriteActivationRequest(folder[""]));
            Harness.Refused(AuthForgeStatus.FileWriteFailed, () =>
                Harness.Wait(client.WriteActivationRequestAsync(folder[""])));
            Harness.Refused(AuthForgeStatus.BadArmor, () => AuthForgeLibrary.ParseActivationRequest("\ud83d\ude00"));
        }
    }

    [Proof]
    public static void A_self_ban_does_what_its_options_say()
    {
        using (var client = Harness.Client())
        {
            Harness.Refused(AuthForgeStatus.MissingLicenseKey, () => client.SelfBan(new AuthForgeSelfBanOptions()));
            client.Login(Harness.GoodKey).Dispose();
            client.SelfBan(new AuthForgeSelfBanOptions { RevokeLicense = false, BlacklistIp = false });
            Harness.Check(Server.Ask("GET", "/v1/apps/" + Harness.Setting("AF_TEST_APP_ID") + "/security").Contains(client.Hwid),
                "the machine is on the blacklist");
            Harness.Wait(client.SelfBanAsync(new AuthForgeSelfBanOptions { BlacklistHwid = false, BlacklistIp = false }));
            Harness.Check(Server.Ask("GET", "/v1/licenses/" + Harness.GoodKey).Contains("revoked"), "revoked");
            client.Logout();
            client.SelfBan(new AuthForgeSelfBanOptions { LicenseKey = Harness.LastingKey, BlacklistIp = false });
            Harness.Refused(AuthForgeStatus.MissingLicenseKey, () => Harness.Wait(client.SelfBanAsync(new AuthForgeSelfBanOptions())));
            try
            {
                client.SelfBan(null);
                throw new Failed("nothing is all of it");
            }
            catch (ArgumentNullException)
            {
            }
        }
    }
}
