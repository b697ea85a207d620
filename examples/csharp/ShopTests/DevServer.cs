using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using LibAuthForge;
using Xunit;

/// <summary>A development server for a class of tests. AUTHFORGE_DEVSERVER says where the program is, if it is not on
/// PATH.</summary>
public sealed class DevServer : IAsyncLifetime
{
    private readonly HttpClient _admin = new();
    private Process? _process;
    private JsonElement _ready;

    /// <summary>A good license, whose variable <c>beta</c> is true.</summary>
    public string LicenseKey => Get("license_key");

    public async ValueTask InitializeAsync()
    {
        var program = Environment.GetEnvironmentVariable("AUTHFORGE_DEVSERVER") ?? "authforge-devserver";
        // It ends with its standard input, and so with these tests, however they end.
        _process = Process.Start(new ProcessStartInfo(program, ["--no-rate-limits", "--exit-with-stdin"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var line = await _process.StandardOutput.ReadLineAsync();
        _ready = JsonDocument.Parse(line ?? throw new InvalidOperationException(program + " did not start")).RootElement;
        _admin.BaseAddress = new Uri(Get("admin_url"));
        _admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Get("admin_key"));
    }

    public AuthForgeConfig Config() => new()
    {
        ApiBaseUrl = new Uri(Get("url")),
        AppId = Get("app_id"),
        AppSecret = Get("app_secret"),
        PublicKey = Get("public_key"),
        HwidOverride = "tests",
    };

    public async Task RevokeAsync(string licenseKey, CancellationToken cancellationToken)
    {
        var answer = await _admin.PutAsJsonAsync($"/v1/licenses/{licenseKey}", new { action = "revoke" }, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        if (_process is null) return;
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private string Get(string field) => _ready.GetProperty(field).GetString()!;
}
