// What the library tells, with the numbers of authforge.h; a test compares them.

namespace AuthForge
{
    /// <summary>Why a failure is reported.</summary>
    public enum AuthForgeReason
    {
        /// <summary>Not a failure.</summary>
        None = 0,
        /// <summary><c>login_failed</c>: the service did not accept the login.</summary>
        LoginFailed = 1,
        /// <summary><c>heartbeat_failed</c>: a heartbeat failed, or the session is over.</summary>
        HeartbeatFailed = 2,
        /// <summary><c>network_error</c>: the service could not be asked.</summary>
        NetworkError = 3,
        /// <summary><c>offline_login_failed</c>: a license file was not accepted.</summary>
        OfflineLoginFailed = 4,
    }

    /// <summary>What happened.</summary>
    public enum AuthForgeEventKind
    {
        /// <summary>Nothing.</summary>
        None = 0,
        /// <summary>A login succeeded. <see cref="AuthForgeEvent.Session"/> is the new one.</summary>
        LoggedIn = 1,
        /// <summary>A heartbeat succeeded. <see cref="AuthForgeEvent.Session"/> is the renewed one.</summary>
        HeartbeatSucceeded = 2,
        /// <summary>A heartbeat brought other variables than before. <see cref="AuthForgeEvent.Session"/> has them.</summary>
        VariablesChanged = 3,
        /// <summary>The session is over. <see cref="AuthForgeEvent.Error"/> tells why; it is null after a logout.</summary>
        SessionEnded = 4,
        /// <summary>An <c>Async</c> call ended. Its task tells: this is never handed out.</summary>
        RequestFinished = 5,
        /// <summary>A login or a heartbeat failed, or a session is over.</summary>
        Failure = 6,
    }

    /// <summary>Which machines a license file is for.</summary>
    public enum AuthForgeHwidPolicy
    {
        /// <summary>Not a session from a license file.</summary>
        None = 0,
        /// <summary>Those that it lists.</summary>
        Bound = 1,
        /// <summary>Any.</summary>
        Any = 2,
    }

    /// <summary>How much a message matters; a listener hears its level and those below it in number.</summary>
    public enum AuthForgeLogLevel
    {
        /// <summary>Nothing.</summary>
        Off = 0,
        /// <summary>A fault of the library or of its surroundings.</summary>
        Error = 1,
        /// <summary>Something that the host should look into.</summary>
        Warn = 2,
        /// <summary>Logins, heartbeats, retries.</summary>
        Info = 3,
        /// <summary>Each request.</summary>
        Debug = 4,
    }

    /// <summary>Where a session comes from.</summary>
    public enum AuthForgeSessionKind
    {
        /// <summary>Not a session.</summary>
        None = 0,
        /// <summary>From the service.</summary>
        Online = 1,
        /// <summary>From a license file.</summary>
        Offline = 2,
        /// <summary>From the session cache.</summary>
        Cached = 3,
    }

    /// <summary>Whose hardware id of this machine is sent.</summary>
    public enum AuthForgeHwidSource
    {
        /// <summary>That of all AuthForge libraries since their 2.0: another for each app.</summary>
        Default = 0,
        /// <summary>That of the official C++ client 1.0.x.</summary>
        Cpp1 = 1,
        /// <summary>That of the official C# client 1.0.x.</summary>
        CSharp1 = 2,
    }

    /// <summary>Whether an answer has to be about what was asked.</summary>
    public enum AuthForgeTokenBinding
    {
        /// <summary>It is proven by its signature and nonce alone.</summary>
        Off = 0,
        /// <summary>What the session token names has to be this app, license key and machine.</summary>
        IfPresent = 1,
    }

    /// <summary>When a license ends.</summary>
    public enum AuthForgeLicenseExpiry
    {
        /// <summary>The service did not say.</summary>
        Unknown = 0,
        /// <summary>Never.</summary>
        Lifetime = 1,
        /// <summary>At a date.</summary>
        Date = 2,
    }

    /// <summary>What a variable is.</summary>
    public enum AuthForgeVariableType
    {
        /// <summary>There is no variable of this name.</summary>
        None = 0,
        /// <summary>JSON null.</summary>
        Null = 1,
        /// <summary>True or false.</summary>
        Bool = 2,
        /// <summary>A whole number of 64 bits.</summary>
        Int = 3,
        /// <summary>Any other number.</summary>
        Double = 4,
        /// <summary>A text.</summary>
        String = 5,
        /// <summary>An array or object: read it from the JSON text.</summary>
        Json = 6,
    }
}
