using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AuthForge;
using UnityStub;

/// <summary>A domain reload is the unloading of an AppDomain, so that is what happens: half of the times after
/// beforeAssemblyReload, as in the editor, half without it.</summary>
internal static class an_assembly_reload_while_a_login_hangs_takes_milliseconds_40_times
{
    public static void Run()
    {
        Harness.Admin("PUT", "/dev/apps/" + Harness.Given("APP_ID"), "{\"credits\":100000}");
        var slowest = 0L;
        for (var turn = 0; turn < 40; turn++)
        {
            var domain = AppDomain.CreateDomain("scripts " + turn, null, AppDomain.CurrentDomain.SetupInformation);
            var game = (Game)domain.CreateInstanceAndUnwrap(typeof(Game).Assembly.FullName, typeof(Game).FullName);
            game.Start();
            var watch = Stopwatch.StartNew();
            if (turn % 2 == 0) game.BeforeReload();
            AppDomain.Unload(domain);
            slowest = Math.Max(slowest, watch.ElapsedMilliseconds);
        }
        Harness.Check(slowest < 1500, "a reload took " + slowest + " ms");
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
