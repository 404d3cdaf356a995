using EchoTune.Audio.Analysis.Rhythm.Learning;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Analysis;

public sealed class BeatTrainerTests
{
    [Fact]
    public void Training_learns_goes_on_from_earlier_weights_and_tells_the_best_so_far()
    {
        double[] beats = [.. Enumerable.Range(0, 24).Select(i => 0.1 + (0.5 * i))];
        var lesson = BeatLesson.Of(Signals.Stereo(Signals.Clicks(120, 12)), beats, [.. beats.Where((_, i) => i % 4 == 0)]);
        var told = new List<BeatProgress>();
        var kept = new List<byte[]>();

        var first = new BeatTrainer(1) { Keep = kept.Add }.Train([lesson], [lesson], 12, 1, () => 0, told.Add);
        var again = new BeatTrainer(2) { From = first }.Train([lesson], [lesson], 12, 1, () => 1, told.Add);

        told.Count.ShouldBeGreaterThan(2);
        told[^2].HeldOutLoss.ShouldBeLessThan(0.9 * told[0].HeldOutLoss);
        kept.Count.ShouldBe(told.Count - 1);
        kept[^1].ShouldBe(first);
        // Ended before its first step, a training that goes on gives back what it was given.
        again.ShouldBe(first);
        told[^1].HeldOutLoss.ShouldBe(told[^2].HeldOutLoss, 1e-3);
        Should.Throw<InvalidDataException>(() => new BeatTrainer(1) { From = [1, 2, 3] }.Train([lesson], [lesson], 1, 1, () => 1, told.Add));
    }
}
