using System.IO;
using System.Threading;
using System.Threading.Tasks;
using LibAuthForge;

internal static class validate_files_and_activation_are_awaited_too
{
    public static void Run()
    {
        Harness.Play();
        var license = Harness.AddLicense();
        var script = Script(license);
        Harness.Until(() => script.IsCompleted, "the script");
        Harness.Check(script.Exception == null, "the script: " + script.Exception);
        Harness.CheckNothingThrown();
    }

    private static async Task Script(AuthForgeBehaviour license)
    {
        using (var good = await license.ValidateLicenseAsync(Harness.LicenseKey))
        {
            Harness.Check(good.IsValid && good.Session.LicenseVariables.GetString("tier") == "pro", good.Code);
        }
        var bad = await license.ValidateLicenseAsync("REVK-EDXX-KEY6-4MTC");
        Harness.Check(!bad.IsValid && bad.Code == "revoked" && !license.IsAuthenticated, bad.Code);

        await license.LoginFromFileAsync(Harness.Mint());
        CheckThread();
        Harness.Check(license.Session.Kind == AuthForgeSessionKind.Offline, "a session from a file");
        Harness.Check(license.GetLicenseString("tier", "demo") == "pro", "its variables are those of the file");

        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "license.authforge");
        await license.ActivateOfflineAsync(Harness.LastingKey, path);
        CheckThread();
        Harness.Check(File.Exists(path) && license.Session.GetLicenseKey() == Harness.LastingKey, "activated");
        license.Logout();
        await license.LoginFromFileAsync(path);
        Harness.Check(license.IsAuthenticated, "from the file that was written");
        Directory.Delete(Path.GetDirectoryName(path), true);

        var cancel = new CancellationTokenSource();
        cancel.Cancel();
        try
        {
            await license.LoginAsync(Harness.LicenseKey, cancel.Token);
            Harness.Check(false, "a cancelled token ends a login");
        }
        catch (System.OperationCanceledException)
        {
            CheckThread();
        }
    }

    private static void CheckThread()
    {
        Harness.Check(Thread.CurrentThread.ManagedThreadId == Harness.MainThread, "this is the main thread");
    }
}
