// What has happened to a client, in order: the events that it will raise, and the ends of its tasks. Events are raised
// by one thread at a time. A task ends at once, unless events came before it that are not raised yet: then after them,
// so that who awaits a login finds done what its handlers do. But never because of a handler, or a loop, that waits for
// that very task: see Look.

using System;
using System.Collections.Generic;
using System.Threading;

namespace LibAuthForge
{
    internal sealed partial class Mailbox : IWatched
    {
        /// <summary>Started requests that the library lets a client have.</summary>
        private const int Places = 64;

        /// <summary>Events that wait for a handler to return, or a host to pump.</summary>
        private const int MostEvents = 512;

        private readonly object _gate = new object();
        private readonly AuthForgeClient _client;
        private readonly AuthForgeDispatch _dispatch;
        private readonly byte[] _buffer = new byte[EventReader.Size];
        private readonly Dictionary<ulong, Request> _open = new Dictionary<ulong, Request>();
        private readonly LinkedList<Request> _queued = new LinkedList<Request>();
        private readonly LinkedList<Item> _items = new LinkedList<Item>();
        private int _events;
        private bool _overflowTold;
        private bool _closed;

        /// <summary>A session was told, and its end was not. The library has ended it before it says so.</summary>
        private bool _ends;

        private bool _kept;

        internal Mailbox(AuthForgeClient client, AuthForgeDispatch dispatch)
        {
            _client = client;
            _dispatch = dispatch;
            _pumper = Thread.CurrentThread;
            _hostWatch = new HostWatch(this);
            BitConverter.GetBytes((uint)EventReader.Size).CopyTo(_buffer, 0);
        }

        /// <summary>Starts a request, now or when there is a place.</summary>
        /// <exception cref="ArgumentException">And its kind: a mistake of the call.</exception>
        internal void Start(Request request)
        {
            lock (_gate)
            {
                if (_closed) throw new ObjectDisposedException("AuthForgeClient");
                if (_queued.Count > 0 || _open.Count >= Places) _queued.AddLast(request);
                else TryStart(request);
            }
            if (_dispatch == AuthForgeDispatch.HostPump) Watchdog.Add(_hostWatch);
            UpdateRoot();
        }

        /// <summary>Takes all that the library has. Ends tasks, and has the events raised that somebody hears.</summary>
        internal void Take()
        {
            var unheard = (List<AuthForgeEventArgs>)null;
            lock (_gate)
            {
                // The session of an event lives until the next poll, so nobody else polls meanwhile.
                while (!_closed && Native.af_client_poll(_client.Raw, _buffer)) Sort(ref unheard);
                StartQueued();
            }
            Schedule();
            UpdateRoot();
            if (unheard == null) return;
            foreach (var happened in unheard) _client.NobodyHeard(happened);
        }

        /// <summary>Takes a request out that has no place yet. False for one that was started.</summary>
        internal bool Withdraw(Request request)
        {
            lock (_gate) return _queued.Remove(request);
        }

        /// <summary>Ends all tasks, and raises nothing more: the client is gone.</summary>
        internal void Close()
        {
            var open = new List<Request>();
            lock (_gate)
            {
                _closed = true;
                open.AddRange(_open.Values);
                open.AddRange(_queued);
                foreach (var item in _items)
                {
                    if (item.Request != null) open.Add(item.Request);
                }
                _open.Clear();
                _queued.Clear();
                _items.Clear();
                _events = 0;
                _kept = false;
                Clients.Unroot(_client);
            }
            foreach (var request in open) request.Cancel();
        }

        /// <summary>A client that holds a license, or whose tasks will end by themselves, is not collected.</summary>
        /// <returns>Whether it is kept.</returns>
        internal bool UpdateRoot()
        {
            lock (_gate)
            {
                var works = _dispatch != AuthForgeDispatch.HostPump && (_open.Count > 0 || _queued.Count > 0 || _ends);
                var kept = !_closed && (works || Native.af_is_authenticated(_client.Raw));
                if (kept == _kept) return kept;
                _kept = kept;
                if (kept) Clients.Root(_client);
                else Clients.Unroot(_client);
                return kept;
            }
        }

