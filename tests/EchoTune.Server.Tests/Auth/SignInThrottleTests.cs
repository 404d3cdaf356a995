using EchoTune.Catalog.Errors;
using EchoTune.Server.Auth;

namespace EchoTune.Server.Tests.Auth;

public sealed class SignInThrottleTests
{
    private const string Peer = "192.0.2.7";
    private readonly Clock _clock = new();
    private readonly SignInThrottle _throttle;

    public SignInThrottleTests() => _throttle = new SignInThrottle(_clock);

    [Fact]
    public void Five_failures_are_free_and_from_then_on_each_doubles_the_wait()
    {
        for (var failure = 0; failure < 4; failure++)
        {
            _throttle.Failed("eve", Peer);
        }

        _throttle.Check("eve", Peer);
        foreach (var seconds in new[] { 1, 2, 4, 8 })
        {
            _throttle.Failed("eve", Peer);
            _clock.Now += TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1);
            Refused("eve", Peer);
            _clock.Now += TimeSpan.FromMilliseconds(1);
            _throttle.Check("eve", Peer);
        }
    }

    [Fact]
    public void The_wait_is_never_longer_than_fifteen_minutes()
    {
        Fail(60);

        Refused("eve", Peer);
        _clock.Now += TimeSpan.FromMinutes(15);
        _throttle.Check("eve", Peer);
    }

    [Fact]
    public void Case_and_blanks_are_the_same_name_and_others_need_not_wait()
    {
        Fail(9);

        Refused(" EVE ", Peer);
        _throttle.Check("adam", Peer);
        _throttle.Check("eve", "192.0.2.8");
    }

    [Fact]
    public void A_success_and_an_hour_of_quiet_forget()
    {
        Fail(9);
        _throttle.Succeeded("eve", Peer);
        _throttle.Check("eve", Peer);

        Fail(9);
        _clock.Now += TimeSpan.FromMinutes(61);
        _throttle.Failed("eve", Peer);
        _throttle.Check("eve", Peer);
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _throttle.Failed("eve", Peer);
        }
    }

    private void Refused(string name, string peer) => Should.Throw<EchoTuneException>(() => _throttle.Check(name, peer)).ErrorCode.ShouldBe(ErrorCodes.RateLimited);

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
