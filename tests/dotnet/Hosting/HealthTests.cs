using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Linq;
using System.Threading.Tasks;
using LibAuthForge;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

public sealed class HealthTests
{
    [Fact]
    public async Task A_client_is_unhealthy_without_a_session_and_degraded_while_its_heartbeats_fail()
    {
        await using var host = Checked(out var client);
        client.Answers(new AuthForgeException(AuthForgeStatus.NetworkError), null);
        await host.StartAsync();
        Assert.Equal((HealthStatus.Unhealthy, "not licensed: network_error"), await HealthAsync(host));

        host.Time.Advance(await host.Time.PauseAsync());
        await client.LoginBegunAsync();
        await client.LoginBegunAsync();
        await host.UntilAsync(() => client.IsAuthenticated);
        Assert.Equal((HealthStatus.Healthy, "licensed"), await HealthAsync(host));

        client.FailHeartbeat(new AuthForgeException(AuthForgeStatus.Timeout));
        client.FailHeartbeat(new AuthForgeException(AuthForgeStatus.Timeout));
        Assert.Equal((HealthStatus.Degraded, "licensed, but 2 heartbeat(s) in a row failed"), await HealthAsync(host));

        client.Renew();
        Assert.Equal((HealthStatus.Healthy, "licensed"), await HealthAsync(host));

        client.End(new AuthForgeException(AuthForgeStatus.SessionExpired));
        await host.UntilAsync(() => host.License.Error is not null);
        Assert.Equal((HealthStatus.Unhealthy, "not licensed: session_expired"), await HealthAsync(host));
    }

    [Fact]
    public async Task Each_client_has_a_check_of_its_own_which_fails_as_it_was_told_to()
    {
        FakeClient first = new(), second = new();
        await using var host = new TestHost(add: services => services
            .AddKeyedSingleton<IAuthForgeClient>("first", first)
            .AddKeyedSingleton<IAuthForgeClient>("second", second)
            .AddAuthForge("first", TestHost.Fill)
            .AddAuthForge("second", options =>
            {
                TestHost.Fill(options);
                options.WaitForLogin = false;
            })
            .AddHealthChecks()
            .AddAuthForge("first")
            .AddAuthForge("second", failureStatus: HealthStatus.Degraded, tags: ["ready"]));
        first.Succeeds();
        await host.StartAsync();
        var report = await host.Services.GetRequiredService<HealthCheckService>()
            .CheckHealthAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HealthStatus.Healthy, report.Entries["authforge-first"].Status);
        Assert.Equal((HealthStatus.Degraded, "not logged in"),
            (report.Entries["authforge-second"].Status, report.Entries["authforge-second"].Description));
        Assert.Equal(["ready"], report.Entries["authforge-second"].Tags);
    }

    [Fact]
    public async Task Logins_failures_and_heartbeats_are_counted_and_what_is_left_of_the_session_is_measured()
    {
        await using var host = Checked(out var client);
        using var meter = new Measured();
        client.ExpiresAt = DateTimeOffset.UnixEpoch + TimeSpan.FromHours(1);
        client.Answers(new AuthForgeException(AuthForgeStatus.NetworkError), null);
        await host.StartAsync();
        Assert.Equal(0, meter.Now("authforge.is_authenticated"));
        Assert.Equal(1, meter.Sum("authforge.logins", "outcome", "network_error"));
        Assert.Equal(1, meter.Sum("authforge.failures", "code", "network_error"));

        host.Time.Advance(await host.Time.PauseAsync());
        await client.LoginBegunAsync();
        await client.LoginBegunAsync();
        await host.UntilAsync(() => meter.Sum("authforge.logins", "outcome", "ok") == 1);
        Assert.Equal(1, meter.Now("authforge.is_authenticated"));
        Assert.InRange(meter.Now("authforge.session.remaining"), 3500, 3600);

        client.Renew();
        client.FailHeartbeat(new AuthForgeException(AuthForgeStatus.Timeout));
        Assert.Equal(1, meter.Sum("authforge.heartbeats", "outcome", "ok"));
        Assert.Equal(1, meter.Sum("authforge.heartbeats", "outcome", "timeout"));
        Assert.Equal(1, meter.Sum("authforge.failures", "code", "timeout"));
    }

    private static TestHost Checked(out FakeClient client)
    {
        var fake = client = new FakeClient();
        return new TestHost(add: services => services.AddSingleton<IAuthForgeClient>(fake).AddAuthForge(TestHost.Fill)
            .AddHealthChecks().AddAuthForge());
    }

    private static async Task<(HealthStatus, string?)> HealthAsync(TestHost host)
    {
        var report = await host.Services.GetRequiredService<HealthCheckService>()
            .CheckHealthAsync(TestContext.Current.CancellationToken);
        var entry = report.Entries["authforge"];
        return (entry.Status, entry.Description);
    }

    /// <summary>Listens to the meter.</summary>
    private sealed class Measured : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly List<(string Name, double Value, Dictionary<string, object?> Tags)> _all = new();

        public Measured()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "LibAuthForge") listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((one, value, tags, _) => Add(one.Name, value, tags));
            _listener.SetMeasurementEventCallback<int>((one, value, tags, _) => Add(one.Name, value, tags));
            _listener.SetMeasurementEventCallback<double>((one, value, tags, _) => Add(one.Name, value, tags));
            _listener.Start();
        }

        public double Sum(string name, string tag, string value)
        {
            lock (_all) return _all.Where(one => one.Name == name && (string?)one.Tags[tag] == value).Sum(one => one.Value);
        }

        public double Now(string name)
        {
            lock (_all) _all.RemoveAll(one => one.Name == name);
            _listener.RecordObservableInstruments();
            lock (_all) return _all.Single(one => one.Name == name).Value;
        }

        public void Dispose() => _listener.Dispose();

        private void Add(string name, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var copy = new Dictionary<string, object?>(tags.ToArray());
            lock (_all) _all.Add((name, value, copy));
        }
    }
}
