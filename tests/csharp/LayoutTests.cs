// That the binding and a C compiler find the fields of structs in the same places.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using LibAuthForge;

static class LayoutTests
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic;

    /// <summary>Structs that are bytes here: <c>Layout</c> says where their fields are.</summary>
    private static readonly string[] Bytes = { "Error", "Event" };

    private static readonly List<string> Lines = new List<string> { "#include <authforge.h>" };

    /// <summary>Writes a C program that only compiles if sizes and offsets are the same there, whatever the size of a
    /// pointer.</summary>
    [Proof(NeedsJit = true)]
    public static void The_sizes_and_places_of_fields_are_written_for_a_C_compiler()
    {
        var numbers = Internal("Layout").GetMembers(Any).Where(member => member.DeclaringType == Internal("Layout"))
            .Where(member => (member is FieldInfo && member.Name != "Version") || member is MethodInfo).ToList();
        Harness.Check(numbers.Count > 20, "numbers of the layout");
        foreach (var number in numbers) Layout(number);
        var structs = Internal("Native").GetNestedTypes(Any).Where(type => type.IsValueType).ToList();
        Harness.Check(structs.Count >= 3, "structs of the imports");
        foreach (var type in structs) Struct(type);
        File.WriteAllLines(Harness.Setting("AF_TEST_LAYOUT"), Lines);
    }

    private static void Layout(MemberInfo number)
    {
        var of = Bytes.Single(name => number.Name.StartsWith(name, StringComparison.Ordinal));
        var c = "af_" + of.ToLowerInvariant();
        var rest = number.Name.Substring(of.Length);
        foreach (var pointer in new[] { 4, 8 })
        {
            var field = number as FieldInfo;
            var value = (int)(field != null ? field.GetValue(null) : ((MethodInfo)number).Invoke(null, new object[] { pointer }));
            if (number.Name == "EventError")
            {
                Need(pointer, "offsetof(af_event, status) - offsetof(af_error, status)", value);
            }
            else if (rest == "Size")
            {
                // What a processor does not need of it is padding.
                Need(pointer, "(sizeof(" + c + ") + 7) / 8 * 8", value);
            }
            else if (rest.EndsWith("Size", StringComparison.Ordinal) && rest != "StructSize")
            {
                Need(pointer, "sizeof(((" + c + " *)0)->" + Snake(rest.Substring(0, rest.Length - 4)) + ")", value);
            }
            else
            {
                Need(pointer, "offsetof(" + c + ", " + Snake(rest) + ")", value);
            }
        }
    }

    private static void Struct(Type type)
    {
        var c = "af_" + Snake(type.Name);
        Need(IntPtr.Size, "sizeof(" + c + ")", Marshal.SizeOf(type));
        foreach (var field in type.GetFields(Any))
        {
            Need(IntPtr.Size, "offsetof(" + c + ", " + Snake(field.Name) + ")", (int)Marshal.OffsetOf(type, field.Name));
        }
    }

    private static void Need(int pointer, string expression, int number)
    {
        Lines.Add("_Static_assert(sizeof(void *) != " + pointer + " || " + expression + " == " + number + ", \"" + expression + "\");");
    }

    /// <summary><c>StructSize</c> as C has it.</summary>
    private static string Snake(string name)
    {
        return string.Concat(name.Select((letter, at) => (at > 0 && char.IsUpper(letter) ? "_" : "") + char.ToLowerInvariant(letter)));
    }

    private static Type Internal(string name)
    {
        return typeof(AuthForgeClient).Assembly.GetType("LibAuthForge." + name, true);
    }
}
