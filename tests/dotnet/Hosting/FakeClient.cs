using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using LibAuthForge;

/// <summary>A client whose logins end as they are told to, and whose session a test keeps up and ends.</summary>
internal sealed class FakeClient : IAuthForgeClient
{
    private readonly ConcurrentQueue<Exception?> _answers = new();
    private readonly Channel<string> _logins = Channel.CreateUnbounded<string>();
    private volatile AuthForgeSession? _session;

    public event EventHandler<AuthForgeEventArgs>? LoggedIn;

    public event EventHandler<AuthForgeEventArgs>? HeartbeatSucceeded;

    public event EventHandler<AuthForgeEventArgs>? VariablesChanged;

    public event EventHandler<AuthForgeEventArgs>? SessionEnded;

    public event EventHandler<AuthForgeEventArgs>? Failed;

    public event EventHandler<AuthForgeEventArgs>? RequestRetrying;

    public event EventHandler<AuthForgeHandlerErrorEventArgs>? HandlerThrew
    {
        add { }
        remove { }
    }

    public bool IsDisposed { get; private set; }

    public bool IsHeard => LoggedIn is not null || SessionEnded is not null || Failed is not null;

    public DateTimeOffset? ExpiresAt { get; set; }

    public bool IsAuthenticated => _session is not null;

    public string Hwid => "fake";

    public AuthForgeDispatch Dispatch => AuthForgeDispatch.ThreadPool;

    public AuthForgeFailurePolicy FailurePolicy => AuthForgeFailurePolicy.Continue;

    public string AppId => "app";

    public Uri ApiBaseUrl => new("https://auth.authforge.cc");

    public AuthForgeHeartbeatMode HeartbeatMode => AuthForgeHeartbeatMode.Server;

    public TimeSpan HeartbeatInterval => TimeSpan.FromMinutes(15);

    public TimeSpan RequestTimeout => TimeSpan.FromSeconds(15);

    public CancellationToken SessionEndedToken => new(!IsAuthenticated);

    /// <summary>How the next logins end, in order; null is well. Those beyond hang until they are called off.</summary>
    public FakeClient Answers(params AuthForgeException?[] answers)
    {
        foreach (var answer in answers) _answers.Enqueue(answer);
        return this;
    }

    public void Succeeds() => _answers.Enqueue(null);

    public void Throws(Exception error) => _answers.Enqueue(error);

    /// <summary>Waits for the next login, and gives what it is made with.</summary>
    public async Task<string> LoginBegunAsync() =>
        await _logins.Reader.ReadAsync().AsTask().WaitAsync(Limit.Hang);

    public bool HasBegunAnother => _logins.Reader.TryPeek(out _);

    public async Task<AuthForgeSession> LoginAsync(string licenseKey, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        _logins.Writer.TryWrite(licenseKey);
        if (!_answers.TryDequeue(out var answer)) await Task.Delay(Timeout.Infinite, cancellationToken);
        if (answer is not null) throw answer;
        return Enter();
    }

    public Task<AuthForgeSession> LoginFromFileAsync(string pathOrText, CancellationToken cancellationToken = default) =>
        LoginAsync("file " + pathOrText, cancellationToken);

    /// <summary>As when the program itself logs in.</summary>
    public AuthForgeSession Enter()
    {
        var session = AuthForgeModelFactory.Session(expiresAt: ExpiresAt);
        _session = session;
        LoggedIn?.Invoke(this, AuthForgeModelFactory.Event(AuthForgeEventKind.LoggedIn, session: session));
        return session;
    }

    public void Renew()
    {
        HeartbeatSucceeded?.Invoke(this,
            AuthForgeModelFactory.Event(AuthForgeEventKind.HeartbeatSucceeded, session: _session));
    }

    public void Change()
    {
        VariablesChanged?.Invoke(this,
            AuthForgeModelFactory.Event(AuthForgeEventKind.VariablesChanged, session: _session));
    }

    public void FailHeartbeat(AuthForgeException error)
    {
        Failed?.Invoke(this, AuthForgeModelFactory.Event(AuthForgeEventKind.Failure,
            reason: AuthForgeReason.HeartbeatFailed, operation: AuthForgeOperation.Heartbeat, error: error));
    }

    public void Retry(AuthForgeException error)
    {
        RequestRetrying?.Invoke(this, AuthForgeModelFactory.Event(AuthForgeEventKind.RequestRetrying,
            operation: AuthForgeOperation.Login, error: error, retryIn: TimeSpan.FromSeconds(2), attempt: 1));
    }

    /// <summary>Null is a logout.</summary>
    public void End(AuthForgeException? error)
    {
        _session = null;
        SessionEnded?.Invoke(this, AuthForgeModelFactory.Event(AuthForgeEventKind.SessionEnded, error: error));
    }

    /// <summary>Tells the end of a session that was replaced.</summary>
    public void EndLate(AuthForgeException error)
    {
        SessionEnded?.Invoke(this, AuthForgeModelFactory.Event(AuthForgeEventKind.SessionEnded, error: error));
    }

    public void Logout() => End(null);

    public AuthForgeSession? GetSession() => _session;

    public void Dispose() => IsDisposed = true;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

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
