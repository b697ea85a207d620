using LibAuthForge;
using Xunit;

/// <summary>With the development server: everything is real but the service's address.</summary>
public sealed class RevocationTests : IClassFixture<DevServer>
{
    private readonly DevServer _server;

    public RevocationTests(DevServer server)
    {
        _server = server;
    }

    [Fact]
    public async Task A_license_that_is_revoked_closes_the_menu_with_the_next_heartbeat()
    {
        var token = TestContext.Current.CancellationToken;
        await using var client = new AuthForgeClient(_server.Config());
        var menu = new ExportMenu(client);
        await menu.UnlockAsync(_server.LicenseKey, token);
        Assert.Null(menu.Notice);
        Assert.True(menu.IsEnabled);

        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.SessionEnded += (_, _) => told.TrySetResult(); // after the menu's own handler
        await _server.RevokeAsync(_server.LicenseKey, token);
        // Now, and not in a quarter of an hour: so this takes milliseconds.
        var error = await Assert.ThrowsAsync<AuthForgeException>(() => client.HeartbeatAsync(token));
        Assert.Equal(AuthForgeStatus.Revoked, error.Status);
        await told.Task.WaitAsync(TimeSpan.FromSeconds(30), token);
        Assert.False(menu.IsEnabled);
        Assert.Contains("withdrawn", menu.Notice);
    }
}
