// A licensed program: logs in, and ends when it hears that its license was revoked.

using LibAuthForge;

static string Setting(string name)
{
    return Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException(name + " is not set");
}

var config = new AuthForgeConfig
{
    AppId = Setting("AF_TEST_APP_ID"),
    AppSecret = Setting("AF_TEST_APP_SECRET"),
    PublicKey = Setting("AF_TEST_PUBLIC_KEY"),
    ApiBaseUrl = new Uri(Setting("AF_TEST_URL")),
};
var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
using var client = new AuthForgeClient(config);
client.SessionEnded += (_, _) => gone.TrySetResult();
var session = await client.LoginAsync(Setting("AF_TEST_LICENSE_KEY"));
Console.WriteLine("licensed, tier " + session.LicenseVariables.GetString("tier", "none"));

// The tests revoke the license, and say so.
Console.ReadLine();
try
{
    await client.HeartbeatAsync();
    Console.WriteLine("still licensed");
}
catch (AuthForgeException error)
{
    await gone.Task.WaitAsync(TimeSpan.FromSeconds(30));
    Console.WriteLine("gone: " + error.Code);
}
