using System;
using System.Threading;
using System.Threading.Tasks;
using UnityEngine;
using UnityEngine.Events;

namespace AuthForge
{
    /// <summary>A license for the game. Looks for news each frame in <c>Update</c>; everything that it raises, and
    /// everything that is awaited, goes on on the main thread. No call waits for network or disk, none ends the
    /// process or the editor.
    /// <para>While the component is disabled nothing is raised and no task ends; <see cref="IsAuthenticated"/> is
    /// never late.</para></summary>
    [DefaultExecutionOrder(-1000)]
    [AddComponentMenu("AuthForge/AuthForge")]
    public sealed class AuthForgeBehaviour : MonoBehaviour
    {
        [SerializeField] private AuthForgeSettings settings = new AuthForgeSettings();

        [Tooltip("Survive the loading of scenes; not for a child of another object. A second component with this "
            + "removes itself: use Instance.")]
        [SerializeField] private bool dontDestroyOnLoad;

        [SerializeField] private UnityEvent onLoggedIn = new UnityEvent();
        [SerializeField] private UnityEvent onCheckInSucceeded = new UnityEvent();
        [SerializeField] private UnityEvent onVariablesChanged = new UnityEvent();
        [Tooltip("With the code of the reason; logged_out after a logout.")]
        [SerializeField] private AuthForgeCodeEvent onSessionEnded = new AuthForgeCodeEvent();
        [Tooltip("With the code, such as timeout or invalid_key.")]
        [SerializeField] private AuthForgeCodeEvent onFailed = new AuthForgeCodeEvent();

        private AuthForgeClient _client;
        private AuthForgeSession _session;
        private int _mainThread;

        /// <summary>A login succeeded.</summary>
        public event Action<AuthForgeEvent> LoggedIn;

        /// <summary>A check-in succeeded.</summary>
        public event Action<AuthForgeEvent> CheckInSucceeded;

        /// <summary>A check-in brought other variables than before.</summary>
        public event Action<AuthForgeEvent> VariablesChanged;

        /// <summary>The license is gone; <c>Error</c> tells why, and is null after a logout. Save the game and leave.
        /// </summary>
        public event Action<AuthForgeEvent> SessionEnded;

        /// <summary>A login or a check-in failed. The session goes on unless <see cref="SessionEnded"/> comes too.
        /// </summary>
        public event Action<AuthForgeEvent> Failed;

        /// <summary>The oldest component there is; null for none.</summary>
        public static AuthForgeBehaviour Instance
        {
            get { return AuthForgeLifetime.First; }
        }

        /// <summary>What the client is made of at its first use; later changes take effect after <see cref="Close"/>.
        /// </summary>
        public AuthForgeSettings Settings
        {
            get { return settings; }
        }

        /// <summary>Survives the loading of scenes.</summary>
        public bool Persists
        {
            get { return dontDestroyOnLoad; }
        }

        /// <summary>Whether there is a license now. For every frame and every thread.</summary>
        public bool IsAuthenticated
        {
            get
            {
                var client = _client;
                return client != null && client.IsAuthenticated;
            }
        }

        /// <summary>The session; null without one. A check-in makes a new one and never changes the old.</summary>
        public AuthForgeSession Session
        {
            get
            {
                if (!IsAuthenticated) return null;
                if (_session == null) _session = _client.GetSession();
                return _session;
            }
        }

        /// <summary>The client, for what the component has no word for. It is the component's: do not dispose of it,
        /// do not pump it, and do not call what blocks (what has no <c>Async</c>) in a frame.</summary>
        public AuthForgeClient Client
        {
            get { return _client ?? (_client = NewClient()); }
        }

        /// <summary>Logs in with a license key and keeps the session alive.</summary>
        /// <exception cref="AuthForgeException">It failed; decide by its <c>Code</c>.</exception>
        public async Task<AuthForgeSession> LoginAsync(string licenseKey,
            CancellationToken cancel = default(CancellationToken))
        {
            return await OnMainThread().LoginAsync(licenseKey, cancel);
        }

