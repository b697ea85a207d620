using System;
using System.Diagnostics;
using UnityStub;

/// <summary>What a player hears whose build has no library for the platform: in a process of its own, which finds none.
/// </summary>
internal static class a_library_that_is_not_there_is_named_with_the_platform
{
    public static void Run()
    {
        if (Harness.Given("NO_LIBRARY") == null) RunWithoutLibrary();
        else Look();
    }

    private static void RunWithoutLibrary()
    {
        var start = new ProcessStartInfo("mono")
        {
            Arguments = "\"" + typeof(Harness).Assembly.Location + "\" "
                + typeof(a_library_that_is_not_there_is_named_with_the_platform).Name,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        start.EnvironmentVariables.Remove("LD_LIBRARY_PATH");
        start.EnvironmentVariables["AF_TEST_NO_LIBRARY"] = "1";
        using (var process = Process.Start(start))
        {
            var said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Harness.Check(process.ExitCode == 0, said);
        }
    }

    private static void Look()
    {
        Harness.Play();
        var license = Harness.AddLicense();
        var login = license.LoginAsync("KEY");
        Harness.Until(() => login.IsCompleted, "the login");
        var why = login.Exception.InnerException;
        Harness.Check(why is DllNotFoundException && why.Message.Contains("cc.authforge.sdk")
            && why.Message.Contains("LinuxEditor"), why.ToString());
        Harness.Check(!license.IsAuthenticated && license.Session == null, "no license, no other exception");
        Harness.Frames(3);
        EditorStage.ExitPlayMode();
        Harness.CheckNothingThrown();
    }
}
