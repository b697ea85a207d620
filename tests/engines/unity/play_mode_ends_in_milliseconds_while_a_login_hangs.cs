using System;
using LibAuthForge;
using UnityStub;

internal static class play_mode_ends_in_milliseconds_while_a_login_hangs
{
    public static void Run()
    {
        Leave(EditorStage.ExitPlayMode);
        // Nor does it depend on the quitting of the game being told.
        Leave(EditorStage.ExitPlayModeSilently);
    }

    private static void Leave(Action exit)
    {
        Harness.Play();
        var license = Harness.AddLicense();
        var arrived = Harness.HangLogins();
        var login = license.LoginAsync(Harness.LicenseKey);
        arrived();
        Harness.CheckFast(exit, "leaving play mode");
        Harness.Until(() => login.IsCompleted, "the login ends, in edit mode");
        Harness.Check(login.IsCanceled, "cancelled, not " + login.Status);
        Harness.Check(!license && !license.IsAuthenticated, "the component is gone and says no");
        Harness.CheckNothingThrown();
    }
}
