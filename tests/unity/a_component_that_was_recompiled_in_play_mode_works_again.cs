using AuthForge;
using UnityEngine;
using UnityStub;

internal static class a_component_that_was_recompiled_in_play_mode_works_again
{
    public static void Run()
    {
        // The domain is new, and no game was begun in it.
        var license = Stage.Revive<AuthForgeBehaviour>(new GameObject("license"));
        Harness.Fill(license.Settings);
        Harness.Check(!license.IsAuthenticated && license.Session == null, "the session did not survive");
        Harness.LogIn(license);
        Harness.Check(ReferenceEquals(AuthForgeBehaviour.Instance, license), "it is known again");
        EditorStage.ExitPlayMode();
        Harness.Check(!license.IsAuthenticated, "and ends with play mode");
        Harness.CheckNothingThrown();
    }
}
