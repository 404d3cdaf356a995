namespace EchoTune.Server.Tests.Support;

/// <summary>A class of tests on one server.</summary>
public abstract class ServerTests<TFixture>(TFixture fixture) : IClassFixture<TFixture>
    where TFixture : ServerFixture
{
    protected TFixture Fixture { get; } = fixture;

    internal TestServer Server => Fixture.Server;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
