// The same program as Consumer, for .NET Framework.

using System;
using System.Threading;
using LibAuthForge;

static class Program
{
    private static int Main()
    {
        var config = new AuthForgeConfig
        {
            AppId = Environment.GetEnvironmentVariable("AF_TEST_APP_ID"),
            AppSecret = Environment.GetEnvironmentVariable("AF_TEST_APP_SECRET"),
            PublicKey = Environment.GetEnvironmentVariable("AF_TEST_PUBLIC_KEY"),
            ApiBaseUrl = new Uri(Environment.GetEnvironmentVariable("AF_TEST_URL")),
        };
        using (var gone = new ManualResetEventSlim())
        using (var client = new AuthForgeClient(config))
        {
            client.SessionEnded += (sender, ended) => gone.Set();
            var session = client.Login(Environment.GetEnvironmentVariable("AF_TEST_LICENSE_KEY"));
            Console.WriteLine("licensed, tier " + session.LicenseVariables.GetString("tier", "none"));

            // The tests revoke the license, and say so.
            Console.ReadLine();
            try
            {
                client.Heartbeat();
                Console.WriteLine("still licensed");
            }
            catch (AuthForgeException error)
            {
                gone.Wait(TimeSpan.FromSeconds(30));
                Console.WriteLine("gone: " + error.Code);
            }
        }
        return 0;
    }
}
