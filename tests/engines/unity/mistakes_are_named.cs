using System;
using System.Threading;
using System.Threading.Tasks;
using LibAuthForge;
using UnityEngine;
using UnityStub;

internal static class mistakes_are_named
{
    public static void Run()
    {
        Harness.Play();
        var license = Harness.AddLicense();
        Named(license.LoginAsync(""), "license", AuthForgeStatus.MissingLicenseKey);
        Named(Task.Run(() => license.LoginAsync("KEY")), "call the AuthForge component on", AuthForgeStatus.Ok);

        var bad = new GameObject("bad").AddComponent<AuthForgeBehaviour>();
        Harness.Fill(bad.Settings);
        bad.Settings.HeartbeatInterval = 3;
        Refused(bad.LoginAsync("KEY"), "HeartbeatInterval is 3");
        bad.Settings.HeartbeatInterval = 0;
        bad.Settings.AppId = "";
        Refused(bad.LoginAsync("KEY"), "AppId");
        bad.Settings.AppId = Harness.Given("APP_ID");
        Harness.LogIn(bad);

        var asleep = new GameObject("asleep");
        asleep.SetActive(false);
        Named(asleep.AddComponent<AuthForgeBehaviour>().LoginAsync("KEY"), "not active", AuthForgeStatus.Ok);

        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        Named(license.LoginAsync("KEY"), "SynchronizationContext", AuthForgeStatus.Ok);
        SynchronizationContext.SetSynchronizationContext(context);

        var first = Harness.Load<AuthForgeBehaviour>();
        Harness.CheckNothingThrown();
        Harness.Load<AuthForgeBehaviour>(true, null, one => one.Settings.AppId = "another app");
        var told = Stage.Console.RemoveAll(line => line.StartsWith("warning: ") && line.Contains("of app another app")
            && line.Contains("shares the license of app " + first.Settings.AppId) && line.Contains("untick"));
        Harness.Check(told == 1, "two apps cannot share a license");
        EditorStage.ExitPlayMode();
        Harness.CheckNothingThrown();
    }

    /// <summary>A setting.</summary>
    private static void Refused(Task call, string word)
    {
        Named(call, word, AuthForgeStatus.Ok);
        Harness.Check(call.Exception.InnerException is ArgumentException, call.Exception.ToString());
    }

    private static void Named(Task call, string word, AuthForgeStatus status)
    {
        Harness.Until(() => call.IsCompleted, word);
        var why = call.Exception.InnerException;
        var refused = why as AuthForgeException;
        Harness.Check(why.Message.Contains(word), "no " + word + " in: " + why);
        Harness.Check((refused == null ? AuthForgeStatus.Ok : refused.Status) == status, why.ToString());
    }
}
