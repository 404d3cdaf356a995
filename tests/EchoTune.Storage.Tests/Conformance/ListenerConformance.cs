using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Listeners;
using Shouldly;
using Xunit;

namespace EchoTune.Storage.Tests.Conformance;

/// <summary>What every store of listeners must do.</summary>
public abstract class ListenerConformance
{
    protected abstract IListenerStore Listeners { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task There_is_one_owner_also_under_first_calls_at_the_same_time()
    {
        var owners = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Listeners.OwnerAsync(Token)));

        owners.Select(o => o.Id).Distinct().Count().ShouldBe(1);
        owners[0].IsOwner.ShouldBeTrue();
        owners[0].PasswordHash.ShouldBeNull();
        (await Listeners.OwnerAsync(Token)).ShouldBe(owners[0]);
        var rival = New("rival") with { IsOwner = true };
        (await Should.ThrowAsync<EchoTuneException>(() => Listeners.SaveAsync(rival, Token))).ErrorCode.ShouldBe(ErrorCodes.Conflict);
    }

    [Fact]
    public async Task A_listener_is_saved_changed_and_found_without_regard_to_case()
    {
        var listener = New("Żaneta");
        await Listeners.SaveAsync(listener, Token);
        await Listeners.SaveAsync(listener with { PasswordHash = "hash", SecurityStamp = "two" }, Token);

        var changed = listener with { PasswordHash = "hash", SecurityStamp = "two" };
        (await Listeners.GetAsync(listener.Id, Token)).ShouldBe(changed);
        (await Listeners.FindAsync("żANETA", Token)).ShouldBe(changed);
        (await Listeners.FindAsync("nobody\0", Token)).ShouldBeNull();
        (await Listeners.AnyAccountAsync(Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_name_is_given_once()
    {
        await Listeners.SaveAsync(New("taken"), Token);

        (await Should.ThrowAsync<EchoTuneException>(() => Listeners.SaveAsync(New("TAKEN"), Token))).ErrorCode.ShouldBe(ErrorCodes.Conflict);
    }

    private static Listener New(string name) => new() { Id = Given.Listener(), Name = name, IsOwner = false, CreatedAt = Given.Noon, SecurityStamp = "one" };
}
