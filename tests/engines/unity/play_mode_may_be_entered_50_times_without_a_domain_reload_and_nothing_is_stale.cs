using System;
using System.Collections;
using System.Collections.Generic;
using System.Reflection;
using LibAuthForge;
using UnityEditor;
using UnityStub;

internal static class play_mode_may_be_entered_50_times_without_a_domain_reload_and_nothing_is_stale
{
    public static void Run()
    {
        string first = null;
        for (var turn = 0; turn < 50; turn++)
        {
            Harness.Play();
            Harness.Check(AuthForgeBehaviour.Instance == null, "a game begins without a component");
            var license = Harness.AddLicense();
            Harness.Check(ReferenceEquals(AuthForgeBehaviour.Instance, license), "this game's component is the one");
            Harness.Check(Stage.QuittingListeners == 1, "one listener for the end of the game");
            var heard = 0;
            license.LoggedIn += happened => heard++;
            var login = license.LoginFromFileAsync(File);
            Harness.Until(() => login.IsCompleted && heard > 0, "the login of game " + turn);
            Harness.Check(heard == 1 && license.IsAuthenticated, "one login, one event: " + heard);
            // Heard after the package has.
            var freed = false;
            Action<PlayModeStateChange> look = change => freed = freed || license && !license.IsAuthenticated;
            EditorApplication.playModeStateChanged += look;
            EditorStage.ExitPlayMode();
            EditorApplication.playModeStateChanged -= look;
            Harness.Check(freed, "the client is freed before any object goes");
            Harness.Check(Stage.QuittingListeners == 0, "nobody listens between games");
            // The thread that looked after the login's task ends by itself.
            Harness.Until(() => !Statics().Contains("Watchdog._running = True"), "the end of the watchdog");
            var statics = Statics();
            first = first ?? statics;
            Harness.Check(statics == first, "statics after game " + turn + ":\n" + statics + "instead of\n" + first);
        }
        Harness.Check(first.Contains("AuthForgeLifetime.Components = 0"), first);
        AGameThatWentWithoutAWord();
        Harness.Check(!Harness.AddLicense().IsAuthenticated && AuthForgeBehaviour.Instance == null,
            "a component that is added to a scene without a game does nothing");
        Harness.CheckNothingThrown();
    }

    /// <summary>Whatever kept Unity from telling the objects: the next game is not shown what is left of them.</summary>
    private static void AGameThatWentWithoutAWord()
    {
        Harness.Play();
        var license = Harness.AddLicense();
        Harness.LogIn(license);
        Stage.BeginGame(Harness.Runtime);
        Harness.Check(AuthForgeBehaviour.Instance == null && !license.IsAuthenticated, "what is left is freed and forgotten");
        EditorStage.ExitPlayMode();
    }

    private static readonly string File = Harness.Mint();

    /// <summary>Every static field of the package, with how much is in it. What the compiler caches is its own.
    /// </summary>
    private static string Statics()
    {
        var lines = new List<string>();
        foreach (var type in Harness.Runtime.GetTypes())
        {
            const BindingFlags All = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic
                | BindingFlags.DeclaredOnly;
            foreach (var field in type.GetFields(All))
            {
                if (field.IsLiteral || field.Name.Contains("<>") || field.Name.Contains("$")) continue;
                var value = field.GetValue(null);
                var many = value as ICollection;
                var said = many != null ? many.Count.ToString()
                    : value == null ? "null"
                    : value is ValueType ? value.ToString()
                    : "a " + value.GetType().Name;
                lines.Add(type.Name + "." + field.Name + " = " + said + "\n");
            }
        }
        lines.Sort(StringComparer.Ordinal);
        return string.Concat(lines);
    }
}
