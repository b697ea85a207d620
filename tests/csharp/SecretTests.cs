// What writes out the properties of things writes no secret.

#if NET8_0_OR_GREATER
using System;
using System.Linq;
using System.Text.Json;
using LibAuthForge;

static class SecretTests
{
    [Proof(NeedsNet = true)]
    public static void Neither_json_nor_text_of_anything_has_a_secret_in_it()
    {
        var config = Harness.Config(AuthForgeDispatch.HostPump);
        using (var client = new AuthForgeClient(config))
        {
            var session = client.Login(Harness.GoodKey);
            AuthForgeEventArgs happened;
            Harness.Check(client.TryPoll(out happened), "an event");
            var result = client.ValidateLicense(Harness.GoodKey);
            var ban = new AuthForgeSelfBanOptions { SessionToken = session.GetSessionToken() };
            var written = string.Join("\n", JsonSerializer.Serialize(session), JsonSerializer.Serialize(config),
                JsonSerializer.Serialize(result), JsonSerializer.Serialize(happened), JsonSerializer.Serialize(ban),
                session.ToString(), config.ToString(), result.ToString(), client.ToString());
            foreach (var secret in new[] { session.GetSessionToken(), config.AppSecret, Harness.GoodKey })
            {
                Harness.Check(!written.Contains(secret), "a secret is in " + written);
            }
            Harness.Check(written.Contains("Ada Lovelace") && written.Contains("tier"), "the rest is");
        }
    }
}
#endif
