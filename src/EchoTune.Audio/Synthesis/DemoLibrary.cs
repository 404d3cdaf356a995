using EchoTune.Audio.Primitives;
using EchoTune.Audio.Synthesis.Composition;
using EchoTune.Audio.Synthesis.Theory;

namespace EchoTune.Audio.Synthesis;

/// <summary>The music that EchoTune composes itself: albums of made-up artists in some twenty genres.</summary>
public static class DemoLibrary
{
    /// <summary>Hz.</summary>
    public const int SampleRate = 44_100;

    /// <summary>Stereo.</summary>
    public const int Channels = 2;

    /// <summary>Names what a seed gives: it changes whenever a piece would sound or be tagged differently.</summary>
    public const string Version = "3";

    /// <summary>Plans all pieces, in the order they should become playable: first one of each of several genres. Renders nothing.</summary>
    /// <param name="seed">1 gives the library as catalogued; any other seed gives other notes, keys and tempi under the same names.</param>
    public static IReadOnlyList<DemoPiece> Compose(int seed = 1)
    {
        var variation = new SeededRandom(SeededRandom.Combine((ulong)seed, 77));
        var transpose = seed == 1 ? 0 : variation.Next(12);
        var stretch = seed == 1 ? 1 : variation.Between(0.97, 1.03);
        var rows = DemoCatalogue.Albums.Select(album => album.Tracks.Select((track, index) => Piece(album, track, index, seed, transpose, stretch)).ToArray()).ToArray();
        var pieces = new List<DemoPiece>();
        // One of each album in turn: neighbours differ as much as the albums do.
        for (var i = 0; rows.Any(row => i < row.Length); i++)
        {
            pieces.AddRange(rows.Where(row => i < row.Length).Select(row => row[i]));
        }

        return pieces;
    }

    private static DemoPiece Piece(DemoAlbum album, DemoTrack track, int index, int seed, int transpose, double stretch)
    {
        if (!MusicalKey.TryParse(track.Key, out var key))
        {
            throw new FormatException($"'{track.Key}' of '{track.Title}' is no key.");
        }

        var style = track.Style ?? album.Style;
        var plan = Planner.Plan(
            style, new MusicalKey(Chord.PitchClass(key.Tonic + transpose), key.Mode), Math.Round(track.Bpm * stretch, 1), track.Seconds, track.Lift, track.BridgeTempo,
            SeededRandom.Combine((ulong)seed, SeededRandom.Hash(album.Title + "/" + track.Title)));
        var disc = track.Disc;
        var number = album.Tracks.Take(index + 1).Count(t => t.Disc == disc);
        return new DemoPiece(album, track, plan, disc, number);
    }
}
