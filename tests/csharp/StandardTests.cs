// What the library refers to, beside what .NET Standard 2.0 has. The runner compiles it against the reference
// assemblies of .NET Framework 4.6.1 besides.

using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using LibAuthForge;

static class StandardTests
{
    private const int TypeReferences = 0x01000000, MemberReferences = 0x0A000000;

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
#endif

    [Proof(NeedsJit = true)]
    public static void Every_member_that_the_library_uses_is_in_this_runtime()
    {
        // For the parameters of generic types and methods; which types they are does not matter.
        var any = new[] { typeof(object), typeof(object), typeof(object) };
        var seen = 0;
        foreach (var member in References(token => Library.ResolveMember(token, any, any), MemberReferences))
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
