using System;
using System.Threading;
using UnityEngine;
using UnityEngine.Events;

namespace LibAuthForge
{
    /// <summary>A license for the game. Looks for news each frame in <c>Update</c>; everything that it raises, and
    /// everything that is awaited, goes on on the main thread. No call waits for network or disk, none ends the
    /// process or the editor.
    /// <para>While the component is disabled nothing is raised and no task ends; <see cref="IsAuthenticated"/> is
    /// never late.</para>
    /// <para>It ends with its scene, and so does its license. With <c>Dont Destroy On Load</c> the license survives, in
    /// an object of its own: all components with that have one license, one client and one set of settings, those of the
    /// first. None has to be looked for or removed; subscribe in <c>OnEnable</c> of a script beside it, unsubscribe in
    /// <c>OnDisable</c>.</para></summary>
    [DefaultExecutionOrder(-1000)]
    [DisallowMultipleComponent]
    [AddComponentMenu("AuthForge/AuthForge")]
    public sealed partial class AuthForgeBehaviour : MonoBehaviour
    {
        /// <summary>The code of what has none, such as a call on a component that is not active.</summary>
        public const string Mistake = "mistake";

        [SerializeField] private AuthForgeSettings settings = new AuthForgeSettings();

        [Tooltip("The license survives the loading of scenes, and is one for all components with this, wherever they are. "
            + "The settings are those of the first of them.")]
        [SerializeField] private bool dontDestroyOnLoad;

        [SerializeField] private UnityEvent onLoggedIn = new UnityEvent();
        [SerializeField] private UnityEvent onHeartbeatSucceeded = new UnityEvent();
        [SerializeField] private UnityEvent onVariablesChanged = new UnityEvent();
        [Tooltip("With the code of the reason; logged_out after a logout.")]
        [SerializeField] private AuthForgeCodeEvent onSessionEnded = new AuthForgeCodeEvent();
        [Tooltip("A heartbeat failed: with the code, such as timeout or revoked. A login that fails tells its caller.")]
        [SerializeField] private AuthForgeCodeEvent onFailed = new AuthForgeCodeEvent();

        [Tooltip("An attempt failed and another is made: with the code, such as timeout or rate_limited.")]
        [SerializeField] private AuthForgeCodeEvent onRetrying = new AuthForgeCodeEvent();

        private AuthForgeClient _client;
        private AuthForgeSession _session;
        private string _whyEnded;
        private AuthForgeException _lastError;
        private Action<AuthForgeBehaviour> _licenseChanged;
        private int _mainThread;

        /// <summary>The license came, went, or is another: told at once to whoever subscribes, and again after the
        /// component was disabled, so that nobody is late. Ask <see cref="Session"/> and <see cref="WhyEnded"/>.</summary>
        public event Action<AuthForgeBehaviour> LicenseChanged
        {
            add
            {
                _licenseChanged += value;
                if (value != null) CallLicenseChanged(Keeper._client, value);
            }
            remove { _licenseChanged -= value; }
        }

        /// <summary>A login succeeded.</summary>
        public event Action<AuthForgeEventArgs> LoggedIn;

        /// <summary>A heartbeat succeeded.</summary>
        public event Action<AuthForgeEventArgs> HeartbeatSucceeded;

        /// <summary>A heartbeat brought other variables than before.</summary>
        public event Action<AuthForgeEventArgs> VariablesChanged;

        /// <summary>The license is gone; <c>Error</c> tells why, and is null after a logout. Save the game and leave.
        /// </summary>
        public event Action<AuthForgeEventArgs> SessionEnded;

        /// <summary>A heartbeat failed, or the license is gone by a failure. The session goes on unless
        /// <see cref="SessionEnded"/> comes too. Whoever called a login that fails hears of it there, and not here.
        /// </summary>
        public event Action<AuthForgeEventArgs> Failed;

        /// <summary>An attempt of a login, a heartbeat or another call failed, and another is made after <c>RetryIn</c>.
        /// Nothing is over: for a dialog that says what is going on.</summary>
        public event Action<AuthForgeEventArgs> Retrying;

        /// <summary>The component that keeps the license through all scenes; without one the oldest component; null for
        /// none.</summary>
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

        /// <summary>Its license survives the loading of scenes.</summary>
        public bool Persists
        {
            get { return dontDestroyOnLoad || keeps; }
        }

        /// <summary>The code why the last session ended, such as <c>revoked</c>, from its event on; <c>logged_out</c> after
        /// a logout. Null with a session and before the first.</summary>
        public string WhyEnded
        {
            get { return Keeper._whyEnded; }
        }

        /// <summary>What went wrong last, if nothing went well since: a <c>Try</c> call that failed, or the end of the last
        /// session. Show the player its <c>UserMessage</c>, and act on its <c>Advice</c>. Null after a login or a logout,
        /// before the first, and for what has no error: what was called off, and a <see cref="Mistake"/>.</summary>
        public AuthForgeException LastError
        {
            get { return Keeper._lastError; }
        }

        /// <summary>Whether there is a license now. For every frame and every thread.</summary>
        public bool IsAuthenticated
        {
            get
            {
                var client = Keeper._client;
                return client != null && client.IsAuthenticated;
            }
        }

        /// <summary>The session; null without one. A heartbeat makes a new one and never changes the old.</summary>
        public AuthForgeSession Session
        {
            get
            {
                if (!IsAuthenticated) return null;
                var of = Keeper;
                if (of._session == null) of._session = of._client.GetSession();
                return of._session;
            }
        }

