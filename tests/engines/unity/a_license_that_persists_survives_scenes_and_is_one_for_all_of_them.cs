using System.Collections.Generic;
using LibAuthForge;
using UnityEngine;
using UnityStub;
using Object = UnityEngine.Object;

internal static class a_license_that_persists_survives_scenes_and_is_one_for_all_of_them
{
    public static void Run()
    {
        Harness.Play();
        var first = Harness.Load<AuthForgeBehaviour>();
        Harness.LogIn(first);
        var keeper = AuthForgeBehaviour.Instance;
        Harness.Check(keeper && !ReferenceEquals(keeper, first) && keeper.IsAuthenticated, "another keeps it");
        Stage.LoadScene();
        Harness.Check(!first && keeper && keeper.IsAuthenticated, "the scene goes, the license stays");
        Harness.Check(first.IsAuthenticated, "also for who still knows the one that went");
        EventsReachAllThatAreThere(keeper);
        InAChildOfAnotherObject(keeper);
        OneWithoutItHasItsOwn(keeper);
        KeeperThatWasDestroyedIsReplaced(keeper);
        EditorStage.Recompile(Harness.Runtime);
        AfterScriptsWereRecompiled();
        EditorStage.ExitPlayMode();
        Harness.Check(AuthForgeBehaviour.Instance == null, "the end of play mode ends it too");
        Harness.CheckNothingThrown();
    }

    private static void EventsReachAllThatAreThere(AuthForgeBehaviour keeper)
    {
        var told = new List<string>();
        var faces = new AuthForgeBehaviour[3];
        for (var index = 0; index < faces.Length; index++)
        {
            faces[index] = Harness.Load<AuthForgeBehaviour>();
            var name = index.ToString();
            faces[index].SessionEnded += happened => told.Add(name);
            ((AuthForgeCodeEvent)Harness.Field(faces[index], "onSessionEnded").GetValue(faces[index]))
                .AddListener(code => told.Add(name + code));
        }
        faces[0].SessionEnded += happened => Object.DestroyImmediate(faces[2].gameObject);
        keeper.SessionEnded += happened => told.Add("keeper");
        faces[1].enabled = false;
        faces[0].Logout();
        Stage.Frame();
        var all = string.Join(", ", told);
        Harness.Check(all == "keeper, 0, 0logged_out", "not of one that is disabled or gone: " + all);
        faces[1].enabled = true;
        Harness.Check(!keeper.IsAuthenticated && faces[1].WhyEnded == "logged_out", "one license: " + faces[1].WhyEnded);
        Harness.LogIn(faces[1]);
        Harness.Check(keeper.IsAuthenticated && keeper.WhyEnded == null, "logged in for all of them");
        Harness.Check(ReferenceEquals(faces[0].Client, keeper.Client) && ReferenceEquals(faces[0].Settings, keeper.Settings),
            "one client, one set of settings");
        Stage.LoadScene();
    }

    /// <summary>Unity keeps roots only.</summary>
    private static void InAChildOfAnotherObject(AuthForgeBehaviour keeper)
    {
        var child = Harness.Load<AuthForgeBehaviour>(true, new GameObject("menu").transform);
        Harness.Check(child.IsAuthenticated, "a child has it too");
        Stage.LoadScene();
        Harness.Check(!child && keeper.IsAuthenticated, "and goes with its parent");
    }

    private static void OneWithoutItHasItsOwn(AuthForgeBehaviour keeper)
    {
        var own = Harness.Load<AuthForgeBehaviour>(false);
        Harness.Check(!own.IsAuthenticated && ReferenceEquals(AuthForgeBehaviour.Instance, keeper), "it is not asked");
        Harness.LogIn(own);
        Stage.LoadScene();
        Harness.Check(!own && !own.IsAuthenticated && keeper.IsAuthenticated, "what does not persist goes");
        var login = own.LoginAsync(Harness.LicenseKey);
        Harness.Check(login.Exception.InnerException.Message.Contains("was destroyed"), "said to who still uses it");
    }

    private static void KeeperThatWasDestroyedIsReplaced(AuthForgeBehaviour keeper)
    {
        var face = Harness.Load<AuthForgeBehaviour>();
        Object.DestroyImmediate(keeper.gameObject);
        Harness.Check(!face.IsAuthenticated && AuthForgeBehaviour.Instance != null, "the license is gone with it");
        Harness.LogIn(face);
        Stage.LoadScene();
        Harness.Check(!face && AuthForgeBehaviour.Instance.IsAuthenticated, "the next one survives again");
        Harness.Load<AuthForgeBehaviour>();
    }

    private static void AfterScriptsWereRecompiled()
    {
        var face = Harness.Load<AuthForgeBehaviour>();
        Harness.Check(!face.IsAuthenticated, "the session did not survive");
        Harness.LogIn(face);
        Stage.LoadScene();
        var keeper = AuthForgeBehaviour.Instance;
        Harness.Check(keeper && keeper.IsAuthenticated, "but what keeps the next one did");
        Harness.Check(Object.ReferenceEquals(Harness.Load<AuthForgeBehaviour>().Client, keeper.Client), "and is still one");
    }
}
