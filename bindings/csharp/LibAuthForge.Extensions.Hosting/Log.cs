using System;
using Microsoft.Extensions.Logging;

namespace LibAuthForge.Extensions.Hosting;

/// <summary>Every line that the host's log gets. None has a license key, a token or a secret.</summary>
internal static partial class Log
{
    /// <summary>The category; a client's name follows it, behind a dot.</summary>
    public const string Category = "LibAuthForge";

    [LoggerMessage(1, LogLevel.Information, "logged in, the session lasts until {ExpiresAt:u}")]
    public static partial void LoggedIn(ILogger log, DateTimeOffset? expiresAt);

    [LoggerMessage(2, LogLevel.Debug, "heartbeat, the session lasts until {ExpiresAt:u}")]
    public static partial void HeartbeatSucceeded(ILogger log, DateTimeOffset? expiresAt);

    [LoggerMessage(3, LogLevel.Warning, "heartbeat failed, {Failed} in a row: {Code}: {Reason}")]
    public static partial void HeartbeatFailed(ILogger log, string code, string reason, int failed);

    [LoggerMessage(4, LogLevel.Information, "the variables have changed")]
    public static partial void VariablesChanged(ILogger log);

    [LoggerMessage(5, LogLevel.Debug, "the session has ended: {Code}: {Reason}")]
    public static partial void SessionEnded(ILogger log, string code, string reason);

    [LoggerMessage(6, LogLevel.Information,
        "attempt {Attempt} of {Operation} failed with {Code}, the next one is made in {Pause}")]
    public static partial void Retrying(ILogger log, AuthForgeOperation operation, int attempt,
        string? code, TimeSpan pause);

    [LoggerMessage(7, LogLevel.Warning, "not licensed: {Code}: {Reason}; logs in again in {Pause}")]
    public static partial void WillLogInAgain(ILogger log, string code, string reason, TimeSpan pause);

    [LoggerMessage(8, LogLevel.Information, "logged out by the program")]
    public static partial void LoggedOut(ILogger log);

    [LoggerMessage(9, LogLevel.Critical,
        "the license is refused: {Code}: {Reason}; the host stops. {UserMessage}")]
    public static partial void StopsHost(ILogger log, string code, string reason, string userMessage);

    [LoggerMessage(10, LogLevel.Error,
        "the license is refused: {Code}: {Reason}; the host goes on without. {UserMessage}")]
    public static partial void GoesOnUnlicensed(ILogger log, string code, string reason,
        string userMessage);

    [LoggerMessage(11, LogLevel.Warning,
        "no answer to the login in {Waited}; the host starts without a license")]
    public static partial void StartsWithout(ILogger log, TimeSpan waited);

    [LoggerMessage(12, LogLevel.Critical, "nobody keeps the license any more; the host stops")]
    public static partial void KeeperFailed(ILogger log, Exception fault);

    [LoggerMessage(13, LogLevel.Error, "a handler of the program threw")]
    public static partial void HandlerThrew(ILogger log, Exception thrown);

    [LoggerMessage(14, LogLevel.Warning, "the login did not end in time")]
    public static partial void StopsLate(ILogger log);

    [LoggerMessage(15, LogLevel.Debug, "a session has ended that another has replaced meanwhile")]
    public static partial void ReplacedSessionEnded(ILogger log);

    [LoggerMessage(EventId = 20, Message = "{Message}")]
    public static partial void Library(ILogger log, LogLevel level, string message);
}
