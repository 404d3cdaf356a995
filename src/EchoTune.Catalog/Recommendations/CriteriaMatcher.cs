using System.Buffers;
using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Search;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Models;

namespace EchoTune.Catalog.Recommendations;

/// <summary>What a request selects in a library, in rented memory.</summary>
/// <param name="Blocked">One flag a track; 0 may come.</param>
/// <param name="Fit">0–1 for each track; null without soft wishes.</param>
/// <param name="Seeds">Tracks that <c>similarTo</c> names.</param>
/// <param name="Named">Whether an artist, an album or a track was asked for by name.</param>
/// <param name="Note">What had to be relaxed.</param>
internal sealed record CriteriaMatch(byte[] Blocked, float[]? Fit, List<int> Seeds, bool Named, string? Note) : IDisposable
{
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(Blocked);
        if (Fit is not null)
        {
            ArrayPool<float>.Shared.Return(Fit);
        }
    }
}

/// <summary>
/// Turns criteria into a selection: hard conditions where data is known, soft targets for moods and activities, which move with what the listener
/// heard when they asked for them. When it is for is not used: habits are learnt for parts of the day and of the week.
/// </summary>
internal sealed class CriteriaMatcher
{
    private const uint Never = 1u << 31;
    private readonly LibrarySnapshot library;
    private readonly ModelSnapshot model;
    private readonly INameResolver? names;
    private readonly uint[] fails;
    private readonly List<string> wishes = [];
    private readonly List<string> notes = [];
    private readonly int count;

    private CriteriaMatcher(LibrarySnapshot library, INameResolver? names, uint[] fails) =>
        (this.library, model, this.names, this.fails, count) = (library, library.Model, names, fails, library.Tracks.Length);

    /// <summary>Matches; relaxes language, sound flags, tempo, energy, era, familiarity, words and genres in this order while fewer than <paramref name="needed"/> fit.</summary>
    /// <param name="library">The library.</param>
    /// <param name="profile">The listener.</param>
    /// <param name="c">What was asked for.</param>
    /// <param name="never">Tracks that must not come at all.</param>
    /// <param name="explicitAllowed">Whether the listener allows explicit lyrics.</param>
    /// <param name="current">What plays now.</param>
    /// <param name="names">Resolves names; null to compare them plainly.</param>
    /// <param name="needed">How many must fit.</param>
    public static CriteriaMatch Match(
        LibrarySnapshot library, ListenerProfile profile, Criteria c, IEnumerable<int> never, bool explicitAllowed, TrackId? current, INameResolver? names, int needed)
    {
        var fails = ArrayPool<uint>.Shared.Rent(library.Tracks.Length);
        try
        {
            fails.AsSpan(0, library.Tracks.Length).Clear();
            foreach (var track in never)
            {
                fails[track] = Never;
            }

            return new CriteriaMatcher(library, names, fails).Match(profile, c, explicitAllowed, current, needed);
        }
        finally
        {
            ArrayPool<uint>.Shared.Return(fails);
        }
    }

