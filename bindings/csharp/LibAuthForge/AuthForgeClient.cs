using System;

namespace LibAuthForge
{
    /// <summary>One app on one machine: logs in, stays logged in, and tells when the license is gone. Every member
    /// may be used on any thread. Keep it in a field as long as the license is to be held: one that nobody refers to
    /// is collected, and its session ends.</summary>
    public sealed partial class AuthForgeClient : IDisposable
    {
        private readonly ClientHandle _handle;
        private readonly AuthForgeDispatch _dispatch;
        private readonly Inbox _inbox;
        private readonly ClientReference _reference;

        /// <summary>Makes a client; no thread and no socket yet.</summary>
        /// <exception cref="AuthForgeException">The message names the field that cannot be used.</exception>
        public AuthForgeClient(AuthForgeConfig config)
        {
            if (config == null) throw new ArgumentNullException("config");
            _dispatch = config.Dispatch;
            _reference = new ClientReference(this);
            _inbox = new Inbox(_reference);
            using (var built = config.Build())
            {
                IntPtr raw;
                var error = AuthForgeException.NewBuffer();
                AuthForgeException.Check(Native.af_client_new(built.Raw, out raw, error), error);
                _handle = new ClientHandle(raw, _dispatch == AuthForgeDispatch.Callbacks);
            }
            if (_dispatch == AuthForgeDispatch.Callbacks) Callbacks.Set(_handle.Raw, _reference);
            if (_dispatch == AuthForgeDispatch.BackgroundPump) BackgroundPump.Add(_reference);
        }

        private delegate AuthForgeStatus Question(out IntPtr session, byte[] error);

        private delegate AuthForgeStatus Getter(IntPtr client, byte[] buffer, UIntPtr size, out UIntPtr length,
            byte[] error);

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
            get { return Written(Native.af_client_hwid); }
        }

        /// <summary>Validates a license key with the service, proves the answer, keeps the session and starts
        /// heartbeats. Blocks; see <see cref="LoginAsync"/>. On failure an earlier session stays as it was, and
        /// <see cref="Failed"/> is raised.</summary>
        /// <exception cref="AuthForgeException">Any status.</exception>
        public AuthForgeSession Login(string licenseKey)
        {
            var key = Text.In(licenseKey, "license_key");
            return Ask((out IntPtr session, byte[] error) =>
                Native.af_login(_handle.Raw, key, out session, error));
        }

        /// <summary>Asks what <see cref="Login"/> asks and proves the answer, but keeps nothing, starts nothing and
        /// raises nothing. Blocks. Whatever goes wrong is told by the result.</summary>
        public ValidateLicenseResult ValidateLicense(string licenseKey)
        {
            return Examine((out IntPtr session, byte[] error) =>
                Native.af_validate(_handle.Raw, Text.In(licenseKey, "license_key"), out session, error));
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
            return Ask((out IntPtr session, byte[] error) =>
                Native.af_client_heartbeat(_handle.Raw, out session, error));
        }

        /// <summary>Ends the session and the heartbeats, and ends open tasks with
        /// <see cref="AuthForgeStatus.Cancelled"/>. Local: the service is not told. Never waits.</summary>
        public void Logout()
        {
            Do(error => Native.af_logout(_handle.Raw, error));
        }

        /// <summary>The current session, as one's own; null without one.</summary>
        public AuthForgeSession GetSession()
        {
            IntPtr session;
            var error = AuthForgeException.NewBuffer();
            var status = Native.af_client_session(_handle.Raw, out session, error);
            GC.KeepAlive(this);
            if (status == AuthForgeStatus.NotAuthenticated) return null;
            AuthForgeException.Check(status, error);
            return new AuthForgeSession(session);
        }

        /// <summary>The session's signed payload as JSON; null without a session. Not for logs.</summary>
        public string GetSessionData()
        {
            return WrittenOrNull(Native.af_get_session_data);
        }

        /// <summary>The app's variables as a JSON object; null without a session. <see cref="GetSession"/> has typed
        /// ones.</summary>
        public string GetAppVariables()
        {
            return WrittenOrNull(Native.af_get_app_variables);
        }

        /// <summary>The license's variables as a JSON object; null without a session.</summary>
        public string GetLicenseVariables()
        {
            return WrittenOrNull(Native.af_get_license_variables);
        }

        /// <summary>Ends the session, the heartbeats and all tasks, which end with
        /// <see cref="AuthForgeStatus.Cancelled"/>; calls of other threads return. Never waits for the network. No
        /// event is raised after it; a handler that another thread has begun may still run, and with
        /// <see cref="AuthForgeDispatch.Callbacks"/> is waited for.</summary>
        public void Dispose()
        {
            if (_dispatch == AuthForgeDispatch.BackgroundPump) BackgroundPump.Remove(_reference);
            _handle.Dispose();
            _inbox.Close();
        }

        private AuthForgeSession Ask(Question question)
        {
            IntPtr session;
            var error = AuthForgeException.NewBuffer();
            var status = question(out session, error);
            GC.KeepAlive(this);
            AuthForgeException.Check(status, error);
            return new AuthForgeSession(session);
        }

        private ValidateLicenseResult Examine(Question question)
        {
            try
            {
                return new ValidateLicenseResult(Ask(question), null);
            }
            catch (AuthForgeException error)
            {
                return new ValidateLicenseResult(null, error);
            }
        }

        private void Do(Func<byte[], AuthForgeStatus> work)
        {
            var error = AuthForgeException.NewBuffer();
            var status = work(error);
            GC.KeepAlive(this);
            AuthForgeException.Check(status, error);
        }

        private string Written(Getter getter)
        {
            var text = Text.Written((byte[] buffer, UIntPtr size, out UIntPtr length, byte[] error) =>
                getter(_handle.Raw, buffer, size, out length, error));
            GC.KeepAlive(this);
            return text;
        }

        private string WrittenOrNull(Getter getter)
        {
            try
            {
                return Written(getter);
            }
            catch (AuthForgeException error)
            {
                if (error.Status == AuthForgeStatus.NotAuthenticated) return null;
                throw;
            }
        }
    }
}
