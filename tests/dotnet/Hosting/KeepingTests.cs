using System;
using System.Linq;
using System.Threading.Tasks;
using LibAuthForge;
using LibAuthForge.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

/// <summary>What the hosted service does about logins that fail and sessions that end.</summary>
public sealed class KeepingTests
{
    [Fact]
    public async Task The_host_has_started_when_the_client_is_logged_in()
    {
        await using var host = new TestHost();
        host.Client.Succeeds();
        await host.StartAsync();
        Assert.True(host.License.IsLicensed);
        Assert.Equal(TestHost.LicenseKey, await host.Client.LoginBegunAsync());
        Assert.Null(host.License.Error);
    }

    [Fact]
    public async Task A_license_file_is_logged_in_with_too()
    {
        await using var host = new TestHost(options => (options.LicenseKey, options.LicenseFile) = (null, "a.authforge"));
        host.Client.Succeeds();
        await host.StartAsync();
        Assert.Equal("file a.authforge", await host.Client.LoginBegunAsync());
    }

    [Theory]
    [InlineData(AuthForgeStatus.SessionExpired)]
    [InlineData(AuthForgeStatus.NetworkError)]
    [InlineData(AuthForgeStatus.HttpError)]
    [InlineData(AuthForgeStatus.RateLimited)]
    public async Task A_session_that_ended_without_a_word_against_the_license_is_followed_by_another(AuthForgeStatus status)
    {
        await using var host = new TestHost();
        host.Client.Answers(null, null);
        await host.StartAsync();
        await host.Client.LoginBegunAsync();
        host.Client.End(new AuthForgeException(status));
        var pause = await host.Time.PauseAsync();
        Assert.InRange(pause, TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(5));
        Assert.False(host.Client.HasBegunAnother);
        host.Time.Advance(pause);
        await host.Client.LoginBegunAsync();
        Assert.False(host.Stopping.Task.IsCompleted);
    }

