using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.Extensions.Options;

namespace LibAuthForge.Extensions.Hosting;

/// <summary>Says of each setting that cannot be used what is wrong with it, and never shows a secret.</summary>
internal sealed class AuthForgeOptionsValidator : IValidateOptions<AuthForgeOptions>
{
    private const int PublicKeySize = 32;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeastHeartbeatInterval = TimeSpan.FromSeconds(10);

    private readonly HashSet<string> _names;

    public AuthForgeOptionsValidator(IEnumerable<AuthForgeRegistration> clients)
    {
        _names = clients.Select(client => client.Name).ToHashSet(StringComparer.Ordinal);
    }

    public ValidateOptionsResult Validate(string? name, AuthForgeOptions options)
    {
        if (name is null || !_names.Contains(name)) return ValidateOptionsResult.Skip;
        var which = name.Length == 0 ? "AuthForge" : $"AuthForge client {name}";
        var wrong = Required(options).Concat(Keys(options)).Concat(Times(options)).Concat(Others(options));
        var failures = wrong.Select(what => $"{which}: {what}").ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Required(AuthForgeOptions options)
    {
        var (key, file) = (IsGiven(options.LicenseKey), IsGiven(options.LicenseFile));
        if (!IsGiven(options.AppId)) yield return "AppId is missing";
        if (!key && !file) yield return "LicenseKey is missing, and LicenseFile too";
        if (key && file) yield return "LicenseKey and LicenseFile are both set, need one of them";
        if (key && !IsGiven(options.AppSecret)) yield return "AppSecret is missing, which a login by LicenseKey needs";
        if (!IsGiven(options.PublicKey) && options.TrustedPublicKeys.Count == 0) yield return "PublicKey is missing";
    }

    private static IEnumerable<string> Keys(AuthForgeOptions options)
    {
        var own = IsGiven(options.PublicKey) ? options.PublicKey!.Split(',') : Array.Empty<string>();
        return Keys("PublicKey", own).Concat(Keys("TrustedPublicKeys", options.TrustedPublicKeys));
    }

    private static IEnumerable<string> Keys(string setting, IList<string> keys)
    {
        var room = new byte[PublicKeySize * 2];
        for (var at = 0; at < keys.Count; at++)
        {
            var which = keys.Count == 1 ? setting : $"{setting} {at + 1} of {keys.Count}";
            if (!Convert.TryFromBase64String((keys[at] ?? "").Trim(), room, out var size))
            {
                yield return $"{which} is not the base64 of a public key";
            }
            else if (size != PublicKeySize)
            {
                yield return $"{which} is {size} bytes, need {PublicKeySize}";
            }
        }
    }

    private static IEnumerable<string> Times(AuthForgeOptions options)
    {
        var wrong = new[]
        {
            Range("HeartbeatInterval", options.HeartbeatInterval, LeastHeartbeatInterval, Day),
            Range("RequestTimeout", options.RequestTimeout, Second, Hour),
            Range("LoginTimeout", options.LoginTimeout, Second, Day),
            Range("Ttl", options.Ttl, Second, TimeSpan.FromDays(366)),
            Range("WaitForLoginTimeout", options.WaitForLoginTimeout, TimeSpan.Zero, Day),
            Range("RetryDelay", options.RetryDelay, Second, Day),
            Range("MaxRetryDelay", options.MaxRetryDelay, options.RetryDelay, Day),
        };
        return wrong.OfType<string>();
    }

    /// <summary>"900" in a configuration is 900 days: who writes seconds is told how to.</summary>
    private static string? Range(string setting, TimeSpan? value, TimeSpan least, TimeSpan most)
    {
        if (value is null || (value >= least && value <= most)) return null;
        var days = value > most && value.Value.Ticks % TimeSpan.TicksPerDay == 0
            ? $" (a number alone is days; {value.Value.Days} seconds are {TimeSpan.FromSeconds(value.Value.Days):c})"
            : "";
        return $"{setting} is {value:c}, need {least:c} to {most:c}{days}";
    }

    private static IEnumerable<string> Others(AuthForgeOptions options)
    {
        var url = options.ApiBaseUrl;
        if (options.LoginAttempts is < 1 or > 10)
        {
            yield return $"LoginAttempts is {options.LoginAttempts}, need 1 to 10";
        }
        if (url is not null && !(url.IsAbsoluteUri && (url.Scheme == "https" || url.Scheme == "http")))
        {
            yield return $"ApiBaseUrl is {url.OriginalString}, need an address that begins with https://";
        }
        if (options.HwidOverride is not null && options.HwidOverride.Trim().Length == 0)
        {
            yield return "HwidOverride is empty, leave it out for this machine's own id";
        }
    }

    private static bool IsGiven(string? text) => !string.IsNullOrWhiteSpace(text);
}
