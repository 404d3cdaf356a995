using EchoTune.Audio.Primitives;
using EchoTune.Catalog.Requests;

namespace EchoTune.Catalog.Recommendations;

/// <summary>
/// Which keys a wish takes. Who names a key wants that key: it is not let go of for the sake of more tracks, only widened to what mixes with it when there
/// is none at all.
/// </summary>
internal static class KeyCondition
{
    private const int Keys = 24;
    private const int FirstMinor = 12;

    /// <summary>Reads a wish.</summary>
    /// <param name="wish">The wish.</param>
    /// <param name="playing">The key of what plays, as <see cref="LibrarySnapshot.Keys"/> has it; null where nothing plays that is known.</param>
    /// <param name="has">Whether a track that may come is in a key.</param>
    /// <returns>A flag for each key, null to take all; and what the listener should know.</returns>
    public static (bool[]? Wanted, string? Note) Of(KeyWish wish, sbyte? playing, Func<sbyte, bool> has)
    {
        MusicalKey key;
        if (wish.Name is { } name)
        {
            if (!MusicalKey.TryParse(name, out key))
            {
                return (null, $"“{name}” is no key that I know.");
            }
        }
        else if (wish.Current == true)
        {
            if (playing is not >= 0)
            {
                return (null, "I do not know the key of what plays, so it does not count.");
            }

            key = new MusicalKey(playing.Value % FirstMinor, playing < FirstMinor ? KeyMode.Major : KeyMode.Minor);
        }
        else
        {
            return (wish.Mode is { } mode ? [.. Enumerable.Range(0, Keys).Select(i => i >= FirstMinor == (mode == "minor"))] : null, null);
        }

        var widen = wish.Compatible != true && !has(LibrarySnapshot.NumberOf(key));
        var wanted = new bool[Keys];
        foreach (var one in wish.Compatible == true || widen ? key.Compatible : [key])
        {
            wanted[LibrarySnapshot.NumberOf(one)] = true;
        }

        return (wanted, widen ? $"Nothing that I have listened to is in {key}; these keys mix with it." : null);
    }
}
