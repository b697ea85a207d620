// A window whose features follow the license, and which never freezes: it logs in, hears of heartbeats, and goes back to the
// question for a key when the license is revoked.
//
// Usage: Desktop URL APP_ID PUBLIC_KEY [LICENSE_KEY]
// The app secret comes from AUTHFORGE_APP_SECRET: docs/secret.md says where a program that you ship has it from.
// Needs Debian's libgtk3.0-cil. What the window's status line says is printed too.

using System.Runtime.InteropServices;
using Gtk;
using LibAuthForge;

if (args.Length < 3)
{
    Console.Error.WriteLine("usage: AUTHFORGE_APP_SECRET=... Desktop URL APP_ID PUBLIC_KEY [LICENSE_KEY]");
    return 2;
}
GtkLibraries.Find();
// Gives this thread the context on which the client, made after it, raises its events and awaits go on.
Application.Init();

AuthForgeClient client;
try
{
    client = new AuthForgeClient(new AuthForgeConfig
    {
        ApiBaseUrl = new Uri(args[0]),
        AppId = args[1],
        PublicKey = args[2],
        AppSecret = Environment.GetEnvironmentVariable("AUTHFORGE_APP_SECRET"),
        HeartbeatInterval = TimeSpan.FromSeconds(10), // soon, for a demonstration; leave it out
        Dispatch = AuthForgeDispatch.SynchronizationContext,
    });
}
catch (ArgumentException error)
{
    Console.Error.WriteLine("setup: " + error.Message);
    return 1;
}

using (client)
using (var window = new MainWindow(client))
using (PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    Application.Invoke((_, _) => Application.Quit());
}))
{
    window.ShowAll();
    if (args.Length > 3) window.LogIn(args[3]);
    Application.Run();
}
return 0;
