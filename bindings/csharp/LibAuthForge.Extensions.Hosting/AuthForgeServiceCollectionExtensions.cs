using System;
using System.Diagnostics.Metrics;
using System.Linq;
using LibAuthForge;
using LibAuthForge.Extensions.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds clients to a host.</summary>
public static class AuthForgeServiceCollectionExtensions
{
    /// <summary>Adds an <see cref="IAuthForgeClient"/> and its <see cref="IAuthForgeLicense"/>, and a service that logs it
    /// in with the host and keeps it so.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">A section with the settings of <see cref="AuthForgeOptions"/>.</param>
    public static IServiceCollection AddAuthForge(this IServiceCollection services, IConfiguration configuration) =>
        services.AddAuthForge(Options.Options.DefaultName, configuration);

    /// <summary>The same with settings from code.</summary>
    public static IServiceCollection AddAuthForge(this IServiceCollection services, Action<AuthForgeOptions> configure) =>
        services.AddAuthForge(Options.Options.DefaultName, configure);

    /// <summary>The same for one of several clients: <c>[FromKeyedServices("name")]</c>, or
    /// <see cref="IAuthForgeClientProvider"/>.</summary>
    public static IServiceCollection AddAuthForge(this IServiceCollection services, string name,
        IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddClient(name).Bind(configuration);
        return services;
    }

    /// <summary>The same for one of several clients, with settings from code.</summary>
    public static IServiceCollection AddAuthForge(this IServiceCollection services, string name,
        Action<AuthForgeOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        services.AddClient(name).Configure(configure);
        return services;
    }

    /// <summary>Writes what the library itself says of all clients of the process to the host's log, in the category
    /// <c>LibAuthForge.Library</c>.</summary>
    public static IServiceCollection AddAuthForgeLibraryLog(this IServiceCollection services,
        AuthForgeLogLevel level = AuthForgeLogLevel.Info)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton<IHostedService>(own =>
            new LibraryLog(level, own.GetRequiredService<Logging.ILoggerFactory>()));
        return services;
    }

    private static OptionsBuilder<AuthForgeOptions> AddClient(this IServiceCollection services, string name)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        services.AddCommon();
        var isThere = services.Any(one =>
            !one.IsKeyedService && one.ImplementationInstance is AuthForgeRegistration client && client.Name == name);
        if (!isThere) services.AddOne(name);
        return services.AddOptions<AuthForgeOptions>(name).ValidateOnStart();
    }

    private static void AddCommon(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IAuthForgeClientProvider, AuthForgeClientProvider>();
        services.TryAddSingleton(own =>
            new AuthForgeMetrics(own.GetRequiredService<TimeProvider>(), own.GetService<IMeterFactory>()));
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<AuthForgeOptions>, AuthForgeOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, AuthForgeHostedService>());
    }

    private static void AddOne(this IServiceCollection services, string name)
    {
        services.AddSingleton(new AuthForgeRegistration(name));
        if (name.Length == 0)
        {
            services.TryAddSingleton(own => Create(own, name));
            services.AddSingleton<IAuthForgeLicense>(own => new License(name, own.GetRequiredService<IAuthForgeClient>()));
            return;
        }
        services.TryAddKeyedSingleton(name, (own, _) => Create(own, name));
        services.AddKeyedSingleton<IAuthForgeLicense>(name,
            (own, _) => new License(name, own.GetRequiredKeyedService<IAuthForgeClient>(name)));
    }

    private static IAuthForgeClient Create(IServiceProvider services, string name) =>
        AuthForgeClientFactory.Create(services.GetRequiredService<IOptionsMonitor<AuthForgeOptions>>().Get(name));
}
