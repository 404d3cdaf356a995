using EchoTune.Audio.Analysis;

namespace EchoTune.Catalog.Library;

/// <summary>Listens to a file and says what it heard.</summary>
internal interface IFeatureExtractor
{
    /// <summary>Version of what it hears; a change of it makes every track pending again.</summary>
    string Version { get; }

    /// <summary>Analyses one file.</summary>
    /// <exception cref="Errors.EchoTuneException">As <see cref="IAudioDecoder"/>.</exception>
    Task<TrackFeatures> ExtractAsync(string path, CancellationToken cancellationToken);
}
