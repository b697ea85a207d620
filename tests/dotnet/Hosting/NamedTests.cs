using System;
using System.Linq;
using System.Threading.Tasks;
using LibAuthForge;
using LibAuthForge.Extensions.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

/// <summary>Several clients in one host.</summary>
public sealed class NamedTests
{
    [Fact]
    public async Task Two_clients_log_in_with_keys_of_their_own_and_end_apart()
    {
        FakeClient program = new(), plugins = new();
        await using var host = new TestHost(add: services => services
            .AddSingleton<IAuthForgeClient>(program)
            .AddKeyedSingleton<IAuthForgeClient>("plug-ins", plugins)
            .AddAuthForge(TestHost.Fill)
            .AddAuthForge("plug-ins", options =>
            {
                TestHost.Fill(options);
                options.LicenseKey = "ANOTHER-KEY";
                options.StopHostWhenRefused = false;
            })
            .AddSingleton<Uses>());
        program.Succeeds();
        plugins.Succeeds();
        await host.StartAsync();
        Assert.Equal(TestHost.LicenseKey, await program.LoginBegunAsync());
        Assert.Equal("ANOTHER-KEY", await plugins.LoginBegunAsync());

        var uses = host.Services.GetRequiredService<Uses>();
        Assert.Same(program, uses.Program);
        Assert.Same(plugins, uses.Plugins);
        var provider = host.Services.GetRequiredService<IAuthForgeClientProvider>();
        Assert.Same(program, provider.Get(""));
        Assert.Same(plugins, provider.Get("plug-ins"));
        Assert.Same(uses.License, provider.GetLicense("plug-ins"));

        plugins.End(new AuthForgeException(AuthForgeStatus.Revoked));
        await host.UntilAsync(() => host.Log.Own.Any(line => line.StartsWith("LibAuthForge.plug-ins Error: ", StringComparison.Ordinal)));
        Assert.True(uses.License.IsRefused);
        Assert.True(host.License.IsLicensed);
        Assert.False(host.Stopping.Task.IsCompleted);
    }

    [Fact]
    public void A_name_that_was_not_added_is_told_with_those_that_were()
    {
        var services = new ServiceCollection();
        services.AddAuthForge("one", TestHost.Fill).AddAuthForge("two", TestHost.Fill);
        using var provider = services.BuildServiceProvider();
        var clients = provider.GetRequiredService<IAuthForgeClientProvider>();
        var error = Assert.Throws<InvalidOperationException>(() => clients.Get("three"));
        Assert.Equal("no AuthForge client three was added; there are: one, two", error.Message);
        Assert.Throws<ArgumentNullException>(() => clients.Get(null!));
    }

    [Fact]
    public async Task A_client_that_is_added_twice_is_one_and_has_the_settings_of_both()
    {
        FakeClient client = new();
        await using var host = new TestHost(add: services => services.AddSingleton<IAuthForgeClient>(client)
            .AddAuthForge(TestHost.Fill).AddAuthForge(options => options.LicenseKey = "LATER-KEY"));
        client.Succeeds();
        await host.StartAsync();
        Assert.Equal("LATER-KEY", await client.LoginBegunAsync());
        Assert.False(client.HasBegunAnother);
        Assert.Equal("app", host.Services.GetRequiredService<IOptions<AuthForgeOptions>>().Value.AppId);
    }

    private sealed class Uses
    {
        public Uses(IAuthForgeClient program, [FromKeyedServices("plug-ins")] IAuthForgeClient plugins,
            [FromKeyedServices("plug-ins")] IAuthForgeLicense license)
        {
            (Program, Plugins, License) = (program, plugins, license);
        }

        public IAuthForgeClient Program { get; }

        public IAuthForgeClient Plugins { get; }

        public IAuthForgeLicense License { get; }
    }
}
