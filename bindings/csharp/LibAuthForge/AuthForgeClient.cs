using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace LibAuthForge
{
    /// <summary>One app on one machine: logs in, stays logged in, and tells when the license is gone. Every member
    /// may be used on any thread. From a login on it is not collected until its session ends, or <see cref="Logout"/> or
    /// <see cref="Dispose"/>; forgetting one that holds no license costs nothing.</summary>
    public sealed partial class AuthForgeClient : IAuthForgeClient
    {
        private readonly ClientHandle _handle;
        private readonly Mailbox _mailbox;
        private int _waits;

        /// <summary>Makes a client; no thread and no socket yet.</summary>
        /// <exception cref="ArgumentException">And its kind: names the property that cannot be used.</exception>
        /// <exception cref="AuthForgeNativeLibraryException">The native library is missing, for another processor or
        /// C library, or of another version.</exception>
        public AuthForgeClient([DisallowNull] AuthForgeConfig config)
        {
            if (config == null) throw new ArgumentNullException(nameof(config));
            NativeLibraryCheck.Ensure();
            Dispatch = config.Dispatch;
            FailurePolicy = config.FailurePolicy;
            AppId = config.AppId;
            HeartbeatMode = config.HeartbeatMode;
            ApiBaseUrl = config.ApiBaseUrl ?? NativeConfig.DefaultApiBaseUrl;
            HeartbeatInterval = config.HeartbeatInterval ?? NativeConfig.DefaultHeartbeatInterval;
            RequestTimeout = config.RequestTimeout ?? NativeConfig.DefaultRequestTimeout;
            _mailbox = new Mailbox(this, Dispatch);
            using (var built = NativeConfig.Build(config))
            {
                IntPtr raw;
                var error = Failure.NewBuffer();
                Failure.Check(Native.af_client_new(built.Raw, out raw, error), error);
                _handle = new ClientHandle(raw);
            }
            try
            {
                Clients.Add(_handle.Raw, this);
                if (Dispatch != AuthForgeDispatch.HostPump) Wakeups.Begin(_handle.Raw);
            }
            catch
            {
                _handle.Dispose();
                throw;
            }
        }

        private delegate AuthForgeStatus Question(out IntPtr session, byte[] error);

        private delegate AuthForgeStatus Getter(IntPtr client, byte[] buffer, UIntPtr size, out UIntPtr length,
            byte[] error);

        /// <summary>As configured.</summary>
        public AuthForgeDispatch Dispatch { get; private set; }

        /// <summary>As configured.</summary>
        public AuthForgeFailurePolicy FailurePolicy { get; private set; }

        /// <summary>As configured.</summary>
        public string AppId { get; private set; }

        /// <summary>Where the service is.</summary>
        public Uri ApiBaseUrl { get; private set; }

        /// <summary>As configured.</summary>
        public AuthForgeHeartbeatMode HeartbeatMode { get; private set; }

        /// <summary>Between heartbeats.</summary>
        public TimeSpan HeartbeatInterval { get; private set; }

        /// <summary>For one request.</summary>
        public TimeSpan RequestTimeout { get; private set; }

        /// <summary>True from the moment a login succeeds until the session ends, pumped or not. Cheap enough for
        /// every frame; false after <see cref="Dispose"/>.</summary>
        public bool IsAuthenticated
        {
            get
            {
                var authenticated = Native.af_is_authenticated(_handle.Raw);
                GC.KeepAlive(this);
                return authenticated;
            }
        }

        /// <summary>The hardware id that this client sends. With an <see cref="AuthForgeConfig.HwidSource"/> of an official
        /// client the first use in a process may take 2 seconds, 3 where the system does not answer.</summary>
        public string Hwid
        {
            get { return Written(Native.af_client_hwid, AuthForgeStatus.Ok); }
        }

        internal IntPtr Raw
        {
            get { return _handle.Raw; }
        }

        /// <summary>Validates a license key with the service, proves the answer, keeps the session and starts
        /// heartbeats. Blocks; see <see cref="LoginAsync"/>. On failure an earlier session stays as it was.</summary>
        /// <exception cref="AuthForgeException">Why not: any status. It is not told by <see cref="Failed"/> too.</exception>
        public AuthForgeSession Login([DisallowNull] string licenseKey)
        {
            var key = Text.Needed(licenseKey, "licenseKey");
            WillHear();
            return Ask((out IntPtr session, byte[] error) => Native.af_login(_handle.Raw, key, out session, error));
        }

        /// <summary><see cref="Login"/> for those who want no exception for a refusal.</summary>
        /// <param name="licenseKey">As for <see cref="Login"/>.</param>
        /// <param name="session">Null when it was refused.</param>
        public bool TryLogin([DisallowNull] string licenseKey, [MaybeNullWhen(false)] out AuthForgeSession session)
        {
            AuthForgeException refused;
            return TryLogin(licenseKey, out session, out refused);
        }

        /// <summary><see cref="Login"/> for those who want no exception for a refusal.</summary>
        /// <param name="licenseKey">As for <see cref="Login"/>.</param>
        /// <param name="session">Null when it was refused.</param>
        /// <param name="refusal">Why; null when it was not.</param>
        public bool TryLogin([DisallowNull] string licenseKey, [MaybeNullWhen(false)] out AuthForgeSession session,
            [MaybeNullWhen(true)] out AuthForgeException refusal)
        {
            session = null;
            refusal = null;
            try
            {
                session = Login(licenseKey);
                return true;
            }
            catch (AuthForgeException refused)
            {
                refusal = refused;
                return false;
            }
        }

        /// <summary>Asks what <see cref="Login"/> asks and proves the answer, but keeps nothing, starts nothing and
        /// raises nothing. Blocks. What the service says, and that it could not be asked, is told by the result; mistakes
        /// of the call throw.</summary>
        public AuthForgeValidateLicenseResult ValidateLicense([DisallowNull] string licenseKey)
        {
            var key = Text.Needed(licenseKey, "licenseKey");
            return Examine((out IntPtr session, byte[] error) => Native.af_validate(_handle.Raw, key, out session, error));
        }

        /// <summary>Renews the session now, with a heartbeat: for a button "refresh my license". Raises what any
        /// heartbeat raises; a fatal verdict has ended the session. Blocks; see <see cref="HeartbeatAsync"/>. The service
        /// allows six a minute: sooner than 10 s after the one before, or than it has said itself, this is
        /// <see cref="AuthForgeStatus.RateLimited"/> with the rest of that time in <c>RetryAfter</c>, and nobody is
        /// asked.</summary>
        /// <exception cref="AuthForgeException">Any status; <see cref="AuthForgeStatus.NotAuthenticated"/> without a
        /// session.</exception>
        public AuthForgeSession Heartbeat()
        {
            return Ask((out IntPtr session, byte[] error) => Native.af_client_heartbeat(_handle.Raw, out session, error));
        }

        /// <summary>Ends the session and the heartbeats, and cancels open tasks. Local: the service is not told. Never
        /// waits.</summary>
        public void Logout()
        {
            Do(error => Native.af_logout(_handle.Raw, error));
            // Where somebody waits for it, it is his to take: he would wait on.
            if (Dispatch != AuthForgeDispatch.HostPump && !NativeThreads.AreMonos) _mailbox.Take();
        }

        /// <summary>Cancels all tasks, ends the session and the heartbeats; calls of other threads return. Never waits,
        /// neither for the network nor for a handler that another thread has begun. No event is raised after it.
        /// </summary>
        public void Dispose()
        {
            EndTasks();
            _handle.Dispose();
            var ended = TakeEndOfSession();
            if (ended != null) CancelEnd(ended);
        }

#if NET8_0_OR_GREATER
        /// <summary><see cref="Dispose"/>, which never waits.</summary>
        public System.Threading.Tasks.ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
#endif

        /// <summary>For whoever looks at it in a debugger or a log: no secret.</summary>
        public override string ToString()
        {
            return "AuthForge client of app " + AppId + (IsAuthenticated ? ", logged in" : ", not logged in");
        }

        internal void EndTasks()
        {
            _mailbox.Close();
        }

        /// <summary>The library has something.</summary>
        internal void Take()
        {
            _mailbox.Take();
            GC.KeepAlive(this);
        }

        /// <summary>Whether the thread that waits for something to take waits again.</summary>
        internal bool GoesOnWaiting(bool more)
        {
            if (more && _mailbox.UpdateRoot()) return true;
            Interlocked.Exchange(ref _waits, 0);
            // Something may have been begun meanwhile, by somebody who still saw it waiting.
            return more && _mailbox.UpdateRoot() && Interlocked.Exchange(ref _waits, 1) == 0;
        }

        /// <summary>Something may come from now on. Before it is begun, for what comes meanwhile, and after it, so that
        /// nobody who has just stopped waiting is relied upon.</summary>
        private void WillHear()
        {
            if (!NativeThreads.AreMonos || Dispatch == AuthForgeDispatch.HostPump) return;
            if (Interlocked.Exchange(ref _waits, 1) == 0) Wakeups.BeginWaiting(_handle.Raw);
        }

        private AuthForgeSession Ask(Question question)
        {
            IntPtr session;
            var error = Failure.NewBuffer();
            var status = question(out session, error);
            if (status == AuthForgeStatus.Ok && _mailbox.UpdateRoot()) WillHear();
            GC.KeepAlive(this);
            Failure.Check(status, error);
            return SessionReader.Take(session);
        }

        private AuthForgeValidateLicenseResult Examine(Question question)
        {
            try
            {
                return new AuthForgeValidateLicenseResult(Ask(question), null);
            }
            catch (AuthForgeException error)
            {
                if (error.Status == AuthForgeStatus.Cancelled) throw;
                return new AuthForgeValidateLicenseResult(null, error);
            }
        }

        private void Do(Func<byte[], AuthForgeStatus> work)
        {
            var error = Failure.NewBuffer();
            var status = work(error);
            GC.KeepAlive(this);
            Failure.Check(status, error);
        }

        /// <summary>Null for <paramref name="nothing"/>.</summary>
        private string Written(Getter getter, AuthForgeStatus nothing)
        {
            var text = Text.Written((byte[] buffer, UIntPtr size, out UIntPtr length, byte[] error) =>
                getter(_handle.Raw, buffer, size, out length, error), nothing);
            GC.KeepAlive(this);
            return text;
        }
    }
}
