// Console.cs - a game of 60 frames a second: login, heartbeats and a revoked license, without a frame that waits.
//
// Usage: Console URL APP_ID PUBLIC_KEY LICENSE_KEY [CA_FILE]
// The app secret comes from AUTHFORGE_APP_SECRET: docs/secret.md says where a program that you ship has it from.
// Change the license's variables or revoke it on the server while this runs: the next heartbeat brings it.
// Prints each second what the licensing calls of a frame took. Ctrl+C closes it, also while it logs in.

using System;
using System.Diagnostics;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using LibAuthForge;

/// <summary>Time of the licensing calls.</summary>
sealed class Meter
{
    private int _frames;
    private double _least, _most, _sum;

    public void Note(TimeSpan took)
    {
        var microseconds = took.TotalMilliseconds * 1000;
        _least = _frames == 0 ? microseconds : Math.Min(_least, microseconds);
        _most = Math.Max(_most, microseconds);
        _sum += microseconds;
        if (++_frames < Game.FramesPerSecond) return;
        Console.WriteLine(string.Format(CultureInfo.InvariantCulture,
            "frame: licensing min {0:0.0} us, avg {1:0.0} us, max {2:0.0} us", _least, _sum / _frames, _most));
        _frames = 0;
        _least = _most = _sum = 0;
    }
}

sealed class Game
{
    public const int FramesPerSecond = 60;

    private readonly AuthForgeClient _client;
    private readonly CancellationTokenSource _closing = new CancellationTokenSource();
    private AuthForgeSession _license; // What the lookups read; null is the demo.
    private bool _playing = true;

    public Game(AuthForgeClient client)
    {
        _client = client;
        // Raised inside Pump, so on the thread of the game.
        client.LoggedIn += (sender, happened) => Keep(happened.Session, "licensed");
        client.VariablesChanged += (sender, happened) => Keep(happened.Session, "the vendor changed the license");
        client.SessionEnded += (sender, happened) =>
        {
            Keep(null, "the license is gone");
            _playing = false; // Save, say why, and go back to the menu.
        };
        // A transient failure of a heartbeat leaves the session alone; there is nothing to do but to tell.
        client.Failed += (sender, happened) =>
        {
            Console.WriteLine("failure: " + happened.ReasonName + " / " + happened.Error.Code);
            Console.WriteLine("game: " + happened.Error.UserMessage); // For the player.
        };
        Console.CancelKeyPress += (sender, key) =>
        {
            key.Cancel = true;
            _closing.Cancel();
        };
    }

    /// <summary>Gives what the program ends with.</summary>
    public int Play(string licenseKey)
    {
        var login = _client.LoginAsync(licenseKey, _closing.Token);
        var meter = new Meter();
        while (_playing && !_closing.IsCancellationRequested)
        {
            var watch = Stopwatch.StartNew();
            _client.Pump();
            var beta = Has("beta");
            meter.Note(watch.Elapsed);
            if (beta)
            {
                // The new level.
            }
            if (login.IsFaulted || login.IsCanceled) _playing = false;
            Thread.Sleep(1000 / FramesPerSecond); // Your game.
        }
        if (login.IsFaulted) Refused(login.Exception.InnerException as AuthForgeException);
        Console.WriteLine("game: saved and closed");
        return login.Status == TaskStatus.RanToCompletion ? 0 : 1;
    }

    /// <summary>A login that fails is told by its task alone.</summary>
    private static void Refused(AuthForgeException why)
    {
        if (why == null) return;
        Console.WriteLine("login: " + why.Code);
        Console.WriteLine("game: " + why.UserMessage);
    }

    /// <summary>Whether the license switches it on. Neither a native call nor garbage: a session never changes.</summary>
    private bool Has(string feature)
    {
        return _license != null && _license.LicenseVariables.GetBool(feature, false);
    }

    private void Keep(AuthForgeSession session, string why)
    {
        _license = session;
        var variables = session == null ? null : session.LicenseVariables;
        Console.WriteLine("game: {0}: tier {1}, {2} player(s), beta content {3}", why,
            variables == null ? "demo" : variables.GetString("tier", "demo"),
            variables == null ? 1 : variables.GetInt("seats", 1), Has("beta") ? "on" : "off");
    }
}

static class Program
{
    static int Main(string[] arguments)
    {
        if (arguments.Length < 4)
        {
            Console.Error.WriteLine("usage: AUTHFORGE_APP_SECRET=... Console URL APP_ID PUBLIC_KEY LICENSE_KEY [CA_FILE]");
            return 2;
        }
        var config = new AuthForgeConfig
        {
            ApiBaseUrl = new Uri(arguments[0]),
            AppId = arguments[1],
            AppSecret = Environment.GetEnvironmentVariable("AUTHFORGE_APP_SECRET"),
            PublicKey = arguments[2],
            CaFile = arguments.Length > 4 ? arguments[4] : null,
            HeartbeatInterval = TimeSpan.FromSeconds(10),
            Dispatch = AuthForgeDispatch.HostPump,
        };
        try
        {
            using (var client = new AuthForgeClient(config)) return new Game(client).Play(arguments[3]);
        }
        catch (ArgumentException error) // The message names the setting.
        {
            Console.Error.WriteLine("setup: " + error.Message);
            return 1;
        }
    }
}
