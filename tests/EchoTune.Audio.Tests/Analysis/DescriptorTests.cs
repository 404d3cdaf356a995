using EchoTune.Audio.Analysis;
using EchoTune.Audio.Primitives;
using EchoTune.Audio.Synthesis;
using EchoTune.Audio.Synthesis.Composition;
using EchoTune.Audio.Synthesis.Score;
using EchoTune.Audio.Synthesis.Sound;
using EchoTune.Audio.Synthesis.Styles;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Analysis;

/// <summary>Descriptors move the way their names say when one thing about the music is changed and nothing else.</summary>
public sealed class DescriptorTests
{
    private const int Rate = AnalysisPipeline.SampleRate;

    public static TheoryData<string> Pieces => ["rock", "folk", "house"];

    [Theory]
    [InlineData("rock")]
    [InlineData("folk")]
    public void A_low_pass_darkens_step_by_step(string piece)
    {
        var score = Score(piece);
        double[] heard = [.. new[] { 0.0, 3000, 1000 }.Select(hz => Hear(score with { Bandwidth = hz }).Brightness)];
        for (var i = 1; i < heard.Length; i++)
        {
            heard[i].ShouldBeLessThan(heard[i - 1] - 0.01, $"step {i} of {string.Join(' ', heard)}");
        }

        (heard[0] - heard[^1]).ShouldBeGreaterThan(0.15);
    }

    [Theory]
    [MemberData(nameof(Pieces))]
    public void Louder_drums_and_denser_dynamics_are_more_energy(string piece)
    {
        var score = Score(piece);
        double quiet = Hear(score with { DrumsGainDb = -14 }).Energy, loud = Hear(score with { DrumsGainDb = 4 }).Energy;
        loud.ShouldBeGreaterThan(quiet + 0.03);

        var mix = Render(score with { DrumsGainDb = 4 });
        var squeezed = Array.ConvertAll(mix, v => MathF.Tanh(6 * v));
        Hear(squeezed).Energy.ShouldBeGreaterThan(loud + 0.01);
    }

    [Fact]
    public void The_same_strokes_off_the_beat_are_less_danceable()
    {
        double Danceability(double jitter)
        {
            var random = new Random(3);
            var signal = Signals.Silence(24);
            for (var beat = 0; beat < 46; beat++)
            {
                var at = 0.3 + (0.5 * beat) + (jitter * (random.NextDouble() - 0.5));
                Signals.Tone(signal, at, 0.2, 58, 0.7, decay: 15);
                Signals.Burst(signal, at + 0.25 + (jitter * (random.NextDouble() - 0.5)), 0.05, 0.25, 80, random);
            }

            return Signals.Analyse(signal).Danceability;
        }

        double steady = Danceability(0), loose = Danceability(0.45);
        steady.ShouldBeGreaterThan(0.6);
        loose.ShouldBeLessThan(steady - 0.2);
    }

    [Theory]
    [MemberData(nameof(Pieces))]
    public void A_crowd_and_a_hall_are_live(string piece)
    {
        var score = Score(piece);
        var mix = Render(score with { Wet = 0.2 });
        var dry = Hear(mix).Liveness;
        double before = dry;
        foreach (var db in (double[])[-14, -8])
        {
            var live = Hear(WithCrowd(mix, db)).Liveness;
            live.ShouldBeGreaterThan(before, $"a crowd at {db} dB");
            before = live;
        }

        before.ShouldBeGreaterThan(dry + 0.12);
        Hear(score with { Wet = 3.5, Reverb = 4 }).Liveness.ShouldBeGreaterThan(dry + 0.02);
    }

    [Theory]
    [InlineData("folk")]
    [InlineData("house")]
    [InlineData("rock")]
    public void Minor_and_slow_is_sadder_than_major_and_fast(string piece)
    {
        double Valence(KeyMode mode, double bpm) => Hear(Score(piece, new MusicalKey(9, mode), bpm)).Valence;
        Valence(KeyMode.Major, 128).ShouldBeGreaterThan(Valence(KeyMode.Minor, 76) + 0.12);
    }

    [Fact]
    public void Strings_and_wood_are_more_acoustic_than_saws()
    {
        PieceScore With(Patch lead, Patch chords, Patch bass)
        {
            var score = Score("folk");
            return score with
            {
                DrumsGainDb = -60,
                Parts = [.. score.Parts.Select(p => p with { Patch = p.Layer switch { Layer.Bass => bass, Layer.Lead => lead, _ => chords } })],
            };
        }

        var wood = Hear(With(Patches.Flute, Patches.NylonGuitar, Patches.UprightBass)).Acousticness;
        var piano = Hear(With(Patches.Piano, Patches.Piano, Patches.UprightBass)).Acousticness;
        var saws = Hear(With(Patches.SawLead, Patches.SuperSaw, Patches.SynthBass)).Acousticness;
        wood.ShouldBeGreaterThan(saws + 0.08);
        piano.ShouldBeGreaterThan(saws + 0.08);
    }

