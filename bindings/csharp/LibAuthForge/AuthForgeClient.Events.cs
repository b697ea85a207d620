// What happens meanwhile.

using System;

namespace LibAuthForge
{
    public sealed partial class AuthForgeClient
    {
        /// <summary>A login succeeded.</summary>
        public event EventHandler<AuthForgeEvent> LoggedIn;

        /// <summary>A heartbeat succeeded.</summary>
        public event EventHandler<AuthForgeEvent> HeartbeatSucceeded;

        /// <summary>A heartbeat brought other variables than before.</summary>
        public event EventHandler<AuthForgeEvent> VariablesChanged;

        /// <summary>The session is over.</summary>
        public event EventHandler<AuthForgeEvent> SessionEnded;

        /// <summary>A login failed, or a heartbeat, or the session is over because of a failure; the session was
        /// cleared before. Whoever called the login hears of it there too.</summary>
        public event EventHandler<AuthForgeEvent> Failed;

        /// <summary>An attempt of a login, a heartbeat or an <c>Async</c> call failed, and another is made after
        /// <see cref="AuthForgeEvent.RetryIn"/>. Nothing is over: for a dialog that says what is going on.</summary>
        public event EventHandler<AuthForgeEvent> RequestRetrying;

        /// <summary>What a handler threw, where no caller can catch it: not with
        /// <see cref="AuthForgeDispatch.HostPump"/>. Without a listener it is dropped.</summary>
        public event EventHandler<AuthForgeHandlerError> HandlerThrew;

        /// <summary>For <see cref="AuthForgeDispatch.HostPump"/>: ends tasks and raises events, on this thread. Makes no
        /// garbage when nothing happened. What a handler throws comes out; the other events wait for the next call.
        /// </summary>
        /// <returns>How many events were raised; 0 inside a handler.</returns>
        public int Pump()
        {
            return _dispatch == AuthForgeDispatch.HostPump ? RaiseAll(false) : 0;
        }

        /// <summary>For <see cref="AuthForgeDispatch.HostPump"/>, instead of <see cref="Pump"/>: ends tasks and hands
        /// out the oldest event, without raising it.</summary>
        /// <returns>False when nothing happened.</returns>
        public bool TryPoll(out AuthForgeEvent happened)
        {
            happened = null;
            if (_dispatch != AuthForgeDispatch.HostPump) return false;
            _inbox.Poll(_handle.Raw);
            GC.KeepAlive(this);
            happened = _inbox.Take();
            return happened != null;
        }

        /// <summary>For the pump in the background.</summary>
        internal void PumpInBackground()
        {
            RaiseAll(true);
        }

        /// <summary>For callbacks: the library tells an event.</summary>
        internal void Receive(IntPtr borrowed)
        {
            var happened = _inbox.Receive(borrowed);
            if (happened != null) RaiseGuarded(happened);
        }

        /// <summary>For callbacks: the library tells a failure.</summary>
        internal void ReceiveFailure(AuthForgeReason reason, AuthForgeException error)
        {
            RaiseGuarded(new AuthForgeEvent(AuthForgeEventKind.Failure, reason, null, error));
        }

        private int RaiseAll(bool guarded)
        {
            _inbox.Poll(_handle.Raw);
            GC.KeepAlive(this);
            var raised = 0;
            var mine = false;
            try
            {
                for (;;)
                {
                    var happened = _inbox.NextToRaise(ref mine);
                    if (happened == null) return raised;
                    if (guarded) RaiseGuarded(happened);
                    else Raise(happened);
                    raised++;
                }
            }
            finally
            {
                if (mine) _inbox.StopRaising();
            }
        }

        private void RaiseGuarded(AuthForgeEvent happened)
        {
            try
            {
                Raise(happened);
            }
            catch (Exception thrown)
            {
                ReportThrown(thrown);
            }
        }

        private void ReportThrown(Exception thrown)
        {
            try
            {
                var listeners = HandlerThrew;
                if (listeners != null) listeners(this, new AuthForgeHandlerError(thrown));
            }
            catch (Exception)
            {
                // There is nobody left to tell.
            }
        }

        private void Raise(AuthForgeEvent happened)
        {
            var listeners = ListenersOf(happened.Kind);
            if (listeners != null) listeners(this, happened);
        }

        private EventHandler<AuthForgeEvent> ListenersOf(AuthForgeEventKind kind)
        {
            switch (kind)
            {
                case AuthForgeEventKind.LoggedIn: return LoggedIn;
                case AuthForgeEventKind.HeartbeatSucceeded: return HeartbeatSucceeded;
                case AuthForgeEventKind.VariablesChanged: return VariablesChanged;
                case AuthForgeEventKind.SessionEnded: return SessionEnded;
                case AuthForgeEventKind.Failure: return Failed;
                case AuthForgeEventKind.RequestRetrying: return RequestRetrying;
                default: return null;
            }
        }
    }
}
