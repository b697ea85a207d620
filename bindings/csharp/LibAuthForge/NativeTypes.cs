// The callbacks of authforge.h, and the structs that go into its functions: made by `cargo xtask generate`; do not edit.

using System;
using System.Runtime.InteropServices;

namespace LibAuthForge
{
    internal static partial class Native
    {
        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate void FailureCallback(IntPtr client, int reason, IntPtr error, IntPtr userData);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate void EventCallback(IntPtr client, IntPtr @event, IntPtr userData);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate void WakeupCallback(IntPtr client, IntPtr userData);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate void ReleaseCallback(IntPtr userData);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate void LogCallback(int level, IntPtr text, UIntPtr length, IntPtr userData);

        /// <summary><c>af_user_message</c>.</summary>
        [StructLayout(LayoutKind.Sequential)]
        internal struct UserMessage
        {
            internal int Id;
            internal IntPtr Text;
        }

        /// <summary><c>af_variable</c>.</summary>
        [StructLayout(LayoutKind.Sequential)]
        internal struct Variable
        {
            internal uint StructSize;
            internal AuthForgeVariableType Type;
            internal long IntValue;
            internal double DoubleValue;
            internal IntPtr StringValue;
            internal byte BoolValue;
        }

        /// <summary><c>af_activation_request_options</c>.</summary>
        [StructLayout(LayoutKind.Sequential)]
        internal struct ActivationRequestOptions
        {
            internal uint StructSize;
            internal int IncludeMachineName;
            internal IntPtr MachineName;
            internal IntPtr Os;
            internal IntPtr Sdk;
            internal IntPtr LicenseKey;
            internal IntPtr CreatedAt;
        }

        /// <summary><c>af_self_ban_options</c>.</summary>
        [StructLayout(LayoutKind.Sequential)]
        internal struct SelfBanOptions
        {
            internal uint StructSize;
            internal int RevokeLicense;
            internal int BlacklistHwid;
            internal int BlacklistIp;
            internal IntPtr LicenseKey;
            internal IntPtr SessionToken;
        }
    }
}
