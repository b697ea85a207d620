// The calls that ask the network or the disk, without blocking: on the library's threads.
//
// What awaits a task goes on where it was captured, or on the thread pool; never inside the library or `Pump`. A
// token that is cancelled calls the request off: the task is cancelled, and a login changes nothing any more. One that
// was faster has succeeded, and its task says so. `Logout` and `Dispose` call off all of them. Mistakes of a call throw
// at the call. More than 64 of a client wait for their turn.

using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using System.Threading.Tasks;

namespace LibAuthForge
{
    public sealed partial class AuthForgeClient
    {
        /// <summary><see cref="Login"/> without blocking. One that fails is told by its task alone.</summary>
        public Task<AuthForgeSession> LoginAsync([DisallowNull] string licenseKey,
            CancellationToken cancellationToken = default(CancellationToken))
        {
            var key = Text.Needed(licenseKey, "licenseKey");
            return Begin(new SessionRequest(AuthForgeOperation.Login, (out ulong request, byte[] error) =>
                Native.af_login_start(_handle.Raw, key, out request, error), cancellationToken));
        }

        /// <summary><see cref="ValidateLicense"/> without blocking.</summary>
        public Task<AuthForgeValidateLicenseResult> ValidateLicenseAsync([DisallowNull] string licenseKey,
            CancellationToken cancellationToken = default(CancellationToken))
        {
            var key = Text.Needed(licenseKey, "licenseKey");
            return Begin(new ValidateRequest(AuthForgeOperation.ValidateLicense, (out ulong request, byte[] error) =>
                Native.af_validate_start(_handle.Raw, key, out request, error), cancellationToken));
        }

        /// <summary><see cref="Heartbeat"/> without blocking. A token that is cancelled ends the task alone: the
        /// heartbeat, which others may wait for too, ends as one of the schedule.</summary>
        public Task<AuthForgeSession> HeartbeatAsync(CancellationToken cancellationToken = default(CancellationToken))
        {
            return Begin(new SessionRequest(AuthForgeOperation.Heartbeat, (out ulong request, byte[] error) =>
                Native.af_client_heartbeat_start(_handle.Raw, out request, error), cancellationToken));
        }

        /// <summary><see cref="LoginFromFile"/> without blocking.</summary>
        public Task<AuthForgeSession> LoginFromFileAsync([DisallowNull] string pathOrText,
            CancellationToken cancellationToken = default(CancellationToken))
        {
            var file = Text.Needed(pathOrText, "pathOrText");
            return Begin(new SessionRequest(AuthForgeOperation.LoginFromFile, (out ulong request, byte[] error) =>
                Native.af_login_from_file_start(_handle.Raw, file, out request, error), cancellationToken));
        }

        /// <summary><see cref="VerifyLicenseFile"/> without blocking.</summary>
        public Task<AuthForgeValidateLicenseResult> VerifyLicenseFileAsync([DisallowNull] string pathOrText,
            CancellationToken cancellationToken = default(CancellationToken))
        {
            var file = Text.Needed(pathOrText, "pathOrText");
            return Begin(new ValidateRequest(AuthForgeOperation.VerifyLicenseFile, (out ulong request, byte[] error) =>
                Native.af_verify_license_file_start(_handle.Raw, file, out request, error), cancellationToken));
        }

        /// <summary><see cref="ActivateOffline"/> without blocking.</summary>
        public Task<AuthForgeSession> ActivateOfflineAsync([DisallowNull] string licenseKey, string path = null,
            CancellationToken cancellationToken = default(CancellationToken))
        {
            byte[] key = Text.Needed(licenseKey, "licenseKey"), to = Text.In(path, "path");
            return Begin(new SessionRequest(AuthForgeOperation.ActivateOffline, (out ulong request, byte[] error) =>
                Native.af_activate_offline_start(_handle.Raw, key, to, out request, error), cancellationToken));
        }

        /// <summary><see cref="WriteActivationRequest"/> without blocking.</summary>
        public Task WriteActivationRequestAsync([DisallowNull] string path, AuthForgeActivationRequestOptions options = null,
            CancellationToken cancellationToken = default(CancellationToken))
        {
            var to = Text.Needed(path, "path");
            return Begin(new PlainRequest(AuthForgeOperation.WriteActivationRequest, (out ulong request, byte[] error) =>
            {
                ulong number = 0;
                var status = AuthForgeActivationRequestOptions.OrDefault(options).WithNative((ref Native.ActivationRequestOptions borrowed) =>
                    Native.af_write_activation_request_start(_handle.Raw, ref borrowed, to, out number, error));
                request = number;
                return status;
            }, cancellationToken));
        }

        /// <summary><see cref="SelfBan"/> without blocking. THIS CANNOT BE TAKEN BACK FROM HERE.</summary>
        public Task SelfBanAsync([DisallowNull] AuthForgeSelfBanOptions options,
            CancellationToken cancellationToken = default(CancellationToken))
        {
            if (options == null) throw new ArgumentNullException(nameof(options));
            return Begin(new PlainRequest(AuthForgeOperation.SelfBan, (out ulong request, byte[] error) =>
            {
                ulong number = 0;
                var status = options.WithNative((ref Native.SelfBanOptions borrowed) =>
                    Native.af_self_ban_start(_handle.Raw, ref borrowed, out number, error));
                request = number;
                return status;
            }, cancellationToken));
        }

        /// <summary>For a token that was cancelled.</summary>
        internal void CancelRequest(Request request)
        {
            if (_mailbox.Withdraw(request))
            {
                request.Cancel();
                return;
            }
            Native.af_client_cancel(_handle.Raw, request.Number, null);
            // So that the task ends in here, and not whenever somebody pumps again.
            Take();
        }

        private Task<T> Begin<T>(Request<T> request)
        {
            if (request.IsCalledOff)
            {
                request.Cancel();
                return request.Task;
            }
            WillHear();
            _mailbox.Start(request);
            WillHear();
            request.CancelWith(this);
            GC.KeepAlive(this);
            return request.Task;
        }
    }
}
