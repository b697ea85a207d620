// What the library refers to, beside what .NET Standard 2.0 has. The runner compiles it against the reference
// assemblies of .NET Framework 4.6.1 besides.

using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Runtime.InteropServices;
using LibAuthForge;

static class StandardTests
{
    private const int TypeReferences = 0x01000000, MemberReferences = 0x0A000000;

    /// <summary>For the parameters of generic types and methods; which types they are does not matter.</summary>
    private static readonly Type[] Any = { typeof(object), typeof(object), typeof(object) };

    private static Module Library
    {
        get { return typeof(AuthForgeClient).Assembly.ManifestModule; }
    }

#if !NET8_0_OR_GREATER
    [Proof(NeedsMono = true)]
    public static void Every_type_that_the_library_uses_is_in_the_list_of_NET_Standard_2_0()
    {
        var mono = Path.GetDirectoryName(Path.GetDirectoryName(typeof(object).Assembly.Location));
        AppDomain.CurrentDomain.ReflectionOnlyAssemblyResolve += (sender, wanted) => Assembly.ReflectionOnlyLoad(wanted.Name);
        var list = Assembly.ReflectionOnlyLoadFrom(Path.Combine(mono, "4.7.1-api", "Facades", "netstandard.dll"));
        Harness.Same(list.GetName().Version, new Version(2, 0, 0, 0), "the list's version");
        Harness.Check(list.GetType("System.HashCode") == null, "a type of 2.1 is not in the list");
        var seen = 0;
        foreach (var type in References(token => Library.ResolveType(token), TypeReferences))
        {
            Harness.Check(list.GetType(type.FullName) != null, type.FullName + " is in .NET Standard 2.0");
            seen++;
        }
        Harness.Check(seen > 50, "types are seen");
    }

    [Proof(NeedsMono = true)]
    public static void No_member_that_the_library_uses_is_missing_in_NET_Standard_2_0()
    {
        var refused = Refused("netstandard2.0.txt");
        Harness.Check(refused.Contains(Key(typeof(AppDomain).GetMethod("CreateDomain", new[] { typeof(string), typeof(System.Security.Policy.Evidence) }))),
            "a member of .NET Framework alone is in the list");
        NoneIs(refused);
    }

    /// <summary>The SDK's analyzers say it of a build for .NET 8; this does without an SDK.</summary>
    [Proof(NeedsMono = true)]
    public static void No_member_that_the_library_uses_is_refused_in_a_trimmed_program_or_ahead_of_time()
    {
        var refused = Refused("ahead-of-time.txt");
        Harness.Check(refused.Contains(Key(typeof(Marshal).GetMethod("SizeOf", new[] { typeof(Type) }))),
            "a member that needs types by reflection is in the list");
        NoneIs(refused);
    }

    private static void NoneIs(HashSet<string> refused)
    {
        Harness.Same(Key(typeof(Dictionary<int, string>).GetMethod("TryGetValue")),
            "System.Collections.Generic.Dictionary`2::TryGetValue(!,!&)", "name in a list");
        var seen = 0;
        foreach (var member in References(token => Library.ResolveMember(token, Any, Any), MemberReferences))
        {
            var method = member as MethodBase;
            if (method == null || member.Module == Library) continue;
            seen++;
            var name = Key(method);
            Harness.Check(!refused.Contains(name), name + " is not in the list");
            for (var dot = name.IndexOf('.'); dot >= 0 && dot < name.IndexOf("::", StringComparison.Ordinal); dot = name.IndexOf('.', dot + 1))
            {
                Harness.Check(!refused.Contains(name.Substring(0, dot) + ".*"), name + " is in no namespace of the list");
            }
        }
        Harness.Check(seen > 150, "members are seen");
    }

    private static HashSet<string> Refused(string list)
    {
        return new HashSet<string>(File.ReadAllLines(Path.Combine(Harness.Setting("AF_TEST_REFUSED"), list)));
    }

    /// <summary>As the lists have it: by its own definition, whatever the types are that it is used with.</summary>
    private static string Key(MethodBase method)
    {
        var own = method.Module.ResolveMethod(method.MetadataToken);
        var parameters = Array.ConvertAll(own.GetParameters(), parameter => Name(parameter.ParameterType));
        return Name(own.DeclaringType) + "::" + own.Name + "(" + string.Join(",", parameters) + ")";
    }

    private static string Name(Type type)
    {
        if (type.IsGenericParameter) return "!";
        if (type.IsByRef) return Name(type.GetElementType()) + "&";
        if (type.IsPointer) return Name(type.GetElementType()) + "*";
        if (type.IsArray) return Name(type.GetElementType()) + "[" + new string(',', type.GetArrayRank() - 1) + "]";
        return type.IsGenericType ? type.GetGenericTypeDefinition().FullName : type.FullName;
    }
#endif

    [Proof(NeedsJit = true)]
    public static void Every_member_that_the_library_uses_is_in_this_runtime()
    {
        var seen = 0;
        foreach (var member in References(token => Library.ResolveMember(token, Any, Any), MemberReferences))
        {
            Harness.Check(member.Module != Library || member.DeclaringType.IsGenericType, member + " is another's");
            seen++;
        }
        Harness.Check(seen > 150, "members are seen");
    }

    /// <summary>All rows of a table of the assembly, which throw if they lead nowhere.</summary>
    private static IEnumerable<T> References<T>(Func<int, T> resolve, int table)
    {
        for (var row = 1;; row++)
        {
            T found;
            try
            {
                found = resolve(table + row);
            }
            catch (ArgumentException)
            {
                yield break;
            }
            yield return found;
        }
    }
}
