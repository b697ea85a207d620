using System;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;

namespace LibAuthForge.Extensions.Hosting;

/// <summary>Hears a client: writes down what happens, and wakes the one who keeps its license.</summary>
internal sealed class ClientEvents
{
    private readonly License _license;
    private readonly AuthForgeMetrics _metrics;
    private readonly ILogger _log;

    /// <summary>Sessions that came and went. The keeper reads them all; what it would not get to is old.</summary>
    private readonly Channel<AuthForgeEventArgs> _sessions = Channel.CreateBounded<AuthForgeEventArgs>(
        new BoundedChannelOptions(16) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public ClientEvents(License license, AuthForgeMetrics metrics, ILogger log)
    {
        _license = license;
        _metrics = metrics;
        _log = log;
    }

    private IAuthForgeClient Client => _license.Client;

    /// <summary>Until what this gives is disposed.</summary>
    public IDisposable Listen()
    {
        Client.LoggedIn += OnLoggedIn;
        Client.HeartbeatSucceeded += OnHeartbeat;
        Client.VariablesChanged += OnVariablesChanged;
        Client.SessionEnded += OnSessionEnded;
        Client.Failed += OnFailed;
        Client.RequestRetrying += OnRetrying;
        Client.HandlerThrew += OnHandlerThrew;
        return new Listening(this);
    }

    /// <summary>Drops what was heard of earlier sessions.</summary>
    public void Forget()
    {
        while (_sessions.Reader.TryRead(out _))
        {
            // The next one.
        }
    }

    /// <summary>Waits until there is no session any more; gives why, and null after a logout.</summary>
    public async Task<AuthForgeException?> SessionEndAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var heard = await _sessions.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (heard.Kind != AuthForgeEventKind.SessionEnded) continue;
            if (!Client.IsAuthenticated) return heard.Error;
            Log.ReplacedSessionEnded(_log);
        }
    }

    /// <summary>Waits until there is a session, or was one whose end is then the next that is heard.</summary>
    public async Task SessionAsync(CancellationToken cancellationToken)
    {
        while (!Client.IsAuthenticated)
        {
            var heard = await _sessions.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (heard.Kind == AuthForgeEventKind.LoggedIn) return;
        }
    }

    private void OnLoggedIn(object? sender, AuthForgeEventArgs happened)
    {
        _license.Renewed();
        Log.LoggedIn(_log, happened.Session?.ExpiresAt);
        _sessions.Writer.TryWrite(happened);
    }

    private void OnHeartbeat(object? sender, AuthForgeEventArgs happened)
    {
        _license.Renewed();
        _metrics.HeartbeatSucceeded(_license.Name);
        Log.HeartbeatSucceeded(_log, happened.Session?.ExpiresAt);
    }

    private void OnVariablesChanged(object? sender, AuthForgeEventArgs happened)
    {
        Log.VariablesChanged(_log);
    }

    private void OnSessionEnded(object? sender, AuthForgeEventArgs happened)
    {
        if (happened.Error is not null)
        {
            Log.SessionEnded(_log, happened.Error.Code, happened.Error.Message);
        }
        _sessions.Writer.TryWrite(happened);
    }

    private void OnFailed(object? sender, AuthForgeEventArgs happened)
    {
        if (happened.Error is not { } error) return;
        _metrics.Failed(_license.Name, error, happened.Operation);
        if (happened.Operation != AuthForgeOperation.Heartbeat) return;
        _license.HeartbeatFailed();
        _metrics.HeartbeatFailed(_license.Name, error);
        Log.HeartbeatFailed(_log, error.Code, error.Message, _license.FailedHeartbeats);
    }

    private void OnRetrying(object? sender, AuthForgeEventArgs happened)
    {
        Log.Retrying(_log, happened.Operation, happened.Attempt, happened.Error?.Code, happened.RetryIn);
    }

    private void OnHandlerThrew(object? sender, AuthForgeHandlerErrorEventArgs threw)
    {
        Log.HandlerThrew(_log, threw.Exception);
    }

    private sealed class Listening : IDisposable
    {
        private readonly ClientEvents _events;

        public Listening(ClientEvents events)
        {
            _events = events;
        }

        public void Dispose()
        {
            var client = _events.Client;
            client.LoggedIn -= _events.OnLoggedIn;
            client.HeartbeatSucceeded -= _events.OnHeartbeat;
            client.VariablesChanged -= _events.OnVariablesChanged;
            client.SessionEnded -= _events.OnSessionEnded;
            client.Failed -= _events.OnFailed;
            client.RequestRetrying -= _events.OnRetrying;
            client.HandlerThrew -= _events.OnHandlerThrew;
        }
    }
}
