using System;

namespace LibAuthForge.Extensions.Hosting;

/// <summary>Whether and when the host logs in again.</summary>
internal static class Relogin
{
    /// <summary>Nothing was said against the license, so that asking again may help. What is refused stays refused: asking
    /// again costs, and may have the machine blocked. Advice that this version does not know is a refusal.</summary>
    public static bool IsAllowed(AuthForgeAdvice advice) => advice
        is AuthForgeAdvice.Retry
        or AuthForgeAdvice.UseOffline
        or AuthForgeAdvice.FixClock
        or AuthForgeAdvice.TellVendor;

    /// <summary>How long to wait. Somebody has to act before clock or account are right: that is not hurried.</summary>
    /// <param name="error">What the login or the session ended in.</param>
    /// <param name="before">How many times in a row there was a wait already.</param>
    /// <param name="options">The first wait and the longest.</param>
    /// <param name="chance">From 0 to 1: keeps many computers from asking at the same moment.</param>
    public static TimeSpan Pause(AuthForgeException error, int before, AuthForgeOptions options, double chance)
    {
        var most = options.MaxRetryDelay.Ticks;
        var isUrgent = error.Advice is AuthForgeAdvice.Retry or AuthForgeAdvice.UseOffline;
        var doubled = isUrgent ? options.RetryDelay.Ticks * Math.Pow(2, Math.Min(before, 32)) : most;
        var pause = Math.Min(doubled, most) * (0.5 + chance / 2);
        // Never before the moment that the service has named.
        var asked = error.RetryAfter.Ticks * (1 + chance / 10);
        return TimeSpan.FromTicks((long)Math.Max(pause, asked));
    }
}
