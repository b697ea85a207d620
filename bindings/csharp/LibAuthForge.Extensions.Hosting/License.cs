using System;
using System.Threading;

namespace LibAuthForge.Extensions.Hosting;

/// <summary>What the keeper and the events of a client have said of it.</summary>
internal sealed class License : IAuthForgeLicense
{
    private volatile AuthForgeException? _error;
    private volatile bool _isRefused;
    private int _failedHeartbeats;

    public License(string name, IAuthForgeClient client)
    {
        Name = name;
        Client = client;
    }

    public string Name { get; }

    public IAuthForgeClient Client { get; }

    public bool IsLicensed => Client.IsAuthenticated;

    public bool IsRefused => _isRefused && !IsLicensed;

    public AuthForgeException? Error => IsLicensed ? null : _error;

    public int FailedHeartbeats => Volatile.Read(ref _failedHeartbeats);

    public DateTimeOffset? ExpiresAt => Client.GetSession()?.ExpiresAt;

    /// <summary>A login or a heartbeat succeeded.</summary>
    public void Renewed()
    {
        _error = null;
        _isRefused = false;
        Volatile.Write(ref _failedHeartbeats, 0);
    }

    public void HeartbeatFailed() => Interlocked.Increment(ref _failedHeartbeats);

    /// <summary>There is no session, for this reason; null for none but a logout.</summary>
    public void Lost(AuthForgeException? error, bool isRefused)
    {
        _error = error;
        _isRefused = isRefused;
    }
}
