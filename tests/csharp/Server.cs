// The development server's admin API.

using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;

static class Server
{
    /// <summary>Asks; gives the body of the answer. Anything but a success fails the test.</summary>
    public static string Ask(string method, string path, string body = "")
    {
        var url = new Uri(Harness.Setting("AF_TEST_ADMIN_URL"));
        var content = Encoding.UTF8.GetBytes(body);
        var head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" +
            "Content-Type: application/json\r\nAuthorization: Bearer " + Harness.Setting("AF_TEST_ADMIN_KEY") +
            "\r\nContent-Length: " + content.Length + "\r\n\r\n";
        using (var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            socket.Connect(new IPEndPoint(IPAddress.Loopback, url.Port));
            socket.Send(Encoding.ASCII.GetBytes(head));
            socket.Send(content);
            var answer = new MemoryStream();
            var part = new byte[4096];
            for (int got; (got = socket.Receive(part)) > 0;) answer.Write(part, 0, got);
            var text = Encoding.UTF8.GetString(answer.ToArray());
            Harness.Check(text.StartsWith("HTTP/1.1 2", StringComparison.Ordinal), method + path + body + ": " + text);
            return text.Substring(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4);
        }
    }

    /// <summary><paramref name="json"/> as in {"fault":"hang","endpoint":"validate","count":1}.</summary>
    public static void Fault(string json)
    {
        Ask("POST", "/dev/faults", json);
    }

    public static void ClearFaults()
    {
        Ask("DELETE", "/dev/faults");
    }

    /// <summary>How many requests there were, of all kinds.</summary>
    public static int Requests()
    {
        return Count(Ask("GET", "/dev/requests"));
    }

    /// <summary>How many requests there were, once there are so many.</summary>
    public static int Requests(string endpoint, int least)
    {
        var count = Count(Ask("GET", "/dev/requests?endpoint=" + endpoint + "&at_least=" + least + "&timeout_ms=30000"));
        Harness.Check(count >= least, least + " requests to " + endpoint);
        return count;
    }

    private static int Count(string requests)
    {
        return requests.Split(new[] { "\"number\":" }, StringSplitOptions.None).Length - 1;
    }

    /// <summary>A license file; <paramref name="order"/> as in {"hwid":{"mode":"any"}}.</summary>
    public static string Mint(string key, string order)
    {
        return JsonText(Ask("POST", "/v1/licenses/" + key + "/offline-files", order), "file");
    }

    public static string MintForAny(string more = "")
    {
        return Mint(Harness.GoodKey, "{\"hwid\":{\"mode\":\"any\"},\"expiresAt\":null" + more + "}");
    }

    /// <summary>The text of the first field of this name, its escapes undone.</summary>
    public static string JsonText(string json, string name)
    {
        var start = "\"" + name + "\":\"";
        var at = json.IndexOf(start, StringComparison.Ordinal);
        Harness.Check(at >= 0, name + " is in " + json);
        var text = new StringBuilder();
        for (at += start.Length; json[at] != '"'; at++)
        {
            if (json[at] == '\\') text.Append(json[++at] == 'n' ? '\n' : json[at]);
            else text.Append(json[at]);
        }
        return text.ToString();
    }

    public static string Escaped(string text)
    {
        return text.Replace("\n", "\\n");
    }
}
