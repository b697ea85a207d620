using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using LibAuthForge;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

/// <summary>How a host starts and stops while a login hangs.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task A_host_that_does_not_wait_starts_while_the_login_hangs()
    {
        await using var host = new TestHost(options => options.WaitForLogin = false);
        await host.StartAsync();
        await host.Client.LoginBegunAsync();
        Assert.False(host.License.IsLicensed);
    }

    [Fact]
    public async Task A_host_waits_for_a_login_as_long_as_it_is_told_and_no_longer()
    {
        await using var host = new TestHost(options => options.WaitForLoginTimeout = TimeSpan.FromSeconds(3));
        var start = host.StartAsync();
        Assert.Equal(TimeSpan.FromSeconds(3), await host.Time.PauseAsync());
        host.Time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(start.IsCompleted);
        host.Time.Advance(TimeSpan.FromSeconds(0.1));
        await start;
        Assert.Contains(host.Log.Own, line => line.Contains("no answer to the login in 00:00:03"));
    }

    [Fact]
    public async Task A_first_answer_that_is_no_verdict_lets_the_host_start()
    {
        await using var host = new TestHost();
        host.Client.Answers(new AuthForgeException(AuthForgeStatus.NetworkError));
        await host.StartAsync();
        Assert.False(host.License.IsLicensed);
        Assert.Equal(AuthForgeStatus.NetworkError, host.License.Error?.Status);
    }

    [Fact]
    public async Task A_start_that_is_called_off_does_not_wait_for_a_hanging_login()
    {
        await using var host = new TestHost();
        using var giveUp = new CancellationTokenSource();
        var start = host.StartUnlessAsync(giveUp.Token);
        await host.Client.LoginBegunAsync();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
    }

    [Fact]
    public async Task A_host_that_is_to_stop_while_its_start_waits_for_a_login_ends_that_start_as_an_ordinary_one()
    {
        await using var host = new TestHost();
        var start = host.StartAsync();
        await host.Client.LoginBegunAsync();
        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await start;
        await host.StopAsync();
        Assert.False(host.Client.IsHeard);
    }

    /// <summary>The clock stands still: whoever waited for it would hang.</summary>
    [Fact]
    public async Task A_host_stops_at_once_while_a_login_hangs_and_listens_no_more()
    {
        await using var host = new TestHost(options => options.WaitForLogin = false);
        await host.StartAsync();
        await host.Client.LoginBegunAsync();
        await host.StopAsync();
        Assert.False(host.Client.IsHeard);
        Assert.DoesNotContain(host.Log.Own, line => line.Contains("Critical") || line.Contains("Error"));
    }

    [Fact]
    public async Task A_host_stops_at_once_between_two_logins()
    {
        await using var host = new TestHost();
        host.Client.Answers(new AuthForgeException(AuthForgeStatus.NetworkError));
        await host.StartAsync();
        await host.Time.PauseAsync();
        await host.StopAsync();
        Assert.False(host.Client.IsHeard);
    }

    [Fact]
    public async Task A_client_that_was_disposed_behind_the_hosts_back_stops_it_with_a_line()
    {
        Environment.ExitCode = 0;
        await using var host = new TestHost();
        host.Client.Throws(new ObjectDisposedException("the client"));
        await host.StartAsync();
        await host.StopsByItselfAsync();
        Assert.Equal(1, Environment.ExitCode);
        Assert.Contains(host.Log.Own, line => line.Contains("Critical") && line.Contains("the client"));
    }
}
