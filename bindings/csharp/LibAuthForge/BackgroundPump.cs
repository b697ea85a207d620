// The one timer that looks after all clients with a pump in the background. It is there only while they are, and
// keeps none of them alive.

using System.Collections.Generic;
using System.Threading;

namespace LibAuthForge
{
    internal static class BackgroundPump
    {
        /// <summary>Milliseconds between looks while tasks wait.</summary>
        private const int Busy = 10;

        /// <summary>Milliseconds between looks otherwise.</summary>
        private const int Idle = 100;

        private static readonly object Gate = new object();
        private static readonly List<ClientReference> Clients = new List<ClientReference>();
        private static Timer _timer;
        private static int _interval;

        internal static void Add(ClientReference client)
        {
            lock (Gate)
            {
                Clients.Add(client);
                if (_timer == null) StartTimer();
            }
        }

        internal static void Remove(ClientReference client)
        {
            lock (Gate)
            {
                Clients.Remove(client);
                StopTimerIfAlone();
            }
        }

        /// <summary>A task waits.</summary>
        internal static void PollOften()
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
                _timer = new Timer(OnTimer, null, Idle, Idle);
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
        private static void OnTimer(object nothing)
        {
            ClientReference[] clients;
            lock (Gate) clients = Clients.ToArray();
            foreach (var reference in clients)
            {
                var client = reference.Client;
                if (client != null) client.PumpInBackground();
            }
            lock (Gate)
            {
                Clients.RemoveAll(reference => reference.Client == null);
                if (!Clients.Exists(reference => reference.IsStrong)) SetInterval(Idle);
                StopTimerIfAlone();
            }
        }
    }
}
