using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using LibAuthForge;
using LibAuthForge.Extensions.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

public sealed class OptionsTests
{
    [Fact]
    public void Settings_are_read_from_configuration()
    {
        var options = Read(new()
        {
            ["AppId"] = "app",
            ["AppSecret"] = "secret",
            ["PublicKey"] = TestHost.PublicKey,
            ["TrustedPublicKeys:0"] = TestHost.PublicKey,
            ["LicenseKey"] = "KEY",
            ["HeartbeatMode"] = "local",
            ["HeartbeatInterval"] = "00:15:00",
            ["ApiBaseUrl"] = "https://example.com",
            ["RequestTimeout"] = "00:00:05",
            ["LoginAttempts"] = "2",
            ["LoginTimeout"] = "00:00:20",
            ["Ttl"] = "01:00:00",
            ["HwidOverride"] = "order-service",
            ["CaFile"] = "/ca.pem",
            ["AllowPlainHttp"] = "true",
            ["WaitForLogin"] = "false",
            ["WaitForLoginTimeout"] = "00:00:03",
            ["StopHostWhenRefused"] = "false",
            ["RetryDelay"] = "00:00:02",
            ["MaxRetryDelay"] = "00:01:00",
        });
        Assert.Equal(("app", "secret", "KEY", TestHost.PublicKey),
            (options.AppId, options.AppSecret, options.LicenseKey, options.PublicKey));
        Assert.Equal([TestHost.PublicKey], options.TrustedPublicKeys);
        Assert.Equal(AuthForgeHeartbeatMode.Local, options.HeartbeatMode);
        Assert.Equal(TimeSpan.FromMinutes(15), options.HeartbeatInterval);
        Assert.Equal(new Uri("https://example.com"), options.ApiBaseUrl);
        Assert.Equal(TimeSpan.FromSeconds(5), options.RequestTimeout);
        Assert.Equal((2, TimeSpan.FromSeconds(20), TimeSpan.FromHours(1)),
            (options.LoginAttempts, options.LoginTimeout, options.Ttl));
        Assert.Equal(("order-service", "/ca.pem", true),
            (options.HwidOverride, options.CaFile, options.AllowPlainHttp));
        Assert.Equal((false, TimeSpan.FromSeconds(3), false),
            (options.WaitForLogin, options.WaitForLoginTimeout, options.StopHostWhenRefused));
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(1)), (options.RetryDelay, options.MaxRetryDelay));
    }

    [Fact]
    public void What_is_not_set_has_its_default()
    {
        var options = Read(Good());
        Assert.True(options.WaitForLogin);
        Assert.True(options.StopHostWhenRefused);
        Assert.Equal(TimeSpan.FromSeconds(10), options.WaitForLoginTimeout);
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5)), (options.RetryDelay, options.MaxRetryDelay));
        Assert.Null(options.HeartbeatInterval);
        Assert.Null(options.ApiBaseUrl);
    }

    [Theory]
    [InlineData("AppId", null, "AuthForge: AppId is missing")]
    [InlineData("AppId", " ", "AuthForge: AppId is missing")]
    [InlineData("AppSecret", null, "AuthForge: AppSecret is missing, which a login by LicenseKey needs")]
    [InlineData("PublicKey", null, "AuthForge: PublicKey is missing")]
    [InlineData("PublicKey", "no key!", "AuthForge: PublicKey is not the base64 of a public key")]
    [InlineData("PublicKey", "AAAA", "AuthForge: PublicKey is 3 bytes, need 32")]
    [InlineData("PublicKey", TestHost.PublicKey + ",AAAA", "AuthForge: PublicKey 2 of 2 is 3 bytes, need 32")]
    [InlineData("TrustedPublicKeys:0", "AAAA", "AuthForge: TrustedPublicKeys is 3 bytes, need 32")]
    [InlineData("LicenseKey", null, "AuthForge: LicenseKey is missing, and LicenseFile too")]
    [InlineData("LicenseFile", "a.authforge", "AuthForge: LicenseKey and LicenseFile are both set, need one of them")]
    [InlineData("HeartbeatInterval", "00:00:09", "AuthForge: HeartbeatInterval is 00:00:09, need 00:00:10 to 1.00:00:00")]
    [InlineData("HeartbeatInterval", "900",
        "AuthForge: HeartbeatInterval is 900.00:00:00, need 00:00:10 to 1.00:00:00 (a number alone is days; 900 seconds are 00:15:00)")]
    [InlineData("RequestTimeout", "0", "AuthForge: RequestTimeout is 00:00:00, need 00:00:01 to 01:00:00")]
    [InlineData("LoginTimeout", "-00:00:01", "AuthForge: LoginTimeout is -00:00:01, need 00:00:01 to 1.00:00:00")]
    [InlineData("RetryDelay", "00:00:00", "AuthForge: RetryDelay is 00:00:00, need 00:00:01 to 1.00:00:00")]
    [InlineData("MaxRetryDelay", "00:00:01", "AuthForge: MaxRetryDelay is 00:00:01, need 00:00:05 to 1.00:00:00")]
    [InlineData("LoginAttempts", "11", "AuthForge: LoginAttempts is 11, need 1 to 10")]
    [InlineData("ApiBaseUrl", "auth.example.com",
        "AuthForge: ApiBaseUrl is auth.example.com, need an address that begins with https://")]
    [InlineData("HwidOverride", "", "AuthForge: HwidOverride is empty, leave it out for this machine's own id")]
    public async Task The_host_does_not_start_with_a_setting_that_cannot_be_used(string setting, string? value, string told)
    {
        var settings = Good();
        settings[setting] = value;
        var configuration = Configuration(settings);
        await using var host = new TestHost(add: services => services.AddAuthForge(configuration));
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Equal([told], error.Failures);
        Assert.DoesNotContain("the secret", error.ToString());
        Assert.DoesNotContain("THE-KEY", error.ToString());
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once_and_which_client_it_is_about()
    {
        var configuration = Configuration(new() { ["LicenseKey"] = "THE-KEY" });
        await using var host = new TestHost(add: services => services.AddAuthForge("plug-ins", configuration));
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Equal(
        [
            "AuthForge client plug-ins: AppId is missing",
            "AuthForge client plug-ins: AppSecret is missing, which a login by LicenseKey needs",
            "AuthForge client plug-ins: PublicKey is missing",
        ], error.Failures);
    }

    [Fact]
    public async Task A_value_of_another_kind_is_told_by_its_place()
    {
        var settings = Good();
        settings["HeartbeatInterval"] = "quarter of an hour";
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(one => "AuthForge:" + one.Key, one => one.Value)).Build();
        await using var host = new TestHost(
            add: services => services.AddAuthForge(configuration.GetSection("AuthForge")));
        var error = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync());
        Assert.Contains("AuthForge:HeartbeatInterval", error.Message);
    }

    [Fact]
    public void A_client_that_reads_a_license_file_needs_no_secret()
    {
        var options = Read(new()
        {
            ["AppId"] = "app",
            ["PublicKey"] = TestHost.PublicKey,
            ["LicenseFile"] = "/etc/program/license.authforge",
        });
        Assert.Null(options.AppSecret);
    }

    [Fact]
    public void Neither_text_nor_json_of_the_options_shows_a_secret()
    {
        var options = new AuthForgeOptions { LicenseFile = "the file" };
        TestHost.Fill(options);
        foreach (var text in new[] { options.ToString(), JsonSerializer.Serialize(options) })
        {
            Assert.Contains("app", text);
            Assert.DoesNotContain(TestHost.AppSecret, text);
            Assert.DoesNotContain(TestHost.LicenseKey, text);
            Assert.DoesNotContain("the file", text);
        }
    }

    private static Dictionary<string, string?> Good() => new()
    {
        ["AppId"] = "app",
        ["AppSecret"] = "the secret",
        ["PublicKey"] = TestHost.PublicKey,
        ["LicenseKey"] = "THE-KEY",
    };

    private static IConfiguration Configuration(Dictionary<string, string?> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Where(one => one.Value is not null)).Build();

    private static AuthForgeOptions Read(Dictionary<string, string?> settings)
    {
        var services = new ServiceCollection();
        services.AddAuthForge(Configuration(settings));
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<AuthForgeOptions>>().Value;
    }
}
