using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LibAuthForge;
using UnityStub;

/// <summary>A domain reload is the unloading of an AppDomain, so that is what happens: half of the times after
/// beforeAssemblyReload, as in the editor, half without it.</summary>
internal static class an_assembly_reload_while_a_login_hangs_takes_milliseconds_40_times
{
    public static void Run()
    {
        Harness.Admin("PUT", "/dev/apps/" + Harness.Given("APP_ID"), "{\"credits\":100000}");
        var took = new List<long>();
        for (var turn = 0; turn < 40; turn++)
        {
            var domain = AppDomain.CreateDomain("scripts " + turn, null, AppDomain.CurrentDomain.SetupInformation);
            var game = (Game)domain.CreateInstanceAndUnwrap(typeof(Game).Assembly.FullName, typeof(Game).FullName);
            game.Start();
            var watch = Stopwatch.StartNew();
            if (turn % 2 == 0) game.BeforeReload();
            AppDomain.Unload(domain);
            took.Add(watch.ElapsedMilliseconds);
        }
        took.Sort();
        // The slowest on a busy machine, but without the 15 s that the request may take.
        Harness.Check(took[took.Count / 2] < 500, "half of the reloads took " + took[took.Count / 2] + " ms or more");
        Harness.Check(took[took.Count - 1] < 5000, "a reload took " + took[took.Count - 1] + " ms");
        var ended = AuthForgeLibrary.Shutdown(TimeSpan.FromSeconds(10));
        Harness.Check(ended, "no thread of the library is left that could be late");
    }

    private sealed class Game : MarshalByRefObject
    {
        public void Start()
        {
            Harness.Open();
            Harness.Play();
            var licensed = Harness.AddLicense("licensed");
            Harness.LogIn(licensed);
            var hanging = Harness.AddLicense("hanging");
            // Accepts and never answers; ends with the domain.
            var silence = new TcpListener(IPAddress.Loopback, 0);
            silence.Start();
            hanging.Settings.ApiBaseUrl = "http://" + silence.LocalEndpoint;
            var login = hanging.LoginAsync("KEY");
            Harness.Until(silence.Pending, "the login that hangs");
            Harness.Check(licensed.IsAuthenticated && !login.IsCompleted, "one is in and one hangs");
        }

        public void BeforeReload()
        {
            EditorStage.BeforeReload();
            Harness.Check(!AuthForgeBehaviour.Instance.IsAuthenticated, "the client is free");
        }
    }
}
