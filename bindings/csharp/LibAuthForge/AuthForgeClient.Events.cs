// What happens meanwhile.

using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace LibAuthForge
{
    public sealed partial class AuthForgeClient
    {
        /// <summary>A login succeeded. What awaits the login goes on after it.</summary>
        public event EventHandler<AuthForgeEventArgs> LoggedIn;

        /// <summary>A heartbeat succeeded.</summary>
        public event EventHandler<AuthForgeEventArgs> HeartbeatSucceeded;

        /// <summary>A heartbeat brought other variables than before.</summary>
        public event EventHandler<AuthForgeEventArgs> VariablesChanged;

        /// <summary>The session is over: by a failure, which <see cref="AuthForgeEventArgs.Error"/> names, or a logout.
        /// </summary>
        public event EventHandler<AuthForgeEventArgs> SessionEnded;

        /// <summary>A heartbeat failed, or the session is over because of a failure and was cleared before;
        /// <see cref="AuthForgeEventArgs.Operation"/> says which. A login that fails throws, and is not told here.</summary>
        public event EventHandler<AuthForgeEventArgs> Failed;

        /// <summary>An attempt of a login, a heartbeat or an <c>Async</c> call failed, and another is made after
        /// <see cref="AuthForgeEventArgs.RetryIn"/>. Nothing is over: for a dialog that says what is going on.</summary>
        public event EventHandler<AuthForgeEventArgs> RequestRetrying;

        /// <summary>What a handler threw, where no caller can catch it: not with
        /// <see cref="AuthForgeDispatch.HostPump"/>. The other handlers have run. Without a listener it is said to the
        /// log, or on stderr where nobody hears that.</summary>
        public event EventHandler<AuthForgeHandlerErrorEventArgs> HandlerThrew;

        /// <summary>For <see cref="AuthForgeDispatch.HostPump"/>: raises events and ends tasks, on this thread. Makes no
        /// garbage when nothing happened. What a handler throws comes out when the other handlers of the event have run
        /// (from several, an <see cref="AggregateException"/>); the other events wait for the next call.</summary>
        /// <returns>How many events were raised; 0 inside a handler, and after <see cref="Dispose"/>.</returns>
        /// <exception cref="InvalidOperationException">The client has another dispatch: nobody need pump.</exception>
        public int Pump()
        {
            NeedHostPump("Pump");
            _mailbox.NotePump();
            _mailbox.Take();
            return _mailbox.Run(false);
        }

        /// <summary>For <see cref="AuthForgeDispatch.HostPump"/>, instead of <see cref="Pump"/>: ends tasks and hands
        /// out the oldest event, without raising it.</summary>
        /// <returns>False when nothing happened, and after <see cref="Dispose"/>.</returns>
        /// <exception cref="InvalidOperationException">The client has another dispatch.</exception>
        public bool TryPoll([MaybeNullWhen(false)] out AuthForgeEventArgs happened)
        {
            NeedHostPump("TryPoll");
            _mailbox.NotePump();
            _mailbox.Take();
            CancellationTokenSource ended;
            happened = _mailbox.Poll(out ended);
            if (ended != null) CancelEnd(ended);
            return happened != null;
        }

        /// <summary>Whether anybody wants to know.</summary>
        internal bool Hears(AuthForgeEventKind kind)
        {
            return ListenersOf(kind) != null;
        }

        /// <summary>Raises an event. Every handler is called, whatever the others throw.</summary>
        /// <param name="happened">What.</param>
        /// <param name="ended">Who waits for the end of the session, or null.</param>
        /// <param name="guarded">What they throw is told; else it comes out.</param>
        internal void Raise(AuthForgeEventArgs happened, CancellationTokenSource ended, bool guarded)
        {
            if (ended != null) CancelEnd(ended);
            var listeners = ListenersOf(happened.Kind);
            if (listeners == null)
            {
                NobodyHeard(happened);
                return;
            }
            List<Exception> thrown = null;
            foreach (var listener in listeners.GetInvocationList())
            {
                try
                {
                    ((EventHandler<AuthForgeEventArgs>)listener)(this, happened);
                }
                catch (Exception one)
                {
                    if (guarded) ReportThrown(one);
                    else (thrown ?? (thrown = new List<Exception>())).Add(one);
                }
            }
            if (thrown == null) return;
            if (thrown.Count > 1) throw new AggregateException(thrown);
            ExceptionDispatchInfo.Capture(thrown[0]).Throw();
        }

        /// <summary>AuthForge fails closed: of a failure that nobody hears, the policy decides what it means.</summary>
        internal void NobodyHeard(AuthForgeEventArgs happened)
        {
            if (FailurePolicy == AuthForgeFailurePolicy.Continue || happened.Error == null) return;
            if (Failed != null || SessionEnded != null || _endIsHeard) return;
            var over = happened.Kind == AuthForgeEventKind.SessionEnded;
            var strict = FailurePolicy == AuthForgeFailurePolicy.ExitStrict && happened.Kind == AuthForgeEventKind.Failure &&
                StatusTable.Of(happened.Error.Status).Class != StatusClass.Usage;
            if (!over && !strict) return;
            Trouble.EndProcess((over ? "the session ended" : happened.ReasonName) + ": " + happened.Error.Code + ": " +
                happened.Error.Message + "; nobody listens for Failed or SessionEnded, so the process ends");
        }

        private void ReportThrown(Exception thrown)
        {
            var listeners = HandlerThrew;
            if (listeners == null)
            {
                Trouble.Tell(AuthForgeLogLevel.Error, "a handler of the program threw: " + thrown);
                return;
            }
            foreach (var listener in listeners.GetInvocationList())
            {
                try
                {
                    ((EventHandler<AuthForgeHandlerErrorEventArgs>)listener)(this, new AuthForgeHandlerErrorEventArgs(thrown));
                }
                catch (Exception more)
                {
                    Trouble.Tell(AuthForgeLogLevel.Error, "a handler of HandlerThrew threw: " + more);
                }
            }
        }

        private void NeedHostPump(string member)
        {
            if (Dispatch == AuthForgeDispatch.HostPump) return;
            throw new InvalidOperationException(member + " is for clients with AuthForgeDispatch.HostPump; this one has " +
                Dispatch + ", which raises events by itself");
        }

        private EventHandler<AuthForgeEventArgs> ListenersOf(AuthForgeEventKind kind)
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
