using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using System.Threading.Tasks;

namespace LibAuthForge
{
    /// <summary>What <see cref="AuthForgeClient"/> does, for programs that are tested without it; see there for each.
    /// </summary>
    public interface IAuthForgeClient : IDisposable
#if NET8_0_OR_GREATER
        , IAsyncDisposable
#endif
    {
        /// <summary><see cref="AuthForgeClient.LoggedIn"/>.</summary>
        event EventHandler<AuthForgeEventArgs> LoggedIn;

        /// <summary><see cref="AuthForgeClient.HeartbeatSucceeded"/>.</summary>
        event EventHandler<AuthForgeEventArgs> HeartbeatSucceeded;

        /// <summary><see cref="AuthForgeClient.VariablesChanged"/>.</summary>
        event EventHandler<AuthForgeEventArgs> VariablesChanged;

        /// <summary><see cref="AuthForgeClient.SessionEnded"/>.</summary>
        event EventHandler<AuthForgeEventArgs> SessionEnded;

        /// <summary><see cref="AuthForgeClient.Failed"/>.</summary>
        event EventHandler<AuthForgeEventArgs> Failed;

        /// <summary><see cref="AuthForgeClient.RequestRetrying"/>.</summary>
        event EventHandler<AuthForgeEventArgs> RequestRetrying;

        /// <summary><see cref="AuthForgeClient.HandlerThrew"/>.</summary>
        event EventHandler<AuthForgeHandlerErrorEventArgs> HandlerThrew;

        /// <summary><see cref="AuthForgeClient.IsAuthenticated"/>.</summary>
        bool IsAuthenticated { get; }

        /// <summary><see cref="AuthForgeClient.Hwid"/>.</summary>
        string Hwid { get; }

        /// <summary><see cref="AuthForgeClient.Dispatch"/>.</summary>
        AuthForgeDispatch Dispatch { get; }

        /// <summary><see cref="AuthForgeClient.FailurePolicy"/>.</summary>
        AuthForgeFailurePolicy FailurePolicy { get; }

        /// <summary><see cref="AuthForgeClient.AppId"/>.</summary>
        string AppId { get; }

        /// <summary><see cref="AuthForgeClient.ApiBaseUrl"/>.</summary>
        Uri ApiBaseUrl { get; }

        /// <summary><see cref="AuthForgeClient.HeartbeatMode"/>.</summary>
        AuthForgeHeartbeatMode HeartbeatMode { get; }

        /// <summary><see cref="AuthForgeClient.HeartbeatInterval"/>.</summary>
        TimeSpan HeartbeatInterval { get; }

        /// <summary><see cref="AuthForgeClient.RequestTimeout"/>.</summary>
        TimeSpan RequestTimeout { get; }

        /// <summary><see cref="AuthForgeClient.SessionEndedToken"/>.</summary>
        CancellationToken SessionEndedToken { get; }

        /// <summary><see cref="AuthForgeClient.Login"/>.</summary>
        AuthForgeSession Login([DisallowNull] string licenseKey);

        /// <summary><see cref="AuthForgeClient.LoginAsync"/>.</summary>
        Task<AuthForgeSession> LoginAsync([DisallowNull] string licenseKey,
            CancellationToken cancellationToken = default(CancellationToken));

        /// <summary><see cref="AuthForgeClient.TryLogin(string, out AuthForgeSession)"/>.</summary>
        bool TryLogin([DisallowNull] string licenseKey, [MaybeNullWhen(false)] out AuthForgeSession session);

        /// <summary><see cref="AuthForgeClient.TryLogin(string, out AuthForgeSession, out AuthForgeException)"/>.</summary>
        bool TryLogin([DisallowNull] string licenseKey, [MaybeNullWhen(false)] out AuthForgeSession session,
            [MaybeNullWhen(true)] out AuthForgeException refusal);

        /// <summary><see cref="AuthForgeClient.ValidateLicense"/>.</summary>
        AuthForgeValidateLicenseResult ValidateLicense([DisallowNull] string licenseKey);

        /// <summary><see cref="AuthForgeClient.ValidateLicenseAsync"/>.</summary>
        Task<AuthForgeValidateLicenseResult> ValidateLicenseAsync([DisallowNull] string licenseKey,
            CancellationToken cancellationToken = default(CancellationToken));

        /// <summary><see cref="AuthForgeClient.Heartbeat"/>.</summary>
        AuthForgeSession Heartbeat();

        /// <summary><see cref="AuthForgeClient.HeartbeatAsync"/>.</summary>
        Task<AuthForgeSession> HeartbeatAsync(CancellationToken cancellationToken = default(CancellationToken));

        /// <summary><see cref="AuthForgeClient.Logout"/>.</summary>
        void Logout();

        /// <summary><see cref="AuthForgeClient.GetSession"/>.</summary>
        [return: MaybeNull]
        AuthForgeSession GetSession();

        /// <summary><see cref="AuthForgeClient.GetSessionData"/>.</summary>
        [return: MaybeNull]
        string GetSessionData();

        /// <summary><see cref="AuthForgeClient.GetSessionToken"/>.</summary>
        [return: MaybeNull]
        string GetSessionToken();

        /// <summary><see cref="AuthForgeClient.GetAppVariables"/>.</summary>
        [return: MaybeNull]
        string GetAppVariables();

        /// <summary><see cref="AuthForgeClient.GetLicenseVariables"/>.</summary>
        [return: MaybeNull]
        string GetLicenseVariables();

        /// <summary><see cref="AuthForgeClient.LoginFromFile"/>.</summary>
        AuthForgeSession LoginFromFile([DisallowNull] string pathOrText);

        /// <summary><see cref="AuthForgeClient.LoginFromFileAsync"/>.</summary>
        Task<AuthForgeSession> LoginFromFileAsync([DisallowNull] string pathOrText,
            CancellationToken cancellationToken = default(CancellationToken));

        /// <summary><see cref="AuthForgeClient.VerifyLicenseFile"/>.</summary>
        AuthForgeValidateLicenseResult VerifyLicenseFile([DisallowNull] string pathOrText);

        /// <summary><see cref="AuthForgeClient.VerifyLicenseFileAsync"/>.</summary>
        Task<AuthForgeValidateLicenseResult> VerifyLicenseFileAsync([DisallowNull] string pathOrText,
            CancellationToken cancellationToken = default(CancellationToken));

        /// <summary><see cref="AuthForgeClient.ActivateOffline"/>.</summary>
        AuthForgeSession ActivateOffline([DisallowNull] string licenseKey, string path = null);

        /// <summary><see cref="AuthForgeClient.ActivateOfflineAsync"/>.</summary>
        Task<AuthForgeSession> ActivateOfflineAsync([DisallowNull] string licenseKey, string path = null,
            CancellationToken cancellationToken = default(CancellationToken));

        /// <summary><see cref="AuthForgeClient.CreateActivationRequest"/>.</summary>
        string CreateActivationRequest(AuthForgeActivationRequestOptions options = null);

        /// <summary><see cref="AuthForgeClient.WriteActivationRequest"/>.</summary>
        void WriteActivationRequest([DisallowNull] string path, AuthForgeActivationRequestOptions options = null);

        /// <summary><see cref="AuthForgeClient.WriteActivationRequestAsync"/>.</summary>
        Task WriteActivationRequestAsync([DisallowNull] string path, AuthForgeActivationRequestOptions options = null,
            CancellationToken cancellationToken = default(CancellationToken));

        /// <summary><see cref="AuthForgeClient.SelfBan"/>. THIS CANNOT BE TAKEN BACK FROM HERE.</summary>
        void SelfBan([DisallowNull] AuthForgeSelfBanOptions options);

        /// <summary><see cref="AuthForgeClient.SelfBanAsync"/>. THIS CANNOT BE TAKEN BACK FROM HERE.</summary>
        Task SelfBanAsync([DisallowNull] AuthForgeSelfBanOptions options,
            CancellationToken cancellationToken = default(CancellationToken));

        /// <summary><see cref="AuthForgeClient.Pump"/>.</summary>
        int Pump();

        /// <summary><see cref="AuthForgeClient.TryPoll"/>.</summary>
        bool TryPoll([MaybeNullWhen(false)] out AuthForgeEventArgs happened);
    }
}
