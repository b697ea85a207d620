// What the programs share: the development server, the editor around the component, and saying what was not so.
// The first argument names the program: a class with a method Run, whose name is the sentence that it proves.

using System;
using System.Diagnostics;
using System.IO;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using System.Threading;
using LibAuthForge;
using UnityEngine;
using UnityStub;

public static class Harness
{
    public const string LastingKey = "EVER-LAST-KEY8-5GRN";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static readonly Assembly Runtime = typeof(AuthForgeBehaviour).Assembly;

    public static int MainThread { get; private set; }

    public static int Main(string[] arguments)
    {
        Open();
        var program = typeof(Harness).Assembly.GetType(arguments[0]);
        try
        {
            program.GetMethod("Run").Invoke(null, null);
            return 0;
        }
        catch (TargetInvocationException thrown)
        {
            Console.WriteLine(thrown.InnerException);
            foreach (var line in Stage.Console) Console.WriteLine(line);
            return 1;
        }
    }

    /// <summary>The editor has started, or has loaded its assemblies again: in this domain, on this thread.</summary>
    public static void Open()
    {
        MainThread = Thread.CurrentThread.ManagedThreadId;
        Stage.Open();
        EditorStage.Load(Editors());
    }

    public static Assembly Editors()
    {
        return Built("cc.authforge.sdk.editor.dll");
    }

    /// <summary>An assembly that was built beside this one.</summary>
    public static Assembly Built(string file)
    {
        return Assembly.LoadFrom(Path.Combine(Path.GetDirectoryName(Runtime.Location), file));
    }

    public static void Play()
    {
        EditorStage.EnterPlayMode(Runtime);
    }

    public static string Given(string field)
    {
        return Environment.GetEnvironmentVariable("AF_TEST_" + field);
    }

    public static string LicenseKey
    {
        get { return Given("LICENSE_KEY"); }
    }

    /// <summary>An object with a component that knows the development server.</summary>
    public static AuthForgeBehaviour AddLicense(string name = "license")
    {
        var license = new GameObject(name).AddComponent<AuthForgeBehaviour>();
        Fill(license.Settings);
        return license;
    }

    /// <summary>An object of a scene file, with a component and the one that it requires: the fields are filled before
    /// anything is told.</summary>
    public static T Load<T>(bool persists = true, Transform parent = null, Action<T> fill = null)
        where T : Component, new()
    {
        var holder = new GameObject("of the scene");
        holder.SetActive(false);
        if (parent != null) holder.transform.SetParent(parent);
        var component = holder.AddComponent<T>();
        var license = holder.GetComponent<AuthForgeBehaviour>();
        Field(license, "dontDestroyOnLoad").SetValue(license, persists);
        Fill(license.Settings);
        if (fill != null) fill(component);
        holder.SetActive(true);
        return component;
    }

    /// <summary>What the inspector fills.</summary>
    public static FieldInfo Field(object of, string name)
    {
        return of.GetType().GetField(name, BindingFlags.Instance | BindingFlags.NonPublic);
    }

    public static void Fill(AuthForgeSettings settings)
    {
        settings.AppId = Given("APP_ID");
        settings.AppSecret = Given("APP_SECRET");
        settings.PublicKey = Given("PUBLIC_KEY");
        settings.ApiBaseUrl = Given("URL");
        settings.HeartbeatInterval = 10;
    }

    /// <summary>Frames, until it is so.</summary>
    public static void Until(Func<bool> isSo, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!isSo())
        {
            Check(watch.Elapsed < Patience, "waited in vain: " + what);
            Stage.Frame();
            Thread.Sleep(2);
        }
    }

    public static void Frames(int count)
    {
        for (var frame = 0; frame < count; frame++) Stage.Frame();
    }

    public static void LogIn(AuthForgeBehaviour license)
    {
        var login = license.LoginAsync(LicenseKey);
        Until(() => login.IsCompleted, "the login");
        Check(login.Exception == null, "the login: " + login.Exception);
        Check(license.IsAuthenticated, "it is authenticated");
    }

    public static void Check(bool isSo, string what)
    {
        if (!isSo) throw new Exception("not so: " + what);
    }

    /// <summary>Nothing was written to the console that Unity shows in red or in yellow.</summary>
    public static void CheckNothingThrown()
    {
        foreach (var line in Stage.Console) Check(line.StartsWith("log: "), line);
    }

    /// <summary>Far less than the 15 s that a request may take; more than a busy machine makes of milliseconds.</summary>
    public static void CheckFast(Action work, string what)
    {
        var watch = Stopwatch.StartNew();
        work();
        Check(watch.ElapsedMilliseconds < 2000, what + " took " + watch.ElapsedMilliseconds + " ms");
    }

    /// <summary>Logins hang from now on; gives how one waits for the arrival of one.</summary>
    public static Action HangLogins()
    {
        Admin("DELETE", "/dev/requests", null);
        Admin("POST", "/dev/faults", "{\"endpoint\":\"validate\",\"fault\":\"hang\"}");
        return () => Arrived(1);
    }

    /// <summary>How many logins and validations have arrived.</summary>
    public static int Logins()
    {
        return Admin("GET", "/dev/requests?endpoint=validate", null).Split(new[] { "\"endpoint\"" }, 0).Length - 1;
    }

    /// <summary>Waits until so many logins and validations have arrived.</summary>
    public static void Arrived(int count)
    {
        Admin("GET", "/dev/requests?endpoint=validate&at_least=" + count + "&timeout_ms=10000", null);
    }

    public static void SetVariables(string json)
    {
        Admin("PUT", "/v1/licenses/" + LicenseKey + "/variables", json);
    }

    public static void Revoke()
    {
        Admin("PUT", "/v1/licenses/" + LicenseKey, "{\"action\":\"revoke\"}");
    }

    /// <summary>A license file of any machine.</summary>
    public static string Mint()
    {
        var answer = Admin("POST", "/v1/licenses/" + LicenseKey + "/offline-files", "{\"hwid\":{\"mode\":\"any\"}}");
        var start = answer.IndexOf("\"file\":\"", StringComparison.Ordinal) + 8;
        return answer.Substring(start, answer.IndexOf('"', start) - start).Replace("\\n", "\n");
    }

    /// <summary>Asks the developer API; gives the body of the answer. By hand, since Mono's own requests fail now and
    /// then under load.</summary>
    public static string Admin(string method, string path, string body)
    {
        var content = Encoding.UTF8.GetBytes(body ?? "");
        var head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
            + content.Length + "\r\nContent-Type: application/json\r\nAuthorization: Bearer " + Given("ADMIN_KEY")
            + "\r\n\r\n";
        using (var server = new TcpClient("127.0.0.1", new Uri(Given("ADMIN_URL")).Port))
        using (var stream = server.GetStream())
        using (var answer = new MemoryStream())
        {
            var start = Encoding.ASCII.GetBytes(head);
            stream.Write(start, 0, start.Length);
            stream.Write(content, 0, content.Length);
            stream.CopyTo(answer);
            var text = Encoding.UTF8.GetString(answer.ToArray());
            Check(text.StartsWith("HTTP/1.1 2", StringComparison.Ordinal), method + " " + path + ": " + text);
            return text.Substring(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4);
        }
    }
}
