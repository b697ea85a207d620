// What has happened to a client: the ends of its tasks, and the events that it will raise.

using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace LibAuthForge
{
    internal sealed class Inbox
    {
        private readonly object _gate = new object();
        private readonly Dictionary<ulong, Request> _open = new Dictionary<ulong, Request>();
        private readonly Queue<AuthForgeEvent> _events = new Queue<AuthForgeEvent>();
        private readonly ClientReference _reference;
        private readonly byte[] _buffer = new byte[Size];
        private bool _closed;
        private bool _raising;

        internal Inbox(ClientReference reference)
        {
            _reference = reference;
            BitConverter.GetBytes((uint)Size).CopyTo(_buffer, 0);
        }

        /// <summary>Starts a request; it ends at once if it is refused.</summary>
        internal delegate AuthForgeStatus Starter(out ulong request, byte[] error);

        private static int Size
        {
            get { return Layout.EventSize(IntPtr.Size); }
        }

        internal void Start(Request request, Starter start)
        {
            var refused = TryStart(request, start);
            if (refused != null) request.End(null, refused);
        }

        /// <summary>Takes all that the library has: events to raise, and the ends of tasks.</summary>
        internal void Poll(IntPtr client)
        {
            // The session of an event lives until the next poll, so nobody else polls meanwhile.
            lock (_gate)
            {
                while (!_closed && Native.af_client_poll(client, _buffer))
                {
                    var happened = Sort(_buffer);
                    if (happened != null) _events.Enqueue(happened);
                }
            }
        }

        /// <summary>Reads an event that the library told by a callback; null if it was the end of a task.</summary>
        internal AuthForgeEvent Receive(IntPtr borrowed)
        {
            var copy = new byte[Size];
            Marshal.Copy(borrowed, copy, 0, Math.Min(Size, Marshal.ReadInt32(borrowed)));
            return Sort(copy);
        }

        /// <summary>The next event to raise, for one thread at a time: until it gets null.</summary>
        /// <param name="mine">Whether the caller is the one; in the beginning it is not.</param>
        internal AuthForgeEvent NextToRaise(ref bool mine)
        {
            lock (_gate)
            {
                if (_raising && !mine) return null;
                mine = _raising = _events.Count > 0 && !_closed;
                return mine ? _events.Dequeue() : null;
            }
        }

        internal void StopRaising()
        {
            lock (_gate) _raising = false;
        }

        /// <summary>The next event, for a host that raises nothing.</summary>
        internal AuthForgeEvent Take()
        {
            lock (_gate) return _events.Count > 0 ? _events.Dequeue() : null;
        }

        /// <summary>Ends all tasks: the client is gone.</summary>
        internal void Close()
        {
            List<Request> open;
            lock (_gate)
            {
                _closed = true;
                open = new List<Request>(_open.Values);
                _open.Clear();
                _reference.MakeWeak();
            }
            foreach (var request in open) request.End(null, AuthForgeException.Of(AuthForgeStatus.Cancelled));
        }

        private AuthForgeException TryStart(Request request, Starter start)
        {
            var error = AuthForgeException.NewBuffer();
            try
            {
                // The end may come before the start has returned.
                lock (_gate)
                {
                    ulong number;
                    AuthForgeException.Check(start(out number, error), error);
                    if (_closed) throw AuthForgeException.Of(AuthForgeStatus.Cancelled);
                    request.Number = number;
                    _open.Add(number, request);
                    _reference.MakeStrong();
                    return null;
                }
            }
            catch (AuthForgeException refused)
            {
                return refused;
            }
        }

        private AuthForgeEvent Sort(byte[] happened)
        {
            var kind = (AuthForgeEventKind)BitConverter.ToInt32(happened, Layout.EventKind);
            var borrowed = IntPtr.Size == 8
                ? new IntPtr(BitConverter.ToInt64(happened, Layout.EventSession))
                : new IntPtr(BitConverter.ToInt32(happened, Layout.EventSession));
            AuthForgeException refused;
            var session = AuthForgeSession.Clone(borrowed, out refused);
            var error = AuthForgeException.Read(happened, Layout.EventError(IntPtr.Size));
            if (kind == AuthForgeEventKind.RequestFinished)
            {
                EndRequest(BitConverter.ToUInt64(happened, Layout.EventRequest), session, error ?? refused);
                return null;
            }
            var reason = (AuthForgeReason)BitConverter.ToInt32(happened, Layout.EventReason(IntPtr.Size));
            var retryInMs = BitConverter.ToUInt32(happened, Layout.EventRetryInMs(IntPtr.Size));
            return new AuthForgeEvent(kind, reason, session, error)
            {
                RetryIn = TimeSpan.FromMilliseconds(retryInMs),
                Attempt = (int)BitConverter.ToUInt32(happened, Layout.EventAttempt(IntPtr.Size)),
            };
        }

        private void EndRequest(ulong number, AuthForgeSession session, AuthForgeException error)
        {
            Request request;
            lock (_gate)
            {
                if (_open.TryGetValue(number, out request)) _open.Remove(number);
                if (_open.Count == 0) _reference.MakeWeak();
            }
            if (request != null) request.End(session, error);
            else if (session != null) session.Dispose();
        }
    }
}
