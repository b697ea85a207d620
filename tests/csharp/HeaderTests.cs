// What the binding says of the library, beside what include/authforge.h says.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using AuthForge;

static class HeaderTests
{
    /// <summary>Not imported, since events are polled for, and what a handler throws is an event of its own.</summary>
    private static readonly string[] LeftOut =
    {
        "af_client_pump", "af_log",
        // One call reads a variable of any type.
        "af_session_variable_bool", "af_session_variable_int", "af_session_variable_double",
        "af_session_variable_string", "af_session_variable_type",
    };

    private static readonly Dictionary<string, string> Enums = new Dictionary<string, string>
    {
        { "status", "AuthForgeStatus" },
        { "reason", "AuthForgeReason" },
        { "event_kind", "AuthForgeEventKind" },
        { "hwid_policy", "AuthForgeHwidPolicy" },
        { "log_level", "AuthForgeLogLevel" },
        { "session_kind", "AuthForgeSessionKind" },
        { "license_expiry", "AuthForgeLicenseExpiry" },
        { "variable_type", "AuthForgeVariableType" },
        { "failure_policy", "NativeFailure" },
        { "dispatch", "NativeDispatch" },
        { "hwid_source", "AuthForgeHwidSource" },
        { "token_binding", "AuthForgeTokenBinding" },
        { "scope", "NativeScope" },
    };

    /// <summary>The types of parameters and results.</summary>
    private static readonly Dictionary<string, Type> Types = new Dictionary<string, Type>
    {
        { "void", typeof(void) },
        { "bool", typeof(bool) },
        { "double", typeof(double) },
        { "int32_t", typeof(int) },
        { "uint32_t", typeof(uint) },
        { "int64_t", typeof(long) },
        { "int64_t *", typeof(long).MakeByRefType() },
        { "size_t", typeof(UIntPtr) },
        { "size_t *", typeof(UIntPtr).MakeByRefType() },
        { "af_request", typeof(ulong) },
        { "af_request *", typeof(ulong).MakeByRefType() },
        { "char *", typeof(byte[]) },
        { "const char *", typeof(byte[]) },
        { "const char * fallback", typeof(IntPtr) },
        { "const char * result", typeof(IntPtr) },
        { "void *", typeof(IntPtr) },
        { "struct af_error *", typeof(byte[]) },
        { "struct af_event *", typeof(byte[]) },
        { "struct af_config *", typeof(IntPtr) },
        { "struct af_client *", typeof(IntPtr) },
        { "const struct af_config *", typeof(IntPtr) },
        { "const struct af_client *", typeof(IntPtr) },
        { "const struct af_session *", typeof(IntPtr) },
        { "struct af_session *", typeof(IntPtr) },
        { "struct af_client **", typeof(IntPtr).MakeByRefType() },
        { "struct af_session **", typeof(IntPtr).MakeByRefType() },
        { "const struct af_self_ban_options *", Internal("Native+SelfBan").MakeByRefType() },
        { "const struct af_activation_request_options *", Internal("Native+ActivationRequest").MakeByRefType() },
        { "struct af_variable *", Internal("Native+Variable").MakeByRefType() },
        { "af_failure_fn", Internal("Native+FailureCallback") },
        { "af_event_fn", Internal("Native+EventCallback") },
        { "af_log_fn", Internal("Native+LogCallback") },
        { "af_release_fn", Internal("Native+ReleaseCallback") },
        { "af_reason", typeof(int) },
        { "af_log_level", typeof(int) },
        { "const struct af_error *", typeof(IntPtr) },
        { "const struct af_event *", typeof(IntPtr) },
    };

    private static string Header
    {
        get
        {
            var text = File.ReadAllText(Harness.Setting("AF_TEST_HEADER"));
            return Regex.Replace(Regex.Replace(text, @"/\*.*?\*/", "", RegexOptions.Singleline), @"//.*", "");
        }
    }

    private static Type Internal(string name)
    {
        return typeof(AuthForgeClient).Assembly.GetType("AuthForge." + name, true);
    }

