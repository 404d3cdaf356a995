using EchoTune.Audio.Synthesis.Practice.SoundFonts;
using EchoTune.Audio.Synthesis.Score;
using EchoTune.Audio.Synthesis.Theory;

namespace EchoTune.Audio.Synthesis.Practice;

/// <summary>A part and how it sounds in a practice piece.</summary>
/// <param name="Part">Notes, patch, pan and gain.</param>
/// <param name="Program">Program of the sound font that plays it; −1 for the synthesiser.</param>
internal readonly record struct PracticePart(Part Part, int Program);

/// <summary>The cast of a practice piece.</summary>
/// <param name="Parts">Pitched parts.</param>
/// <param name="Font">What plays parts that have a program; null for none.</param>
/// <param name="DrumKit">Program of the font's drum bank; −1 for the synthesiser's drums.</param>
/// <param name="Score">Drums and room.</param>
/// <param name="Pumps">Seconds at which everything is ducked though no kick need sound; empty where the kicks duck.</param>
/// <param name="Words">In words.</param>
internal sealed record PracticeBand(IReadOnlyList<PracticePart> Parts, SoundFont? Font, int DrumKit, PieceScore Score, IReadOnlyList<double> Pumps, string Words)
{
    private const double MostLayBack = 0.018;

    /// <summary>Draws instruments, levels, places and looseness for a composed score.</summary>
    public static PracticeBand Cast(SeededRandom random, PracticePlan plan, PieceScore score, PracticeOptions options)
    {
        var font = options.SoundFonts.Count > 0 && random.Chance(options.SampledShare) ? random.Pick(options.SoundFonts) : null;
        var isSolo = plan.Ensemble is PracticeEnsemble.SoloPiano or PracticeEnsemble.SoloGuitar;
        var isMachine = plan.Ensemble is PracticeEnsemble.Machine;
        var isChip = isMachine && score.Kit is KitKind.Chip;
        // Some bands mix sampled and synthesised instruments.
        var sampled = font is null || isChip ? 0 : isSolo || random.Chance(0.6) ? 1 : random.Between(0.3, 0.9);
        var made = isChip || random.Chance(0.4) ? 0 : random.Between(0.2, 1);
        var clash = random.Chance(0.3) ? random.Between(0.05, 0.25) : 0;
        var spread = random.Between(0, 1);
        var looseness = random.Between(0, 6);
        var soloProgram = PracticeSound.Program(random, Layer.Comp, plan.Ensemble);
        var soloPatch = score.Parts.Count > 0 ? PracticeSound.Own(random, score.Parts[0], plan.Ensemble) : null;
        var parts = new List<PracticePart>();
        foreach (var part in score.Parts)
        {
            var program = isSolo ? soloProgram : PracticeSound.Program(random, part.Layer, plan.Ensemble);
            var isSampled = font is not null && part.Layer != Layer.Effect && random.Chance(sampled) && font.Preset(0, program).Length > 0;
            var patch = isSolo ? soloPatch! : !isSampled && part.Layer != Layer.Effect && random.Chance(made) ? PracticeSound.Made(random, part.Layer) : PracticeSound.Own(random, part, plan.Ensemble);
            if (isMachine && part.Layer is Layer.Arpeggio or Layer.Lead or Layer.Comp && random.Chance(0.3))
            {
                patch = patch with { DelaySend = (float)random.Between(0.1, 0.45) };
            }

            var notes = part.Notes;
            if (part.Layer is Layer.Lead && clash > 0)
            {
                notes = Clash(random, notes, clash);
            }

            if (part.Layer is Layer.Lead && plan.Piece.PickupBeats > 0 && notes.Count > 0)
            {
                notes = [.. Upbeat(random, plan, notes[0]), .. notes];
            }

            var lag = isSolo || plan.Piece.Style.HumanMs < 1 ? 0 : random.Between(-0.3, 1) * MostLayBack * random.NextDouble();
            notes = [.. notes.Select(n => n with { Start = Math.Max(0, n.Start + lag) })];
            var gain = part.GainDb + (float)(looseness * random.NextBell() * 0.6) - (part.Layer is Layer.Effect ? 4 : 0);
            parts.Add(new PracticePart(part with { Patch = patch, Pan = (float)Math.Clamp(random.Between(-spread, spread), -0.8, 0.8), GainDb = gain, Notes = notes }, isSampled ? program : -1));
        }

        var kit = font is not null && random.Chance(sampled) && font.DrumKits.Count > 0 ? random.Pick(font.DrumKits) : -1;
        var words = $"{plan.Piece.Style.Name}, {plan.Ensemble}, {(font is null ? "synthesised" : parts.All(p => p.Program >= 0) ? "sampled" : "part sampled")}, {plan.Timing}";
        var sidechain = random.Chance(0.12) ? random.Between(0.2, 0.8) : score.Sidechain;
        var pumps = isMachine && sidechain > 0 && random.Chance(0.4) ? Enumerable.Range(0, (int)plan.Piece.FinalBeat).Select(b => plan.Piece.Time.Seconds(b)).ToArray() : [];
        return new PracticeBand(parts, font, kit, score with
        {
            Drums = Rested(random, plan, score.Drums),
            Kit = isChip || random.Chance(0.5) ? score.Kit : random.Pick(Enum.GetValues<KitKind>()),
            DrumsGainDb = score.DrumsGainDb + (float)random.Between(-6, 4),
            Sidechain = sidechain,
            Reverb = random.Between(0.3, 3), Wet = isChip ? score.Wet : random.Chance(0.15) ? 0 : random.Between(0.2, 1.5),
            Width = random.Chance(0.2) ? 0 : random.Between(0.4, 1),
            Seed = SeededRandom.Combine(plan.Piece.Seed, 8),
        }, pumps, words);
    }

