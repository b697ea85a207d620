using System;
#if !NET8_0_OR_GREATER
using System.Runtime.Serialization;
#endif

namespace LibAuthForge
{
    /// <summary>The native library (<c>authforge.dll</c>, <c>libauthforge.so</c>, <c>libauthforge.dylib</c>) is missing, for
    /// another processor or C library, or of another version than this assembly. The message says where it was looked for,
    /// what was found there, and what to do.</summary>
#if !NET8_0_OR_GREATER
    [Serializable]
#endif
    public sealed class AuthForgeNativeLibraryException : DllNotFoundException
    {
        /// <summary>Without a word.</summary>
        public AuthForgeNativeLibraryException() : base("the native library authforge cannot be used")
        {
        }

        /// <summary>With what is wrong.</summary>
        public AuthForgeNativeLibraryException(string message) : base(message)
        {
        }

        /// <summary>With what is wrong, and what the runtime says.</summary>
        public AuthForgeNativeLibraryException(string message, Exception innerException) : base(message, innerException)
        {
        }

#if !NET8_0_OR_GREATER
        private AuthForgeNativeLibraryException(SerializationInfo info, StreamingContext context) : base(info, context)
        {
        }
#endif
    }
}
