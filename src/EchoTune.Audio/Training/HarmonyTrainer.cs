using EchoTune.Audio.Analysis.Tonal;
using EchoTune.Audio.Neural;
using EchoTune.Audio.Synthesis;

namespace EchoTune.Audio.Training;

/// <summary>Trains what hears chords and keys, on music of which everything is known.</summary>
public static class HarmonyTrainer
{
    /// <summary>Listens to a piece and keeps what training needs of it, about 1 KB a second.</summary>
    /// <param name="stereo">Interleaved samples at 44.1 kHz.</param>
    /// <param name="truth">What is true of it.</param>
    /// <param name="tuningCents">How far it lies from A = 440 Hz, cents.</param>
    /// <returns>Bytes for <see cref="Train"/>.</returns>
    public static byte[] Listen(ReadOnlySpan<float> stereo, PieceTruth truth, double tuningCents) => HarmonyExample.Of(stereo, truth, tuningCents).Write();

    /// <summary>Listens to sounds that have no harmony: noise, drums, speech.</summary>
    /// <param name="seed">Any number.</param>
    /// <returns>Bytes for <see cref="Train"/>.</returns>
    public static byte[] ListenToUnpitched(ulong seed) => HarmonyExample.OfUnpitched(UnpitchedSounds.Make(seed)).Write();

    /// <summary>Trains the networks of chords and of keys.</summary>
    /// <param name="examples">What <see cref="Listen"/> gave; every tenth is held out and judged.</param>
    /// <param name="epochs">How often everything is seen.</param>
    /// <param name="seed">Seed of all chance: the same seed and examples give the same networks.</param>
    /// <param name="version">Version written into the weights.</param>
    /// <param name="log">Takes lines for people.</param>
    /// <returns>Names and contents of the files of weights, as the program embeds them.</returns>
    public static IReadOnlyDictionary<string, byte[]> Train(IReadOnlyList<byte[]> examples, int epochs, int seed, int version, Action<string> log)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(log);
        var all = examples.Select(HarmonyExample.Read).ToArray();
        var (learned, held) = (all.Where((_, i) => i % 10 != 9).ToArray(), all.Where((_, i) => i % 10 == 9).ToArray());
        HarmonyJudge.Chords(held, ChordTemplates.Score, "by rule", log);
        var chordFile = WeightFile.Write(ChordTraining.Train(learned, epochs, seed, log), ChordNetwork.Purpose, version);
        // As shipped: in half precision.
        var chords = WeightFile.Read(chordFile, ChordNetwork.Purpose).Network;
        HarmonyJudge.Chords(held, s => ChordNetwork.Score(chords, s), "learned", log);

        var keyFile = WeightFile.Write(KeyTraining.Train([.. learned.Select(e => HeardHarmony.Of(e, chords))], 4 * epochs, seed, log), KeyNetwork.Purpose, version);
        HarmonyJudge.Keys([.. held.Select(e => HeardHarmony.Of(e, chords))], WeightFile.Read(keyFile, KeyNetwork.Purpose).Network, log);
        return new Dictionary<string, byte[]> { ["chords.weights"] = chordFile, ["key.weights"] = keyFile };
    }
}
