using System;
using System.Collections.Generic;

namespace LibAuthForge
{
    /// <summary>What the service, or a license file, said of a license at one moment. Never changes; may be read on
    /// any thread, and outlives its client. After <see cref="Dispose"/>, which is optional, everything is empty.
    /// </summary>
    public sealed class AuthForgeSession : IDisposable
    {
        private readonly SessionHandle _handle;

        internal AuthForgeSession(IntPtr raw)
        {
            _handle = new SessionHandle(raw);
            LicenseVariables = new AuthForgeVariables(_handle, NativeScope.License);
            AppVariables = new AuthForgeVariables(_handle, NativeScope.App);
        }

        /// <summary>Where it comes from.</summary>
        public AuthForgeSessionKind Kind
        {
            get { return Get(Native.af_session_get_kind); }
        }

        /// <summary>When it ends unless a heartbeat renews it; <see cref="DateTimeOffset.MaxValue"/> for a license
        /// file that never ends.</summary>
        public DateTimeOffset ExpiresAt
        {
            get { return Time(Get(Native.af_session_expires_at)); }
        }

        /// <summary>Whether the license itself ends.</summary>
        public AuthForgeLicenseExpiry LicenseExpiry
        {
            get
            {
                long time;
                return Expiry(out time);
            }
        }

        /// <summary>When the license itself ends; null unless <see cref="LicenseExpiry"/> is a date.</summary>
        public DateTimeOffset? LicenseExpiresAt
        {
            get
            {
                long time;
                return Expiry(out time) == AuthForgeLicenseExpiry.Date ? Time(time) : (DateTimeOffset?)null;
            }
        }

        /// <summary>The operator's label of the license; null when it has none.</summary>
        public string LicenseLabel
        {
            get { return GetText(Native.af_session_license_label); }
        }

        /// <summary>How many machines the license may be bound to; null when the service did not say.</summary>
        public int? MaxHwidSlots
        {
            get { return Known(Get(Native.af_session_max_hwid_slots)); }
        }

        /// <summary>How many machines the license is bound to; null when the service did not say.</summary>
        public int? HwidCount
        {
            get { return Known(Get(Native.af_session_hwid_count)); }
        }

        /// <summary>Any number of machines may use the license.</summary>
        public bool HasUnlimitedHwidSlots
        {
            get { return Get(Native.af_session_has_unlimited_hwid_slots); }
        }

        /// <summary>The name of the key that signed it; null when the service did not name it. For logs.</summary>
        public string KeyId
        {
            get { return GetText(Native.af_session_key_id); }
        }

        /// <summary>The service's name for the request, to quote to its support; null when it gave none.</summary>
        public string RequestId
        {
            get { return GetText(Native.af_session_request_id); }
        }

        /// <summary>The license key that it is for. Not for logs.</summary>
        public string LicenseKey
        {
            get { return GetText(Native.af_session_license_key); }
        }

        /// <summary>When the service signed what it rests on, by its clock; null when it did not say.</summary>
        public DateTimeOffset? IssuedAt
        {
            get
            {
                var time = Get(Native.af_session_issued_at);
                return time == 0 ? (DateTimeOffset?)null : Time(time);
            }
        }

        /// <summary>What time it is now, by the clock that its end is judged by, for a countdown: the service's, or the
        /// computer's where the service did not say its time, and for a license file.</summary>
        public DateTimeOffset Now
        {
            get { return Time(Get(Native.af_session_now)); }
        }

        /// <summary>The signed payload as JSON. Holds the session token: not for logs.</summary>
        public string Json
        {
            get { return GetText(Native.af_session_json); }
        }

        /// <summary>The license file's own name (a UUID); null for a session of the service.</summary>
        public string LicenseFileId
        {
            get { return GetText(Native.af_session_license_file_id); }
        }

        /// <summary>Which machines the license file is for.</summary>
        public AuthForgeHwidPolicy HwidPolicy
        {
            get { return Get(Native.af_session_hwid_policy); }
        }

        /// <summary>The hardware ids that the license file lists.</summary>
        public IReadOnlyList<string> BoundHwids
        {
            get
            {
                var count = (uint)Get(Native.af_session_bound_hwid_count);
                var hwids = new List<string>();
                for (uint i = 0; i < count; i++)
                {
                    var index = (UIntPtr)i;
                    var hwid = GetText(session => Native.af_session_bound_hwid_at(session, index));
                    if (hwid != null) hwids.Add(hwid);
                }
                return hwids;
            }
        }

        /// <summary>The license file's text; null for a session of the service. Not for logs.</summary>
        public string LicenseFile
        {
            get { return GetText(Native.af_session_license_file); }
        }

        /// <summary>An offline activation got the file that this machine already had.</summary>
        public bool IsReissued
        {
            get { return Get(Native.af_session_is_reissued); }
        }

        /// <summary>What the operator set for this license.</summary>
        public AuthForgeVariables LicenseVariables { get; private set; }

        /// <summary>What the operator set for the app.</summary>
        public AuthForgeVariables AppVariables { get; private set; }

        /// <summary>Frees it now instead of when it is collected.</summary>
        public void Dispose()
        {
            _handle.Dispose();
        }

        /// <summary>One of its own, of a session that is only lent; null for none.</summary>
        /// <param name="borrowed">The library's.</param>
        /// <param name="refused">Why there is none, though one was lent: too many are open.</param>
        internal static AuthForgeSession Clone(IntPtr borrowed, out AuthForgeException refused)
        {
            refused = null;
            if (borrowed == IntPtr.Zero) return null;
            IntPtr copy;
            var error = AuthForgeException.NewBuffer();
            if (Native.af_session_clone(borrowed, out copy, error) == AuthForgeStatus.Ok) return new AuthForgeSession(copy);
            refused = new AuthForgeException(error, 0);
            return null;
        }

        private static DateTimeOffset Time(long seconds)
        {
            if (seconds >= DateTimeOffset.MaxValue.ToUnixTimeSeconds()) return DateTimeOffset.MaxValue;
            if (seconds <= DateTimeOffset.MinValue.ToUnixTimeSeconds()) return DateTimeOffset.MinValue;
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        }

        private static int? Known(int count)
        {
            return count < 0 ? (int?)null : count;
        }

        private AuthForgeLicenseExpiry Expiry(out long time)
        {
            var expiry = Native.af_session_license_expires_at(_handle.Raw, out time);
            GC.KeepAlive(_handle);
            return expiry;
        }

        private T Get<T>(Func<IntPtr, T> getter)
        {
            var value = getter(_handle.Raw);
            GC.KeepAlive(_handle);
            return value;
        }

        private string GetText(Func<IntPtr, IntPtr> getter)
        {
            using (var borrowed = new BorrowedHandle(_handle)) return Text.Out(getter(borrowed.Raw));
        }
    }

    /// <summary>Holds a session while its texts are read, so that another thread cannot free them meanwhile.</summary>
    internal struct BorrowedHandle : IDisposable
    {
        private readonly SessionHandle _handle;
        private readonly bool _held;

        internal BorrowedHandle(SessionHandle handle)
        {
            _handle = handle;
            _held = false;
            try
            {
                handle.DangerousAddRef(ref _held);
            }
            catch (ObjectDisposedException)
            {
                // Nobody's session then, which is empty.
            }
        }

        internal IntPtr Raw
        {
            get { return _held ? _handle.Raw : IntPtr.Zero; }
        }

        public void Dispose()
        {
            if (_held) _handle.DangerousRelease();
        }
    }
}
