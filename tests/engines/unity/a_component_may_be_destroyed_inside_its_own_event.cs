using System;
using LibAuthForge;
using UnityStub;
using Object = UnityEngine.Object;

internal static class a_component_may_be_destroyed_inside_its_own_event
{
    private static readonly string File = Harness.Mint();

    public static void Run()
    {
        Harness.Play();
        Destroy(license => Object.DestroyImmediate(license), true);
        Destroy(license => Object.DestroyImmediate(license.gameObject), true);
        Destroy(license => Object.Destroy(license), false);
        Destroy(license => Object.Destroy(license.gameObject), false);
        Destroy(license => license.Close(), true);
        EditorStage.ExitPlayMode();
        Harness.CheckNothingThrown();
    }

    private static void Destroy(Action<AuthForgeBehaviour> how, bool atOnce)
    {
        var license = Harness.AddLicense();
        int first = 0, second = 0;
        license.LoggedIn += happened =>
        {
            first++;
            how(license);
        };
        license.LoggedIn += happened => second++;
        // Its event waits in the queue behind the one that destroys.
        var logins = new[] { license.LoginFromFileAsync(File), license.LoginFromFileAsync(File) };
        Harness.Until(() => first > 0 && Array.TrueForAll(logins, login => login.IsCompleted), "both logins");
        Harness.Frames(5);
        Harness.Check(!license.IsAuthenticated, "the session is over");
        if (atOnce) Harness.Check(first == 1 && second == 0, "nothing is raised after it: " + first + ", " + second);
        Object.DestroyImmediate(license);
        Harness.Check(AuthForgeBehaviour.Instance == null, "none is left");
    }
}
