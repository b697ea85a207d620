using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Text.Json.Serialization;

namespace LibAuthForge.Extensions.Hosting;

/// <summary>What a client of a host is made of, and what the host does with it. Bound from configuration; checked when
/// the host starts.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class AuthForgeOptions
{
    /// <summary>Application id; required.</summary>
    public string? AppId { get; set; }

    /// <summary>Application secret; needed with <see cref="LicenseKey"/>. Never written out.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? AppSecret { get; set; }

    /// <summary>One base64 Ed25519 key, or several, comma-separated. This or <see cref="TrustedPublicKeys"/> is
    /// required.</summary>
    public string? PublicKey { get; set; }

    /// <summary>More such keys, one each.</summary>
    public IList<string> TrustedPublicKeys { get; } = new List<string>();

    /// <summary>The license key to log in with. This or <see cref="LicenseFile"/> is required. Never written out.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? LicenseKey { get; set; }

    /// <summary>The path of a license file to log in with, or its text. Never written out.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? LicenseFile { get; set; }

    /// <summary>How the session is kept up.</summary>
    public AuthForgeHeartbeatMode HeartbeatMode { get; set; }

    /// <summary>Time between heartbeats, at least ten seconds: <c>00:15:00</c>. Null is a quarter of an hour.</summary>
    public TimeSpan? HeartbeatInterval { get; set; }

    /// <summary>Where the service is; null is <c>https://auth.authforge.cc</c>.</summary>
    public Uri? ApiBaseUrl { get; set; }

    /// <summary>Time for one request, 1 second to 1 hour; null is 15 seconds.</summary>
    public TimeSpan? RequestTimeout { get; set; }

    /// <summary>Attempts that one login makes at most, 1 to 10; null is 3. Logging in again after that is the host's
    /// affair: <see cref="RetryDelay"/>.</summary>
    public int? LoginAttempts { get; set; }

    /// <summary>Time for one login with all its attempts, 1 second to 1 day; null is twice
    /// <see cref="RequestTimeout"/> and 7 seconds.</summary>
    public TimeSpan? LoginTimeout { get; set; }

    /// <summary>Lifetime to ask for a session; null is the server's default.</summary>
    public TimeSpan? Ttl { get; set; }

    /// <summary>Sent as hardware id instead of this machine's. A container has no machine of its own: name what a seat is
    /// meant for.</summary>
    public string? HwidOverride { get; set; }

    /// <summary>Has the hardware id made as an official client makes it.</summary>
    public AuthForgeHwidSource HwidSource { get; set; }

    /// <summary>A PEM file whose certificates are believed instead of the system's.</summary>
    public string? CaFile { get; set; }

    /// <summary>Allows plain <c>http</c> to other machines. For test networks only.</summary>
    public bool AllowPlainHttp { get; set; }

    /// <summary>Whether answers have to be about this key and this machine.</summary>
    public AuthForgeTokenBinding TokenBinding { get; set; }

    /// <summary>Whether the host's start waits for the first answer to the login, but no longer than
    /// <see cref="WaitForLoginTimeout"/>. Otherwise it logs in beside the start.</summary>
    public bool WaitForLogin { get; set; } = true;

    /// <summary>How long the host's start waits at most; it then goes on without a license, and the login with it.
    /// </summary>
    public TimeSpan WaitForLoginTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether a license that is refused stops the host, with exit code 1 and one line in the log. Otherwise the
    /// program goes on unlicensed, and decides by <see cref="IAuthForgeLicense.IsLicensed"/> what it still does.</summary>
    public bool StopHostWhenRefused { get; set; } = true;

    /// <summary>About how long to wait before logging in again, doubled each time up to <see cref="MaxRetryDelay"/>.
    /// </summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest such wait, unless the service asks for a longer one.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Without secrets.</summary>
    public override string ToString() =>
        $"AppId={AppId}, AppSecret={Hidden(AppSecret)}, LicenseKey={Hidden(LicenseKey)}, " +
        $"LicenseFile={Hidden(LicenseFile)}, ApiBaseUrl={ApiBaseUrl}";

    private static string Hidden(string? secret) => string.IsNullOrEmpty(secret) ? "(none)" : "(set)";
}
