using System;
using System.Linq;
using System.Threading.Tasks;
using LibAuthForge;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

/// <summary>With the native library, which asks a port that nobody listens on.</summary>
public sealed class RealClientTests
{
    [Fact]
    public async Task A_client_is_made_of_the_options_and_the_library_speaks_in_the_hosts_log_until_it_stops()
    {
        await using var host = new TestHost(add: services => services
            .AddAuthForgeLibraryLog(AuthForgeLogLevel.Debug)
            .AddAuthForge(options =>
            {
                TestHost.Fill(options);
                options.ApiBaseUrl = new Uri("http://127.0.0.1:1");
                options.HeartbeatInterval = TimeSpan.FromMinutes(3);
                options.RequestTimeout = TimeSpan.FromSeconds(5);
                options.LoginAttempts = 1;
                options.TrustedPublicKeys.Add(TestHost.PublicKey);
                options.HwidOverride = "order-service";
            }));
        await host.StartAsync();
        var client = Assert.IsType<AuthForgeClient>(host.License.Client);
        Assert.Equal((TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(5)), (client.HeartbeatInterval, client.RequestTimeout));
        Assert.Equal((AuthForgeDispatch.ThreadPool, AuthForgeFailurePolicy.Continue), (client.Dispatch, client.FailurePolicy));
        Assert.Equal(("app", new Uri("http://127.0.0.1:1")), (client.AppId, client.ApiBaseUrl));
        Assert.Equal(AuthForgeStatus.NetworkError, host.License.Error?.Status);
        Assert.InRange(await host.Time.PauseAsync(), TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(5));
        await host.UntilAsync(() => FromLibrary(host) > 0);
        Assert.DoesNotContain(host.Log.All, line => line.Contains(TestHost.LicenseKey) || line.Contains(TestHost.AppSecret));

        await host.StopAsync();
        var heard = FromLibrary(host);
        using (var other = new AuthForgeClient(new AuthForgeConfig
        {
            AppId = "app",
            AppSecret = "secret",
            PublicKey = TestHost.PublicKey,
            ApiBaseUrl = new Uri("http://127.0.0.1:1"),
            LoginAttempts = 1,
        }))
        {
            Assert.False(other.TryLogin("ANY-KEY", out _));
        }
        Assert.Equal(heard, FromLibrary(host));
    }

    [Fact]
    public async Task A_setting_that_only_the_library_can_refuse_fails_the_start_with_its_word()
    {
        await using var host = new TestHost(add: services => services.AddAuthForge(options =>
        {
            TestHost.Fill(options);
            options.CaFile = "/no/such/file.pem";
        }));
        var error = await Assert.ThrowsAsync<ArgumentException>(() => host.StartAsync());
        Assert.Contains("CaFile \"/no/such/file.pem\" cannot be read", error.Message);
    }

    private static int FromLibrary(TestHost host) =>
        host.Log.Own.Count(line => line.StartsWith("LibAuthForge.Library ", StringComparison.Ordinal));
}
