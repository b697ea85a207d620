using System;
using LibAuthForge;
using UnityStub;

internal static class a_player_that_quits_frees_every_client
{
    public static void Run()
    {
        Stage.BeginGame(Harness.Runtime);
        var licensed = Harness.AddLicense("licensed");
        Harness.LogIn(licensed);
        var told = 0;
        licensed.SessionEnded += happened => told++;
        var hanging = Harness.AddLicense("hanging");
        Harness.HangLogins();
        var login = hanging.LoginAsync(Harness.LicenseKey);
        Harness.CheckFast(Stage.Quit, "quitting");
        Harness.Check(!licensed.IsAuthenticated && told == 0, "over, and no event in a game that is over");
        Harness.Until(() => login.IsCompleted, "the login ends");
        try
        {
            GC.KeepAlive(licensed.Client);
            Harness.Check(false, "no client is made after the end");
        }
        catch (InvalidOperationException)
        {
        }
        Harness.CheckNothingThrown();
    }
}
