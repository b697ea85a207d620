using System;
using LibAuthForge;
using LibAuthForge.Samples;
using UnityStub;

internal static class the_sample_is_right_on_every_visit_of_its_scene
{
    public static void Run()
    {
        Harness.Play();
        Load();
        Until("login: ok on the main thread; tier pro");
        var asked = Harness.Logins();
        Stage.LoadScene();
        Load();
        Until("login: still there; tier pro");
        Harness.Frames(20);
        Harness.Check(Harness.Logins() == asked, "a visit costs no second login");

        AuthForgeBehaviour.Instance.Logout();
        Until("the license is gone: logged out");
        Stage.LoadScene();
        Harness.HangLogins();
        var game = Load();
        Harness.Frames(2);
        Harness.Arrived(1);
        game.enabled = false;
        Stage.LoadScene();
        AuthForgeBehaviour.Instance.Close();
        Harness.Frames(5);
        Harness.Check(!Stage.Console.Exists(line => line.Contains("login: cancelled")), "a scene that went says nothing");
        EditorStage.ExitPlayMode();
        Harness.CheckNothingThrown();
    }

    private static GameLoop Load()
    {
        Stage.Console.RemoveAll(line => line.StartsWith("log: "));
        return Harness.Load<GameLoop>(true, null, game => Harness.Field(game, "licenseKey").SetValue(game, Harness.LicenseKey));
    }

    private static void Until(string said)
    {
        Harness.Until(() => Stage.Console.Exists(line => line.IndexOf(said, StringComparison.Ordinal) >= 0), said);
    }
}
