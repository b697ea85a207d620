using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using LibAuthForge;

internal static class a_license_is_refreshed_when_the_game_wants_it
{
    public static void Run()
    {
        Harness.Play();
        var license = Harness.AddLicense();
        var retries = new List<AuthForgeEventArgs>();
        license.Retrying += retries.Add;
        Harness.Check(Says(license.TryRefreshAsync()) == "not_authenticated", "without a session");
        Harness.Check(Says(license.TryLoginAsync(Harness.LicenseKey)) == null, "a login");

        // Refused once, tried again, and renewed.
        Harness.Admin("POST", "/dev/faults", "{\"fault\":\"gateway_429\",\"count\":1,\"endpoint\":\"heartbeat\"}");
        Harness.SetVariables("{\"tier\":\"gold\"}");
        var renewed = license.RefreshAsync();
        Harness.Until(() => renewed.IsCompleted, "the heartbeat");
        Harness.Check(renewed.Result.LicenseVariables.GetString("tier") == "gold", "what the heartbeat brought");
        Harness.Check(license.GetLicenseString("tier", "demo") == "gold", "and the component has it");
        Harness.Check(retries.Count == 1 && retries[0].Error.Code == "rate_limited", "the retry is told");
        Harness.Check(retries[0].RetryIn == TimeSpan.FromSeconds(2) && retries[0].Attempt == 1, "with its pause");

        Harness.Check(Says(license.TryRefreshAsync()) == "rate_limited", "too soon after it");
        Harness.CheckNothingThrown();
    }

    private static string Says(Task<string> call)
    {
        Harness.Until(() => call.IsCompleted, "a call");
        return call.Result;
    }
}
