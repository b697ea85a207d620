using System.Reflection;

internal static class on_ios_the_library_is_in_the_program_itself
{
    public static void Run()
    {
        Harness.Check(LibraryOf("cc.authforge.sdk.dll") == "authforge", "in the editor it is a file");
        Harness.Check(LibraryOf("android.dll") == "authforge", "on Android, too");
        Harness.Check(LibraryOf("ios.dll") == "__Internal", "not so on iOS");
        Harness.Check(LibraryOf("webgl.dll") == "authforge", "on WebGL there is none, which no linker must look for");
    }

    private static string LibraryOf(string assembly)
    {
        var name = Harness.Built(assembly).GetType("LibAuthForge.Native")
            .GetField("Library", BindingFlags.Static | BindingFlags.NonPublic);
        return (string)name.GetRawConstantValue();
    }
}
