// What system and processor a file of machine code is for.

using System;
using System.Globalization;
using System.IO;
using System.Text;

namespace LibAuthForge
{
    internal static class NativeImage
    {
        private const int Head = 4096;

        /// <summary>Such as <c>Linux x64 (glibc)</c>; what is wrong with a file that is none.</summary>
        internal static string Read(string path)
        {
            try
            {
                var bytes = File.ReadAllBytes(path);
                if (bytes.Length < 64) return "nothing: it has " + bytes.Length + " bytes";
                if (bytes[0] == 0x7F && bytes[1] == 'E' && bytes[2] == 'L' && bytes[3] == 'F') return Elf(bytes);
                if (bytes[0] == 'M' && bytes[1] == 'Z') return Pe(bytes);
                return MachO(bytes) ?? "nothing: it is no machine code";
            }
            catch (Exception unreadable)
            {
                return "something that cannot be read (" + unreadable.Message + ")";
            }
        }

        private static string Elf(byte[] bytes)
        {
            return "Linux " + ElfMachine(BitConverter.ToUInt16(bytes, 18)) + CLibrary(bytes);
        }

        private static string ElfMachine(int machine)
        {
            switch (machine)
            {
                case 3: return "x86";
                case 40: return "arm";
                case 62: return "x64";
                case 183: return "arm64";
                case 243: return "riscv64";
                case 258: return "loongarch64";
                default: return "processor " + machine;
            }
        }

        /// <summary>A library of glibc asks for symbols by its version; one of musl names it.</summary>
        private static string CLibrary(byte[] bytes)
        {
            if (Has(bytes, "ld-musl-") || Has(bytes, "libc.musl-")) return " (musl)";
            return Has(bytes, "GLIBC_2.") || Has(bytes, "ld-linux") ? " (glibc)" : "";
        }

        private static string Pe(byte[] bytes)
        {
            var at = BitConverter.ToInt32(bytes, 60);
            if (at < 0 || at > Math.Min(bytes.Length, Head) - 6) return "Windows";
            switch (BitConverter.ToUInt16(bytes, at + 4))
            {
                case 0x14C: return "Windows x86";
                case 0x8664: return "Windows x64";
                case 0xAA64: return "Windows arm64";
                default: return "Windows, another processor";
            }
        }

        private static string MachO(byte[] bytes)
        {
            switch (BitConverter.ToUInt32(bytes, 0))
            {
                case 0xFEEDFACF: return "macOS " + MachOMachine(BitConverter.ToUInt32(bytes, 4));
                case 0xBEBAFECA: return "macOS (several processors)";
                default: return null;
            }
        }

        private static string MachOMachine(uint machine)
        {
            if (machine == 0x0100000C) return "arm64";
            return machine == 0x01000007 ? "x64" : "processor " + machine.ToString(CultureInfo.InvariantCulture);
        }

        private static bool Has(byte[] bytes, string text)
        {
            var wanted = Encoding.ASCII.GetBytes(text);
            for (var at = Array.IndexOf(bytes, wanted[0]); at >= 0 && at <= bytes.Length - wanted.Length;
                at = Array.IndexOf(bytes, wanted[0], at + 1))
            {
                var same = 1;
                while (same < wanted.Length && bytes[at + same] == wanted[same]) same++;
                if (same == wanted.Length) return true;
            }
            return false;
        }
    }
}
