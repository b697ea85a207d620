using System;
using System.Reflection;
using UnityStub;

/// <summary>A phone has no machine id that the library could read: without this all of them would be one machine.
/// </summary>
internal static class a_phone_sends_the_identifier_that_unity_gives_it
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public static void Run()
    {
        Stage.DeviceId = "0123456789abcdef";
        foreach (var phone in new[] { "android.dll", "ios.dll" })
        {
            Harness.Check(HwidOf(phone, "") == "unity:0123456789abcdef", phone + ": " + HwidOf(phone, ""));
            Harness.Check(HwidOf(phone, "tg:1") == "tg:1", "one's own goes first");
        }
        Harness.Check(HwidOf("cc.authforge.sdk.dll", "") == null, "a computer has its own");

        Stage.DeviceId = "n/a";
        try
        {
            Harness.Check(false, "a device without one: " + HwidOf("android.dll", ""));
        }
        catch (TargetInvocationException thrown)
        {
            Harness.Check(thrown.InnerException is InvalidOperationException
                && thrown.InnerException.Message.Contains("HwidOverride"), thrown.InnerException.ToString());
        }
    }

    private static string HwidOf(string assembly, string filledIn)
    {
        var type = Harness.Built(assembly).GetType("LibAuthForge.AuthForgeSettings");
        var settings = Activator.CreateInstance(type);
        type.GetField("HwidOverride").SetValue(settings, filledIn);
        var config = type.GetMethod("ToConfig", Any).Invoke(settings, null);
        return (string)config.GetType().GetProperty("HwidOverride").GetValue(config, null);
    }
}
