namespace EchoTune.Conversation.Tests.Interpreter;

/// <summary>A clock that stands at noon of a day in 2026, so that "this year" means the same whenever the tests run.</summary>
internal sealed class FixedTime : TimeProvider
{
    public const int Year = 2026;

    public override DateTimeOffset GetUtcNow() => new(Year, 7, 1, 12, 0, 0, TimeSpan.Zero);
}
