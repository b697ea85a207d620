using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;

namespace LibAuthForge.Extensions.Hosting;

/// <summary>Logs one client in and keeps it so: one loop, which hears of sessions by <see cref="ClientEvents"/>.</summary>
internal sealed class LicenseKeeper
{
    private readonly License _license;
    private readonly AuthForgeOptions _options;
    private readonly ClientEvents _events;
    private readonly TimeProvider _time;
    private readonly AuthForgeMetrics _metrics;
    private readonly ILogger _log;
    private readonly Action _refused;
    private readonly TaskCompletionSource _firstAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="refused">Called once the license is refused, after the line in the log.</param>
    public LicenseKeeper(License license, AuthForgeOptions options, TimeProvider time, AuthForgeMetrics metrics,
        ILogger log, Action refused)
    {
        _license = license;
        _options = options;
        _time = time;
        _metrics = metrics;
        _log = log;
        _refused = refused;
        _events = new ClientEvents(license, metrics, log);
    }

    /// <summary>Ends with the first login, however that ended, and with <see cref="KeepAsync"/>.</summary>
    public Task FirstAnswer => _firstAnswer.Task;

    /// <summary>Ends as cancelled when it is called off, and otherwise only by a fault.</summary>
    public async Task KeepAsync(CancellationToken stopping)
    {
        using var listening = _events.Listen();
        try
        {
            var isIn = false;
            for (var before = 0; ; before++)
            {
                var begun = _time.GetTimestamp();
                var error = isIn ? null : await LogInAsync(stopping).ConfigureAwait(false);
                if (error is null)
                {
                    _firstAnswer.TrySetResult();
                    error = await _events.SessionEndAsync(stopping).ConfigureAwait(false);
                    if (_time.GetElapsedTime(begun) >= _options.MaxRetryDelay) before = 0;
                }
                var pause = Judge(error, before);
                _firstAnswer.TrySetResult();
                isIn = await PauseAsync(pause, stopping).ConfigureAwait(false);
            }
        }
        finally
        {
            _firstAnswer.TrySetResult();
        }
    }

    /// <summary>Null if the client has a session now.</summary>
    private async Task<AuthForgeException?> LogInAsync(CancellationToken stopping)
    {
        var client = _license.Client;
        if (client.IsAuthenticated) return null; // the program was faster
        _events.Forget();
        try
        {
            if (string.IsNullOrWhiteSpace(_options.LicenseKey))
            {
                await client.LoginFromFileAsync(_options.LicenseFile!, stopping).ConfigureAwait(false);
            }
            else
            {
                await client.LoginAsync(_options.LicenseKey, stopping).ConfigureAwait(false);
            }
            _license.Renewed();
            _metrics.LoggedIn(_license.Name);
            return null;
        }
        catch (AuthForgeException error)
        {
            _metrics.LoginFailed(_license.Name, error);
            return client.IsAuthenticated ? null : error;
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // The program has logged out meanwhile, and decides itself when it wants in again.
            return new AuthForgeException(AuthForgeStatus.Cancelled);
        }
    }

    /// <summary>Says what is done about it that there is no session; gives how long nothing is.</summary>
    /// <param name="error">Null after a logout.</param>
    private TimeSpan Judge(AuthForgeException? error, int before)
    {
        if (error is null || error.Advice == AuthForgeAdvice.None)
        {
            _license.Lost(error, false);
            Log.LoggedOut(_log);
            return Timeout.InfiniteTimeSpan;
        }
        var isRefused = !Relogin.IsAllowed(error.Advice);
        _license.Lost(error, isRefused);
        if (!isRefused)
        {
            var pause = Relogin.Pause(error, before, _options, Random.Shared.NextDouble());
            Log.WillLogInAgain(_log, error.Code, error.Message, pause);
            return pause;
        }
        if (_options.StopHostWhenRefused)
        {
            Log.StopsHost(_log, error.Code, error.Message, error.UserMessage);
            _refused();
        }
        else
        {
            Log.GoesOnUnlicensed(_log, error.Code, error.Message, error.UserMessage);
        }
        return Timeout.InfiniteTimeSpan;
    }

    /// <summary>Ends sooner, and gives true, when the program logs in itself, such as with a key that its operator has just
    /// given it.</summary>
    private async Task<bool> PauseAsync(TimeSpan pause, CancellationToken stopping)
    {
        using var over = new CancellationTokenSource(pause, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, stopping);
        try
        {
            await _events.SessionAsync(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return false;
        }
    }
}
