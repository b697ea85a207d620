using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Linq;

namespace LibAuthForge.Extensions.Hosting;

/// <summary>What the meter <c>LibAuthForge</c> measures, of each client by its name.</summary>
internal sealed class AuthForgeMetrics : IDisposable
{
    public const string MeterName = "LibAuthForge";

    private readonly ConcurrentDictionary<string, License> _licenses = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly Meter _meter;
    private readonly bool _isOwn;
    private readonly Counter<long> _logins;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _heartbeats;

    /// <param name="meters">Null where nobody called <c>AddMetrics</c>.</param>
    public AuthForgeMetrics(TimeProvider time, IMeterFactory? meters)
    {
        _time = time;
        _isOwn = meters is null;
        _meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _logins = _meter.CreateCounter<long>("authforge.logins", "{login}", "Logins, by outcome: ok, or the code of the error.");
        _failures = _meter.CreateCounter<long>("authforge.failures", "{failure}", "Failed logins and heartbeats, and sessions that ended, by code.");
        _heartbeats = _meter.CreateCounter<long>("authforge.heartbeats", "{heartbeat}", "Heartbeats, by outcome.");
        _meter.CreateObservableGauge("authforge.session.remaining", Remaining, "s", "Time until the session ends without another heartbeat.");
        _meter.CreateObservableGauge("authforge.is_authenticated", Authenticated, null, "1 with a session, 0 without.");
    }

    public void Watch(License license) => _licenses[license.Name] = license;

    public void LoggedIn(string client) => _logins.Add(1, Client(client), Outcome("ok"));

    public void LoginFailed(string client, AuthForgeException error)
    {
        _logins.Add(1, Client(client), Outcome(error.Code));
        Failed(client, error, AuthForgeOperation.Login);
    }

    public void HeartbeatSucceeded(string client) => _heartbeats.Add(1, Client(client), Outcome("ok"));

    public void HeartbeatFailed(string client, AuthForgeException error)
    {
        _heartbeats.Add(1, Client(client), Outcome(error.Code));
    }

    public void Failed(string client, AuthForgeException error, AuthForgeOperation operation)
    {
        _failures.Add(1, Client(client), new("code", error.Code), new("operation", operation.ToString()));
    }

    public void Dispose()
    {
        // A factory disposes what it made.
        if (_isOwn) _meter.Dispose();
    }

    private IEnumerable<Measurement<double>> Remaining()
    {
        foreach (var license in _licenses.Values)
        {
            if (license.ExpiresAt is not { } end) continue;
            var left = Math.Max(0, (end - _time.GetUtcNow()).TotalSeconds);
            yield return new Measurement<double>(left, Client(license.Name));
        }
    }

    private IEnumerable<Measurement<int>> Authenticated()
    {
        return _licenses.Values.Select(one => new Measurement<int>(one.IsLicensed ? 1 : 0, Client(one.Name)));
    }

    private static KeyValuePair<string, object?> Client(string name) => new("client", name);

    private static KeyValuePair<string, object?> Outcome(string code) => new("outcome", code);
}
