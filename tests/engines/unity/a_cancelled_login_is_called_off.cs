using System;
using System.Threading;
using System.Threading.Tasks;
using LibAuthForge;
using UnityStub;

internal static class a_cancelled_login_is_called_off
{
    public static void Run()
    {
        Harness.Play();
        var license = Harness.AddLicense();
        var heard = 0;
        license.LoggedIn += happened => heard++;
        license.Failed += happened => heard++;
        // The service does its work, and answers when nobody waits any more.
        Harness.Admin("POST", "/dev/faults",
            "{\"endpoint\":\"validate\",\"count\":1,\"fault\":{\"delay\":{\"ms\":1500}}}");
        var cancel = new CancellationTokenSource();
        var there = Cancelled(license, cancel.Token);
        Harness.Arrived(1);
        cancel.Cancel();
        Harness.Until(() => there.IsCompleted, "the await");
        Harness.Check(there.Result == Harness.MainThread, "it goes on on the main thread");

        // This one is answered after the first would have been.
        Harness.Admin("POST", "/dev/faults",
            "{\"endpoint\":\"validate\",\"count\":1,\"fault\":{\"delay\":{\"ms\":2000}}}");
        var second = license.ValidateLicenseAsync(Harness.LicenseKey);
        Harness.Until(() => second.IsCompleted, "the second");
        Harness.Check(second.Result.IsValid, second.Result.Code);
        Harness.Check(!license.IsAuthenticated && heard == 0, "the first logged nobody in, and nothing was told");
        EditorStage.ExitPlayMode();
        Harness.CheckNothingThrown();
    }

    private static async Task<int> Cancelled(AuthForgeBehaviour license, CancellationToken cancel)
    {
        try
        {
            await license.LoginAsync(Harness.LicenseKey, cancel);
            return -1;
        }
        catch (OperationCanceledException)
        {
            return Thread.CurrentThread.ManagedThreadId;
        }
    }
}
