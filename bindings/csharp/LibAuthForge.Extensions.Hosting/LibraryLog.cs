using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LibAuthForge.Extensions.Hosting;

/// <summary>Hands what the library says to the host's log, while the host runs.</summary>
internal sealed class LibraryLog : IHostedLifecycleService
{
    private readonly AuthForgeLogLevel _level;
    private readonly ILogger _log;

    public LibraryLog(AuthForgeLogLevel level, ILoggerFactory logs)
    {
        _level = level;
        _log = logs.CreateLogger(Log.Category + ".Library");
    }

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        AuthForgeLibrary.SetLog(_level, Write);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        AuthForgeLibrary.SetLog(AuthForgeLogLevel.Off, null);
        return Task.CompletedTask;
    }

    private void Write(AuthForgeLogLevel level, string message)
    {
        var hosts = LevelOf(level);
        if (_log.IsEnabled(hosts)) Log.Library(_log, hosts, message);
    }

    private static LogLevel LevelOf(AuthForgeLogLevel level) => level switch
    {
        AuthForgeLogLevel.Error => LogLevel.Error,
        AuthForgeLogLevel.Warn => LogLevel.Warning,
        AuthForgeLogLevel.Info => LogLevel.Information,
        _ => LogLevel.Debug,
    };
}
