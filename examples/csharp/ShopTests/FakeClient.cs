using LibAuthForge;

/// <summary>A client that logs in as a test tells it to. What the program does not use throws; a mocking library does the same
/// with less to read.</summary>
internal sealed class FakeClient : IAuthForgeClient
{
    private AuthForgeSession? _session;

    public event EventHandler<AuthForgeEventArgs>? LoggedIn;

    public event EventHandler<AuthForgeEventArgs>? HeartbeatSucceeded { add { } remove { } }

    public event EventHandler<AuthForgeEventArgs>? VariablesChanged { add { } remove { } }

    public event EventHandler<AuthForgeEventArgs>? SessionEnded;

    public event EventHandler<AuthForgeEventArgs>? Failed { add { } remove { } }

    public event EventHandler<AuthForgeEventArgs>? RequestRetrying { add { } remove { } }

    public event EventHandler<AuthForgeHandlerErrorEventArgs>? HandlerThrew { add { } remove { } }

    /// <summary>How the next login ends: gives a session, or throws.</summary>
    public Func<AuthForgeSession> Answer { get; set; } = () => AuthForgeModelFactory.Session();

    public bool IsAuthenticated => _session is not null;

    public string Hwid => "fake";

    public AuthForgeDispatch Dispatch => AuthForgeDispatch.ThreadPool;

    public AuthForgeFailurePolicy FailurePolicy => AuthForgeFailurePolicy.Continue;

    public string AppId => "fake";

    public Uri ApiBaseUrl => new("https://auth.authforge.cc");

    public AuthForgeHeartbeatMode HeartbeatMode => AuthForgeHeartbeatMode.Server;

    public TimeSpan HeartbeatInterval => TimeSpan.FromMinutes(15);

    public TimeSpan RequestTimeout => TimeSpan.FromSeconds(15);

    public CancellationToken SessionEndedToken => new(!IsAuthenticated);

    public Task<AuthForgeSession> LoginAsync(string licenseKey, CancellationToken cancellationToken = default)
    {
        try
        {
            var session = _session = Answer();
            LoggedIn?.Invoke(this, AuthForgeModelFactory.Event(AuthForgeEventKind.LoggedIn, session));
            return Task.FromResult(session);
        }
        catch (AuthForgeException error)
        {
            return Task.FromException<AuthForgeSession>(error);
        }
    }

    /// <summary>Ends the session, as a heartbeat that is refused does.</summary>
    public void End(AuthForgeException? error)
    {
        _session = null;
        SessionEnded?.Invoke(this, AuthForgeModelFactory.Event(AuthForgeEventKind.SessionEnded, error: error));
    }

    public void Logout() => End(null);

    public AuthForgeSession? GetSession() => _session;

    public void Dispose()
    {
    }

    public ValueTask DisposeAsync() => default;

    public Task<AuthForgeSession> LoginFromFileAsync(string pathOrText, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public AuthForgeSession Login(string licenseKey) => throw new NotSupportedException();

    public bool TryLogin(string licenseKey, out AuthForgeSession? session) => throw new NotSupportedException();

    public bool TryLogin(string licenseKey, out AuthForgeSession? session, out AuthForgeException? error) =>
        throw new NotSupportedException();

    public AuthForgeValidateLicenseResult ValidateLicense(string licenseKey) => throw new NotSupportedException();

    public AuthForgeSession Heartbeat() => throw new NotSupportedException();

    public string? GetSessionData() => null;

    public string? GetSessionToken() => null;

    public string? GetAppVariables() => null;

    public string? GetLicenseVariables() => null;

    public AuthForgeSession LoginFromFile(string pathOrText) => throw new NotSupportedException();

    public AuthForgeValidateLicenseResult VerifyLicenseFile(string pathOrText) => throw new NotSupportedException();

    public AuthForgeSession ActivateOffline(string licenseKey, string? path = null) => throw new NotSupportedException();

    public string CreateActivationRequest(AuthForgeActivationRequestOptions? options = null) => throw new NotSupportedException();

    public void WriteActivationRequest(string path, AuthForgeActivationRequestOptions? options = null) =>
        throw new NotSupportedException();

    public void SelfBan(AuthForgeSelfBanOptions options) => throw new NotSupportedException();

    public Task<AuthForgeValidateLicenseResult> ValidateLicenseAsync(string licenseKey,
        CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<AuthForgeSession> HeartbeatAsync(CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<AuthForgeValidateLicenseResult> VerifyLicenseFileAsync(string pathOrText,
        CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<AuthForgeSession> ActivateOfflineAsync(string licenseKey, string? path = null,
        CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task WriteActivationRequestAsync(string path, AuthForgeActivationRequestOptions? options = null,
        CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task SelfBanAsync(AuthForgeSelfBanOptions options, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public int Pump() => throw new InvalidOperationException();

    public bool TryPoll(out AuthForgeEventArgs? happened) => throw new InvalidOperationException();
}
