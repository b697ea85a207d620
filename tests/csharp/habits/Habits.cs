// What a .NET developer types before reading a page: each line compiles without a warning, with the language and the settings
// of a new project (top-level statements, implicit usings, nullable references), and does what it looks like.

using LibAuthForge;

static string Setting(string name) => Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException(name);

static void Check(bool isFine, string what)
{
    if (!isFine) throw new InvalidOperationException("not so: " + what);
}

var key = Setting("AF_TEST_LICENSE_KEY");
using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(2));

// Durations and addresses are .NET's, and lists are filled where they are.
var config = new AuthForgeConfig
{
    AppId = Setting("AF_TEST_APP_ID"),
    AppSecret = Setting("AF_TEST_APP_SECRET"),
    TrustedPublicKeys = { Setting("AF_TEST_PUBLIC_KEY") },
    ApiBaseUrl = new Uri(Setting("AF_TEST_URL")),
    HeartbeatInterval = TimeSpan.FromSeconds(30),
    Ttl = TimeSpan.FromHours(1),
};

await using var client = new AuthForgeClient(config);
var failures = new List<string>();
client.Failed += (object? sender, AuthForgeEventArgs e) => failures.Add(e.Error?.Code ?? "none");
client.SessionEnded += OnSessionEnded;

var session = await client.LoginAsync(key, cancellationToken: stop.Token);

// Variables are a dictionary.
var tier = session.LicenseVariables["tier"] as string;
Check(tier == "pro", "the indexer");
if (session.LicenseVariables.TryGetString("tier", out var same)) Check(same.Length == 3, "a text that is there is not null");
Check(session.LicenseVariables.GetInt("seats") == 3 && session.LicenseVariables.GetInt("nothing") == 0, "no fallback is 0");
Check(!session.LicenseVariables.GetBool("nothing") && session.LicenseVariables.GetDouble("ratio") > 0, "nor any other");
Check(session.LicenseVariables.GetString("nothing", "basic").Length == 5, "a fallback is what comes back");
Check(session.LicenseVariables.ContainsKey("tier") && session.LicenseVariables.GetValueOrDefault("nothing") is null, "extensions");
var names = new List<string>();
foreach (var (name, value) in session.LicenseVariables) names.Add(name + "=" + value);
Check(names.Count == session.LicenseVariables.Count && names.Contains("tier=pro"), "pairs");
Check(session.LicenseVariables.Where(pair => pair.Value is long).Select(pair => pair.Key).Single() == "seats", "LINQ");

// Without an exception, and with one that is looked at.
if (client.TryLogin(key, out var got)) Check(got.Kind == AuthForgeSessionKind.Online, "what a true one gives is not null");
if (!client.TryLogin("WRNG-WRNG-WRNG-WRNG", out _, out var refusal)) Check(refusal.Code == "invalid_key", "nor why not");
try
{
    await client.LoginAsync("WRNG-WRNG-WRNG-WRNG", stop.Token);
    Check(false, "a wrong key is refused");
}
catch (AuthForgeException e) when (e is { Status: AuthForgeStatus.InvalidKey, IsRetryable: false })
{
    Check(e.UserMessage.Length > 0 && e.ToString().Contains("invalid_key"), "what it says");
}

var told = (await client.ValidateLicenseAsync(key)).Verdict switch
{
    AuthForgeVerdict.Valid => "yes",
    AuthForgeVerdict.Invalid => "no",
    _ => "who knows",
};
Check(told == "yes", "a verdict");
if (session.ExpiresAt is { } end) Check(end > session.Now, "an end that may be none");

// Work that ends with the session, or with whoever waits for it.
using var both = CancellationTokenSource.CreateLinkedTokenSource(client.SessionEndedToken, stop.Token);
var work = Task.Delay(Timeout.Infinite, both.Token);
client.Logout();
try
{
    await work;
}
catch (OperationCanceledException)
{
    Check(!stop.IsCancellationRequested, "the session's end ended it");
}
client.SessionEnded -= OnSessionEnded;
Check(failures.Count == 0, string.Join(", ", failures));

// In tests: an interface, and things that are made.
IAuthForgeClient seam = client;
Check(!seam.IsAuthenticated && new AuthForgeSession().Kind == AuthForgeSessionKind.None, "a double");
try
{
    throw new AuthForgeException("x");
}
catch (AuthForgeException e)
{
    Check(e.Message == "x", "made in a test");
}

static void OnSessionEnded(object? sender, AuthForgeEventArgs e) => Check(e.Error is null, "a logout is no failure");
