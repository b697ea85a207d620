// The calls that ask the network or the disk, without blocking: on the library's threads.
//
// What awaits a task goes on where it was captured, or on the thread pool; never inside the library or `Pump`. A
// token that is cancelled calls the request off: the task is cancelled, and a login changes nothing any more. One that
// was faster has succeeded, and its task says so. `Logout` calls off all of them, and their tasks throw.

using System;
using System.Threading;
using System.Threading.Tasks;

namespace LibAuthForge
{
    public sealed partial class AuthForgeClient
    {
        /// <summary><see cref="Login"/> without blocking. One that fails is told twice, unless it was called off: by
        /// <see cref="Failed"/>, for whoever watches over the license, and by its task, for whoever asked. Show the
        /// player what the task says.</summary>
        public Task<AuthForgeSession> LoginAsync(string licenseKey,
            CancellationToken cancel = default(CancellationToken))
        {
            return Begin(new SessionRequest(), cancel, (out ulong request, byte[] error) =>
                Native.af_login_start(_handle.Raw, Text.In(licenseKey, "license_key"), out request, error));
        }

        /// <summary><see cref="ValidateLicense"/> without blocking; throws nothing but the cancelling.</summary>
        public Task<ValidateLicenseResult> ValidateLicenseAsync(string licenseKey,
            CancellationToken cancel = default(CancellationToken))
        {
            return Begin(new ValidateRequest(), cancel, (out ulong request, byte[] error) =>
                Native.af_validate_start(_handle.Raw, Text.In(licenseKey, "license_key"), out request, error));
        }

        /// <summary><see cref="Heartbeat"/> without blocking. A token that is cancelled ends the task alone: the
        /// heartbeat, which others may wait for too, ends as one of the schedule.</summary>
        public Task<AuthForgeSession> HeartbeatAsync(CancellationToken cancel = default(CancellationToken))
        {
            return Begin(new SessionRequest(), cancel, (out ulong request, byte[] error) =>
                Native.af_client_heartbeat_start(_handle.Raw, out request, error));
        }

        /// <summary><see cref="LoginFromFile"/> without blocking.</summary>
        public Task<AuthForgeSession> LoginFromFileAsync(string pathOrText,
            CancellationToken cancel = default(CancellationToken))
        {
            return Begin(new SessionRequest(), cancel, (out ulong request, byte[] error) =>
                Native.af_login_from_file_start(_handle.Raw, Text.In(pathOrText, "path_or_text"), out request, error));
        }

        /// <summary><see cref="VerifyLicenseFile"/> without blocking; throws nothing but the cancelling.</summary>
        public Task<ValidateLicenseResult> VerifyLicenseFileAsync(string pathOrText,
            CancellationToken cancel = default(CancellationToken))
        {
            return Begin(new ValidateRequest(), cancel, (out ulong request, byte[] error) =>
                Native.af_verify_license_file_start(_handle.Raw, Text.In(pathOrText, "path_or_text"), out request,
                    error));
        }

        /// <summary><see cref="ActivateOffline"/> without blocking.</summary>
        public Task<AuthForgeSession> ActivateOfflineAsync(string licenseKey, string path = null,
            CancellationToken cancel = default(CancellationToken))
        {
            return Begin(new SessionRequest(), cancel, (out ulong request, byte[] error) =>
                Native.af_activate_offline_start(_handle.Raw, Text.In(licenseKey, "license_key"),
                    Text.In(path, "path"), out request, error));
        }

        /// <summary><see cref="WriteActivationRequest"/> without blocking.</summary>
        public Task WriteActivationRequestAsync(string path, ActivationRequestOptions options = null,
            CancellationToken cancel = default(CancellationToken))
        {
            return Begin(new PlainRequest(), cancel, (out ulong request, byte[] error) =>
            {
                ulong number = 0;
                var to = Text.In(path, "path");
                var status = ActivationRequestOptions.OrDefault(options).WithNative((ref Native.ActivationRequestOptions borrowed) =>
                    Native.af_write_activation_request_start(_handle.Raw, ref borrowed, to, out number, error));
                request = number;
                return status;
            });
        }

        /// <summary><see cref="SelfBan"/> without blocking. THIS CANNOT BE TAKEN BACK FROM HERE.</summary>
        public Task SelfBanAsync(SelfBanOptions options, CancellationToken cancel = default(CancellationToken))
        {
            if (options == null) throw new ArgumentNullException("options");
            return Begin(new PlainRequest(), cancel, (out ulong request, byte[] error) =>
            {
                ulong number = 0;
                var status = options.WithNative((ref Native.SelfBanOptions borrowed) =>
                    Native.af_self_ban_start(_handle.Raw, ref borrowed, out number, error));
                request = number;
                return status;
            });
        }

        /// <summary>For a token that was cancelled.</summary>
        internal void CancelRequest(ulong request)
        {
            Native.af_client_cancel(_handle.Raw, request, null);
            // So that the task ends in here, and not whenever somebody pumps again.
            if (_dispatch != AuthForgeDispatch.Callbacks) _inbox.Poll(_handle.Raw);
            GC.KeepAlive(this);
        }

        private Task<T> Begin<T>(Request<T> request, CancellationToken cancel, Inbox.Starter start)
        {
            request.SetToken(cancel);
            if (cancel.IsCancellationRequested)
            {
                request.Cancel();
                return request.Task;
            }
            _inbox.Start(request, start);
            request.CancelWith(cancel, this);
            if (_dispatch == AuthForgeDispatch.BackgroundPump) BackgroundPump.PollOften();
            GC.KeepAlive(this);
            return request.Task;
        }
    }
}
