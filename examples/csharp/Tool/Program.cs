// A command line tool that is run a hundred times a day, in scripts and on machines without a network: it asks the service once,
// when it is activated, and believes the license file from then on.
//
// Usage: Tool activate LICENSE_KEY    binds this machine to the license, which has to be one for life, and keeps the file
//        Tool export                  the work; needs the file
//
// AUTHFORGE_URL, AUTHFORGE_APP_ID, AUTHFORGE_PUBLIC_KEY and AUTHFORGE_APP_SECRET say where and what: constants in a tool of yours
// (docs/secret.md), of which `export` needs no secret. The file is AUTHFORGE_LICENSE_FILE, or license.authforge in the user's folder.
// Ends with 0, or 2: a key or file is needed, 3: try again later, 1: anything else. Ctrl+C calls a request off.

using LibAuthForge;

internal static class Program
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int NeedsLicense = 2;
    private const int TryLater = 3;

    // Not beside the tool: that may be a folder that is replaced with each update, or that only an administrator may write.
    private static string LicenseFile => Setting("LICENSE_FILE") ?? Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "example-tool", "license.authforge");

    private static async Task<int> Main(string[] arguments)
    {
        using var interrupted = new CancellationTokenSource();
        Console.CancelKeyPress += (_, key) =>
        {
            key.Cancel = true;
            interrupted.Cancel();
        };
        try
        {
            return arguments switch
            {
                ["activate", var key] => await ActivateAsync(key, interrupted.Token),
                ["export"] => await ExportAsync(interrupted.Token),
                _ => Usage(),
            };
        }
        catch (AuthForgeException error)
        {
            Console.Error.WriteLine(error.UserMessage);
            Console.Error.WriteLine($"({error.Code}: {error.Message})");
            return ExitCode(error.Advice);
        }
        catch (ArgumentException error)
        {
            Console.Error.WriteLine("setup: " + error.Message);
            return Failed;
        }
        catch (OperationCanceledException)
        {
            return Failed;
        }
    }

    private static async Task<int> ActivateAsync(string key, CancellationToken cancellationToken)
    {
        await using var client = Client(Setting("APP_SECRET"));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(LicenseFile))!);
        await client.ActivateOfflineAsync(key, LicenseFile, cancellationToken);
        Console.WriteLine("activated: " + LicenseFile);
        return Done;
    }

    private static async Task<int> ExportAsync(CancellationToken cancellationToken)
    {
        await using var client = Client(null);
        var session = await client.LoginFromFileAsync(LicenseFile, cancellationToken);
        Console.WriteLine("exported, as tier " + session.LicenseVariables.GetString("tier", "basic"));
        return Done;
    }

    private static AuthForgeClient Client(string? secret)
    {
        return new AuthForgeClient(new AuthForgeConfig
        {
            ApiBaseUrl = Setting("URL") is { } url ? new Uri(url) : null,
            AppId = Setting("APP_ID"),
            PublicKey = Setting("PUBLIC_KEY"),
            AppSecret = secret,
            // A license file has no heartbeats.
            HeartbeatMode = AuthForgeHeartbeatMode.Local,
            // The tool ends with what it was asked for; nobody has to be told that a license ends meanwhile.
            FailurePolicy = AuthForgeFailurePolicy.Continue,
        });
    }

    private static int ExitCode(AuthForgeAdvice advice) => advice switch
    {
        AuthForgeAdvice.AskForKey or AuthForgeAdvice.AskForFile or AuthForgeAdvice.Renew => NeedsLicense,
        AuthForgeAdvice.Retry or AuthForgeAdvice.UseOffline or AuthForgeAdvice.FixClock => TryLater,
        _ => Failed,
    };

    private static string? Setting(string name) => Environment.GetEnvironmentVariable("AUTHFORGE_" + name);

    private static int Usage()
    {
        Console.Error.WriteLine("usage: Tool activate LICENSE_KEY | Tool export");
        return NeedsLicense;
    }
}
