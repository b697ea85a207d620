// Looks after what waits for a thread of somebody else's: the thread pool, a window, the host's loop. There is a thread
// for it only while something waits.

using System;
using System.Collections.Generic;
using System.Threading;

namespace LibAuthForge
{
    /// <summary>What is looked after.</summary>
    internal interface IWatched
    {
        /// <summary>Called every <see cref="Watchdog.Interval"/>.</summary>
        /// <returns>False when it waits for nobody any more.</returns>
        bool Look();
    }

    internal static class Watchdog
    {
        /// <summary>Milliseconds between looks.</summary>
        internal const int Interval = 50;

        private const int Stack = 256 * 1024;

        private static readonly object Gate = new object();
        private static readonly HashSet<IWatched> Watched = new HashSet<IWatched>();
        private static bool _running;

        internal static void Add(IWatched watched)
        {
            lock (Gate)
            {
                if (!Watched.Add(watched) || _running) return;
                _running = Start(LookAfterAll);
            }
        }

        /// <summary>Work for the thread pool. Not under Mono, where an AppDomain that is unloaded now and then waits for ever for
        /// work that it has just given to the pool: a thread of its own ends with it.</summary>
        internal static void Queue(WaitCallback work, object state)
        {
            if (NativeThreads.AreMonos && Start(() => work(state))) return;
            ThreadPool.UnsafeQueueUserWorkItem(work, state);
        }

        /// <summary>A thread of its own for one piece of work. False where there is none to be had.</summary>
        internal static bool Start(Action work)
        {
            try
            {
                // Nobody's: it must not take along what its first user has in this context.
                var flows = !ExecutionContext.IsFlowSuppressed();
                var suppressed = flows ? ExecutionContext.SuppressFlow() : default(AsyncFlowControl);
                try
                {
                    new Thread(() => work(), Stack) { IsBackground = true, Name = "AuthForge" }.Start();
                    return true;
                }
                finally
                {
                    if (flows) suppressed.Undo();
                }
            }
            catch (Exception)
            {
                // Then it takes as long as the others take.
                return false;
            }
        }

        private static void LookAfterAll()
        {
            for (;;)
            {
                Thread.Sleep(Interval);
                IWatched[] watched;
                lock (Gate)
                {
                    watched = new IWatched[Watched.Count];
                    Watched.CopyTo(watched);
                }
                foreach (var one in watched)
                {
                    if (Waits(one)) continue;
                    // Somebody may have added it again meanwhile, for another reason: so it is asked once more, inside.
                    lock (Gate)
                    {
                        if (!Waits(one)) Watched.Remove(one);
                    }
                }
                lock (Gate)
                {
                    if (Watched.Count > 0) continue;
                    _running = false;
                    return;
                }
            }
        }

        private static bool Waits(IWatched one)
        {
            try
            {
                return one.Look();
            }
            catch (Exception)
            {
                // Nothing ever leaves this thread.
                return false;
            }
        }
    }
}
