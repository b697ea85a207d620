using System;
using System.Reflection;

/// <summary>What is chosen in the inspector is what the client is made of; an own identifier, as phones have one, goes
/// first in the library.</summary>
internal static class the_source_of_the_hardware_id_is_that_of_the_inspector
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public static void Run()
    {
        var type = Harness.Built("cc.authforge.sdk.dll").GetType("LibAuthForge.AuthForgeSettings");
        var source = type.GetField("HwidSource");
        Harness.Check(Enum.GetNames(source.FieldType).Length == 3, "sources");
        foreach (var one in Enum.GetValues(source.FieldType))
        {
            var settings = Activator.CreateInstance(type);
            Harness.Check((int)source.GetValue(settings) == 0, "the default is the default");
            source.SetValue(settings, one);
            var config = type.GetMethod("ToConfig", Any).Invoke(settings, null);
            var made = config.GetType().GetProperty("HwidSource").GetValue(config, null);
            Harness.Check(made.Equals(one), one + " is " + made);
        }
    }
}
