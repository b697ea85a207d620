using System.Runtime.InteropServices;
using System.Runtime.Loader;

/// <summary>GTK# calls its libraries by their Windows names, which Mono maps by files that .NET does not read.</summary>
internal static class GtkLibraries
{
    public static void Find()
    {
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (assembly, name) =>
        {
            if (name == "libcairo-2.dll") return NativeLibrary.Load("libcairo.so.2");
            if (name.EndsWith("-0.dll", StringComparison.Ordinal)) return NativeLibrary.Load(name[..^6] + ".so.0");
            const string glue = "sharpglue-3";
            if (!name.EndsWith(glue, StringComparison.Ordinal)) return IntPtr.Zero;
            return NativeLibrary.Load($"/usr/lib/cli/{name[..^glue.Length]}-sharp-3.0/lib{name}.so");
        };
    }
}