    [Fact]
    public void A_singing_lead_is_less_instrumental_and_a_talking_one_is_speech()
    {
        foreach (var piece in (string[])["folk", "jazz"])
        {
            var score = Score(piece);
            PieceScore With(Patch lead) => score with { Parts = [.. score.Parts.Select(p => p.Layer == Layer.Lead ? p with { Patch = lead, GainDb = p.GainDb + 6 } : p)] };
            Hear(With(Patches.Voice)).Instrumentalness.ShouldBeLessThan(Hear(With(Patches.Piano)).Instrumentalness + 0.001, piece);
        }

        var talk = Signals.Analyse(Speech(20));
        talk.Speechiness.ShouldBeGreaterThan(0.5);
        talk.Key.ShouldBeNull("nobody talks in a key");
        talk.Segments.ShouldAllBe(s => s.Label == "section");
        talk.Instrumentalness.ShouldBeLessThan(0.5);

        var music = Signals.Dance(120, 20);
        var before = Signals.Analyse(music);
        before.Speechiness.ShouldBeLessThan(0.1);
        var spoken = Speech(20);
        Signals.Analyse([.. music.Select((v, i) => (0.05f * v) + spoken[i])]).Speechiness.ShouldBeGreaterThan(before.Speechiness + 0.1);
    }

    [Theory]
    [InlineData("house")]
    public void Gain_changes_no_descriptor(string piece)
    {
        var mix = Render(Score(piece));
        var heard = Hear(mix);
        foreach (var db in (double[])[-12, 6])
        {
            var other = Hear(Signals.Gain(mix, db));
            foreach (var measure in (Func<TrackFeatures, double>[])[f => f.Energy, f => f.Danceability, f => f.Valence, f => f.Acousticness, f => f.Instrumentalness, f => f.Speechiness, f => f.Liveness, f => f.Brightness])
            {
                measure(other).ShouldBe(measure(heard), 0.01);
            }
        }
    }

    // A voice that talks: pitch that glides, vowels that change four times a second, hisses between them, and breaths.
    private static float[] Speech(double seconds)
    {
        var random = new Random(12);
        var signal = Signals.Silence(seconds);
        double phase = 0, at = 0;
        while (at < seconds - 0.5)
        {
            double length = 0.16 + (0.1 * random.NextDouble()), from = 95 + (50 * random.NextDouble()), to = 90 + (50 * random.NextDouble());
            double[] formants = [300 + (500 * random.NextDouble()), 900 + (1300 * random.NextDouble()), 2500 + (500 * random.NextDouble())];
            var state = new double[6];
            for (var i = 0; i < length * Rate; i++)
            {
                var t = i / (length * Rate);
                phase = (phase + ((from + ((to - from) * t)) / Rate)) % 1;
                double x = (2 * phase) - 1, y = 0;
                for (var f = 0; f < 3; f++)
                {
                    double w = 2 * Math.PI * formants[f] / Rate, r = Math.Exp(-Math.PI * 90 / Rate);
                    var v = ((1 - r) * x) + (2 * r * Math.Cos(w) * state[2 * f]) - (r * r * state[(2 * f) + 1]);
                    (state[(2 * f) + 1], state[2 * f]) = (state[2 * f], v);
                    y += v / (1 + f);
                }

                signal[(int)(at * Rate) + i] += (float)(0.3 * y * Math.Sin(Math.PI * t));
            }

            at += length;
            Signals.Burst(signal, at, 0.05, 0.06, 30, random);
            at += random.NextDouble() < 0.15 ? 0.4 : 0.03;
        }

        return signal;
    }

    private static float[] WithCrowd(float[] stereo, double db)
    {
        // Many people: noise without lows and highs that swells, at a level against the music.
        var random = new Random(4);
        var level = Math.Sqrt(stereo.Average(v => (double)v * v)) * Math.Pow(10, db / 20);
        double low = 0, high = 0;
        var result = new float[stereo.Length];
        for (var i = 0; i < stereo.Length; i++)
        {
            var white = (random.NextDouble() * 2) - 1;
            low += 0.35 * (white - low);
            high += 0.05 * (low - high);
            var swell = 1 + (0.3 * Math.Sin(2 * Math.PI * i / (2.0 * Rate) / 3.1));
            result[i] = stereo[i] + (float)(level * 3.3 * swell * (low - high));
        }

        return result;
    }

    private static PieceScore Score(string piece, MusicalKey? key = null, double? bpm = null)
    {
        var (style, usual) = piece switch
        {
            "rock" => (BandStyles.Rock, 126.0),
            "folk" => (BandStyles.Folk, 100.0),
            "house" => (ElectronicStyles.House, 124.0),
            _ => (GrooveStyles.Jazz, 130.0),
        };
        return Composer.Compose(Planner.Plan(style, key ?? new MusicalKey(9, KeyMode.Minor), bpm ?? usual, 24, 0, 1, 5));
    }

    private static float[] Render(PieceScore score) => ScoreRenderer.Render(score, TestContext.Current.CancellationToken);

    private static TrackFeatures Hear(PieceScore score) => Hear(Render(score));

    private static TrackFeatures Hear(float[] stereo) => Signals.AnalyseStereo(stereo);
}
