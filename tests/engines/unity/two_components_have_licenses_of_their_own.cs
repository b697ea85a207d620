using System.Collections.Generic;
using LibAuthForge;
using UnityStub;
using Object = UnityEngine.Object;

internal static class two_components_have_licenses_of_their_own
{
    public static void Run()
    {
        Harness.Play();
        var told = new List<string>();
        var first = Harness.AddLicense("first");
        var second = Harness.AddLicense("second");
        first.LoggedIn += happened => told.Add("first " + happened.Session.GetLicenseKey());
        second.LoggedIn += happened => told.Add("second " + happened.Session.GetLicenseKey());
        second.SessionEnded += happened => told.Add("second ended");
        Harness.LogIn(first);
        Harness.Check(first.IsAuthenticated && !second.IsAuthenticated, "one is in, the other is not");
        var login = second.LoginAsync(Harness.LastingKey);
        Harness.Until(() => login.IsCompleted, "the second login");
        Harness.Check(ReferenceEquals(AuthForgeBehaviour.Instance, first), "the oldest is the one");
        Object.DestroyImmediate(first.gameObject);
        Stage.Frame();
        Harness.Check(!first.IsAuthenticated && second.IsAuthenticated, "one is gone, the other is not");
        Harness.Check(ReferenceEquals(AuthForgeBehaviour.Instance, second), "now the other is the oldest");
        second.Logout();
        Stage.Frame();
        var all = string.Join(", ", told);
        Harness.Check(all == "first " + Harness.LicenseKey + ", second " + Harness.LastingKey + ", second ended", all);
        Harness.CheckNothingThrown();
    }
}
