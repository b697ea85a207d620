// Texts on their way to the library and back: UTF-8 by hand, since not every runtime can marshal it.

using System;
using System.Runtime.InteropServices;
using System.Text;

namespace LibAuthForge
{
    internal static class Text
    {
        private const int FirstTry = 512;

        private static readonly UTF8Encoding Strict = new UTF8Encoding(false, true);

        /// <summary>Fills the library's buffer: the tail of a function that writes a text.</summary>
        internal delegate AuthForgeStatus Writer(byte[] buffer, UIntPtr size, out UIntPtr length, byte[] error);

        /// <summary>UTF-8 with its end, of an argument that must be there.</summary>
        internal static byte[] Needed(string text, string name)
        {
            if (text == null) throw new ArgumentNullException(name);
            return In(text, name);
        }

        /// <summary>UTF-8 with its end; null stays null. Messages call it <paramref name="name"/>.</summary>
        internal static byte[] In(string text, string name)
        {
            if (text == null) return null;
            if (text.IndexOf('\0') >= 0) throw new ArgumentException(name + " has a NUL character in it", name);
            try
            {
                var bytes = new byte[Strict.GetByteCount(text) + 1];
                Strict.GetBytes(text, 0, text.Length, bytes, 0);
                return bytes;
            }
            catch (EncoderFallbackException)
            {
                throw new ArgumentException(name + " has half a character in it (one of a surrogate pair)", name);
            }
        }

        /// <summary>A text of the library's; null stays null. It must live until this returns.</summary>
        internal static string Out(IntPtr text)
        {
#if NET8_0_OR_GREATER
            return Marshal.PtrToStringUTF8(text);
#else
            return text == IntPtr.Zero ? null : Out(text, LengthOf(text));
#endif
        }

        internal static string Out(IntPtr text, int length)
        {
            var bytes = new byte[length];
            Marshal.Copy(text, bytes, 0, length);
            return Encoding.UTF8.GetString(bytes, 0, length);
        }

        /// <summary>A text with its end in the field of a struct.</summary>
        internal static string Out(byte[] from, int at, int size)
        {
            var end = Array.IndexOf(from, (byte)0, at, size);
            return Encoding.UTF8.GetString(from, at, (end < 0 ? at + size : end) - at);
        }

#if !NET8_0_OR_GREATER
        private static int LengthOf(IntPtr text)
        {
            var length = 0;
            while (Marshal.ReadByte(text, length) != 0) length++;
            return length;
        }
#endif

        /// <summary>Asks again with a larger buffer until the text fits. Null for <paramref name="nothing"/>.</summary>
        internal static string Written(Writer write, AuthForgeStatus nothing)
        {
            var buffer = new byte[FirstTry];
            var error = Failure.NewBuffer();
            for (;;)
            {
                UIntPtr length;
                var status = write(buffer, (UIntPtr)(uint)buffer.Length, out length, error);
                if (status == AuthForgeStatus.Ok) return Encoding.UTF8.GetString(buffer, 0, (int)length);
                if (status == nothing) return null;
                if (status != AuthForgeStatus.BufferTooSmall) throw Failure.Of(error);
                buffer = new byte[(int)length + 1];
            }
        }

        internal static string Written(Writer write)
        {
            return Written(write, AuthForgeStatus.Ok);
        }
    }

    /// <summary>A text for a struct of options, in memory that does not move.</summary>
    internal sealed class PinnedText : IDisposable
    {
        private GCHandle _pin;

        internal PinnedText(string text, string name)
        {
            var bytes = Text.In(text, name);
            if (bytes != null) _pin = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        }

        internal IntPtr Address
        {
            get { return _pin.IsAllocated ? _pin.AddrOfPinnedObject() : IntPtr.Zero; }
        }

        public void Dispose()
        {
            if (_pin.IsAllocated) _pin.Free();
        }
    }
}
