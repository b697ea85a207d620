using System.Threading;
using UnityStub;

internal static class a_license_that_is_revoked_while_nobody_listens_ends_no_process
{
    public static void Run()
    {
        Harness.Play();
        var license = Harness.AddLicense();
        Harness.LogIn(license);
        // Nobody pumps, nobody has subscribed.
        license.enabled = false;
        Harness.Revoke();
        for (var turn = 0; license.IsAuthenticated && turn < 15000; turn++) Thread.Sleep(2);
        Harness.Check(!license.IsAuthenticated, "the heartbeat found it out");
        string failed = null, ended = null;
        license.Failed += happened => failed = happened.Error.Code;
        license.SessionEnded += happened => ended = happened.Error.Code;
        license.enabled = true;
        Harness.Until(() => ended != null, "the news, as soon as somebody looks");
        Harness.Check(failed == "revoked" && ended == "revoked", failed + ", " + ended);
        EditorStage.ExitPlayMode();
        Harness.CheckNothingThrown();
    }
}
