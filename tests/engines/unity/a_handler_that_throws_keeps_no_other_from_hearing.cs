using System;
using System.Reflection;
using LibAuthForge;
using UnityEngine.Events;
using UnityStub;

internal static class a_handler_that_throws_keeps_no_other_from_hearing
{
    public static void Run()
    {
        Harness.Play();
        var license = Harness.AddLicense();
        int second = 0, inspector = 0, ended = 0;
        string code = null;
        license.LoggedIn += happened => throw new InvalidOperationException("a handler of the game");
        license.LoggedIn += happened => second++;
        license.SessionEnded += happened => ended++;
        Wired<UnityEvent>(license, "onLoggedIn").AddListener(() => inspector++);
        Wired<AuthForgeCodeEvent>(license, "onSessionEnded").AddListener(said => code = said);
        Harness.LogIn(license);
        license.Logout();
        Stage.Frame();
        Harness.Check(second == 1 && inspector == 1 && ended == 1, second + ", " + inspector + ", " + ended);
        Harness.Check(code == "logged_out", code);
        Harness.Check(Stage.Console.Contains("exception: InvalidOperationException: a handler of the game"),
            "it is in the console");
    }

    /// <summary>What is wired in the inspector.</summary>
    private static T Wired<T>(AuthForgeBehaviour license, string field)
    {
        var wired = typeof(AuthForgeBehaviour).GetField(field, BindingFlags.Instance | BindingFlags.NonPublic);
        return (T)wired.GetValue(license);
    }
}
