using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using LibAuthForge;
using UnityEngine;
using UnityStub;

internal static class a_try_never_throws_and_names_what_went_wrong
{
    public static void Run()
    {
        Harness.Play();
        var license = Harness.AddLicense();
        Harness.Check(license.LastError == null, "nothing went wrong yet");
        Says(license.TryLoginAsync("WRNG-WRNG-WRNG-WRNG"), "invalid_key");
        ForThePlayer(license, AuthForgeAdvice.AskForKey, "This license key is not valid");
        Says(license.TryLoginAsync(Harness.LicenseKey), null);
        Harness.Check(license.LastError == null, "it went well");
        Says(license.TryLoginFromFileAsync("there/is/no.authforge"), "read_error");
        ForThePlayer(license, AuthForgeAdvice.AskForFile, "The license file cannot be read");
        Says(license.TryLoginFromFileAsync(Harness.Mint()), null);
        Says(license.TryActivateOfflineAsync(Harness.LastingKey), null);
        Says(license.TryActivateOfflineAsync("WRNG-WRNG-WRNG-WRNG", Path.GetTempPath()), "file_write_failed");

        var arrived = Harness.HangLogins();
        var token = new CancellationTokenSource();
        var login = license.TryLoginAsync(Harness.LicenseKey, token.Token);
        arrived();
        token.Cancel();
        Says(login, "cancelled");
        Harness.Check(license.LastError == null, "who calls off needs no explanation");
        login = license.TryLoginAsync(Harness.LicenseKey);
        Harness.Arrived(2);
        license.Close();
        Says(login, "cancelled");
        Harness.CheckNothingThrown();

        Mistaken(Task.Run(() => license.TryLoginAsync("KEY")), "on the main thread");
        license.enabled = false;
        Mistaken(license.TryLoginAsync("KEY"), "not active");
        UnityEngine.Object.DestroyImmediate(license.gameObject);
        Mistaken(license.TryLoginAsync("KEY"), "was destroyed");
        var ended = Harness.AddLicense();
        EditorStage.ExitPlayMode();
        Mistaken(ended.TryLoginAsync("KEY"), "was destroyed");
        Harness.CheckNothingThrown();
    }

    private static void Says(Task<string> login, string code)
    {
        Harness.Until(() => login.IsCompleted, code ?? "a login");
        Harness.Check(login.Exception == null && login.Result == code, code + ", not " + login.Result);
    }

    private static void ForThePlayer(AuthForgeBehaviour license, AuthForgeAdvice advice, string sentence)
    {
        var error = license.LastError;
        Harness.Check(error != null && error.Advice == advice && error.UserMessage.StartsWith(sentence), sentence + ": " + error);
    }

    private static void Mistaken(Task<string> login, string word)
    {
        Says(login, AuthForgeBehaviour.Mistake);
        var told = Stage.Console.RemoveAll(line =>
            line.StartsWith("exception: InvalidOperationException") && line.Contains(word));
        Harness.Check(told == 1, "the console tells of it: " + word);
    }
}
