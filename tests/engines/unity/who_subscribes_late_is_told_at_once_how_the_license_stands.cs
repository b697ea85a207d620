using System;
using System.Collections.Generic;
using LibAuthForge;
using UnityStub;

internal static class who_subscribes_late_is_told_at_once_how_the_license_stands
{
    private static readonly List<string> Told = new List<string>();

    public static void Run()
    {
        Harness.Play();
        var license = Harness.AddLicense();
        license.LicenseChanged += Tell;
        Expect("none ", "before any login");
        Harness.LogIn(license);
        Harness.Until(() => Told.Count > 0, "the login");
        Expect("pro ", "a login");
        license.LicenseChanged += Tell;
        Expect("pro ", "one that comes later, alone");
        license.LicenseChanged -= Tell;
        Harness.SetVariables("{\"tier\":\"basic\"}");
        Harness.Until(() => Told.Count > 0, "the variables");
        Expect("basic ", "other variables");
        license.Logout();
        Stage.Frame();
        Expect("none logged_out", "a logout");
        license.enabled = false;
        Expect("", "disabled");
        license.enabled = true;
        Expect("none logged_out", "enabled again");
        Harness.LogIn(license);
        Harness.Until(() => Told.Count > 0, "the second login");
        Expect("basic ", "a second login takes the reason away");
        HandlersThatThrowOrClose(license);
        EditorStage.ExitPlayMode();
        Harness.CheckNothingThrown();
    }

    private static void HandlersThatThrowOrClose(AuthForgeBehaviour license)
    {
        Action<AuthForgeBehaviour> throws = of => throw new InvalidOperationException("a handler of the game");
        license.LicenseChanged -= Tell;
        license.LicenseChanged += throws;
        license.LicenseChanged += Tell;
        license.Logout();
        Stage.Frame();
        Expect("basic , none logged_out", "one that throws keeps no other from hearing");
        var thrown = Stage.Console.RemoveAll(line => line == "exception: InvalidOperationException: a handler of the game");
        Harness.Check(thrown == 2, "each time it is in the console: " + thrown);
        license.LicenseChanged -= throws;
        license.LicenseChanged -= Tell;
        Action<AuthForgeBehaviour> closes = of => of.Close();
        license.LicenseChanged += closes;
        license.LicenseChanged += Tell;
        Told.Clear();
        var ended = false;
        license.LoggedIn += happened => ended = true;
        var login = license.TryLoginAsync(Harness.LicenseKey);
        Harness.Until(() => login.IsCompleted && ended, "a login that is closed in its own event");
        Expect("", "nothing is told after it is closed");
        Harness.Check(!license.IsAuthenticated && license.WhyEnded == null, "a component that was closed is as new");
    }

    private static void Tell(AuthForgeBehaviour license)
    {
        Told.Add(license.GetLicenseString("tier", "none") + " " + license.WhyEnded);
    }

    private static void Expect(string told, string when)
    {
        var all = string.Join(", ", Told);
        Harness.Check(all == told, when + ": " + all + ", not " + told);
        Told.Clear();
    }
}
