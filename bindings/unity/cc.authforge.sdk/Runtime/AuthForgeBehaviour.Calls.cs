using System;
using System.Threading;
using System.Threading.Tasks;
using UnityEngine;

namespace LibAuthForge
{
    // What asks the service or a file: awaited, and going on on the main thread.
    public sealed partial class AuthForgeBehaviour
    {
        /// <summary>Logs in with a license key and keeps the session alive. In an <c>async void</c>, as behind a button,
        /// <see cref="TryLoginAsync"/> is the safer one.</summary>
        /// <exception cref="AuthForgeException">It failed; decide by its <c>Code</c>.</exception>
        /// <exception cref="OperationCanceledException">The token called it off.</exception>
        /// <exception cref="InvalidOperationException">A mistake: on another thread, on a component that is not active.
        /// </exception>
        public async Task<AuthForgeSession> LoginAsync(string licenseKey,
            CancellationToken cancellationToken = default(CancellationToken))
        {
            return await OnMainThread().LoginAsync(licenseKey, cancellationToken);
        }

        /// <summary>As <see cref="LoginAsync"/>, and never throws, whatever happens.</summary>
        /// <returns>Null after a login; else the code of what went wrong, such as <c>invalid_key</c>. <c>cancelled</c> for
        /// what was called off, and <see cref="Mistake"/> for what has no code: the console has it.</returns>
        public Task<string> TryLoginAsync(string licenseKey,
            CancellationToken cancellationToken = default(CancellationToken))
        {
            return CodeOf(LoginAsync(licenseKey, cancellationToken));
        }

        /// <summary>Asks whether a license key is good, and keeps nothing.</summary>
        public async Task<AuthForgeValidateLicenseResult> ValidateLicenseAsync(string licenseKey,
            CancellationToken cancellationToken = default(CancellationToken))
        {
            return await OnMainThread().ValidateLicenseAsync(licenseKey, cancellationToken);
        }

        /// <summary>Renews the session now, with a heartbeat: for a button "refresh my license". A license that is gone ends
        /// the session as with any heartbeat. The service allows six a minute: sooner than 10 s after the one before this
        /// fails with <c>rate_limited</c>, and nobody is asked.</summary>
        /// <exception cref="AuthForgeException">It failed; decide by its <c>Code</c>.</exception>
        public async Task<AuthForgeSession> RefreshAsync(CancellationToken cancellationToken = default(CancellationToken))
        {
            return await OnMainThread().HeartbeatAsync(cancellationToken);
        }

        /// <summary>As <see cref="RefreshAsync"/>, and never throws: see <see cref="TryLoginAsync"/>.</summary>
        public Task<string> TryRefreshAsync(CancellationToken cancellationToken = default(CancellationToken))
        {
            return CodeOf(RefreshAsync(cancellationToken));
        }

        /// <summary>Logs in with a license file, or its text, without any network.</summary>
        /// <exception cref="AuthForgeException">It failed; decide by its <c>Code</c>.</exception>
        public async Task<AuthForgeSession> LoginFromFileAsync(string pathOrText,
            CancellationToken cancellationToken = default(CancellationToken))
        {
            return await OnMainThread().LoginFromFileAsync(pathOrText, cancellationToken);
        }

        /// <summary>As <see cref="LoginFromFileAsync"/>, and never throws: see <see cref="TryLoginAsync"/>.</summary>
        public Task<string> TryLoginFromFileAsync(string pathOrText,
            CancellationToken cancellationToken = default(CancellationToken))
        {
            return CodeOf(LoginFromFileAsync(pathOrText, cancellationToken));
        }

        /// <summary>Turns a license key into a license file for this machine and logs in with it. A new machine takes
        /// a seat that nothing gives back.</summary>
        /// <param name="path">Where to write it, such as a file below <c>Application.persistentDataPath</c>; null
        /// writes nothing.</param>
        /// <exception cref="AuthForgeException">It failed; decide by its <c>Code</c>.</exception>
        public async Task<AuthForgeSession> ActivateOfflineAsync(string licenseKey, string path = null,
            CancellationToken cancellationToken = default(CancellationToken))
        {
            return await OnMainThread().ActivateOfflineAsync(licenseKey, path, cancellationToken);
        }

        /// <summary>As <see cref="ActivateOfflineAsync"/>, and never throws: see <see cref="TryLoginAsync"/>.</summary>
        public Task<string> TryActivateOfflineAsync(string licenseKey, string path = null,
            CancellationToken cancellationToken = default(CancellationToken))
        {
            return CodeOf(ActivateOfflineAsync(licenseKey, path, cancellationToken));
        }

        private async Task<string> CodeOf(Task<AuthForgeSession> login)
        {
            try
            {
                await login;
                Keeper._lastError = null;
                return null;
            }
            catch (AuthForgeException refused)
            {
                Keeper._lastError = refused;
                return refused.Code;
            }
            catch (OperationCanceledException)
            {
                Keeper._lastError = null;
                return "cancelled";
            }
            catch (Exception mistake)
            {
                Keeper._lastError = null;
                Debug.LogException(mistake);
                return Mistake;
            }
        }

        /// <summary>The client, for calls that are awaited: they go on where they were made.</summary>
        private AuthForgeClient OnMainThread()
        {
            // First of all: Unity answers nothing on other threads.
            var main = Keeper._mainThread;
            if (main != 0 && Thread.CurrentThread.ManagedThreadId != main)
            {
                throw new InvalidOperationException("call the AuthForge component on the main thread");
            }
            if (dontDestroyOnLoad && main != 0) Share();
            var keeper = Keeper;
            if (!keeper)
            {
                throw new InvalidOperationException(
                    "the AuthForge component was destroyed: use AuthForgeBehaviour.Instance, or tick Dont Destroy On Load");
            }
            if (keeper._mainThread == 0 || !keeper.isActiveAndEnabled)
            {
                throw new InvalidOperationException(
                    "the AuthForge component is not active, so no task of it would end");
            }
            if (SynchronizationContext.Current == null)
            {
                throw new InvalidOperationException(
                    "the main thread has no SynchronizationContext, so an await would go on on another thread");
            }
            return keeper.Own;
        }
    }
}