        /// <summary>Asks whether a license key is good, and keeps nothing.</summary>
        public async Task<ValidateLicenseResult> ValidateLicenseAsync(string licenseKey,
            CancellationToken cancel = default(CancellationToken))
        {
            return await OnMainThread().ValidateLicenseAsync(licenseKey, cancel);
        }

        /// <summary>Logs in with a license file, or its text, without any network.</summary>
        /// <exception cref="AuthForgeException">It failed; decide by its <c>Code</c>.</exception>
        public async Task<AuthForgeSession> LoginFromFileAsync(string pathOrText,
            CancellationToken cancel = default(CancellationToken))
        {
            return await OnMainThread().LoginFromFileAsync(pathOrText, cancel);
        }

        /// <summary>Turns a license key into a license file for this machine and logs in with it. A new machine takes
        /// a seat that nothing gives back.</summary>
        /// <param name="path">Where to write it, such as a file below <c>Application.persistentDataPath</c>; null
        /// writes nothing.</param>
        /// <exception cref="AuthForgeException">It failed; decide by its <c>Code</c>.</exception>
        public async Task<AuthForgeSession> ActivateOfflineAsync(string licenseKey, string path = null,
            CancellationToken cancel = default(CancellationToken))
        {
            return await OnMainThread().ActivateOfflineAsync(licenseKey, path, cancel);
        }

        /// <summary>Ends the session and cancels what is open. <see cref="SessionEnded"/> comes with the next frame.
        /// </summary>
        public void Logout()
        {
            if (_client != null) _client.Logout();
        }

        /// <summary>A variable of the license; the fallback without a license, without such a variable, and for one
        /// of another type. For every frame.</summary>
        public bool GetLicenseBool(string variable, bool fallback)
        {
            var session = Session;
            return session == null ? fallback : session.LicenseVariables.GetBool(variable, fallback);
        }

        /// <summary>As <see cref="GetLicenseBool"/>.</summary>
        public long GetLicenseInt(string variable, long fallback)
        {
            var session = Session;
            return session == null ? fallback : session.LicenseVariables.GetInt(variable, fallback);
        }

        /// <summary>As <see cref="GetLicenseBool"/>.</summary>
        public double GetLicenseDouble(string variable, double fallback)
        {
            var session = Session;
            return session == null ? fallback : session.LicenseVariables.GetDouble(variable, fallback);
        }

        /// <summary>As <see cref="GetLicenseBool"/>.</summary>
        public string GetLicenseString(string variable, string fallback)
        {
            var session = Session;
            return session == null ? fallback : session.LicenseVariables.GetString(variable, fallback);
        }

        /// <summary>A variable of the app; otherwise as <see cref="GetLicenseBool"/>.</summary>
        public bool GetAppBool(string variable, bool fallback)
        {
            var session = Session;
            return session == null ? fallback : session.AppVariables.GetBool(variable, fallback);
        }

        /// <summary>As <see cref="GetAppBool"/>.</summary>
        public long GetAppInt(string variable, long fallback)
        {
            var session = Session;
            return session == null ? fallback : session.AppVariables.GetInt(variable, fallback);
        }

        /// <summary>As <see cref="GetAppBool"/>.</summary>
        public double GetAppDouble(string variable, double fallback)
        {
            var session = Session;
            return session == null ? fallback : session.AppVariables.GetDouble(variable, fallback);
        }

        /// <summary>As <see cref="GetAppBool"/>.</summary>
        public string GetAppString(string variable, string fallback)
        {
            var session = Session;
            return session == null ? fallback : session.AppVariables.GetString(variable, fallback);
        }

        /// <summary>Frees the client: the session is over, open tasks end as cancelled, and nothing more is raised.
        /// The next call makes a new one from the settings. Never waits for the network.</summary>
        public void Close()
        {
            var client = _client;
            _client = null;
            _session = null;
            if (client != null) client.Dispose();
        }

        private void Awake()
        {
            if (!dontDestroyOnLoad) return;
            if (AuthForgeLifetime.OtherThatPersists(this) != null)
            {
                // A scene with this component was loaded again.
                dontDestroyOnLoad = false;
                enabled = false;
                Destroy(this);
                return;
            }
            DontDestroyOnLoad(gameObject);
        }

