using System.Numerics.Tensors;
using EchoTune.Audio.Synthesis;
using EchoTune.Audio.Synthesis.Practice;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Synthesis.Practice;

public sealed class PracticeMusicTests
{
    private static readonly PracticeOptions Short = new() { MinSeconds = 12, MaxSeconds = 24, Channels = 1 };
    private static readonly Lazy<PracticePiece[]> Pieces = new(() => [.. Enumerable.Range(0, 24).Select(i => PracticeMusic.Piece(PracticeMusic.SeedOf(5, (ulong)i), Short))]);

    [Fact]
    public void A_seed_gives_the_same_piece_again_and_another_seed_another()
    {
        var options = Short with { MaxSeconds = 12, Channels = 2 };
        PracticePiece one = PracticeMusic.Piece(7, options), again = PracticeMusic.Piece(7, options), other = PracticeMusic.Piece(8, options);

        again.Samples.ShouldBe(one.Samples);
        TruthFile.Serialize(again.Truth).ShouldBe(TruthFile.Serialize(one.Truth));
        other.Truth.Beats.ShouldNotBe(one.Truth.Beats);
        one.Samples.Length.ShouldBe((int)Math.Round(one.DurationSeconds * PracticeMusic.SampleRate) * 2);
    }

    [Fact]
    public void Truth_is_in_order_and_within_the_recording()
    {
        foreach (var piece in Pieces.Value)
        {
            var truth = piece.Truth;
            truth.Beats.Count.ShouldBeGreaterThan(8, piece.Description);
            truth.Beats.Zip(truth.Beats.Skip(1)).ShouldAllBe(p => p.Second - p.First > 0.15 && p.Second - p.First < 3);
            truth.Downbeats.ShouldBeSubsetOf(truth.Beats);
            truth.Beats[^1].ShouldBeLessThanOrEqualTo(piece.DurationSeconds);
            truth.Chords.Zip(truth.Chords.Skip(1)).ShouldAllBe(p => Math.Abs(p.First.End - p.Second.Start) < 0.011);
            truth.Sections.Zip(truth.Sections.Skip(1)).ShouldAllBe(p => Math.Abs(p.First.End - p.Second.Start) < 1e-3);
            truth.Sections[^1].End.ShouldBeLessThanOrEqualTo(piece.DurationSeconds + 1e-3);
            var median = truth.Beats.Zip(truth.Beats.Skip(1), (a, b) => 60 / (b - a)).Order().ElementAt(truth.Beats.Count / 2);
            if (truth.TempoChanges.Count == 0)
            {
                truth.TempoBpm.ShouldBe(median, 0.08 * median, piece.Description);
            }
        }
    }

    [Fact]
    public void No_two_pieces_are_of_a_kind()
    {
        var truths = Enumerable.Range(0, 24).Select(i => Pieces.Value[i].Truth).ToArray();
        truths.Select(t => t.Key).Distinct().Count().ShouldBeGreaterThan(10);
        truths.Select(t => Math.Round(t.TempoBpm)).Distinct().Count().ShouldBeGreaterThan(18);
        truths.Select(t => t.TimeSignature).Distinct().Count().ShouldBeGreaterThan(2);
        truths.SelectMany(t => t.Chords).Select(c => c.Label.TrimStart('A', 'B', 'C', 'D', 'E', 'F', 'G').TrimStart('#', 'b')).Distinct().Count().ShouldBeGreaterThan(6);
        Pieces.Value.Count(p => p.TuningCents != 0).ShouldBeInRange(3, 18);
    }

    [Fact]
    public void Sequenced_pieces_keep_the_time_of_a_machine()
    {
        var machines = Pieces.Value.Where(p => p.Description.Contains("Machine", StringComparison.Ordinal)).ToArray();
        machines.Length.ShouldBeInRange(4, 16);
        var steady = machines.Where(p => p.Description.Contains("steady", StringComparison.Ordinal) && p.Truth.TempoChanges.Count == 0).ToArray();
        steady.Length.ShouldBeGreaterThan(machines.Length / 2);
        foreach (var truth in steady.Select(p => p.Truth))
        {
            // As exact as truth is written: a tenth of a millisecond.
            truth.Beats.Zip(truth.Beats.Skip(1)).ShouldAllBe(b => Math.Abs(b.Second - b.First - (60 / truth.TempoBpm)) < 0.0006);
        }
    }

    [Fact]
    public void Recordings_sound_throughout_and_are_not_squashed_against_the_ceiling()
    {
        foreach (var piece in Pieces.Value)
        {
            var samples = piece.Samples;
            var peak = Math.Abs(TensorPrimitives.MaxMagnitude<float>(samples));
            peak.ShouldBeLessThanOrEqualTo(1.001f, piece.Description);
            peak.ShouldBeGreaterThan(0.02f, piece.Description);
            samples.Count(v => Math.Abs(v) > 0.999f * peak).ShouldBeLessThan(samples.Length / 10, piece.Description);
            // Between the first beat and the last no second is silent.
            int from = (int)piece.Truth.Beats[0] + 1, to = (int)piece.Truth.Beats[^1];
            for (var s = from; s < to; s++)
            {
                Math.Abs(TensorPrimitives.MaxMagnitude<float>(samples.AsSpan(s * 44_100, 44_100))).ShouldBeGreaterThan(0.002f * peak, $"second {s} of {piece.Description}");
            }
        }
    }

    [Fact]
    public void Things_begin_on_the_beats()
    {
        var ratios = new List<double>();
        foreach (var piece in Pieces.Value)
        {
            var flux = Listening.Flux(piece.Samples);
            double At(double seconds, double offset) => piece.Truth.Beats.Average(b => Listening.Peak(flux, b + seconds + offset));
            var gap = piece.Truth.Beats.Zip(piece.Truth.Beats.Skip(1), (a, b) => b - a).Average();
            ratios.Add(At(0, 0) / (1e-9 + Enumerable.Range(1, 7).Average(i => At(0, gap * i / 8))));
        }

        ratios.Sort();
        ratios[ratios.Count / 2].ShouldBeGreaterThan(1.6);
        ratios[2].ShouldBeGreaterThan(1.0);
    }

    [Fact]
    public void Chords_sound_as_they_are_called()
    {
        double[] stated = [.. Pieces.Value.Select(p => Listening.ChordShare(p, 0))], shifted = [.. Pieces.Value.Select(p => Listening.ChordShare(p, 1))];

        // Three or four of twelve pitch classes hold 30 % of anything; a tune and a bass bring others along.
        stated.Average().ShouldBeGreaterThan(0.48);
        stated.Zip(shifted).Count(p => p.First > p.Second + 0.1).ShouldBeGreaterThanOrEqualTo(22);
    }

    [Fact]
    public void Nothing_is_made_of_nonsense()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => PracticeMusic.Piece(1, Short with { Channels = 3 }));
        Should.Throw<ArgumentOutOfRangeException>(() => PracticeMusic.Piece(1, Short with { MinSeconds = 2 }));
        Should.Throw<ArgumentOutOfRangeException>(() => PracticeMusic.Piece(1, Short with { MaxSeconds = 5000 }));
    }
}