    private static string Pascal(string name)
    {
        return string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1).ToLowerInvariant()));
    }

    [Proof(NeedsJit = true)]
    public static void The_enums_are_those_of_the_header()
    {
        var seen = 0;
        foreach (Match match in Regex.Matches(Header, @"\benum af_(\w+)\s*#if.*?#endif\s*\{(.*?)\};", RegexOptions.Singleline))
        {
            var name = match.Groups[1].Value;
            var type = Internal(Enums[name]);
            var need = new SortedDictionary<string, int>(StringComparer.Ordinal);
            foreach (Match value in Regex.Matches(match.Groups[2].Value, @"AF_(\w+) = (\d+)"))
            {
                Harness.Check(value.Groups[1].Value.StartsWith(name.ToUpperInvariant() + "_", StringComparison.Ordinal), name);
                need.Add(Pascal(value.Groups[1].Value.Substring(name.Length + 1)), int.Parse(value.Groups[2].Value));
            }
            var has = new SortedDictionary<string, int>(StringComparer.Ordinal);
            foreach (var value in Enum.GetNames(type)) has.Add(value, (int)Enum.Parse(type, value));
            Harness.Same(string.Join(", ", has), string.Join(", ", need), type.Name);
            seen++;
        }
        Harness.Same(seen, Enums.Count, "enums in the header");
    }

    [Proof(NeedsJit = true)]
    public static void The_functions_are_those_of_the_header()
    {
        var native = Internal("Native");
        var imports = native.GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
            .Where(method => method.IsDefined(typeof(DllImportAttribute), false)).ToDictionary(method => method.Name);
        var names = new List<string>();
        var text = Header.Substring(Header.IndexOf("extern \"C\"", StringComparison.Ordinal));
        foreach (Match match in Regex.Matches(text, @"([a-z][\w \*]*?)\s?\b(af_\w+)\(([^;]*?)\);", RegexOptions.Singleline))
        {
            var name = match.Groups[2].Value;
            if (LeftOut.Contains(name)) continue;
            names.Add(name);
            Harness.Check(imports.ContainsKey(name), name + " is imported");
            var import = imports[name];
            Same(name + " result", import.ReturnParameter, match.Groups[1].Value, "result");
            var need = match.Groups[3].Value.Trim() == "void" ? new string[0] : match.Groups[3].Value.Split(',');
            var has = import.GetParameters();
            Harness.Same(has.Length, need.Length, "parameters of " + name);
            for (var i = 0; i < need.Length; i++)
            {
                var parameter = Regex.Match(need[i].Trim(), @"^(.*?)(\w+)$", RegexOptions.Singleline);
                Same(name + " parameter " + i, has[i], parameter.Groups[1].Value, parameter.Groups[2].Value);
            }
            var how = (DllImportAttribute)Attribute.GetCustomAttribute(import, typeof(DllImportAttribute));
            Harness.Same(how.CallingConvention, CallingConvention.Cdecl, name);
        }
        Harness.Same(imports.Count, names.Count, "imports");
        Harness.Check(names.Count > 80, "functions in the header");
    }

    /// <summary>A parameter as the header has it.</summary>
    private static void Same(string what, ParameterInfo has, string type, string name)
    {
        type = Regex.Replace(type.Trim(), @"\s+", " ");
        Type need;
        if (!Types.TryGetValue(type + " " + name, out need) && !Types.TryGetValue(type, out need))
        {
            // Enums come out as enums.
            need = Internal(Enums[Regex.Match(type, @"^af_(\w+)$").Groups[1].Value]);
        }
        Harness.Same(has.ParameterType, need, what);
        if (need == typeof(bool))
        {
            var how = (MarshalAsAttribute)has.GetCustomAttributes(typeof(MarshalAsAttribute), false).Single();
            Harness.Same(how.Value, UnmanagedType.I1, what);
        }
    }

    [Proof(NeedsJit = true)]
    public static void The_callbacks_are_those_of_the_header()
    {
        foreach (Match match in Regex.Matches(Header, @"typedef void \(\*(af_\w+_fn)\)\(([^;]*?)\);", RegexOptions.Singleline))
        {
            var invoke = Types[match.Groups[1].Value].GetMethod("Invoke");
            var need = match.Groups[2].Value.Split(',');
            Harness.Same(invoke.GetParameters().Length, need.Length, match.Groups[1].Value);
            for (var i = 0; i < need.Length; i++)
            {
                var parameter = Regex.Match(need[i].Trim(), @"^(.*?)(\w+)$", RegexOptions.Singleline);
                var type = Regex.Replace(parameter.Groups[1].Value.Trim(), @"\s+", " ");
                var is_ = invoke.GetParameters()[i].ParameterType;
                Harness.Same(is_, type == "const char *" ? typeof(IntPtr) : Types[type], match.Groups[1].Value);
            }
        }
    }

    /// <summary>Writes a C program that only compiles if sizes and offsets are the same there, whatever the size of a
    /// pointer.</summary>
    [Proof(NeedsJit = true)]
    public static void The_sizes_and_places_of_fields_are_written_for_a_C_compiler()
    {
        var lines = new List<string> { "#include <authforge.h>" };
        Action<int, string, int> need = (pointer, expression, number) => lines.Add(
            "_Static_assert(sizeof(void *) != " + pointer + " || " + expression + " == " + number + ", \"" + expression + "\");");
        foreach (var pointer in new[] { 4, 8 })
        {
            need(pointer, "sizeof(af_event)", Number("EventSize", pointer));
            need(pointer, "offsetof(af_event, kind)", Number("EventKind", pointer));
            need(pointer, "offsetof(af_event, request)", Number("EventRequest", pointer));
            need(pointer, "offsetof(af_event, session)", Number("EventSession", pointer));
            need(pointer, "offsetof(af_event, reason)", Number("EventReason", pointer));
            need(pointer, "offsetof(af_event, status)", Number("EventError", pointer) + Number("ErrorStatus", pointer));
            need(pointer, "offsetof(af_event, http_status)", Number("EventError", pointer) + Number("ErrorHttpStatus", pointer));
            need(pointer, "offsetof(af_event, retry_after_ms)", Number("EventError", pointer) + Number("ErrorRetryAfterMs", pointer));
            need(pointer, "offsetof(af_event, code)", Number("EventError", pointer) + Number("ErrorCode", pointer));
            need(pointer, "offsetof(af_event, message)", Number("EventError", pointer) + Number("ErrorMessage", pointer));
            need(pointer, "offsetof(af_event, retry_in_ms)", Number("EventRetryInMs", pointer));
            need(pointer, "offsetof(af_event, attempt)", Number("EventAttempt", pointer));
            need(pointer, "sizeof(af_error)", Number("ErrorSize", pointer));
            need(pointer, "offsetof(af_error, status)", Number("ErrorStatus", pointer));
            need(pointer, "offsetof(af_error, http_status)", Number("ErrorHttpStatus", pointer));
            need(pointer, "offsetof(af_error, retry_after_ms)", Number("ErrorRetryAfterMs", pointer));
            need(pointer, "offsetof(af_error, code)", Number("ErrorCode", pointer));
            need(pointer, "sizeof(((af_error *)0)->code)", Number("ErrorCodeSize", pointer));
            need(pointer, "offsetof(af_error, message)", Number("ErrorMessage", pointer));
            need(pointer, "sizeof(((af_error *)0)->message)", Number("ErrorMessageSize", pointer));
        }
        Fields(need, "af_variable", Internal("Native+Variable"));
        Fields(need, "af_self_ban_options", Internal("Native+SelfBan"));
        Fields(need, "af_activation_request_options", Internal("Native+ActivationRequest"));
        File.WriteAllLines(Harness.Setting("AF_TEST_LAYOUT"), lines);
    }

    private static int Number(string name, int pointer)
    {
        const BindingFlags Any = BindingFlags.Static | BindingFlags.NonPublic;
        var layout = Internal("Layout");
        var field = layout.GetField(name, Any);
        return (int)(field != null ? field.GetValue(null) : layout.GetMethod(name, Any).Invoke(null, new object[] { pointer }));
    }

    private static void Fields(Action<int, string, int> need, string name, Type type)
    {
        need(IntPtr.Size, "sizeof(" + name + ")", Marshal.SizeOf(type));
        var seen = 0;
        var body = Regex.Match(Header, @"typedef struct " + name + @" \{(.*?)\}", RegexOptions.Singleline).Groups[1].Value;
        foreach (Match match in Regex.Matches(body, @"(\w+);"))
        {
            var field = match.Groups[1].Value;
            need(IntPtr.Size, "offsetof(" + name + ", " + field + ")", (int)Marshal.OffsetOf(type, Pascal(field)));
            seen++;
        }
        Harness.Same(type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Length, seen, "fields of " + name);
    }
}
