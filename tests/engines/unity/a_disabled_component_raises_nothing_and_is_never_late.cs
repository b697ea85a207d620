using System;
using System.Threading;
using LibAuthForge;
using UnityStub;

internal static class a_disabled_component_raises_nothing_and_is_never_late
{
    public static void Run()
    {
        Harness.Play();
        var license = Harness.AddLicense();
        var heard = 0;
        license.LoggedIn += happened => heard++;
        var login = license.LoginAsync(Harness.LicenseKey);
        license.enabled = false;
        for (var turn = 0; !license.IsAuthenticated && turn < 5000; turn++) Thread.Sleep(2);
        Harness.Check(license.IsAuthenticated && license.Session != null, "the state is never late");
        Harness.Check(license.GetLicenseString("tier", "demo") == "pro", "nor are the variables");
        Harness.Frames(5);
        Harness.Check(heard == 0 && !login.IsCompleted, "events and tasks wait");
        var refused = license.LoginAsync(Harness.LicenseKey);
        Harness.Check(refused.Exception.InnerException is InvalidOperationException, "a login would not end");
        license.gameObject.SetActive(false);
        license.enabled = true;
        Harness.Frames(5);
        Harness.Check(heard == 0, "nor with an inactive object");
        license.gameObject.SetActive(true);
        Harness.Until(() => login.IsCompleted && heard == 1, "they come when it is enabled again");
        EditorStage.ExitPlayMode();
        Harness.CheckNothingThrown();
    }
}
