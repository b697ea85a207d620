// Loads a plug-in with all that it brings, lets it work, and unloads it again: HOST PLUGIN.dll

using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

var plugin = await Run(Path.GetFullPath(args[0]));
var deadline = DateTime.UtcNow.AddSeconds(30);
while (plugin.IsAlive && DateTime.UtcNow < deadline)
{
    GC.Collect();
    GC.WaitForPendingFinalizers();
    await Task.Delay(10); // the last of its work on the thread pool
}
if (AppDomain.CurrentDomain.GetAssemblies().Any(assembly => assembly.GetName().Name == "LibAuthForge" &&
        AssemblyLoadContext.GetLoadContext(assembly) == AssemblyLoadContext.Default))
{
    Console.WriteLine("the library is the host's too");
}
Console.WriteLine(plugin.IsAlive ? "still loaded" : "unloaded");

[MethodImpl(MethodImplOptions.NoInlining)]
static async Task<WeakReference> Run(string path)
{
    var context = new PluginContext(path);
    var plugin = context.LoadFromAssemblyPath(path).GetType("Plugin", true)!;
    Console.WriteLine(await Call(plugin, "Start"));

    // The tests revoke the license, and say so.
    Console.ReadLine();
    Console.WriteLine(await Call(plugin, "End"));
    context.Unload();
    return new WeakReference(context);
}

static Task<string> Call(Type plugin, string method)
{
    return (Task<string>)plugin.GetMethod(method)!.Invoke(null, null)!;
}

/// <summary>Looks beside the plug-in, as its .deps.json says, for assemblies and native libraries alike.</summary>
sealed class PluginContext : AssemblyLoadContext
{
    private readonly AssemblyDependencyResolver _resolver;

    public PluginContext(string path) : base(isCollectible: true)
    {
        _resolver = new AssemblyDependencyResolver(path);
    }

    protected override Assembly? Load(AssemblyName name)
    {
        var path = _resolver.ResolveAssemblyToPath(name);
        return path == null ? null : LoadFromAssemblyPath(path);
    }

    protected override nint LoadUnmanagedDll(string name)
    {
        var path = _resolver.ResolveUnmanagedDllToPath(name);
        return path == null ? 0 : LoadUnmanagedDllFromPath(path);
    }
}
