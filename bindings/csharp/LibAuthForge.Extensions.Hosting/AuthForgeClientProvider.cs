using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.Extensions.DependencyInjection;

namespace LibAuthForge.Extensions.Hosting;

internal sealed class AuthForgeClientProvider : IAuthForgeClientProvider
{
    private readonly IServiceProvider _services;
    private readonly List<string> _names;

    public AuthForgeClientProvider(IServiceProvider services, IEnumerable<AuthForgeRegistration> clients)
    {
        _services = services;
        _names = clients.Select(client => client.Name).ToList();
    }

    public IAuthForgeClient Get(string name) => Find<IAuthForgeClient>(name);

    public IAuthForgeLicense GetLicense(string name) => Find<IAuthForgeLicense>(name);

    private T Find<T>(string name) where T : notnull
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!_names.Contains(name))
        {
            var known = string.Join(", ", _names.Select(one => one.Length == 0 ? "the one without a name" : one));
            throw new InvalidOperationException($"no AuthForge client {name} was added; there are: {known}");
        }
        return name.Length == 0 ? _services.GetRequiredService<T>() : _services.GetRequiredKeyedService<T>(name);
    }
}
