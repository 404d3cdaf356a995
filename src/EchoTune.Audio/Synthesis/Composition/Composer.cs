using EchoTune.Audio.Synthesis.Score;
using EchoTune.Audio.Synthesis.Sound;

namespace EchoTune.Audio.Synthesis.Composition;

/// <summary>Turns a plan into a performed score: every writer plays its layer over the same form, chords and time.</summary>
internal static class Composer
{
    /// <summary>Composes a piece; the same plan gives the same score on every machine.</summary>
    public static PieceScore Compose(PiecePlan plan)
    {
        var ensemble = new Ensemble(plan);
        var style = plan.Style;
        var casting = ensemble.Random("casting");
        var comp = casting.Pick(style.Comp);
        var pad = casting.Pick(style.Pad);
        var arpeggio = casting.Pick(style.ArpPatch);
        var leadPatch = casting.Pick(style.Lead);
        var (lead, second) = LeadWriter.Write(ensemble);

        var parts = new List<Part>();
        Add(parts, plan, Layer.Bass, style.Bass, 0, style.Mix.Bass, BassWriter.Write(ensemble));
        Add(parts, plan, Layer.Comp, comp, -0.22f, style.Mix.Comp, CompWriter.WriteComp(ensemble));
        Add(parts, plan, Layer.Pad, pad, 0, style.Mix.Pad, CompWriter.WritePad(ensemble));
        Add(parts, plan, Layer.Arpeggio, arpeggio, 0.3f, style.Mix.Arp, ArpWriter.Write(ensemble));
        Add(parts, plan, Layer.Lead, leadPatch, 0.04f, style.Mix.Lead, lead);
        Add(parts, plan, Layer.Second, style.Second ?? leadPatch, 0.26f, style.Mix.Lead, second);
        Add(parts, plan, Layer.Effect, Patches.Riser, 0, -9, EffectWriter.Write(ensemble));
        return new PieceScore
        {
            DurationSeconds = plan.DurationSeconds,
            TempoBpm = plan.TempoBpm,
            Parts = parts,
            Drums = DrumWriter.Write(ensemble),
            Kit = style.Kit,
            DrumsGainDb = (float)style.Mix.Drums,
            Sidechain = style.Sidechain,
            Reverb = style.Reverb,
            Wet = style.Wet,
            DelayBeats = style.DelayBeats,
            Swell = SwellWriter.Write(plan),
            Worn = style.Worn,
            Width = style.Width,
            Bandwidth = style.Bandwidth,
            Seed = SeededRandom.Combine(plan.Seed, SeededRandom.Hash("sound")),
        };
    }

    private static void Add(List<Part> parts, PiecePlan plan, Layer layer, Patch patch, float pan, double gainDb, List<ScoreNote> notes)
    {
        if (notes.Count > 0)
        {
            var gated = notes.Select(n => n with { Length = Math.Min(Math.Max(0.03, n.Length * patch.Gate), plan.DurationSeconds - n.Start) }).ToArray();
            parts.Add(new Part(layer, patch, pan, (float)gainDb, gated));
        }
    }
}
