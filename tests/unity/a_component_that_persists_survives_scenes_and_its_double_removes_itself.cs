using System.Reflection;
using AuthForge;
using UnityEngine;
using UnityStub;

internal static class a_component_that_persists_survives_scenes_and_its_double_removes_itself
{
    public static void Run()
    {
        Harness.Play();
        var license = AddPersistent();
        Harness.Fill(license.Settings);
        Harness.LogIn(license);
        Stage.LoadScene();
        var twin = AddPersistent();
        Stage.Frame();
        Harness.Check(!twin && license && license.IsAuthenticated, "the first stays, with its session");
        Harness.Check(ReferenceEquals(AuthForgeBehaviour.Instance, license), "and is the one to use");
        var other = Harness.AddLicense("of the scene");
        Stage.LoadScene();
        Harness.Check(!other && license, "what does not persist goes");
        EditorStage.ExitPlayMode();
        Harness.Check(!license && !license.IsAuthenticated, "the end of play mode ends it too");
        Harness.CheckNothingThrown();
    }

    /// <summary>As from a scene file: the fields are filled before Awake.</summary>
    private static AuthForgeBehaviour AddPersistent()
    {
        var holder = new GameObject("persistent");
        holder.SetActive(false);
        var license = holder.AddComponent<AuthForgeBehaviour>();
        typeof(AuthForgeBehaviour).GetField("dontDestroyOnLoad", BindingFlags.Instance | BindingFlags.NonPublic)
            .SetValue(license, true);
        holder.SetActive(true);
        return license;
    }
}
