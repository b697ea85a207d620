using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using LibAuthForge;
using UnityStub;

internal static class a_login_goes_on_on_the_main_thread_and_events_are_raised_in_update
{
    private static readonly List<string> Heard = new List<string>();

    public static void Run()
    {
        Harness.Play();
        var license = Harness.AddLicense();
        license.LoggedIn += happened => Hear("logged in");
        license.Failed += happened => Hear("failed " + happened.Error.Code);
        license.SessionEnded += happened => Hear("ended");
        var login = LogInTwice(license);
        Harness.Until(() => login.IsCompleted && Heard.Count == 2, "both logins and their events");
        Harness.Check(login.Exception == null, "the script: " + login.Exception);
        license.Logout();
        Harness.Check(Heard.Count == 2 && !license.IsAuthenticated, "a logout is told with the next frame");
        Stage.Frame();
        var all = string.Join(", ", Heard);
        Harness.Check(all == "logged in, logged in, ended", all);
        Harness.CheckNothingThrown();
    }

    /// <summary>What a game would write.</summary>
    private static async Task LogInTwice(AuthForgeBehaviour license)
    {
        try
        {
            await license.LoginAsync("WRNG-WRNG-WRNG-WRNG");
            Harness.Check(false, "a wrong key is refused");
        }
        catch (AuthForgeException refused)
        {
            CheckThread();
            Harness.Check(refused.Status == AuthForgeStatus.InvalidKey, refused.Code);
        }
        var session = await license.LoginAsync(Harness.LicenseKey);
        CheckThread();
        Harness.Check(session.LicenseLabel == "Ada Lovelace", session.LicenseLabel);
        Harness.Check(license.Session != null, "the component has the session when the await goes on");
        await license.LoginAsync(Harness.LicenseKey);
        CheckThread();
    }

    private static void CheckThread()
    {
        Harness.Check(Thread.CurrentThread.ManagedThreadId == Harness.MainThread, "this is the main thread");
        Harness.Check(!Stage.InUpdate, "an await goes on at its own turn, outside of Update");
    }

    private static void Hear(string what)
    {
        Harness.Check(Thread.CurrentThread.ManagedThreadId == Harness.MainThread && Stage.InUpdate,
            what + " is raised in Update, on the main thread");
        Heard.Add(what);
    }
}
