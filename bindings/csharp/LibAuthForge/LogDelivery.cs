// Brings the library's log to its listener: in order, one line at a time, and never on the library's threads, which
// nobody's window or lock may hold up.

using System;
using System.Collections.Generic;
using System.Threading;

namespace LibAuthForge
{
    internal sealed class LogDelivery : IWatched
    {
        /// <summary>Lines that wait for a listener to return.</summary>
        private const int MostLines = 4096;

        private const int PoolIsFull = 50;

        // As long as the code is there, native code may call it: never collected.
        private static readonly Native.LogCallback LogFunction = Hear;
        private static readonly Native.ReleaseCallback ReleaseFunction = Release;

        private static volatile LogDelivery _current;

        /// <summary>Listeners of this code that the library has not given back: none when it is another's turn, and two
        /// while they change.</summary>
        private static int _listening;

        private readonly object _gate = new object();
        private readonly Queue<KeyValuePair<AuthForgeLogLevel, string>> _lines =
            new Queue<KeyValuePair<AuthForgeLogLevel, string>>();

        private readonly Action<AuthForgeLogLevel, string> _listener;
        private bool _running;
        private int _since;
        private int _lost;
        private bool _threw;

        private LogDelivery(Action<AuthForgeLogLevel, string> listener)
        {
            _listener = listener;
        }

        internal static bool IsHeard
        {
            get { return _current != null && Volatile.Read(ref _listening) > 0; }
        }

        internal static void Set(AuthForgeLogLevel level, Action<AuthForgeLogLevel, string> listener)
        {
            if (level < AuthForgeLogLevel.Off || level > AuthForgeLogLevel.Debug)
            {
                throw new ArgumentOutOfRangeException(nameof(level), level, "level " + level + " is unknown");
            }
            var error = Failure.NewBuffer();
            if (listener == null)
            {
                _current = null;
                Check(Native.af_set_log_callback((int)level, null, IntPtr.Zero, null, error), error);
                return;
            }
            CodeLifetime.Watch();
            _current = new LogDelivery(listener);
            Interlocked.Increment(ref _listening);
            Check(Native.af_set_log_callback((int)level, LogFunction, IntPtr.Zero, ReleaseFunction, error), error);
        }

        /// <summary>The code is unloaded.</summary>
        internal static void End()
        {
            _current = null;
            if (Volatile.Read(ref _listening) == 0) return;
            Native.af_set_log_callback((int)AuthForgeLogLevel.Off, null, IntPtr.Zero, null, null);
        }

        public bool Look()
        {
            lock (_gate)
            {
                if (_lines.Count == 0) return false;
                if (_running || unchecked(Environment.TickCount - _since) < PoolIsFull) return true;
                _since = Environment.TickCount;
            }
            Watchdog.Start(Run);
            return true;
        }

        /// <summary>The one that hears now only copies a line, so that nobody who changes it can be waited for.</summary>
        private static void Check(AuthForgeStatus status, byte[] error)
        {
            if (status != AuthForgeStatus.WouldDeadlock) Failure.Check(status, error);
        }

        [MonoPInvokeCallback(typeof(Native.LogCallback))]
        private static void Hear(int level, IntPtr text, UIntPtr length, IntPtr nothing)
        {
            try
            {
                var current = _current;
                if (current == null || !NativeThreads.Enter()) return;
                current.Add((AuthForgeLogLevel)level, Text.Out(text, (int)length));
            }
            catch (Exception)
            {
                // Nothing may come out into native code.
            }
        }

        [MonoPInvokeCallback(typeof(Native.ReleaseCallback))]
        private static void Release(IntPtr nothing)
        {
            Interlocked.Decrement(ref _listening);
        }

        private void Add(AuthForgeLogLevel level, string line)
        {
            lock (_gate)
            {
                if (_lines.Count >= MostLines)
                {
                    _lost++;
                    return;
                }
                _lines.Enqueue(new KeyValuePair<AuthForgeLogLevel, string>(level, line));
                if (_lines.Count > 1 || _running) return;
                _since = Environment.TickCount;
                Watchdog.Queue(RunPooled, this);
            }
            Watchdog.Add(this);
        }

        private static void RunPooled(object delivery)
        {
            ((LogDelivery)delivery).Run();
        }

        private void Run()
        {
            lock (_gate)
            {
                if (_running) return;
                _running = true;
            }
            for (;;)
            {
                KeyValuePair<AuthForgeLogLevel, string> line;
                lock (_gate)
                {
                    if (_lines.Count == 0 || _current != this)
                    {
                        _lines.Clear();
                        _running = false;
                        return;
                    }
                    line = _lines.Dequeue();
                    if (_lost > 0 && _lines.Count == 0) line = Lost(line);
                }
                Tell(line.Key, line.Value);
            }
        }

        private KeyValuePair<AuthForgeLogLevel, string> Lost(KeyValuePair<AuthForgeLogLevel, string> line)
        {
            var said = line.Value + " (and " + _lost + " lines were lost here: the listener is too slow)";
            _lost = 0;
            return new KeyValuePair<AuthForgeLogLevel, string>(line.Key, said);
        }

        private void Tell(AuthForgeLogLevel level, string line)
        {
            try
            {
                _listener(level, line);
            }
            catch (Exception thrown)
            {
                // Once: it would say so of each line.
                if (_threw) return;
                _threw = true;
                Trouble.Write("authforge: the listener of the log threw, and may go on to do so: " + thrown);
            }
        }
    }
}
