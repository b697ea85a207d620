using System;
using System.Reflection;
using LibAuthForge;
using LibAuthForge.Samples;
using UnityEngine;
using UnityStub;

internal static class the_sample_saves_and_leaves_when_its_license_is_revoked_in_mid_game
{
    public static void Run()
    {
        Harness.Play();
        var scene = new GameObject("scene");
        var license = scene.AddComponent<AuthForgeBehaviour>();
        Harness.Fill(license.Settings);
        var game = scene.AddComponent<GameLoop>();
        // The inspector fills it.
        typeof(GameLoop).GetField("licenseKey", BindingFlags.Instance | BindingFlags.NonPublic)
            .SetValue(game, Harness.LicenseKey);
        string ended = null;
        license.SessionEnded += happened => ended = happened.Error.Code;
        Harness.Until(() => Said("login: ok on the main thread; tier pro"), "the login");
        Harness.Revoke();
        Harness.Until(() => Stage.QuitAsked, "the game leaves");
        Harness.Check(ended == "revoked" && !license.IsAuthenticated, "revoked, not " + ended);
        Harness.Check(Said("failure: heartbeat_failed / revoked"), "it told the failure");
        Harness.Check(Said("the license is gone: revoked") && Said("game: saved"), "it saved");
        Harness.Check(Said(" fps, lookups min "), "it printed frame times");
        EditorStage.ExitPlayMode();
        Harness.CheckNothingThrown();
    }

    private static bool Said(string text)
    {
        return Stage.Console.Exists(line => line.IndexOf(text, StringComparison.Ordinal) >= 0);
    }
}
