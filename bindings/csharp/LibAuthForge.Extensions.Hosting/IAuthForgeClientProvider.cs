using System;

namespace LibAuthForge.Extensions.Hosting;

/// <summary>The clients that were added, for those who learn only at run time which one they need.</summary>
public interface IAuthForgeClientProvider
{
    /// <summary>The client of this name; empty is the one without. The host disposes it.</summary>
    /// <exception cref="InvalidOperationException">None was added by this name; the message has those that were.
    /// </exception>
    IAuthForgeClient Get(string name);

    /// <summary>How that client stands.</summary>
    /// <exception cref="InvalidOperationException">As with <see cref="Get"/>.</exception>
    IAuthForgeLicense GetLicense(string name);
}
