using EchoTune.Catalog;
using EchoTune.Catalog.Listeners;
using EchoTune.Server.Auth;
using NSubstitute;

namespace EchoTune.Server.Tests.Auth;

public sealed class ListenerDirectoryTests
{
    private static readonly Listener Before = new()
    {
        Id = new ListenerId(Guid.CreateVersion7()), Name = "owner", IsOwner = true, CreatedAt = DateTimeOffset.UnixEpoch, SecurityStamp = "before",
    };

    private static readonly Listener After = Before with { PasswordHash = "hash", SecurityStamp = "after" };

    private readonly IListenerStore _store = Substitute.For<IListenerStore>();
    private readonly ListenerDirectory _directory;

    public ListenerDirectoryTests() => _directory = new ListenerDirectory(_store, TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_was_read_while_the_account_changed_is_read_again()
    {
        var slow = new TaskCompletionSource<Listener?>();
        _store.GetAsync(Before.Id, Arg.Any<CancellationToken>()).Returns(_ => slow.Task, _ => Task.FromResult<Listener?>(After));

        var reading = _directory.GetAsync(Before.Id, Cancellation);
        await _directory.SaveAsync(After, Cancellation);
        slow.SetResult(Before);
        await reading;

        (await _directory.GetAsync(Before.Id, Cancellation)).ShouldBe(After);
    }

    [Fact]
    public async Task The_owner_who_was_read_while_the_first_account_was_made_is_read_again()
    {
        var slow = new TaskCompletionSource<Listener>();
        _store.OwnerAsync(Arg.Any<CancellationToken>()).Returns(_ => slow.Task, _ => Task.FromResult(After));

        var reading = _directory.OwnerAsync(Cancellation);
        await _directory.SaveAsync(After, Cancellation);
        slow.SetResult(Before);
        await reading;

        (await _directory.OwnerAsync(Cancellation)).ShouldBe(After);
    }

    [Fact]
    public async Task Who_is_known_is_not_read_again()
    {
        _store.GetAsync(Before.Id, Arg.Any<CancellationToken>()).Returns(Before);
        _store.OwnerAsync(Arg.Any<CancellationToken>()).Returns(Before);

        for (var i = 0; i < 3; i++)
        {
            (await _directory.GetAsync(Before.Id, Cancellation)).ShouldBe(Before);
            (await _directory.OwnerAsync(Cancellation)).ShouldBe(Before);
        }

        await _store.Received(1).GetAsync(Before.Id, Arg.Any<CancellationToken>());
        await _store.Received(1).OwnerAsync(Arg.Any<CancellationToken>());
    }
}
