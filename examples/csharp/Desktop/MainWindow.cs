using Gtk;
using LibAuthForge;

/// <summary>A key, a button, a status line, and a feature that is there with a license.</summary>
internal sealed class MainWindow : Window
{
    private readonly AuthForgeClient _client;
    private readonly Thread _own = Thread.CurrentThread;
    private readonly Entry _key = new();
    private readonly Button _logIn = new("Log in");
    private readonly Button _export = new("Export") { Sensitive = false };
    private readonly Label _status = new("Free edition");
    private CancellationTokenSource? _asking;

    public MainWindow(AuthForgeClient client) : base("Example")
    {
        _client = client;
        var box = new Box(Orientation.Vertical, 6);
        foreach (var widget in new Widget[] { new Label("License key"), _key, _logIn, _export, _status }) box.PackStart(widget, false, false, 6);
        Add(box);
        _logIn.Clicked += (_, _) => LogIn(_key.Text);
        DeleteEvent += (_, _) => Application.Quit();
        // Raised on this thread, one after the other: a handler may touch any widget.
        client.VariablesChanged += (_, happened) => Licensed(happened.Session!);
        client.RequestRetrying += (_, happened) => Say($"Trying again in {happened.RetryIn.TotalSeconds:0} s");
        client.SessionEnded += (_, ended) =>
        {
            if (ended.Error is not null) Unlicensed(ended.Error.UserMessage);
        };
    }

    /// <summary>A second click calls the first one off.</summary>
    public async void LogIn(string key)
    {
        _asking?.Cancel();
        using var asking = _asking = new CancellationTokenSource();
        _key.Text = key;
        Say("Asking the license service");
        try
        {
            Licensed(await _client.LoginAsync(key, asking.Token));
        }
        catch (AuthForgeException error)
        {
            Unlicensed(error.UserMessage);
        }
        catch (ArgumentException)
        {
            Unlicensed("Please enter your license key.");
        }
        catch (OperationCanceledException)
        {
            // By another click, or because the window has closed.
        }
        if (_asking == asking) _asking = null;
    }

    private void Licensed(AuthForgeSession session)
    {
        _export.Sensitive = true;
        _logIn.Sensitive = _key.Sensitive = false;
        Say("Licensed, tier " + session.LicenseVariables.GetString("tier", "basic"));
    }

    private void Unlicensed(string why)
    {
        _export.Sensitive = false;
        _logIn.Sensitive = _key.Sensitive = true;
        Say(why);
    }

    private void Say(string text)
    {
        // GTK is for one thread; were this another, that would show sooner or later.
        if (Thread.CurrentThread != _own) throw new InvalidOperationException("not on the window's thread");
        _status.Text = text;
        Console.WriteLine("window: " + text);
    }
}
