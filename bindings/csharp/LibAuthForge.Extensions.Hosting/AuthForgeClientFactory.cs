using LibAuthForge;

namespace LibAuthForge.Extensions.Hosting;

/// <summary>Makes clients of options.</summary>
internal static class AuthForgeClientFactory
{
    public static IAuthForgeClient Create(AuthForgeOptions options) => new AuthForgeClient(Config(options));

    internal static AuthForgeConfig Config(AuthForgeOptions options)
    {
        var config = new AuthForgeConfig
        {
            AppId = options.AppId,
            AppSecret = options.AppSecret,
            PublicKey = options.PublicKey,
            HeartbeatMode = options.HeartbeatMode,
            HeartbeatInterval = options.HeartbeatInterval,
            ApiBaseUrl = options.ApiBaseUrl,
            RequestTimeout = options.RequestTimeout,
            LoginAttempts = options.LoginAttempts,
            LoginTimeout = options.LoginTimeout,
            Ttl = options.Ttl,
            HwidOverride = options.HwidOverride,
            HwidSource = options.HwidSource,
            CaFile = options.CaFile,
            AllowPlainHttp = options.AllowPlainHttp,
            TokenBinding = options.TokenBinding,
            Dispatch = AuthForgeDispatch.ThreadPool,
            // What a failure comes to is the host's decision.
            FailurePolicy = AuthForgeFailurePolicy.Continue,
        };
        foreach (var key in options.TrustedPublicKeys) config.TrustedPublicKeys.Add(key);
        return config;
    }
}
