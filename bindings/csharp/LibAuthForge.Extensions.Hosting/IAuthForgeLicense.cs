using System;

namespace LibAuthForge.Extensions.Hosting;

/// <summary>How a client of the host stands. Everything may be read on any thread.</summary>
public interface IAuthForgeLicense
{
    /// <summary>The client's name; empty for the one without.</summary>
    string Name { get; }

    /// <summary>The client itself.</summary>
    IAuthForgeClient Client { get; }

    /// <summary>It has a session. Ask at each request, or whatever is done for a license: it is never late.</summary>
    bool IsLicensed { get; }

    /// <summary>The license was refused: the host does not log in again by itself.</summary>
    bool IsRefused { get; }

    /// <summary>Why there is no session, as far as that is known; null while there is one.</summary>
    AuthForgeException? Error { get; }

    /// <summary>Heartbeats that have failed since one succeeded, or since the login.</summary>
    int FailedHeartbeats { get; }

    /// <summary>When the session ends without another heartbeat; null without one, or if it never does.</summary>
    DateTimeOffset? ExpiresAt { get; }
}
