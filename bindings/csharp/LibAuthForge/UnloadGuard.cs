// An AppDomain that is unloaded (Unity's domain reload) waits for the threads that are in it, and code that the
// library would call is gone afterwards. So what must not outlive the domain ends when the unloading begins.

using System;

namespace LibAuthForge
{
    internal sealed class UnloadGuard
    {
        private readonly Action _end;
        private readonly bool _calledBack;

        /// <param name="end">Runs when the domain is unloaded; may run when it is too late.</param>
        /// <param name="calledBack">The library's threads will enter the runtime.</param>
        internal UnloadGuard(Action end, bool calledBack)
        {
            _end = end;
            _calledBack = calledBack;
            NativeThreads.Watch();
            AppDomain.CurrentDomain.DomainUnload += Unload;
        }

        internal void Disarm()
        {
            AppDomain.CurrentDomain.DomainUnload -= Unload;
        }

        private void Unload(object sender, EventArgs nothing)
        {
            if (!_calledBack)
            {
                _end();
                return;
            }
            NativeThreads.Refuse();
            _end();
            NativeThreads.End();
        }
    }
}
