using EchoTune.Catalog.Library;

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
