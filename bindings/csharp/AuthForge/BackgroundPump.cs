// The one timer that looks after all clients with a pump in the background. It is there only while they are, and
// keeps none of them alive.

using System.Collections.Generic;
using System.Threading;

namespace AuthForge
{
    internal static class BackgroundPump
    {
        /// <summary>Milliseconds between looks while tasks wait.</summary>
        private const int Busy = 10;

        /// <summary>Milliseconds between looks otherwise.</summary>
        private const int Idle = 100;

        private static readonly object Gate = new object();
        private static readonly List<Tether> Clients = new List<Tether>();
        private static Timer _timer;
        private static int _interval;

        internal static void Add(Tether client)
        {
            lock (Gate)
            {
                Clients.Add(client);
                if (_timer == null) StartTimer();
            }
        }

        internal static void Remove(Tether client)
        {
            lock (Gate)
            {
                Clients.Remove(client);
                StopTimerIfAlone();
            }
        }

        /// <summary>A task waits.</summary>
        internal static void Hurry()
        {
            lock (Gate) SetInterval(Busy);
        }

        private static void StartTimer()
        {
            // The timer is nobody's; it must not take along what its first user has in this context.
            var flows = !ExecutionContext.IsFlowSuppressed();
            var suppressed = flows ? ExecutionContext.SuppressFlow() : default(AsyncFlowControl);
            try
            {
                _interval = Idle;
                _timer = new Timer(Look, null, Idle, Idle);
            }
            finally
            {
                if (flows) suppressed.Undo();
            }
        }

        private static void StopTimerIfAlone()
        {
            if (Clients.Count > 0 || _timer == null) return;
            _timer.Dispose();
            _timer = null;
        }

        private static void SetInterval(int interval)
        {
            if (_timer == null || _interval == interval) return;
            _interval = interval;
            _timer.Change(interval, interval);
        }

        // Looks may overlap, when a handler takes long: then the others go on without that client's events.
        private static void Look(object nothing)
        {
            Tether[] clients;
            lock (Gate) clients = Clients.ToArray();
            foreach (var tether in clients)
            {
                var client = tether.Client;
                if (client != null) client.PumpInBackground();
            }
            lock (Gate)
            {
                Clients.RemoveAll(tether => tether.Client == null);
                if (!Clients.Exists(tether => tether.IsTight)) SetInterval(Idle);
                StopTimerIfAlone();
            }
        }
    }
}
