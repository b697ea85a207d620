using LibAuthForge;
using Xunit;

/// <summary>Without a server: a client of the tests' own says what they want it to.</summary>
public sealed class ExportMenuTests
{
    private static readonly AuthForgeSession Beta = AuthForgeModelFactory.Session(
        licenseVariables: new Dictionary<string, object> { ["beta"] = true });

    private readonly FakeClient _client = new();

    [Fact]
    public async Task A_license_with_the_variable_enables_the_menu()
    {
        var menu = new ExportMenu(_client);
        Assert.False(menu.IsEnabled);
        _client.Answer = () => Beta;
        await menu.UnlockAsync("ANY-KEY", TestContext.Current.CancellationToken);
        Assert.True(menu.IsEnabled);
    }

    [Theory]
    [InlineData("invalid_key", "not valid")]
    [InlineData("no_credits", "maker of this program")]
    public async Task A_refusal_is_told_in_a_sentence(string code, string told)
    {
        var menu = new ExportMenu(_client);
        _client.Answer = () => throw AuthForgeModelFactory.Refusal(code);
        await menu.UnlockAsync("ANY-KEY", TestContext.Current.CancellationToken);
        Assert.Contains(told, menu.Notice);
        Assert.False(menu.IsEnabled);
    }

    [Fact]
    public async Task A_session_that_ends_disables_it_and_is_told()
    {
        var menu = new ExportMenu(_client);
        _client.Answer = () => Beta;
        await menu.UnlockAsync("ANY-KEY", TestContext.Current.CancellationToken);
        _client.End(AuthForgeModelFactory.Refusal("revoked"));
        Assert.False(menu.IsEnabled);
        Assert.Contains("withdrawn", menu.Notice);
    }
}
