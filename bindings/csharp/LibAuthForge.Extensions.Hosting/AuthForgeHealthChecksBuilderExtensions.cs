using System;
using System.Collections.Generic;
using LibAuthForge.Extensions.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds clients to a host's health.</summary>
public static class AuthForgeHealthChecksBuilderExtensions
{
    /// <summary>Adds a check of a client that <c>AddAuthForge</c> has added: healthy with a session, degraded while its
    /// heartbeats fail, <paramref name="failureStatus"/> without.</summary>
    /// <param name="builder">The host's checks.</param>
    /// <param name="clientName">Empty for the client without a name.</param>
    /// <param name="name">Of the check; null is <c>authforge</c>, with the client's name behind a dash.</param>
    /// <param name="failureStatus">Null is unhealthy. Where that restarts the program, it starts without a license again:
    /// use it for readiness.</param>
    /// <param name="tags">To choose checks by.</param>
    public static IHealthChecksBuilder AddAuthForge(this IHealthChecksBuilder builder, string clientName = "",
        string? name = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(clientName);
        return builder.Add(new HealthCheckRegistration(
            name ?? (clientName.Length == 0 ? "authforge" : "authforge-" + clientName),
            services => new AuthForgeHealthCheck(
                services.GetRequiredService<IAuthForgeClientProvider>().GetLicense(clientName)),
            failureStatus, tags));
    }
}
