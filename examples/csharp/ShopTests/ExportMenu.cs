using LibAuthForge;

/// <summary>What is tested: a part of a program that follows the license. It takes the interface, so that a test can give
/// it another client.</summary>
public sealed class ExportMenu
{
    private readonly IAuthForgeClient _client;

    public ExportMenu(IAuthForgeClient client)
    {
        _client = client;
        client.SessionEnded += (_, ended) => Notice = ended.Error?.UserMessage;
    }

    /// <summary>For the status line.</summary>
    public string? Notice { get; private set; }

    public bool IsEnabled => _client.GetSession()?.LicenseVariables.GetBool("beta") ?? false;

    public async Task UnlockAsync(string licenseKey, CancellationToken cancellationToken)
    {
        try
        {
            await _client.LoginAsync(licenseKey, cancellationToken);
            Notice = null;
        }
        catch (AuthForgeException error)
        {
            Notice = error.UserMessage;
        }
    }
}
