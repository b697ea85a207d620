// A licensed web service: `/` is for everybody, `/pro` answers 402 while there is no license, `/health` says how it stands.
//
// The settings are in appsettings.json; secrets come from the environment: AuthForge__AppSecret, AuthForge__LicenseKey.
// A license that is revoked while this runs closes `/pro` with the next heartbeat, and one that is bought opens it again:
//   curl -X POST --data KEY http://127.0.0.1:5000/license

using LibAuthForge;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAuthForge(builder.Configuration.GetSection("AuthForge"));
builder.Services.AddHealthChecks().AddAuthForge();
builder.Services.AddProblemDetails();

var app = builder.Build();
app.MapGet("/", () => "free\n");
app.MapGet("/pro", (IAuthForgeClient client) =>
    $"pro, tier {client.GetSession()?.LicenseVariables.GetString("tier", "basic")}\n").AddEndpointFilter<RequireLicense>();
app.MapHealthChecks("/health");

// In a service of yours this is for its operator alone.
app.MapPost("/license", async (HttpRequest request, IAuthForgeClient client, CancellationToken gone) =>
{
    using var body = new StreamReader(request.Body);
    var key = (await body.ReadToEndAsync(gone)).Trim();
    try
    {
        await client.LoginAsync(key, gone);
        return Results.NoContent();
    }
    catch (AuthForgeException error)
    {
        return RequireLicense.Refused(error);
    }
});

var stopping = app.Lifetime.ApplicationStopping;
try
{
    app.Run();
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    // Stopped in mid-start, while it waited for the login: the web server says so by an exception.
}