    private CriteriaMatch Match(ListenerProfile profile, Criteria c, bool explicitAllowed, TrackId? current, int needed)
    {
        var tracks = library.Tracks;
        var seeds = SeedsOf(c.SimilarTo, current);
        if (c.SimilarTo is { Track: not null } or { Current: true })
        {
            seeds.ForEach(i => fails[i] = Never);
        }

        Name(c.Artist, s => ArtistTest(s), "by");
        Name(c.Album, s => names?.Album(s, c.Artist)?.Id is { } id ? i => tracks[i].AlbumId?.Value == id : i => Same(s, tracks[i].Album ?? ""), "called");
        Name(c.Track, s => names?.Track(s, c.Artist)?.Id is { } id ? i => tracks[i].Id.Value == id : i => Same(s, tracks[i].Title), "called");
        Exclude(c.Exclude);
        if (c.Explicit == false || !explicitAllowed)
        {
            Hard(i => !tracks[i].IsExplicit);
        }

        InKey(c.Key, current);
        Soft(c.Language, "language", l => i => Same(l, tracks[i].Language ?? ""));
        Soft(c.Live, "live recordings", b => Flag(Feature.Liveness, b));
        Soft(c.Acoustic, "acoustic sound", b => Flag(Feature.Acousticness, b));
        Soft(c.Instrumental, "singing", b => Flag(Feature.Instrumentalness, b));
        Soft(c.TempoBpm, "tempo", r => i => model.Tempo(i) > 0 && model.Tempo(i) >= (r.Min ?? 0) - 0.5 && model.Tempo(i) <= (r.Max ?? 1000) + 0.5);
        Soft(c.Energy, "energy", r => i => Known(i) && model.Value(i, Feature.Energy) >= (r.Min ?? 0) && model.Value(i, Feature.Energy) <= (r.Max ?? 1));
        Soft(c.Era, "years", r => i => model.Year(i) is > 0 and var y && y >= (r.From ?? 0) && y <= (r.To ?? 9999));
        Familiar(c.Familiarity, profile);
        var said = WordIndex.Words(c.Text ?? "").ToList();
        var sounds = (c.Moods ?? []).Append(c.Activity ?? "").Concat(said).Select(word => WishSounds.Of(word, profile.Wishes)).OfType<Sound>().ToList();
        var words = said.Where(w => SoundTargets.Of(w) is null).ToList();
        var text = words.Count == 0 ? null : ArrayPool<float>.Shared.Rent(count);
        text?.AsSpan(0, count).Clear();
        var best = text is null ? 0 : library.Words.Score(words, text.AsSpan(0, count));
        Soft(text, "words", scores => i => scores[i] > 0);
        Soft(c.Genres is { Count: > 0 } ? c.Genres : null, "genres", g => InGenres(g));
        Relax(needed);
        var blocked = ArrayPool<byte>.Shared.Rent(count);
        for (var i = 0; i < count; i++)
        {
            blocked[i] = (byte)(fails[i] == 0 ? 0 : 1);
        }

        var fit = FitOf(sounds, text, best, blocked);
        if (text is not null)
        {
            ArrayPool<float>.Shared.Return(text);
        }

        return new CriteriaMatch(blocked, fit, seeds, c.Artist is not null || c.Album is not null || c.Track is not null, notes.Count == 0 ? null : string.Join(" ", notes));
    }

    // Each condition is asked once for each track and leaves a bit; letting go of a condition masks its bit out.
    private void Relax(int needed)
    {
        var (possible, all) = (CountWithin(Never), uint.MaxValue);
        needed = Math.Min(needed, possible);
        var relaxed = new List<int>();
        for (var k = 0; k < wishes.Count && CountWithin(all) < needed; k++)
        {
            all &= ~(1u << k);
            relaxed.Add(k);
        }

        // What turns out not to be in the way is kept.
        foreach (var k in relaxed.SkipLast(1).ToList())
        {
            if (CountWithin(all | (1u << k)) >= needed)
            {
                all |= 1u << k;
                relaxed.Remove(k);
            }
        }

        for (var i = 0; i < count && relaxed.Count > 0; i++)
        {
            fails[i] &= all;
        }

        if (relaxed.Count > 0 && possible > 0)
        {
            notes.Add($"Too few tracks fit everything, so I let go of: {string.Join(", ", relaxed.Select(k => wishes[k]))}.");
        }
    }

    private int CountWithin(uint mask)
    {
        var fitting = 0;
        for (var i = 0; i < count; i++)
        {
            fitting += (fails[i] & mask) == 0 ? 1 : 0;
        }

        return fitting;
    }

    private float[]? FitOf(List<Sound> sounds, float[]? text, float best, byte[] blocked)
    {
        var parts = sounds.Count + (best > 0 ? 1 : 0);
        if (parts == 0)
        {
            return null;
        }

        var fit = ArrayPool<float>.Shared.Rent(count);
        for (var i = 0; i < count; i++)
        {
            fit[i] = 0;
            if (blocked[i] == 0)
            {
                var sum = best > 0 ? text![i] / best : 0;
                foreach (var sound in sounds)
                {
                    sum += SoundFit.Of(model, i, sound);
                }

                fit[i] = sum / parts;
            }
        }

        return fit;
    }

    private bool Known(int track) => model.Certainty(track) > 0;

    private Func<int, bool> Flag(Feature feature, bool? wanted) => i => Known(i) && model.Value(i, feature) >= 0.5f == wanted;

    private Func<int, bool> InGenres(IEnumerable<string> asked)
    {
        var wanted = new bool[Math.Max(1, model.GenreCount)];
        foreach (var genre in asked.Append(""))
        {
            if (library.Genres.TryGetValue(GenreFamilies.Canonical(genre), out var id))
            {
                wanted[id] = true;
            }
        }

        return i =>
        {
            foreach (var genre in model.Genres(i))
            {
                if (wanted[genre])
                {
                    return true;
                }
            }

            return false;
        };
    }

