using LibAuthForge;
using LibAuthForge.Extensions.Hosting;

/// <summary>Answers 402 with a problem document while there is no license. Asks nobody: a client knows at any moment
/// whether it has a session.</summary>
internal sealed class RequireLicense : IEndpointFilter
{
    private readonly IAuthForgeLicense _license;

    public RequireLicense(IAuthForgeLicense license)
    {
        _license = license;
    }

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        _license.IsLicensed ? next(context) : ValueTask.FromResult<object?>(Refused(_license.Error));

    /// <summary>Says why, as far as that is known, in a sentence for users and by the code for programs.</summary>
    public static IResult Refused(AuthForgeException? error) => Results.Problem(
        statusCode: StatusCodes.Status402PaymentRequired,
        title: "This needs a license.",
        detail: error?.UserMessage,
        extensions: new Dictionary<string, object?> { ["code"] = error?.Code ?? "not_authenticated" });
}
