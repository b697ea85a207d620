// A session of the library's, read into one that needs the library no more.

using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Runtime.InteropServices;

namespace LibAuthForge
{
    internal static class SessionReader
    {
        /// <summary>Reads one and frees it.</summary>
        internal static AuthForgeSession Take(IntPtr owned)
        {
            try
            {
                return Read(owned);
            }
            finally
            {
                Native.af_session_free(owned);
            }
        }

        /// <summary>Reads one that is only lent; null for none.</summary>
        internal static AuthForgeSession Read(IntPtr session)
        {
            if (session == IntPtr.Zero) return null;
            var read = new AuthForgeSession
            {
                Kind = Native.af_session_get_kind(session),
                ExpiresAt = EndOf(Native.af_session_expires_at(session)),
                LicenseLabel = Text.Out(Native.af_session_license_label(session)),
                MaxHwidSlots = Known(Native.af_session_max_hwid_slots(session)),
                HwidCount = Known(Native.af_session_hwid_count(session)),
                HasUnlimitedHwidSlots = Native.af_session_has_unlimited_hwid_slots(session),
                KeyId = Text.Out(Native.af_session_key_id(session)),
                RequestId = Text.Out(Native.af_session_request_id(session)),
                LicenseFileId = Text.Out(Native.af_session_license_file_id(session)),
                HwidPolicy = Native.af_session_hwid_policy(session),
                IsReissued = Native.af_session_is_reissued(session),
                LicenseVariables = Variables(session, NativeScope.License),
                AppVariables = Variables(session, NativeScope.App),
                LicenseKeyText = Text.Out(Native.af_session_license_key(session)),
                JsonText = Text.Out(Native.af_session_json(session)),
                LicenseFileText = Text.Out(Native.af_session_license_file(session)),
            };
            ReadTimes(session, read);
            var hwids = (uint)Native.af_session_bound_hwid_count(session);
            if (hwids > 0) read.BoundHwids = Hwids(session, hwids);
            return read;
        }

        /// <summary>The signed payload alone, by which one session is told from another.</summary>
        internal static string JsonOf(IntPtr session)
        {
            return Text.Out(Native.af_session_json(session));
        }

        private static void ReadTimes(IntPtr session, AuthForgeSession read)
        {
            long ends;
            read.LicenseExpiry = Native.af_session_license_expires_at(session, out ends);
            if (read.LicenseExpiry == AuthForgeLicenseExpiry.Date) read.LicenseExpiresAt = Time(ends);
            var issued = Native.af_session_issued_at(session);
            if (issued != 0) read.IssuedAt = Time(issued);
            // Whole seconds, as the library says them: to the middle of one, so that no countdown is a second off.
            var ahead = Time(Native.af_session_now(session)) - DateTimeOffset.UtcNow;
            read.ClockAhead = Math.Abs(ahead.TotalSeconds) < 2 ? TimeSpan.Zero : ahead + TimeSpan.FromSeconds(0.5);
        }

        private static ReadOnlyCollection<string> Hwids(IntPtr session, uint count)
        {
            var hwids = new List<string>();
            for (uint i = 0; i < count; i++)
            {
                var hwid = Text.Out(Native.af_session_bound_hwid_at(session, (UIntPtr)i));
                if (hwid != null) hwids.Add(hwid);
            }
            return hwids.AsReadOnly();
        }

        private static AuthForgeVariables Variables(IntPtr session, NativeScope scope)
        {
            var count = (uint)Native.af_session_variable_count(session, (int)scope);
            var read = new AuthForgeVariables(Text.Out(Native.af_session_variables_json(session, (int)scope)));
            var found = new Native.Variable { StructSize = (uint)Marshal.SizeOf<Native.Variable>() };
            for (uint i = 0; i < count; i++)
            {
                var name = Text.Out(Native.af_session_variable_name_at(session, (int)scope, (UIntPtr)i));
                if (name == null || !Native.af_session_variable(session, (int)scope, Text.In(name, "name"), ref found)) continue;
                read.Add(name, ValueOf(found));
            }
            return read;
        }

        private static VariableValue ValueOf(Native.Variable found)
        {
            var whole = found.Type == AuthForgeVariableType.Bool ? found.BoolValue : found.IntValue;
            var hasText = found.Type == AuthForgeVariableType.String || found.Type == AuthForgeVariableType.Json;
            return new VariableValue(found.Type, whole, found.DoubleValue, hasText ? Text.Out(found.StringValue) : null);
        }

        private static DateTimeOffset? EndOf(long seconds)
        {
            return seconds >= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? (DateTimeOffset?)null : Time(seconds);
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
    }
}