    // Every few bars the drums, or the kick alone, rest for a while as the others play on.
    private static IReadOnlyList<DrumHit> Rested(SeededRandom random, PracticePlan plan, IReadOnlyList<DrumHit> drums)
    {
        if (drums.Count == 0 || !random.Chance(0.35))
        {
            return drums;
        }

        var piece = plan.Piece;
        var every = random.Pick((int[])[4, 4, 8, 16]);
        var beats = random.Pick((double[])[0.5, 1, 1, 2]) * piece.Metre.Beats;
        var isKickAlone = random.Chance(0.3);
        var rests = new List<(double From, double To)>();
        for (var bar = every; bar <= piece.TotalBars; bar += every)
        {
            if (random.Chance(0.6))
            {
                // Who comes a little early for the next bar still plays.
                rests.Add((piece.Time.Seconds((bar * piece.Metre.Beats) - Math.Max(1, beats)) - 0.03, piece.Time.Seconds(bar * piece.Metre.Beats) - 0.03));
            }
        }

        return [.. drums.Where(h => (isKickAlone && h.Drum is not Drum.Kick) || !rests.Any(r => h.Start >= r.From && h.Start < r.To))];
    }

    // Tunes are full of notes that belong to no chord.
    private static ScoreNote[] Clash(SeededRandom random, IReadOnlyList<ScoreNote> notes, double share) =>
        [.. notes.Select(n => n.Length < 0.8 && random.Chance(share) ? n with { Pitch = n.Pitch + random.Pick((int[])[-2, -1, 1, 2]) } : n)];

    private static List<ScoreNote> Upbeat(SeededRandom random, PracticePlan plan, ScoreNote first)
    {
        var notes = new List<ScoreNote>();
        var piece = plan.Piece;
        var halves = piece.PickupBeats * (random.Chance(0.5) ? 2 : 1);
        var scale = Scale.For(piece.Key, piece.Sections[0].Chords[0].Chord, ScaleKind.Diatonic);
        var direction = random.Chance(0.7) ? -1 : 1;
        for (var i = halves; i > 0; i--)
        {
            double beat = -(double)piece.PickupBeats * i / halves, next = -(double)piece.PickupBeats * (i - 1) / halves;
            var start = piece.Time.Seconds(beat);
            notes.Add(new ScoreNote(Math.Max(0, start), Math.Max(0.05, 0.9 * (piece.Time.Seconds(next) - start)), scale.Step(first.Pitch, direction * i), (float)random.Between(0.55, 0.85)));
        }

        return notes;
    }
}
