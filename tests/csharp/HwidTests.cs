using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.NetworkInformation;
using System.Text;
using System.Text.RegularExpressions;
using LibAuthForge;

static class HwidTests
{
    /// <summary>Here once more, with the runtime's own classes, as that client does it. .NET Core 3.1 lists no interfaces
    /// where it finds no OpenSSL of its age.</summary>
    [Proof(NeedsMono = true, NeedsJit = true)]
    public static void The_id_of_the_official_client_is_made_as_that_made_it()
    {
        if (Environment.OSVersion.Platform != PlatformID.Unix || !File.Exists("/proc/cpuinfo")) return;
        var config = Harness.Config(AuthForgeDispatch.ThreadPool);
        config.HwidSource = AuthForgeHwidSource.CSharp1;
        var expected = OfOfficial();
        using (var client = new AuthForgeClient(config))
        {
            // Nothing has made it before: who awaits a login has his thread back at once, and gets what waits for it.
            using (var session = Harness.Wait(client.LoginAsync(Harness.GoodKey))) Harness.Check(session != null, "session");
            Harness.Check(Server.Ask("GET", "/dev/requests").Contains("\"hwid\":\"" + expected + "\""), "sent is " + expected);
            Harness.Same(client.Hwid, expected, "id");
        }
    }

    [Proof]
    public static void Each_source_of_a_hardware_id_reaches_the_library_and_an_override_comes_first()
    {
        var ids = new[] { AuthForgeHwidSource.Default, AuthForgeHwidSource.Cpp1, AuthForgeHwidSource.CSharp1 }.Select(source =>
        {
            var config = Harness.Config(AuthForgeDispatch.HostPump);
            config.HwidSource = source;
            using (var client = new AuthForgeClient(config)) return client.Hwid;
        }).ToArray();
        Harness.Check(ids.All(id => id.Length == 64) && ids.Distinct().Count() == 3, string.Join(" ", ids));
        var named = Harness.Config(AuthForgeDispatch.HostPump);
        named.HwidSource = AuthForgeHwidSource.CSharp1;
        named.HwidOverride = "seat";
        using (var client = new AuthForgeClient(named)) Harness.Same(client.Hwid, "seat", "override");
        named.HwidSource = (AuthForgeHwidSource)3;
        var refused = Harness.Throws<ArgumentException>(() => new AuthForgeClient(named).Dispose());
        Harness.Check(refused.Message.Contains("HwidSource is 3"), refused.Message);
    }

    private static string OfOfficial()
    {
        var material = "mac:" + Card() + "|cpu:" + Processor() + "|disk:" + Disks();
        // The runtime's own class needs an OpenSSL that systems do not have any more.
        var start = new ProcessStartInfo("/usr/bin/sha256sum")
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false,
        };
        using (var program = Process.Start(start))
        {
            var bytes = Encoding.UTF8.GetBytes(material);
            program.StandardInput.BaseStream.Write(bytes, 0, bytes.Length);
            program.StandardInput.Close();
            var text = program.StandardOutput.ReadToEnd();
            program.WaitForExit();
            return text.Substring(0, 64);
        }
    }

    /// <summary>Mono knows no address of the loopback, which .NET counts first: the client's id is of .NET.</summary>
    private static string Card()
    {
        foreach (var card in NetworkInterface.GetAllNetworkInterfaces())
        {
            if (card.NetworkInterfaceType == NetworkInterfaceType.Loopback) return "000000000000";
            var address = card.GetPhysicalAddress().GetAddressBytes();
            if (address.Length > 0) return string.Concat(address.Select(octet => octet.ToString("x2")));
        }
        return "mac-unavailable";
    }

    /// <summary>What the client asks its runtime: how many processors, and for which this program is.</summary>
    private static string Processor()
    {
        var kinds = new Dictionary<int, string> { { 3, "X86" }, { 40, "Arm" }, { 62, "X64" }, { 183, "Arm64" } };
        using (var program = File.OpenRead("/proc/self/exe"))
        {
            var head = new byte[20];
            Harness.Same(program.Read(head, 0, head.Length), head.Length, "bytes");
            return Environment.ProcessorCount + "-" + kinds[head[18] + 256 * head[19]];
        }
    }

    private static string Disks()
    {
        var start = new ProcessStartInfo("/usr/bin/lsblk", "-ndo SERIAL") { RedirectStandardOutput = true, UseShellExecute = false };
        try
        {
            using (var program = Process.Start(start))
            {
                var text = program.StandardOutput.ReadToEnd();
                program.WaitForExit();
                return text.Length == 0 && program.ExitCode != 0 ? "unavailable" : Compact(text);
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "unavailable";
        }
    }

    private static string Compact(string text)
    {
        var words = Regex.Replace(text, @"\s+", " ").Trim();
        if (words.Length > 256) words = words.Substring(0, 256);
        return words.Length == 0 ? "empty" : words;
    }
}
