using System;
using System.Threading;
using System.Threading.Tasks;
using LibAuthForge;
using LibAuthForge.Extensions.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

/// <summary>A host with one client that is a fake, or with what a test adds.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    public const string LicenseKey = "TEST-KEYA-2222-3333";
    public const string AppSecret = "not-the-real-one";
    public const string PublicKey = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    private readonly IHost _host;

    public TestHost(Action<AuthForgeOptions>? configure = null, Action<IServiceCollection>? add = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddMetrics();
        builder.Services.AddHealthChecks();
        if (add is null)
        {
            builder.Services.AddSingleton<IAuthForgeClient>(Client);
            builder.Services.AddAuthForge(options =>
            {
                Fill(options);
                configure?.Invoke(options);
            });
        }
        else
        {
            add(builder.Services);
        }
        _host = builder.Build();
        Lifetime.ApplicationStopping.Register(() => Stopping.TrySetResult());
    }

    public FakeClient Client { get; } = new();

    public ManualTime Time { get; } = new();

    public LogLines Log { get; } = new();

    public TaskCompletionSource Stopping { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IServiceProvider Services => _host.Services;

    public IAuthForgeLicense License => Services.GetRequiredService<IAuthForgeLicense>();

    private IHostApplicationLifetime Lifetime => Services.GetRequiredService<IHostApplicationLifetime>();

    public static void Fill(AuthForgeOptions options)
    {
        options.AppId = "app";
        options.AppSecret = AppSecret;
        options.PublicKey = PublicKey;
        options.LicenseKey = LicenseKey;
    }

    public Task StartAsync() => StartUnlessAsync(TestContext.Current.CancellationToken);

    public Task StartUnlessAsync(CancellationToken isCalledOff) => _host.StartAsync(isCalledOff).WaitAsync(Limit.Hang);

    public Task StopAsync() => _host.StopAsync().WaitAsync(Limit.Hang, TestContext.Current.CancellationToken);

    public Task StopsByItselfAsync() => Stopping.Task.WaitAsync(Limit.Hang, TestContext.Current.CancellationToken);

    /// <summary>Waits for what another thread is about to do; where it never does, for as long as a hang takes.</summary>
    public async Task UntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(Limit.Hang);
        while (!holds())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // As for a host that ends: what a refusal has set is not for the tests' own process.
        Environment.ExitCode = 0;
        await _host.StopAsync();
        _host.Dispose();
    }
}
