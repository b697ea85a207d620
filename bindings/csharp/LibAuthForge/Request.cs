// A call that has been started, and the task that waits for its end.
//
// A token that is cancelled calls the request off in the library, and what the library then says ends the task. So a
// cancelled task never has an effect later, and one that was faster than its cancelling still says so.

using System;
using System.Threading;
using System.Threading.Tasks;

namespace LibAuthForge
{
    internal abstract class Request
    {
        private WeakReference<AuthForgeClient> _client;

        /// <summary>The library's name for it; 0 until it is started.</summary>
        internal ulong Number { get; set; }

        /// <summary>What the caller gave to call it off with.</summary>
        protected CancellationToken Token { get; private set; }

        protected abstract Task Ending { get; }

        /// <summary>Calls it off when the token says so. Only for one that has been started: what is not there yet
        /// cannot be called off, and a token that is cancelled already does it in here.</summary>
        internal void CancelWith(CancellationToken cancel, AuthForgeClient client)
        {
            if (!cancel.CanBeCanceled || Ending.IsCompleted) return;
            // The token may live much longer than a client that its host forgot to dispose.
            _client = new WeakReference<AuthForgeClient>(client);
            var registration = cancel.Register(CancelRequest, this, false);
            // The end may have come meanwhile, or come now on another thread. And not there: Dispose waits for a
            // CancelRequest that runs, which may wait for whoever tells the end.
            Ending.ContinueWith(Forget, registration, CancellationToken.None, TaskContinuationOptions.None,
                TaskScheduler.Default);
        }

        /// <summary>Remembers whose cancelling it will be.</summary>
        internal void SetToken(CancellationToken cancel)
        {
            Token = cancel;
        }

        /// <summary>Ends the task.</summary>
        internal void End(AuthForgeSession session, AuthForgeException error)
        {
            if (!Settle(session, error) && session != null) session.Dispose();
        }

        /// <summary>Whether it ended because the token said so, and not by a logout.</summary>
        protected bool WasCancelledByToken(AuthForgeException error)
        {
            return error != null && error.Status == AuthForgeStatus.Cancelled && Token.IsCancellationRequested;
        }

        protected abstract bool Settle(AuthForgeSession session, AuthForgeException error);

        private static void CancelRequest(object state)
        {
            var request = (Request)state;
            AuthForgeClient client;
            if (request._client.TryGetTarget(out client)) client.CancelRequest(request.Number);
        }

        private static void Forget(Task ended, object registration)
        {
            ((CancellationTokenRegistration)registration).Dispose();
        }
    }

    internal abstract class Request<T> : Request
    {
        // So that what awaits it never runs inside the library or a lock.
        protected readonly TaskCompletionSource<T> Source =
            new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task<T> Task
        {
            get { return Source.Task; }
        }

        protected override Task Ending
        {
            get { return Source.Task; }
        }

        /// <summary>For one that is not even started.</summary>
        internal void Cancel()
        {
            Source.TrySetCanceled(Token);
        }

        protected override bool Settle(AuthForgeSession session, AuthForgeException error)
        {
            return WasCancelledByToken(error) ? Source.TrySetCanceled(Token) : SettleResult(session, error);
        }

        protected abstract bool SettleResult(AuthForgeSession session, AuthForgeException error);
    }

    /// <summary>Gives a session or throws.</summary>
    internal sealed class SessionRequest : Request<AuthForgeSession>
    {
        protected override bool SettleResult(AuthForgeSession session, AuthForgeException error)
        {
            return error == null ? Source.TrySetResult(session) : Source.TrySetException(error);
        }
    }

    /// <summary>Gives a result and never throws.</summary>
    internal sealed class ValidateRequest : Request<ValidateLicenseResult>
    {
        protected override bool SettleResult(AuthForgeSession session, AuthForgeException error)
        {
            return Source.TrySetResult(new ValidateLicenseResult(session, error));
        }
    }

    /// <summary>Ends or throws.</summary>
    internal sealed class PlainRequest : Request<bool>
    {
        protected override bool SettleResult(AuthForgeSession session, AuthForgeException error)
        {
            return error == null ? Source.TrySetResult(true) : Source.TrySetException(error);
        }
    }
}