        private void TryStart(Request request)
        {
            ulong number;
            var error = Failure.NewBuffer();
            var status = request.Start(out number, error);
            if (status == AuthForgeStatus.TooMany && _open.Count > 0)
            {
                _queued.AddFirst(request);
                return;
            }
            if (status != AuthForgeStatus.Ok)
            {
                var refused = Failure.Of(error);
                var said = refused as AuthForgeException;
                request.Start = null;
                if (said == null) throw refused;
                request.End(null, said);
                return;
            }
            request.Number = number;
            request.Start = null;
            _open.Add(number, request);
        }

        private void StartQueued()
        {
            while (!_closed && _queued.Count > 0 && _open.Count < Places)
            {
                var request = _queued.First.Value;
                var before = _queued.Count;
                _queued.RemoveFirst();
                try
                {
                    TryStart(request);
                }
                catch (Exception mistake)
                {
                    request.Fail(mistake);
                }
                if (_queued.Count == before) return;
            }
        }

        private void Sort(ref List<AuthForgeEventArgs> unheard)
        {
            var kind = EventReader.KindOf(_buffer);
            if (kind == AuthForgeEventKind.RequestFinished)
            {
                var request = TakeOpen(EventReader.RequestOf(_buffer));
                if (request == null) return;
                var session = EventReader.SessionOf(_buffer);
                EndInOrder(new Item { Request = request, Session = session, Error = EventReader.ErrorOf(_buffer) });
                return;
            }
            var happened = EventReader.Read(_buffer, OperationOf(EventReader.RequestOf(_buffer)));
            if (IsToldToItsCaller(happened)) return;
            if (kind == AuthForgeEventKind.LoggedIn) _ends = true;
            if (kind == AuthForgeEventKind.SessionEnded) _ends = false;
            var ended = kind == AuthForgeEventKind.SessionEnded ? _client.TakeEndOfSession() : null;
            if (_dispatch != AuthForgeDispatch.HostPump && ended == null && !_client.Hears(kind))
            {
                (unheard ?? (unheard = new List<AuthForgeEventArgs>())).Add(happened);
                return;
            }
            MakeRoom();
            _items.AddLast(new Item { Happened = happened, Ended = ended });
            _events++;
        }

        /// <summary>A login that failed has thrown.</summary>
        private static bool IsToldToItsCaller(AuthForgeEventArgs happened)
        {
            if (happened.Kind != AuthForgeEventKind.Failure) return false;
            return happened.Operation == AuthForgeOperation.Login || happened.Operation == AuthForgeOperation.LoginFromFile;
        }

        private AuthForgeOperation OperationOf(ulong number)
        {
            Request request;
            return _open.TryGetValue(number, out request) ? request.Operation : AuthForgeOperation.None;
        }

        private Request TakeOpen(ulong number)
        {
            Request request;
            if (_open.TryGetValue(number, out request)) _open.Remove(number);
            return request;
        }

        /// <summary>What was called off has no effect that anybody could wait for.</summary>
        private void EndInOrder(Item end)
        {
            var calledOff = end.Error != null && end.Error.Status == AuthForgeStatus.Cancelled;
            if (calledOff || (_events == 0 && _runner == null)) end.Request.End(end.Session, end.Error);
            else _items.AddLast(end);
        }

        /// <summary>As the library does: what is only news goes first.</summary>
        private void MakeRoom()
        {
            if (_events == 0) _overflowTold = false;
            if (_events < MostEvents) return;
            var oldest = OldestOf(AuthForgeEventKind.RequestRetrying) ?? OldestOf(AuthForgeEventKind.HeartbeatSucceeded)
                ?? OldestOf(AuthForgeEventKind.None);
            _items.Remove(oldest);
            _events--;
            if (_overflowTold) return;
            _overflowTold = true;
            Trouble.Log(AuthForgeLogLevel.Warn, MostEvents + " events of a client wait for " +
                (_dispatch == AuthForgeDispatch.HostPump ? "Pump" : "a handler that does not return") + ": the oldest are dropped");
        }

        private LinkedListNode<Item> OldestOf(AuthForgeEventKind kind)
        {
            for (var node = _items.First; node != null; node = node.Next)
            {
                var happened = node.Value.Happened;
                if (happened == null || node.Value.Ended != null) continue;
                if (kind == AuthForgeEventKind.None || happened.Kind == kind) return node;
            }
            return _items.First;
        }

        private sealed class Item
        {
            internal AuthForgeEventArgs Happened;
            internal CancellationTokenSource Ended;
            internal Request Request;
            internal AuthForgeSession Session;
            internal AuthForgeException Error;
        }
    }
}