    private Func<int, bool> ArtistTest(string said)
    {
        if (names?.Artist(said)?.Id is { } id)
        {
            return i => library.Tracks[i].ArtistId.Value == id;
        }

        return i => Same(said, library.Tracks[i].Artist);
    }

    private void Exclude(Exclusions? no)
    {
        foreach (var artist in no?.Artists ?? [])
        {
            var isBy = ArtistTest(artist);
            Hard(i => !isBy(i));
        }

        foreach (var title in no?.Tracks ?? [])
        {
            var id = names?.Track(title)?.Id;
            Hard(i => library.Tracks[i].Id.Value != id && !Same(title, library.Tracks[i].Title));
        }

        if (no?.Genres is { Count: > 0 } genres)
        {
            var isOf = InGenres(genres);
            Hard(i => !isOf(i));
        }

        foreach (var sound in (no?.Moods ?? []).Select(SoundTargets.Of).OfType<Sound>())
        {
            Hard(i => !Known(i) || SoundFit.Of(model, i, sound) < 0.7f);
        }
    }

    private void InKey(KeyWish? wish, TrackId? current)
    {
        if (wish is null)
        {
            return;
        }

        int? playing = wish.Current == true && current is { } track && library.Index.TryGetValue(track, out var at) ? at : null;
        if (playing is { } same)
        {
            fails[same] = Never;
        }

        bool Has(sbyte key) => Enumerable.Range(0, count).Any(i => fails[i] != Never && library.Keys[i] == key);
        var (wanted, note) = KeyCondition.Of(wish, playing is { } now ? library.Keys[now] : null, Has);
        notes.AddRange(note is null ? [] : [note]);
        if (wanted is not null)
        {
            Hard(i => library.Keys[i] >= 0 && wanted[library.Keys[i]]);
        }
    }

    private void Familiar(string? wish, ListenerProfile profile)
    {
        if (wish is null)
        {
            return;
        }

        var marked = profile.Signals.Where(s => wish switch
        {
            "familiar" => s.Listens > 0 || s.Rating > 0,
            "new" => s.Listens > 0,
            _ => (s.Rating > 0 || s.Listens >= 3) && s.HoursSinceHeard > 30 * 24,
        }).Select(s => s.Track).ToHashSet();
        Soft(wish, "familiarity", w => i => marked.Contains(i) != (w == "new"));
    }

    private void Hard(Func<int, bool> holds)
    {
        for (var i = 0; i < count; i++)
        {
            if (!holds(i))
            {
                fails[i] |= Never;
            }
        }
    }

    private void Soft<T>(T? value, string name, Func<T, Func<int, bool>> make)
    {
        if (value is null)
        {
            return;
        }

        var holds = make(value);
        var bit = 1u << wishes.Count;
        wishes.Add(name);
        for (var i = 0; i < count; i++)
        {
            if (fails[i] < Never && !holds(i))
            {
                fails[i] |= bit;
            }
        }
    }

    private void Name(string? said, Func<string, Func<int, bool>> make, string word)
    {
        if (said is null)
        {
            return;
        }

        var (holds, any) = (make(said), false);
        for (var i = 0; i < count; i++)
        {
            var isIt = holds(i);
            any |= isIt;
            fails[i] |= isIt ? 0 : Never;
        }

        if (!any)
        {
            notes.Add($"There is nothing {word} “{said}” in your library.");
        }
    }

    private List<int> SeedsOf(SimilarTo? like, TrackId? current)
    {
        var seeds = new List<int>();
        if (like is null)
        {
            return seeds;
        }

        var isIt = like.Track is { } title ? names?.Track(title, like.Artist)?.Id is { } id ? i => library.Tracks[i].Id.Value == id : i => Same(title, library.Tracks[i].Title)
            : like.Artist is { } artist ? ArtistTest(artist) : null;
        for (var i = 0; i < count && isIt is not null && seeds.Count < 20; i++)
        {
            if (isIt(i))
            {
                seeds.Add(i);
            }
        }

        if (like.Current == true && current is { } playing && library.Index.TryGetValue(playing, out var at))
        {
            seeds.Add(at);
        }

        return seeds;
    }

    private static bool Same(string said, string name) => said.AsSpan().Trim().Equals(name, StringComparison.OrdinalIgnoreCase);
}
