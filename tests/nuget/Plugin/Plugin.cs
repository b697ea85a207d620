// A licensed plug-in; its host knows these two methods.

using LibAuthForge;

public static class Plugin
{
    private static readonly TaskCompletionSource Gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private static AuthForgeClient? _client;

    public static async Task<string> Start()
    {
        var config = new AuthForgeConfig
        {
            AppId = Setting("AF_TEST_APP_ID"),
            AppSecret = Setting("AF_TEST_APP_SECRET"),
            PublicKey = Setting("AF_TEST_PUBLIC_KEY"),
            ApiBaseUrl = new Uri(Setting("AF_TEST_URL")),
        };
        _client = new AuthForgeClient(config);
        _client.SessionEnded += (_, _) => Gone.TrySetResult();
        var session = await _client.LoginAsync(Setting("AF_TEST_LICENSE_KEY"));
        return "licensed, tier " + session.LicenseVariables.GetString("tier", "none");
    }

    /// <summary>Hears that the license was revoked, and gives back what it has.</summary>
    public static async Task<string> End()
    {
        using var client = _client ?? throw new InvalidOperationException("not started");
        _client = null;
        try
        {
            await client.HeartbeatAsync();
            return "still licensed";
        }
        catch (AuthForgeException error)
        {
            await Gone.Task.WaitAsync(TimeSpan.FromSeconds(30));
            return "gone: " + error.Code;
        }
    }

    private static string Setting(string name)
    {
        return Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException(name + " is not set");
    }
}
