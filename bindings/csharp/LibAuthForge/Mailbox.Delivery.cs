// Who raises the events, and what happens when that thread does not come, or waits itself.

using System;
using System.Collections.Generic;
using System.Threading;

namespace LibAuthForge
{
    internal sealed partial class Mailbox
    {
        /// <summary>Milliseconds after which a thread pool that does not begin has no thread to spare.</summary>
        private const int PoolIsFull = 50;

        /// <summary>The same for a window, whose loop is held up by ordinary work now and then.</summary>
        private const int WindowIsStuck = 250;

        /// <summary>Looks in a row at which a thread has to wait for something, before that counts as waiting for us.</summary>
        private const int LooksThatConvince = 2;

        /// <summary>A handler that takes longer than this (milliseconds) keeps no task waiting.</summary>
        private const int LongestHandler = 10000;

        private readonly SynchronizationContext _context = SynchronizationContext.Current;
        private readonly HostWatch _hostWatch;

        /// <summary>The thread that raises now; null for none.</summary>
        private Thread _runner;

        /// <summary>The thread that pumps, as far as it is known: that which made the client, until another does.
        /// </summary>
        private Thread _pumper;

        private bool _scheduled;
        private int _since;
        private int _pumps;
        private int _pumpsSeen;
        private int _looksBlocked;

        /// <summary>Raises what there is, on this thread, if no other is at it.</summary>
        /// <param name="guarded">What handlers throw is told; else it comes out.</param>
        /// <returns>How many events were raised.</returns>
        internal int Run(bool guarded)
        {
            var raised = 0;
            lock (_gate)
            {
                _scheduled = false;
                if (_runner != null) return 0;
                _runner = Thread.CurrentThread;
            }
            try
            {
                for (;;)
                {
                    var item = Next();
                    if (item == null) return raised;
                    if (item.Request != null)
                    {
                        item.Request.End(item.Session, item.Error);
                        continue;
                    }
                    raised++;
                    _client.Raise(item.Happened, item.Ended, guarded);
                }
            }
            finally
            {
                bool more;
                lock (_gate)
                {
                    if (_runner == Thread.CurrentThread) _runner = null;
                    more = !guarded && _items.Count > 0;
                }
                if (more) EndTasksAtTheHead();
            }
        }

        /// <summary>For a host that pumps.</summary>
        internal void NotePump()
        {
            lock (_gate)
            {
                _pumps++;
                _pumper = Thread.CurrentThread;
            }
        }

        /// <summary>The next event, for a host that raises nothing.</summary>
        internal AuthForgeEventArgs Poll(out CancellationTokenSource ended)
        {
            EndTasksAtTheHead();
            lock (_gate)
            {
                ended = null;
                if (_items.Count == 0) return null;
                var item = _items.First.Value;
                _items.RemoveFirst();
                _events--;
                ended = item.Ended;
                return item.Happened;
            }
        }

        /// <summary>Called by the watchdog while somebody is waited for.</summary>
        public bool Look()
        {
            var takesOver = false;
            List<Item> free = null;
            lock (_gate)
            {
                var waiting = unchecked(Environment.TickCount - _since);
                CountBlocked(_runner);
                var handlerIsStuck = _runner != null && (_looksBlocked >= LooksThatConvince || waiting >= LongestHandler);
                var loopIsStuck = _runner == null && _scheduled && waiting >= WindowIsStuck;
                takesOver = _runner == null && _scheduled && waiting >= PoolIsFull && IsPooled;
                if (handlerIsStuck || loopIsStuck) free = TakeEnds();
                if (_items.Count == 0 && _runner == null) return false;
            }
            EndAll(free);
            if (takesOver) Watchdog.Start(() => Run(true));
            return true;
        }

        private bool IsPooled
        {
            get { return _dispatch == AuthForgeDispatch.ThreadPool || _context == null; }
        }

        /// <summary>Tasks of a host that pumps end in its pump. But one that waits for such a task, in its loop or in a
        /// handler, would never come to that.</summary>
        private bool LookAtHost()
        {
            lock (_gate)
            {
                if (_closed || (_open.Count == 0 && _queued.Count == 0 && !HasEnds())) return false;
                var pumped = _pumps != _pumpsSeen;
                _pumpsSeen = _pumps;
                CountBlocked(pumped ? null : _runner ?? _pumper);
                if (_looksBlocked < LooksThatConvince) return true;
            }
            Take();
            List<Item> free;
            lock (_gate) free = TakeEnds();
            if (free.Count > 0)
            {
                Trouble.Log(AuthForgeLogLevel.Warn, "the thread that pumps waits, perhaps for a task of this client: " +
                    "await the task, or call the method without Async");
            }
            EndAll(free);
            return true;
        }

        private void CountBlocked(Thread thread)
        {
            var waits = thread != null && (thread.ThreadState & ThreadState.WaitSleepJoin) != 0;
            _looksBlocked = waits ? _looksBlocked + 1 : 0;
        }

        private void Schedule()
        {
            lock (_gate)
            {
                if (_dispatch == AuthForgeDispatch.HostPump || _closed || _items.Count == 0) return;
                if (_runner == null && !_scheduled)
                {
                    _scheduled = true;
                    _since = Environment.TickCount;
                    Send();
                }
            }
            Watchdog.Add(this);
        }

        private void Send()
        {
            if (!IsPooled)
            {
                try
                {
                    _context.Post(RunPosted, this);
                    return;
                }
                catch (Exception)
                {
                    // The window is gone; its client is not.
                }
            }
            Watchdog.Queue(RunPosted, this);
        }

        private static void RunPosted(object mailbox)
        {
            ((Mailbox)mailbox).Run(true);
        }

        private Item Next()
        {
            lock (_gate)
            {
                _since = Environment.TickCount;
                _looksBlocked = 0;
                if (_closed || _items.Count == 0)
                {
                    _runner = null;
                    return null;
                }
                var item = _items.First.Value;
                _items.RemoveFirst();
                if (item.Happened != null) _events--;
                return item;
            }
        }

        private bool HasEnds()
        {
            foreach (var item in _items)
            {
                if (item.Request != null) return true;
            }
            return false;
        }

        /// <summary>Takes the ends of tasks out, whatever comes before them.</summary>
        private List<Item> TakeEnds()
        {
            var ends = new List<Item>();
            for (var node = _items.First; node != null;)
            {
                var next = node.Next;
                if (node.Value.Request != null)
                {
                    ends.Add(node.Value);
                    _items.Remove(node);
                }
                node = next;
            }
            return ends;
        }

        /// <summary>Those that no event is before.</summary>
        private void EndTasksAtTheHead()
        {
            var ends = new List<Item>();
            lock (_gate)
            {
                while (_items.Count > 0 && _items.First.Value.Request != null)
                {
                    ends.Add(_items.First.Value);
                    _items.RemoveFirst();
                }
            }
            EndAll(ends);
        }

        private static void EndAll(List<Item> ends)
        {
            if (ends == null) return;
            foreach (var end in ends) end.Request.End(end.Session, end.Error);
        }

        /// <summary>A client that nobody pumps is not kept by its tasks.</summary>
        private sealed class HostWatch : IWatched
        {
            private readonly WeakReference<Mailbox> _mailbox;

            internal HostWatch(Mailbox mailbox)
            {
                _mailbox = new WeakReference<Mailbox>(mailbox);
            }

            public bool Look()
            {
                Mailbox mailbox;
                return _mailbox.TryGetTarget(out mailbox) && mailbox.LookAtHost();
            }
        }
    }
}
