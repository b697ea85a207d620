using System;
using System.Reflection;
using LibAuthForge;

internal static class an_empty_frame_makes_no_garbage
{
    // 16 bytes in each frame would fill the nursery of 4 MB.
    private const int Frames = 600000;

    private static object _least;

    public static void Run()
    {
        Harness.Play();
        var license = Harness.AddLicense();
        license.Settings.HeartbeatInterval = 3600;
        Harness.LogIn(license);
        Harness.Frames(10);
        var update = (Action)Delegate.CreateDelegate(typeof(Action), license,
            typeof(AuthForgeBehaviour).GetMethod("Update", BindingFlags.Instance | BindingFlags.NonPublic));
        var tiers = 0L;
        for (var warm = 0; warm < 2; warm++) tiers += Frame(license, update);
        GC.Collect();
        var before = GC.CollectionCount(0);
        for (var frame = 0; frame < Frames; frame++) tiers += Frame(license, update);
        Harness.Check(GC.CollectionCount(0) == before, "the collector had work to do");
        GC.KeepAlive(_least);
        Harness.Check(tiers == 3L * (Frames + 2), "the lookups found what they are to: " + tiers);

        // Whether that would have been seen: the least that can be made.
        before = GC.CollectionCount(0);
        for (var frame = 0; frame < Frames; frame++) _least = new object();
        Harness.Check(GC.CollectionCount(0) > before, "a frame with one object would be found out");
    }

    private static long Frame(AuthForgeBehaviour license, Action update)
    {
        update();
        return (license.IsAuthenticated ? 1 : 0) + (license.GetLicenseString("tier", "demo") == "pro" ? 1 : 0)
            + license.GetLicenseInt("no such", 1);
    }
}
