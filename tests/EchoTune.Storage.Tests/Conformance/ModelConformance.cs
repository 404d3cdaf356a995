using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Tracks;
using EchoTune.Catalog.Training;
using Shouldly;
using Xunit;

namespace EchoTune.Storage.Tests.Conformance;

/// <summary>What every store of learnt models must do. Each test has a store of its own.</summary>
public abstract class ModelConformance
{
    protected abstract IModelStore Models { get; }

    protected abstract ILogMeasure Measure { get; }

    protected abstract IPlayStore Plays { get; }

    protected abstract ITrackStore Tracks { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_snapshot_reads_back_as_it_was()
    {
        var content = Bytes((3 * 1024 * 1024) + 17);
        var manifest = Manifest(1) with
        {
            Metrics = new Dictionary<string, double> { ["ndcg10"] = 0.25 }, Baseline = new Dictionary<string, double> { ["ndcg10"] = 0.2 },
            Parts = [new ModelPart("graph", true, "walk", new Dictionary<string, double> { ["recall20"] = 0.5 })],
        };
        var stream = new MemoryStream([1, 2, 3, .. content]) { Position = 3 };

        await Models.PutAsync(manifest, ModelState.Kept, null, stream, Token);

        var stored = (await Models.ListAsync(Token)).ShouldHaveSingleItem();
        (stored.State, stored.Reason, stored.SizeBytes).ShouldBe((ModelState.Kept, null, (long)content.Length));
        stored.Manifest.ShouldBeEquivalentTo(manifest with { Parts = manifest.Parts.ToList() });
        (await ReadAsync("m1")).ShouldBe(content);
        (await Models.OpenAsync("m2", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task One_snapshot_is_in_service_whatever_happens_at_the_same_time()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Models.PutAsync(Manifest(i), ModelState.Active, null, new MemoryStream(Bytes(10)), Token)));
        (await StatesAsync()).Values.Count(state => state == ModelState.Active).ShouldBe(1);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Models.ActivateAsync($"m{i}", Token)));

        var states = await StatesAsync();
        states.Values.Count(state => state == ModelState.Active).ShouldBe(1);
        states.Values.Count(state => state == ModelState.Kept).ShouldBe(7);
    }

    [Fact]
    public async Task What_is_no_good_is_not_put_into_service()
    {
        await PutAsync(1, ModelState.Active);
        await PutAsync(2, ModelState.Rejected, "fell");
        await PutAsync(3, ModelState.Kept);
        await Models.MarkAsync("m3", ModelState.Damaged, "cut off", Token);
        await Models.MarkAsync("m9", ModelState.Damaged, "nobody", Token);

        (await Should.ThrowAsync<EchoTuneException>(() => Models.ActivateAsync("m2", Token))).ErrorCode.ShouldBe(ErrorCodes.Conflict);
        (await Should.ThrowAsync<EchoTuneException>(() => Models.ActivateAsync("m3", Token))).ErrorCode.ShouldBe(ErrorCodes.Conflict);
        (await Should.ThrowAsync<EchoTuneException>(() => Models.ActivateAsync("m\0", Token))).ErrorCode.ShouldBe(ErrorCodes.NotFound);
        await Models.ActivateAsync("m1", Token);

        var all = await Models.ListAsync(Token);
        all.Select(model => (model.Manifest.Version, model.State, model.Reason)).ShouldBe(
            [("m3", ModelState.Damaged, "cut off"), ("m2", ModelState.Rejected, "fell"), ("m1", ModelState.Active, null)]);
        (await Should.ThrowAsync<EchoTuneException>(() => PutAsync(1, ModelState.Active))).ErrorCode.ShouldBe(ErrorCodes.Conflict);
        (await StatesAsync())["m1"].ShouldBe(ModelState.Active);
    }

    [Fact]
    public async Task Whoever_is_stopped_while_storing_leaves_nothing_behind()
    {
        await PutAsync(1, ModelState.Active);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var content = new StoppingStream(Bytes(3 * 1024 * 1024), 2 * 1024 * 1024, stop);

        await Should.ThrowAsync<OperationCanceledException>(() => Models.PutAsync(Manifest(2), ModelState.Active, null, content, stop.Token));

        (await StatesAsync()).ShouldBe(new Dictionary<string, ModelState> { ["m1"] = ModelState.Active });
        (await Models.OpenAsync("m2", Token)).ShouldBeNull();
        await PutAsync(2, ModelState.Active);
        (await ReadAsync("m2")).Length.ShouldBe(10);
    }

    [Fact]
    public async Task Pruning_keeps_the_newest_good_ones_and_always_the_one_in_service()
    {
        await PutAsync(0, ModelState.Active);
        for (var i = 1; i < 6; i++)
        {
            await PutAsync(i, ModelState.Kept);
            await PutAsync(10 + i, ModelState.Rejected, "fell");
        }

        (await Models.PruneAsync(2, Token)).ShouldBe(6);

        (await Models.ListAsync(Token)).Select(model => model.Manifest.Version).ShouldBe(["m15", "m14", "m5", "m4", "m0"]);
        (await Models.PruneAsync(2, Token)).ShouldBe(0);
        (await Models.OpenAsync("m1", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task One_at_a_time_may_train()
    {
        var first = (await Models.TryLeadAsync(Token)).ShouldNotBeNull();
        (await Models.TryLeadAsync(Token)).ShouldBeNull();

        await first.DisposeAsync();

        await using var next = (await Models.TryLeadAsync(Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task The_logs_are_measured()
    {
        (await Measure.MeasureAsync(Token)).ShouldBe((0, 0L, null));
        var track = await Given.Track(Tracks, Token);
        foreach (var (listener, count) in new[] { (Given.Listener(), 3), (Given.Listener(), 2) })
        {
            await Plays.AppendAsync(
                listener, [.. Enumerable.Range(0, count).Select(i => new Play { EventId = Given.Id(), TrackId = track, Kind = PlayKind.Played, StartedAt = Given.Noon.AddHours(i) })], Token);
        }

        (await Measure.MeasureAsync(Token)).ShouldBe((2, 5L, Given.Noon.AddHours(2)));
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static ModelManifest Manifest(int number) => new()
    {
        Version = $"m{number}", CreatedAt = Given.Noon.AddMinutes(number), FitSeconds = 1.5, TrainedOn = new LearningData(2, 3, 4, 5, 6, Given.Noon),
    };

    private Task PutAsync(int number, ModelState state, string? reason = null) => Models.PutAsync(Manifest(number), state, reason, new MemoryStream(Bytes(10)), Token);

    private async Task<Dictionary<string, ModelState>> StatesAsync() => (await Models.ListAsync(Token)).ToDictionary(model => model.Manifest.Version, model => model.State);

    private async Task<byte[]> ReadAsync(string version)
    {
        await using var stream = (await Models.OpenAsync(version, Token)).ShouldNotBeNull();
        var read = new MemoryStream();
        await stream.CopyToAsync(read, 100_000, Token);
        return read.ToArray();
    }

    // Takes itself back when it was read so far.
    private sealed class StoppingStream(byte[] bytes, long at, CancellationTokenSource stop) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position >= at)
            {
                stop.Cancel();
            }

            return base.ReadAsync(buffer, cancellationToken);
        }
    }
}