        /// <summary>The client, for what the component has no word for. It is the component's: do not dispose of it,
        /// do not pump it, and do not call what blocks (what has no <c>Async</c>) in a frame.</summary>
        public AuthForgeClient Client
        {
            get
            {
                if (dontDestroyOnLoad && Keeper._mainThread != 0) Share();
                return Keeper.Own;
            }
        }

        /// <summary>Ends the session and cancels what is open. <see cref="SessionEnded"/> comes with the next frame.
        /// </summary>
        public void Logout()
        {
            var client = Keeper._client;
            if (client != null) client.Logout();
        }

        /// <summary>Frees the client: the session is over, open tasks end as cancelled, and nothing more is raised.
        /// The next call makes a new one from the settings. Never waits for the network.</summary>
        public void Close()
        {
            Keeper.CloseOwn();
        }

        internal void CloseOwn()
        {
            var client = _client;
            _client = null;
            _session = null;
            _whyEnded = null;
            _lastError = null;
            if (client != null) client.Dispose();
        }

        private AuthForgeClient Own
        {
            get { return _client ?? (_client = NewClient()); }
        }

        private void Awake()
        {
            // A copy of a component that keeps a license keeps none.
            keeps = false;
            if (dontDestroyOnLoad) Share();
        }

        // Not in Awake: after scripts were recompiled in play mode Unity calls this one alone.
        private void OnEnable()
        {
            _mainThread = Thread.CurrentThread.ManagedThreadId;
            AuthForgeLifetime.Add(this);
            if (dontDestroyOnLoad) Share();
            RaiseLicenseChanged(Keeper._client);
        }

        private void Update()
        {
            if (_client != null) _client.Pump();
        }

        private void OnDestroy()
        {
            AuthForgeLifetime.Remove(this);
            CloseOwn();
        }

        private AuthForgeClient NewClient()
        {
            AuthForgePlatform.Check();
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
            client.LoggedIn += OnEvent;
            client.HeartbeatSucceeded += OnEvent;
            client.VariablesChanged += OnEvent;
            client.SessionEnded += OnEvent;
            client.Failed += OnEvent;
            client.RequestRetrying += OnEvent;
            return client;
        }

        private void OnEvent(object sender, AuthForgeEventArgs happened)
        {
            var client = _client;
            if (!ReferenceEquals(sender, client)) return;
            Remember(happened);
            Raise(client, happened);
            foreach (var other in AuthForgeLifetime.SharersOf(this))
            {
                // One that an earlier handler has destroyed or disabled hears no more.
                if (other && other.isActiveAndEnabled) other.Raise(client, happened);
            }
        }

        internal bool Shares(AuthForgeBehaviour with)
        {
            return ReferenceEquals(_keeper, with);
        }

        private void Remember(AuthForgeEventArgs happened)
        {
            switch (happened.Kind)
            {
                case AuthForgeEventKind.LoggedIn:
                case AuthForgeEventKind.HeartbeatSucceeded:
                case AuthForgeEventKind.VariablesChanged:
                    _session = happened.Session;
                    _whyEnded = null;
                    _lastError = null;
                    break;
                case AuthForgeEventKind.SessionEnded:
                    _session = null;
                    _whyEnded = CodeOf(happened, "logged_out");
                    _lastError = happened.Error;
                    break;
            }
        }

        private void Raise(AuthForgeClient client, AuthForgeEventArgs happened)
        {
            switch (happened.Kind)
            {
                case AuthForgeEventKind.LoggedIn:
                    Raise(client, LoggedIn, happened, onLoggedIn.Invoke);
                    break;
                case AuthForgeEventKind.HeartbeatSucceeded:
                    Raise(client, HeartbeatSucceeded, happened, onHeartbeatSucceeded.Invoke);
                    return;
                case AuthForgeEventKind.VariablesChanged:
                    Raise(client, VariablesChanged, happened, onVariablesChanged.Invoke);
                    break;
                case AuthForgeEventKind.SessionEnded:
                    Raise(client, SessionEnded, happened, () => onSessionEnded.Invoke(CodeOf(happened, "logged_out")));
                    break;
                case AuthForgeEventKind.Failure:
                    Raise(client, Failed, happened, () => onFailed.Invoke(CodeOf(happened, happened.ReasonName)));
                    return;
                case AuthForgeEventKind.RequestRetrying:
                    Raise(client, Retrying, happened, () => onRetrying.Invoke(CodeOf(happened, "")));
                    return;
                default:
                    return;
            }
            RaiseLicenseChanged(client);
        }

        private static string CodeOf(AuthForgeEventArgs happened, string otherwise)
        {
            return happened.Error == null ? otherwise : happened.Error.Code;
        }

        /// <summary>One handler that throws must not keep the others from hearing; one that closes or destroys the
        /// component must.</summary>
        private void Raise(AuthForgeClient client, Action<AuthForgeEventArgs> handlers, AuthForgeEventArgs happened,
            Action inspector)
        {
            if (handlers != null)
            {
                foreach (var handler in handlers.GetInvocationList())
                {
                    Try(client, () => ((Action<AuthForgeEventArgs>)handler)(happened));
                }
            }
            Try(client, inspector);
        }

        private void RaiseLicenseChanged(AuthForgeClient client)
        {
            if (_licenseChanged == null) return;
            foreach (var handler in _licenseChanged.GetInvocationList())
            {
                CallLicenseChanged(client, (Action<AuthForgeBehaviour>)handler);
            }
        }

        private void CallLicenseChanged(AuthForgeClient client, Action<AuthForgeBehaviour> handler)
        {
            Try(client, () => handler(this));
        }

        private void Try(AuthForgeClient client, Action call)
        {
            if (!ReferenceEquals(client, Keeper._client)) return;
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
