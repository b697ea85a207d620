// That nothing is left out: of the reference's names, and of what is public here.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using LibAuthForge;

static class CoverageTests
{
    private const int MemberReferences = 0x0A000000;

    /// <summary>Of every AuthForge library: its parameters and methods, and their names here.</summary>
    private static readonly Dictionary<string, string> Reference = new Dictionary<string, string>
    {
        { "app_id", "AuthForgeConfig.AppId" },
        { "app_secret", "AuthForgeConfig.AppSecret" },
        { "heartbeat_mode", "AuthForgeConfig.HeartbeatMode" },
        { "heartbeat_interval", "AuthForgeConfig.HeartbeatInterval" },
        { "api_base_url", "AuthForgeConfig.ApiBaseUrl" },
        { "on_failure", "AuthForgeClient.Failed" },
        { "request_timeout", "AuthForgeConfig.RequestTimeout" },
        { "ttl_seconds", "AuthForgeConfig.Ttl" },
        { "hwid_override", "AuthForgeConfig.HwidOverride" },
        { "login", "AuthForgeClient.Login" },
        { "validate_license", "AuthForgeClient.ValidateLicense" },
        { "logout", "AuthForgeClient.Logout" },
        { "is_authenticated", "AuthForgeClient.IsAuthenticated" },
        { "get_session_data", "AuthForgeClient.GetSessionData" },
        { "get_app_variables", "AuthForgeClient.GetAppVariables" },
        { "get_license_variables", "AuthForgeClient.GetLicenseVariables" },
    };

    /// <summary>What the server may answer, by its documentation.</summary>
    private static readonly Dictionary<string, AuthForgeStatus> Codes = new Dictionary<string, AuthForgeStatus>
    {
        { "invalid_app", AuthForgeStatus.InvalidApp },
        { "invalid_key", AuthForgeStatus.InvalidKey },
        { "expired", AuthForgeStatus.Expired },
        { "revoked", AuthForgeStatus.Revoked },
        { "hwid_mismatch", AuthForgeStatus.HwidMismatch },
        { "no_credits", AuthForgeStatus.NoCredits },
        { "blocked", AuthForgeStatus.Blocked },
        { "rate_limited", AuthForgeStatus.RateLimited },
        { "replay_detected", AuthForgeStatus.ReplayDetected },
        { "session_expired", AuthForgeStatus.SessionExpired },
        { "app_disabled", AuthForgeStatus.AppDisabled },
        { "bad_request", AuthForgeStatus.BadRequest },
    };

    [Proof(NeedsJit = true)]
    public static void Every_name_of_the_reference_is_here_in_CSharp_spelling()
    {
        var names = Public().Select(Name).ToList();
        foreach (var pair in Reference)
        {
            Harness.Check(names.Contains(pair.Value) || names.Contains(Accessor(pair.Value, "get_")) ||
                names.Contains(Accessor(pair.Value, "add_")), pair.Key + " is " + pair.Value);
        }
    }

    [Proof]
    public static void Every_code_of_the_reference_is_told_by_a_validate()
    {
        using (var client = Harness.Client())
        {
            foreach (var pair in Codes)
            {
                Server.Fault("{\"endpoint\":\"validate\",\"fault\":{\"error\":{\"code\":\"" + pair.Key + "\",\"http\":400}}}");
                using (var result = Harness.Wait(client.ValidateLicenseAsync(Harness.GoodKey)))
                {
                    Harness.Same(result.Error.Status, pair.Value, pair.Key);
                    Harness.Same(result.Code, pair.Key, "code");
                }
                Server.ClearFaults();
            }
        }
    }

    /// <summary>Under Mono, which has all that the proofs refer to.</summary>
    [Proof(NeedsMono = true)]
    public static void Every_public_member_is_used_by_a_proof()
    {
        var used = new HashSet<string>();
        var tests = typeof(CoverageTests).Assembly.ManifestModule;
        for (var row = 1;; row++)
        {
            try
            {
                var any = new[] { typeof(object), typeof(object) };
                var member = tests.ResolveMember(MemberReferences + row, any, any);
                if (member.Module.Assembly == typeof(AuthForgeClient).Assembly) used.Add(Name(member));
            }
            catch (ArgumentException)
            {
                break;
            }
        }
        Harness.Check(used.Count > 100, "members are seen");
        var unused = Public().Select(Name).Where(name => !used.Contains(name)).Distinct().ToList();
        Harness.Same(string.Join(", ", unused), "", "members without a proof");
    }

    /// <summary>What a program's own tests put in its place.</summary>
    [Proof(NeedsJit = true)]
    public static void The_interface_has_every_member_of_the_client()
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var offered = new HashSet<string>(typeof(IAuthForgeClient).GetInterfaces().Concat(new[] { typeof(IAuthForgeClient) })
            .SelectMany(type => type.GetMethods()).Select(method => method.ToString()));
        foreach (var method in typeof(AuthForgeClient).GetMethods(Own))
        {
            if (method.Name == "ToString") continue;
            Harness.Check(offered.Contains(method.ToString()), method + " is in the interface");
        }
        Harness.Check(offered.Count > 40, "members are seen");
    }

    /// <summary>All that others can call of the library, the accessors of properties and events one by one.</summary>
    private static IEnumerable<MethodBase> Public()
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var type in typeof(AuthForgeClient).Assembly.GetExportedTypes())
        {
            // An interface is that of a class.
            if (type.IsEnum || type.IsInterface) continue;
            foreach (var method in type.GetMethods(Own))
            {
                if (method.GetBaseDefinition().DeclaringType.Assembly == type.Assembly) yield return method;
            }
            foreach (var constructor in type.GetConstructors(Own)) yield return constructor;
        }
    }

    private static string Name(MemberInfo member)
    {
        return member.DeclaringType.Name + "." + member.Name;
    }

    private static string Accessor(string name, string prefix)
    {
        return name.Replace(".", "." + prefix);
    }
}
