// License files, activation requests, and the way out.

using System;
using System.Diagnostics.CodeAnalysis;

namespace LibAuthForge
{
    public sealed partial class AuthForgeClient
    {
        /// <summary>Logs in with a license file, without any network, secret or heartbeats. When the file ends while
        /// the program runs, the session ends. On failure an earlier session stays as it was.</summary>
        /// <param name="pathOrText">A path, or the file's text itself.</param>
        /// <exception cref="AuthForgeException">Why the file is refused.</exception>
        public AuthForgeSession LoginFromFile([DisallowNull] string pathOrText)
        {
            var file = Text.Needed(pathOrText, "pathOrText");
            WillHear();
            return Ask((out IntPtr session, byte[] error) =>
                Native.af_login_from_file(_handle.Raw, file, out session, error));
        }

        /// <summary>Verifies what <see cref="LoginFromFile"/> verifies, but keeps nothing and raises nothing.</summary>
        public AuthForgeValidateLicenseResult VerifyLicenseFile([DisallowNull] string pathOrText)
        {
            var file = Text.Needed(pathOrText, "pathOrText");
            return Examine((out IntPtr session, byte[] error) =>
                Native.af_verify_license_file(_handle.Raw, file, out session, error));
        }

        /// <summary>Turns a license key into a license file for this machine with one call to the service, and logs
        /// in with it. A new machine takes a seat that nothing gives back; the same machine again gets the same file,
        /// for nothing. On any failure nothing is written and nothing changes. Blocks.</summary>
        /// <param name="licenseKey">As for <see cref="Login"/>.</param>
        /// <param name="path">Where to write the file; null writes none, and
        /// <see cref="AuthForgeSession.GetLicenseFile"/> has the text.</param>
        /// <exception cref="AuthForgeException">Any status.</exception>
        public AuthForgeSession ActivateOffline([DisallowNull] string licenseKey, string path = null)
        {
            byte[] key = Text.Needed(licenseKey, "licenseKey"), to = Text.In(path, "path");
            WillHear();
            return Ask((out IntPtr session, byte[] error) =>
                Native.af_activate_offline(_handle.Raw, key, to, out session, error));
        }

        /// <summary>A text for the user to mail to the app's operator, who makes a license file from it. No network,
        /// no session, no app secret.</summary>
        public string CreateActivationRequest(AuthForgeActivationRequestOptions options = null)
        {
            var text = Text.Written((byte[] buffer, UIntPtr size, out UIntPtr length, byte[] error) =>
            {
                var written = UIntPtr.Zero;
                var status = AuthForgeActivationRequestOptions.OrDefault(options).WithNative(
                    (ref Native.ActivationRequestOptions borrowed) => Native.af_create_activation_request(_handle.Raw, ref borrowed,
                        buffer, size, out written, error));
                length = written;
                return status;
            });
            GC.KeepAlive(this);
            return text;
        }

        /// <summary>Writes an activation request to a file, <c>something.authforge-request</c> by custom.</summary>
        /// <exception cref="AuthForgeException">The file could not be written.</exception>
        public void WriteActivationRequest([DisallowNull] string path, AuthForgeActivationRequestOptions options = null)
        {
            var to = Text.Needed(path, "path");
            Do(error => AuthForgeActivationRequestOptions.OrDefault(options).WithNative((ref Native.ActivationRequestOptions borrowed) =>
                Native.af_write_activation_request(_handle.Raw, ref borrowed, to, error)));
        }

        /// <summary>Asks the service to take this license, machine and address out of use: for a program that finds
        /// that it was tampered with. THIS CANNOT BE TAKEN BACK FROM HERE. Raises nothing and leaves the session as it
        /// is. Blocks.</summary>
        /// <param name="options">A new one is all of it.</param>
        /// <exception cref="AuthForgeException">Any status.</exception>
        public void SelfBan([DisallowNull] AuthForgeSelfBanOptions options)
        {
            if (options == null) throw new ArgumentNullException(nameof(options));
            Do(error => options.WithNative((ref Native.SelfBanOptions borrowed) => Native.af_self_ban(_handle.Raw, ref borrowed, error)));
        }
    }
}
