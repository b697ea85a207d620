using UnityStub;

internal static class the_inspector_warns_of_a_secret_that_is_saved
{
    public static void Run()
    {
        Harness.Play();
        var license = Harness.AddLicense();
        EditorStage.Inspect(Harness.Editors(), license);
        Harness.Check(EditorStage.Drawn.StartsWith("Warning: The app secret is saved"), EditorStage.Drawn);
        Harness.Check(EditorStage.Drawn.EndsWith("License: none\n"), EditorStage.Drawn);
        Harness.Check(!EditorStage.Drawn.Contains(Harness.Given("APP_SECRET")), "it does not show the secret");
        EditorStage.Drawn = "";
        license.Settings.AppSecret = "";
        EditorStage.Inspect(Harness.Editors(), license);
        Harness.Check(!EditorStage.Drawn.Contains("Warning"), "and does not warn without one");
    }
}
