// What is known of the license now.

using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace LibAuthForge
{
    public sealed partial class AuthForgeClient
    {
        private readonly object _endGate = new object();
        private CancellationTokenSource _end;
        private volatile bool _endIsHeard;
        private volatile AuthForgeSession _last;

        /// <summary>Cancelled when the session ends: by a failure, a logout or <see cref="Dispose"/>; and already without
        /// a session. The next login has another. With <see cref="AuthForgeDispatch.HostPump"/> it is cancelled inside
        /// <see cref="Pump"/>. Whoever takes it listens, as far as <see cref="FailurePolicy"/> goes.</summary>
        public CancellationToken SessionEndedToken
        {
            get
            {
                // What came before is about sessions before.
                if (Dispatch != AuthForgeDispatch.HostPump) _mailbox.Take();
                CancellationTokenSource over;
                lock (_endGate)
                {
                    if (!IsAuthenticated) return new CancellationToken(true);
                    _endIsHeard = true;
                    if (_end == null) _end = new CancellationTokenSource();
                    if (IsAuthenticated) return _end.Token;
                    over = _end;
                    _end = null;
                }
                // It ended just now, and perhaps nobody will say so again.
                CancelEnd(over);
                return over.Token;
            }
        }

        /// <summary>The current session; null without one.</summary>
        [return: MaybeNull]
        public AuthForgeSession GetSession()
        {
            IntPtr session;
            var error = Failure.NewBuffer();
            var status = Native.af_client_session(_handle.Raw, out session, error);
            GC.KeepAlive(this);
            if (status == AuthForgeStatus.NotAuthenticated) return null;
            Failure.Check(status, error);
            var last = _last;
            if (last == null || last.GetJson() != SessionReader.JsonOf(session)) return _last = SessionReader.Take(session);
            Native.af_session_free(session);
            return last;
        }

        /// <summary>The session's signed payload as JSON; null without a session. A secret: not for logs.</summary>
        [return: MaybeNull]
        public string GetSessionData()
        {
            return Written(Native.af_get_session_data, AuthForgeStatus.NotAuthenticated);
        }

        /// <summary>The token with which the service knows the session; null without one. A secret.</summary>
        [return: MaybeNull]
        public string GetSessionToken()
        {
            var session = GetSession();
            return session == null ? null : session.GetSessionToken();
        }

        /// <summary>The app's variables as a JSON object; null without a session. <see cref="GetSession"/> has typed
        /// ones.</summary>
        [return: MaybeNull]
        public string GetAppVariables()
        {
            return Written(Native.af_get_app_variables, AuthForgeStatus.NotAuthenticated);
        }

        /// <summary>The license's variables as a JSON object; null without a session.</summary>
        [return: MaybeNull]
        public string GetLicenseVariables()
        {
            return Written(Native.af_get_license_variables, AuthForgeStatus.NotAuthenticated);
        }

        /// <summary>Who waits for the end of the session that is over now; null for nobody.</summary>
        internal CancellationTokenSource TakeEndOfSession()
        {
            lock (_endGate)
            {
                var end = _end;
                _end = null;
                return end;
            }
        }

        private void CancelEnd(CancellationTokenSource end)
        {
            try
            {
                end.Cancel();
            }
            catch (AggregateException thrown)
            {
                foreach (var one in thrown.InnerExceptions) ReportThrown(one);
            }
        }
    }
}
