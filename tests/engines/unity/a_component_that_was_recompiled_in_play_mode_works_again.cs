using LibAuthForge;
using UnityStub;

internal static class a_component_that_was_recompiled_in_play_mode_works_again
{
    public static void Run()
    {
        Harness.Play();
        var license = Harness.Load<AuthForgeBehaviour>(false);
        Harness.LogIn(license);
        EditorStage.Recompile(Harness.Runtime);
        Harness.Check(!license.IsAuthenticated && license.Session == null, "the session did not survive");
        Harness.LogIn(license);
        Harness.Check(ReferenceEquals(AuthForgeBehaviour.Instance, license), "it is known again");
        EditorStage.ExitPlayMode();
        Harness.Check(!license.IsAuthenticated, "and ends with play mode");
        Harness.CheckNothingThrown();
    }
}
