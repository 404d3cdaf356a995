using EchoTune.Audio.Analysis.Loudness;

namespace EchoTune.Audio.Analysis;

/// <summary>
/// Which analysers listen. All of them the first time; later those with a new version, those that build on them, and those
/// that these read from. What the others had found is kept from the earlier answer.
/// </summary>
internal sealed class AnalysisPlan
{
    private readonly Func<IAnalyser>[] _analysers;
    private IAnalyser[]? _first;

    /// <summary>Makes a plan.</summary>
    /// <param name="analysers">The pipeline in its order.</param>
    /// <param name="earlier">An earlier answer for the same audio; null for none.</param>
    public AnalysisPlan(Func<IAnalyser>[] analysers, TrackFeatures? earlier)
    {
        _analysers = analysers;
        var samples = Array.ConvertAll(analysers, create => create());
        _first = samples;
        Version = VersionOf(samples);
        Listens = new bool[samples.Length];
        var had = earlier is null ? [] : earlier.AnalyserVersion.Split('-').ToHashSet(StringComparer.Ordinal);
        // What an analyser wrote that is no more (a model that was switched off) must not stay.
        if (had.Any(h => !samples.Any(s => s.Name == h.TrimEnd("0123456789".ToCharArray()))))
        {
            earlier = null;
        }

        var nowhere = new FeatureDraft { DurationSeconds = 0 };
        for (var i = 0; i < samples.Length; i++)
        {
            // The waveform always listens: it shows whether this is the audio that the earlier answer is about.
            Listens[i] = earlier is null || samples[i] is WaveformAnalyser || !had.Contains(NameOf(samples[i])) || !samples[i].TryKeep(earlier, nowhere)
                || Enumerable.Range(0, i).Any(j => Listens[j] && samples[j] is not WaveformAnalyser && (samples[i].Needs?.Contains(samples[j].Name) ?? true));
        }

        // Those that are read from come before those that read: from the last to the first.
        for (var i = samples.Length - 1; i >= 0; i--)
        {
            for (var j = 0; Listens[i] && j < i; j++)
            {
                Listens[j] |= samples[i].Needs is not { } needs || needs.Contains(samples[j].Name) || samples[i].Reads.Contains(samples[j].Name);
            }
        }

        Earlier = Listens.All(l => l) ? null : earlier;
    }

    /// <summary>The earlier answer; null where nothing of it is kept.</summary>
    public TrackFeatures? Earlier { get; }

    /// <summary>Whether each analyser listens, in the order of the pipeline.</summary>
    public bool[] Listens { get; }

    /// <summary>Names and versions of all analysers.</summary>
    public string Version { get; }

    /// <summary>Names and versions joined, e.g. <c>loudness1-rhythm2</c>.</summary>
    public static string VersionOf(IEnumerable<IAnalyser> analysers) => string.Join('-', analysers.Select(NameOf));

    /// <summary>New analysers for a chapter; those that hear all chapters are taken over from the one before.</summary>
    /// <param name="before">The chapter before; null for the first, once.</param>
    public IAnalyser[] Create(IAnalyser[]? before)
    {
        if (before is null && _first is { } first)
        {
            _first = null;
            return first;
        }

        return [.. _analysers.Select((create, i) => before is not null && before[i].IsEndless ? before[i] : create())];
    }

    private static string NameOf(IAnalyser analyser) => $"{analyser.Name}{analyser.Version}";
}
