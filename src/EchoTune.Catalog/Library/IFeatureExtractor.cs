using EchoTune.Audio.Analysis;

namespace EchoTune.Catalog.Library;

/// <summary>Listens to a file and says what it heard.</summary>
internal interface IFeatureExtractor
{
    /// <summary>Version of what it hears; a change of it makes every track pending again.</summary>
    string Version { get; }

    /// <summary>Analyses one file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="earlier">What an earlier version found in it, so that only what changed since is listened for; null to listen anew.</param>
    /// <param name="listening">Told how far it is, while it is; null to tell nobody.</param>
    /// <param name="cancellationToken">Stops it, and the decoder.</param>
    /// <exception cref="Errors.EchoTuneException">As <see cref="IAudioDecoder"/>.</exception>
    Task<TrackFeatures> ExtractAsync(string path, TrackFeatures? earlier, Listening? listening, CancellationToken cancellationToken);
}
