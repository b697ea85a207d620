using System;
using System.IO;

/// <summary>A folder of the test's own, with a name that is not ASCII, gone in the end.</summary>
sealed class Folder : IDisposable
{
    private readonly string _path =
        Path.Combine(Path.GetTempPath(), "authforge-\u0444-\ud83d\ude00-" + Guid.NewGuid().ToString("N"));

    public Folder()
    {
        Directory.CreateDirectory(_path);
    }

    public string this[string name]
    {
        get { return Path.Combine(_path, name); }
    }

    public void Dispose()
    {
        Directory.Delete(_path, true);
    }
}
