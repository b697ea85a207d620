// A call that has been started, or waits for its turn, and the task that waits for its end.
//
// A token that is cancelled calls the request off in the library, and what the library then says ends the task. So a
// cancelled task never has an effect later, and one that was faster than its cancelling still says so.

using System;
using System.Threading;
using System.Threading.Tasks;

namespace LibAuthForge
{
    /// <summary>Starts a request in the library.</summary>
    internal delegate AuthForgeStatus Starter(out ulong request, byte[] error);

    internal abstract class Request
    {
        private WeakReference<AuthForgeClient> _client;

        protected Request(AuthForgeOperation operation, Starter start, CancellationToken token)
        {
            Operation = operation;
            Start = start;
            Token = token;
        }

        internal AuthForgeOperation Operation { get; private set; }

        /// <summary>Null once it is started: it may live as long as the caller's token, and leads to the client.</summary>
        internal Starter Start { get; set; }

        /// <summary>The library's name for it; 0 until it is started.</summary>
        internal ulong Number { get; set; }

        /// <summary>What the caller gave to call it off with.</summary>
        protected CancellationToken Token { get; private set; }

        protected abstract Task Ending { get; }

        /// <summary>Before it was started.</summary>
        internal bool IsCalledOff
        {
            get { return Token.IsCancellationRequested; }
        }

        /// <summary>Calls it off when the token says so. Only for one that the mailbox has: a token that is cancelled
        /// already does it in here.</summary>
        internal void CancelWith(AuthForgeClient client)
        {
            if (!Token.CanBeCanceled || Ending.IsCompleted) return;
            // The token may live much longer than a client that its host forgot to dispose.
            _client = new WeakReference<AuthForgeClient>(client);
            var registration = Token.Register(CancelRequest, this, false);
            // The end may have come meanwhile, or come now on another thread. And not there: Dispose waits for a
            // CancelRequest that runs, which may wait for whoever tells the end.
            Ending.ContinueWith(Forget, registration, CancellationToken.None, TaskContinuationOptions.None,
                TaskScheduler.Default);
        }

        /// <summary>Ends the task with what the library says.</summary>
        internal void End(AuthForgeSession session, AuthForgeException error)
        {
            if (error != null && error.Status == AuthForgeStatus.Cancelled) Cancel();
            else Settle(session, error);
        }

        /// <summary>For one that is called off, by its token, a logout or the client's end.</summary>
        internal abstract void Cancel();

        /// <summary>For a mistake that shows only when it is started.</summary>
        internal abstract void Fail(Exception mistake);

        protected abstract void Settle(AuthForgeSession session, AuthForgeException error);

        private static void CancelRequest(object state)
        {
            var request = (Request)state;
            AuthForgeClient client;
            if (request._client.TryGetTarget(out client)) client.CancelRequest(request);
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

        protected Request(AuthForgeOperation operation, Starter start, CancellationToken token)
            : base(operation, start, token)
        {
        }

        internal Task<T> Task
        {
            get { return Source.Task; }
        }

        protected override Task Ending
        {
            get { return Source.Task; }
        }

        internal override void Cancel()
        {
            if (Token.IsCancellationRequested) Source.TrySetCanceled(Token);
            else Source.TrySetCanceled();
        }

        internal override void Fail(Exception mistake)
        {
            Source.TrySetException(mistake);
        }
    }

    /// <summary>Gives a session or throws.</summary>
    internal sealed class SessionRequest : Request<AuthForgeSession>
    {
        internal SessionRequest(AuthForgeOperation operation, Starter start, CancellationToken token)
            : base(operation, start, token)
        {
        }

        protected override void Settle(AuthForgeSession session, AuthForgeException error)
        {
            if (error == null) Source.TrySetResult(session);
            else Source.TrySetException(error);
        }
    }

    /// <summary>Gives a result, whatever the service or the file says.</summary>
    internal sealed class ValidateRequest : Request<AuthForgeValidateLicenseResult>
    {
        internal ValidateRequest(AuthForgeOperation operation, Starter start, CancellationToken token)
            : base(operation, start, token)
        {
        }

        protected override void Settle(AuthForgeSession session, AuthForgeException error)
        {
            Source.TrySetResult(new AuthForgeValidateLicenseResult(session, error));
        }
    }

    /// <summary>Ends or throws.</summary>
    internal sealed class PlainRequest : Request<bool>
    {
        internal PlainRequest(AuthForgeOperation operation, Starter start, CancellationToken token)
            : base(operation, start, token)
        {
        }

        protected override void Settle(AuthForgeSession session, AuthForgeException error)
        {
            if (error == null) Source.TrySetResult(true);
            else Source.TrySetException(error);
        }
    }
}