    [Fact]
    public async Task Waits_between_logins_double_up_to_the_longest_and_begin_anew_after_a_session_that_lasted()
    {
        await using var host = new TestHost(options => options.MaxRetryDelay = TimeSpan.FromSeconds(40));
        var lost = new AuthForgeException(AuthForgeStatus.NetworkError);
        host.Client.Answers(lost, lost, lost, lost, lost, null, null);
        await host.StartAsync();
        foreach (var most in new[] { 5, 10, 20, 40, 40 })
        {
            await host.Client.LoginBegunAsync();
            var pause = await host.Time.PauseAsync();
            Assert.InRange(pause, TimeSpan.FromSeconds(most / 2.0), TimeSpan.FromSeconds(most));
            host.Time.Advance(pause);
        }
        await host.Client.LoginBegunAsync();
        host.Time.Advance(TimeSpan.FromMinutes(1));
        host.Client.End(new AuthForgeException(AuthForgeStatus.SessionExpired));
        Assert.InRange(await host.Time.PauseAsync(), TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_service_that_names_a_time_is_not_asked_before()
    {
        await using var host = new TestHost();
        host.Client.Answers(AuthForgeModelFactory.Refusal("rate_limited", 429, TimeSpan.FromMinutes(20)));
        await host.StartAsync();
        Assert.InRange(await host.Time.PauseAsync(), TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(22));
    }

    [Theory]
    [InlineData(AuthForgeStatus.TlsClock)]
    [InlineData(AuthForgeStatus.NoCredits)]
    public async Task What_somebody_has_to_put_right_is_asked_for_seldom(AuthForgeStatus status)
    {
        await using var host = new TestHost();
        host.Client.Answers(new AuthForgeException(status));
        await host.StartAsync();
        Assert.InRange(await host.Time.PauseAsync(), TimeSpan.FromMinutes(2.5), TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData(AuthForgeStatus.InvalidKey)]
    [InlineData(AuthForgeStatus.Expired)]
    [InlineData(AuthForgeStatus.Revoked)]
    [InlineData(AuthForgeStatus.HwidMismatch)]
    [InlineData(AuthForgeStatus.InvalidApp)]
    [InlineData(AuthForgeStatus.ReadError)]
    [InlineData(AuthForgeStatus.BadRequest)]
    [InlineData(AuthForgeStatus.SignatureMismatch)]
    [InlineData((AuthForgeStatus)399)]
    public async Task A_license_that_is_refused_stops_the_host_with_exit_code_1_and_one_line(AuthForgeStatus status)
    {
        Environment.ExitCode = 0;
        await using var host = new TestHost();
        host.Client.Succeeds();
        await host.StartAsync();
        await host.Client.LoginBegunAsync();
        var error = new AuthForgeException(status);
        host.Client.End(error);
        await host.StopsByItselfAsync();
        Assert.Equal(1, Environment.ExitCode);
        var line = Assert.Single(host.Log.Own, line => line.StartsWith("LibAuthForge Critical: ", StringComparison.Ordinal));
        Assert.Contains(error.Code, line);
        Assert.Contains(error.UserMessage, line);
        Assert.False(host.Client.HasBegunAnother);
        Assert.True(host.License.IsRefused);
    }

    [Fact]
    public async Task A_license_that_is_refused_while_the_host_starts_stops_it_too()
    {
        Environment.ExitCode = 0;
        await using var host = new TestHost();
        host.Client.Answers(new AuthForgeException(AuthForgeStatus.InvalidKey));
        await host.StartAsync();
        await host.StopsByItselfAsync();
        Assert.Equal(1, Environment.ExitCode);
    }

    [Fact]
    public async Task A_host_that_goes_on_unlicensed_says_why_and_does_not_ask_again_by_itself()
    {
        await using var host = new TestHost(options => options.StopHostWhenRefused = false);
        var error = new AuthForgeException(AuthForgeStatus.Revoked);
        host.Client.Succeeds();
        await host.StartAsync();
        await host.Client.LoginBegunAsync();
        host.Client.End(error);
        await host.UntilAsync(() => host.License.IsRefused);
        Assert.Same(error, host.License.Error);
        host.Time.Advance(TimeSpan.FromDays(1));
        Assert.False(host.Client.HasBegunAnother);
        Assert.False(host.Stopping.Task.IsCompleted);

        // The operator has bought a license, and the program logs in with its key.
        host.Client.Enter();
        Assert.False(host.License.IsRefused);
        Assert.Null(host.License.Error);
        // That session is kept as any other.
        host.Client.Succeeds();
        host.Client.End(new AuthForgeException(AuthForgeStatus.SessionExpired));
        host.Time.Advance(await host.Time.PauseAsync());
        Assert.Equal(TestHost.LicenseKey, await host.Client.LoginBegunAsync());
    }

    [Fact]
    public async Task Who_logs_out_is_left_alone()
    {
        await using var host = new TestHost();
        host.Client.Succeeds();
        await host.StartAsync();
        await host.Client.LoginBegunAsync();
        host.Client.Logout();
        await host.UntilAsync(() => host.Log.Own.Any(line => line.Contains("logged out")));
        host.Time.Advance(TimeSpan.FromDays(1));
        Assert.False(host.Client.HasBegunAnother);
        Assert.False(host.Stopping.Task.IsCompleted);
    }

    [Fact]
    public async Task A_session_that_replaced_another_is_not_taken_for_over_when_the_end_of_that_one_is_told_late()
    {
        await using var host = new TestHost();
        host.Client.Answers(null, null);
        await host.StartAsync();
        await host.Client.LoginBegunAsync();
        host.Client.EndLate(new AuthForgeException(AuthForgeStatus.Revoked));
        await host.UntilAsync(() => host.Log.Own.Any(line => line.Contains("another has replaced")));
        host.Client.End(new AuthForgeException(AuthForgeStatus.SessionExpired));
        host.Time.Advance(await host.Time.PauseAsync());
        await host.Client.LoginBegunAsync();
        Assert.False(host.Stopping.Task.IsCompleted);
    }

    [Fact]
    public async Task No_line_of_the_log_has_a_key_or_a_secret()
    {
        await using var host = new TestHost(options => options.StopHostWhenRefused = false);
        var lost = new AuthForgeException(AuthForgeStatus.NetworkError);
        host.Client.Answers(lost, null);
        await host.StartAsync();
        await host.Client.LoginBegunAsync();
        host.Client.Retry(lost);
        host.Time.Advance(await host.Time.PauseAsync());
        await host.Client.LoginBegunAsync();
        host.Client.Renew();
        host.Client.Change();
        host.Client.FailHeartbeat(lost);
        host.Client.End(new AuthForgeException(AuthForgeStatus.Revoked));
        await host.UntilAsync(() => host.License.IsRefused);
        Assert.True(host.Log.Own.Count >= 7, string.Join('\n', host.Log.All));
        Assert.All(host.Log.All, line =>
        {
            Assert.DoesNotContain(TestHost.LicenseKey, line);
            Assert.DoesNotContain(TestHost.AppSecret, line);
        });
    }
}
