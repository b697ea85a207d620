using LibAuthForge;
using Xunit;

/// <summary>What containers cost: the service counts hardware ids, and a container that is rolled out anew has another
/// one.</summary>
public sealed class SeatTests : IAsyncLifetime
{
    // One for each test: what one binds is not the other's.
    private readonly DevServer _server = new();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Roll_outs_that_name_their_deployment_take_one_seat()
    {
        for (var rollOut = 1; rollOut <= 4; rollOut++)
        {
            var session = await LogInAsync("order-service");
            Assert.Equal(1, session.HwidCount);
        }
    }

    [Fact]
    public async Task Roll_outs_with_a_name_of_their_own_use_up_a_license_of_three_seats()
    {
        for (var rollOut = 1; rollOut <= 3; rollOut++) await LogInAsync("order-service-" + rollOut);
        var refused = await Assert.ThrowsAsync<AuthForgeException>(() => LogInAsync("order-service-4"));
        Assert.Equal(AuthForgeAdvice.FreeSeat, refused.Advice);
    }

    private async Task<AuthForgeSession> LogInAsync(string hwid)
    {
        var config = _server.Config();
        config.HwidOverride = hwid;
        await using var client = new AuthForgeClient(config);
        return await client.LoginAsync(_server.LicenseKey, TestContext.Current.CancellationToken);
    }
}
