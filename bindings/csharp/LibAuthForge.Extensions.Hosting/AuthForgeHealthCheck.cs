using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LibAuthForge.Extensions.Hosting;

/// <summary>Healthy with a session, degraded while its heartbeats fail, and otherwise as bad as the check was registered
/// for. Asks nobody.</summary>
internal sealed class AuthForgeHealthCheck : IHealthCheck
{
    private readonly IAuthForgeLicense _license;

    public AuthForgeHealthCheck(IAuthForgeLicense license)
    {
        _license = license;
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context,
        CancellationToken cancellationToken = default)
    {
        return Task.FromResult(Check(context.Registration.FailureStatus));
    }

    private HealthCheckResult Check(HealthStatus failure)
    {
        var data = new Dictionary<string, object>();
        if (!_license.IsLicensed)
        {
            var error = _license.Error;
            if (error is not null) data["code"] = error.Code;
            var why = error is null ? "not logged in" : "not licensed: " + error.Code;
            return new HealthCheckResult(failure, why, null, data);
        }
        if (_license.ExpiresAt is { } end) data["expires_at"] = end;
        var failed = _license.FailedHeartbeats;
        if (failed == 0) return HealthCheckResult.Healthy("licensed", data);
        data["failed_heartbeats"] = failed;
        return HealthCheckResult.Degraded($"licensed, but {failed} heartbeat(s) in a row failed", null, data);
    }
}