        // Not in Awake: after scripts were recompiled in play mode Unity calls this one alone.
        private void OnEnable()
        {
            _mainThread = Thread.CurrentThread.ManagedThreadId;
            AuthForgeLifetime.Add(this);
        }

        private void Update()
        {
            if (_client != null) _client.Pump();
        }

        private void OnDestroy()
        {
            AuthForgeLifetime.Remove(this);
            Close();
        }

        /// <summary>The client, for calls that are awaited: they go on where they were made.</summary>
        private AuthForgeClient OnMainThread()
        {
            // First of all: Unity answers nothing on other threads.
            if (_mainThread != 0 && Thread.CurrentThread.ManagedThreadId != _mainThread)
            {
                throw new InvalidOperationException("call the AuthForge component on the main thread");
            }
            if (_mainThread == 0 || !isActiveAndEnabled)
            {
                throw new InvalidOperationException(
                    "the AuthForge component is not active, so no task of it would end");
            }
            if (SynchronizationContext.Current == null)
            {
                throw new InvalidOperationException(
                    "the main thread has no SynchronizationContext, so an await would go on on another thread");
            }
            return Client;
        }

        private AuthForgeClient NewClient()
        {
            if (AuthForgeLifetime.IsEnding) throw new InvalidOperationException("the game is ending");
            if (_mainThread == 0) throw new InvalidOperationException("the AuthForge component was never active");
            AuthForgeClient client;
            try
            {
                client = new AuthForgeClient(settings.ToConfig());
            }
            catch (DllNotFoundException missing)
            {
                throw new DllNotFoundException("the package cc.authforge.sdk has no library for "
                    + Application.platform + ": see its README", missing);
            }
            client.LoggedIn += Hear;
            client.CheckInSucceeded += Hear;
            client.VariablesChanged += Hear;
            client.SessionEnded += Hear;
            client.Failed += Hear;
            return client;
        }

        private void Hear(object sender, AuthForgeEvent happened)
        {
            if (!ReferenceEquals(sender, _client)) return;
            switch (happened.Kind)
            {
                case AuthForgeEventKind.LoggedIn:
                    _session = happened.Session;
                    Raise(LoggedIn, happened, onLoggedIn.Invoke);
                    break;
                case AuthForgeEventKind.CheckInSucceeded:
                    _session = happened.Session;
                    Raise(CheckInSucceeded, happened, onCheckInSucceeded.Invoke);
                    break;
                case AuthForgeEventKind.VariablesChanged:
                    _session = happened.Session;
                    Raise(VariablesChanged, happened, onVariablesChanged.Invoke);
                    break;
                case AuthForgeEventKind.SessionEnded:
                    _session = null;
                    Raise(SessionEnded, happened, () => onSessionEnded.Invoke(CodeOf(happened, "logged_out")));
                    break;
                case AuthForgeEventKind.Failure:
                    Raise(Failed, happened, () => onFailed.Invoke(CodeOf(happened, happened.ReasonName)));
                    break;
            }
        }

        private static string CodeOf(AuthForgeEvent happened, string otherwise)
        {
            return happened.Error == null ? otherwise : happened.Error.Code;
        }

        /// <summary>One handler that throws must not keep the others from hearing; one that closes or destroys the
        /// component must.</summary>
        private void Raise(Action<AuthForgeEvent> handlers, AuthForgeEvent happened, Action inspector)
        {
            var client = _client;
            if (handlers != null)
            {
                foreach (var handler in handlers.GetInvocationList())
                {
                    Try(client, () => ((Action<AuthForgeEvent>)handler)(happened));
                }
            }
            Try(client, inspector);
        }

        private void Try(AuthForgeClient client, Action call)
        {
            if (!ReferenceEquals(client, _client)) return;
            try
            {
                call();
            }
            catch (Exception thrown)
            {
                Debug.LogException(thrown, this);
            }
        }
    }
}
