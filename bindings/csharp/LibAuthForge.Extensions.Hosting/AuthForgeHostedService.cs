using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LibAuthForge.Extensions.Hosting;

/// <summary>Runs a keeper for each client from before the other services of the host start until they have stopped.
/// </summary>
internal sealed class AuthForgeHostedService : IHostedLifecycleService, IDisposable
{
    private readonly List<string> _names;
    private readonly IAuthForgeClientProvider _clients;
    private readonly IOptionsMonitor<AuthForgeOptions> _options;
    private readonly IHostApplicationLifetime _host;
    private readonly TimeProvider _time;
    private readonly AuthForgeMetrics _metrics;
    private readonly ILoggerFactory _logs;
    /// <summary>From the first word of the host's end on: what failed to start is disposed without being stopped.</summary>
    private readonly CancellationTokenSource _stopping;
    private readonly List<Task> _keeping = new();
    private bool _hasBegun;

    public AuthForgeHostedService(IEnumerable<AuthForgeRegistration> registrations, IAuthForgeClientProvider clients,
        IOptionsMonitor<AuthForgeOptions> options, IHostApplicationLifetime host, TimeProvider time,
        AuthForgeMetrics metrics, ILoggerFactory logs)
    {
        _names = registrations.Select(one => one.Name).ToList();
        _clients = clients;
        _options = options;
        _host = host;
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(host.ApplicationStopping);
        _time = time;
        _metrics = metrics;
        _logs = logs;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => BeginAsync(cancellationToken);

    /// <summary>For hosts that know of no other stages.</summary>
    public Task StartAsync(CancellationToken cancellationToken) =>
        _hasBegun ? Task.CompletedTask : BeginAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Nothing here waits for the network: whatever is under way is called off.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        var all = Task.WhenAll(_keeping);
        await Task.WhenAny(all, Task.Delay(Timeout.Infinite, cancellationToken)).ConfigureAwait(false);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private Task BeginAsync(CancellationToken cancellationToken)
    {
        _hasBegun = true;
        return Task.WhenAll(_names.Select(name => BeginAsync(name, cancellationToken)).ToList());
    }

    private async Task BeginAsync(string name, CancellationToken cancellationToken)
    {
        var options = _options.Get(name);
        var log = _logs.CreateLogger(name.Length == 0 ? Log.Category : Log.Category + "." + name);
        // A program under test may have put something else in its place.
        var license = _clients.GetLicense(name) as License ?? new License(name, _clients.Get(name));
        _metrics.Watch(license);
        var keeper = new LicenseKeeper(license, options, _time, _metrics, log, StopHost);
        _keeping.Add(KeepAsync(keeper, log));
        if (!options.WaitForLogin) return;
        using var over = new CancellationTokenSource(options.WaitForLoginTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            await keeper.FirstAnswer.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_host.ApplicationStopping.IsCancellationRequested)
        {
            // The host is to stop before it has started. What is thrown here would end the process as a crash.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Log.StartsWithout(log, options.WaitForLoginTimeout);
        }
    }

    private async Task KeepAsync(LicenseKeeper keeper, ILogger log)
    {
        // Not on the thread that starts the host: the first part of a login is the caller's.
        await Task.Yield();
        try
        {
            await keeper.KeepAsync(_stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // As it should be.
        }
        catch (Exception fault)
        {
            // Nobody would hear of a license that ends: so the host does not go on as if it were kept.
            Log.KeeperFailed(log, fault);
            StopHost();
        }
    }

    private void StopHost()
    {
        Environment.ExitCode = 1;
        // Not in mid-start, which a web server would answer with an exception, and the process end as a crash.
        _host.ApplicationStarted.Register(_host.StopApplication);
    }
}
