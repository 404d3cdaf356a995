using System.Collections.Concurrent;
using EchoTune.Catalog.Library;
using EchoTune.Catalog.Tracks;
using NSubstitute;

namespace EchoTune.Catalog.Tests.Library;

public sealed class TimingTests
{
    private readonly ManualTime time = new();

    [Fact]
    public void Progress_is_told_at_once_then_five_times_a_second_and_the_last_is_never_lost()
    {
        using var board = new LibraryProgressBoard(time);
        var told = new List<int>();
        board.Changed += progress => told.Add(progress.Found);

        for (int i = 1; i <= 1000; i++)
        {
            int found = i;
            board.Update(now => now with { Found = found });
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        told[0].ShouldBe(1);
        told.Count.ShouldBeLessThanOrEqualTo(6);
        time.Advance(TimeSpan.FromSeconds(1));
        told[^1].ShouldBe(1000);
        board.Now.Found.ShouldBe(1000);
    }

    [Fact]
    public void Nothing_is_told_while_nothing_changes()
    {
        using var board = new LibraryProgressBoard(time);
        int told = 0;
        board.Changed += _ => told++;

        board.Update(now => now with { Found = 1 });
        time.Advance(TimeSpan.FromMinutes(1));

        told.ShouldBe(1);
    }

    [Fact]
    public void Failures_are_counted_all_and_listed_in_part()
    {
        using var board = new LibraryProgressBoard(time);

        board.ScanFailures([.. Enumerable.Range(0, 3000).Select(i => new ScanFailure($"{i}.mp3", "not_audio", "No."))]);

        board.Now.FailedCount.ShouldBe(3000);
        board.Now.Failed.Count.ShouldBe(1000);
    }

    [Fact]
    public async Task Analyses_that_fail_at_the_same_time_are_all_listed()
    {
        using var board = new LibraryProgressBoard(time);
        ScanFailure one = new("1.mp3", "internal", "No."), two = new("2.mp3", "internal", "No.");
        using var second = new ManualResetEventSlim();
        Task meanwhile = Task.CompletedTask;

        board.AnalysisFailures(() =>
        {
            // While the first is listed, a second one fails. Its list must not be overwritten by this older one.
            meanwhile = Task.Run(
                () =>
                {
                    board.AnalysisFailures(() => [one, two]);
                    second.Set();
                },
                TestContext.Current.CancellationToken);
            second.Wait(TimeSpan.FromMilliseconds(50));
            return [one];
        });
        await meanwhile;

        board.Now.FailedCount.ShouldBe(2);
    }

    [Fact]
    public async Task Nobody_hears_an_older_progress_after_a_newer_one()
    {
        using var board = new LibraryProgressBoard(time);
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        board.Changed += progress =>
        {
            // This listener takes its time over the first progress, before the next listener's turn.
            if (progress.Found == 1)
            {
                entered.Set();
                release.Wait();
            }
        };
        var told = new ConcurrentQueue<int>();
        board.Changed += progress => told.Enqueue(progress.Found);

        Task slow = Task.Run(() => board.Update(now => now with { Found = 1 }), TestContext.Current.CancellationToken);
        entered.Wait(TestContext.Current.CancellationToken);
        board.Update(now => now with { Found = 2 });
        Task rested = Task.Run(() => time.Advance(TimeSpan.FromSeconds(1)), TestContext.Current.CancellationToken);
        // Out of order, the newer one would be told right now; in order, it waits, however long this does.
        await Task.WhenAny(rested, Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken));
        release.Set();
        await Task.WhenAll(slow, rested);

        told.ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_count_that_was_slow_does_not_replace_a_newer_one()
    {
        using var board = new LibraryProgressBoard(time);
        var tracks = Substitute.For<ITrackStore>();
        tracks.CountAsync(default).ReturnsForAnyArgs(9);
        var features = Substitute.For<IFeatureStore>();
        var slow = new TaskCompletionSource<int>();
        features.CountAsync(default).ReturnsForAnyArgs(_ => slow.Task, _ => Task.FromResult(2), _ => Task.FromResult(3));
        using var counts = new LibraryCounts(tracks, features, board);

        Task first = counts.CountAnalysedAsync(TestContext.Current.CancellationToken);
        Task second = counts.CountAnalysedAsync(TestContext.Current.CancellationToken);
        Task third = counts.CountAsync(TestContext.Current.CancellationToken);
        slow.SetResult(1);
        await Task.WhenAll(first, second, third);

        (board.Now.Tracks, board.Now.Analysed).ShouldBe((9, 3));
    }

    [Fact]
    public void Changes_are_told_once_it_is_quiet()
    {
        int told = 0;
        using var watcher = new LibraryWatcher(time, TimeSpan.FromSeconds(2), () => told++);

        for (int i = 0; i < 5; i++)
        {
            watcher.Change();
            time.Advance(TimeSpan.FromSeconds(1));
        }

        told.ShouldBe(0);
        time.Advance(TimeSpan.FromSeconds(1));
        told.ShouldBe(1);
        time.Advance(TimeSpan.FromMinutes(1));
        told.ShouldBe(1);
    }

    [Fact]
    public void A_folder_that_never_rests_is_told_of_all_the_same()
    {
        int told = 0;
        using var watcher = new LibraryWatcher(time, TimeSpan.FromSeconds(2), () => told++);

        for (int i = 0; i < 61; i++)
        {
            watcher.Change();
            time.Advance(TimeSpan.FromSeconds(1));
        }

        told.ShouldBe(2);
    }
}
