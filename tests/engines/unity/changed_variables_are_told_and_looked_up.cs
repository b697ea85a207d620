using System.Collections.Generic;
using LibAuthForge;

internal static class changed_variables_are_told_and_looked_up
{
    public static void Run()
    {
        Harness.SetVariables("{\"tier\":\"pro\",\"seats\":3,\"beta\":false,\"gain\":0.5}");
        Harness.Play();
        var license = Harness.AddLicense();
        Harness.LogIn(license);
        var old = license.Session;
        Look(license, "pro", 3, false, 0.5);
        Harness.Check(license.GetAppInt("min_version", 0) > 0, "a variable of the app");
        Harness.Check(license.GetLicenseInt("tier", 9) == 9, "another type is the fallback");
        var told = new List<string>();
        license.VariablesChanged += happened => told.Add(happened.Session.LicenseVariables.GetString("tier"));
        Harness.SetVariables("{\"tier\":\"ultra \u2728\",\"seats\":8,\"beta\":true,\"gain\":1.5}");
        Harness.Until(() => told.Count > 0, "the change");
        Harness.Check(told.Count == 1 && told[0] == "ultra \u2728", string.Join(", ", told));
        Look(license, "ultra \u2728", 8, true, 1.5);
        Harness.Check(old.LicenseVariables.GetString("tier") == "pro", "a session that one holds stays as it was");
        license.Logout();
        Look(license, "demo", -1, false, -1);
        Harness.CheckNothingThrown();
    }

    private static void Look(AuthForgeBehaviour license, string tier, long seats, bool beta, double gain)
    {
        Harness.Check(license.GetLicenseString("tier", "demo") == tier, "tier " + tier);
        Harness.Check(license.GetLicenseInt("seats", -1) == seats, "seats " + seats);
        Harness.Check(license.GetLicenseBool("beta", false) == beta, "beta " + beta);
        Harness.Check(license.GetLicenseDouble("gain", -1) == gain, "gain " + gain);
    }
}
