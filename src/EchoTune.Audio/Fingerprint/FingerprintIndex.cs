using System.Numerics;

namespace EchoTune.Audio.Fingerprint;

/// <summary>A track that may be the same recording as the one asked about.</summary>
/// <param name="Id">As given to <see cref="FingerprintIndex.Add"/>.</param>
/// <param name="Votes">Words that agree at one offset.</param>
/// <param name="OffsetWords">Words by which the same sound comes later in the track asked about; for <see cref="Fingerprints.CompareNear"/>.</param>
public sealed record FingerprintCandidate(int Id, int Votes, int OffsetWords);

/// <summary>
/// Finds tracks that share words with a fingerprint without comparing all pairs. Of each track some words go into a hash
/// table; a query looks up all of its words and counts, track by track and offset by offset, how many agree. Memory is 16
/// bytes for each of at most <see cref="WordsPerTrack"/> words a track, and a table of heads; a query walks at most
/// <see cref="LongestChain"/> entries a word. One writer at a time, no reader meanwhile.
/// </summary>
public sealed class FingerprintIndex
{
    /// <summary>Words kept of a track, at equal distances.</summary>
    public const int WordsPerTrack = 96;

    /// <summary>Entries looked at for one word of a query; the latest come first.</summary>
    public const int LongestChain = 256;

    // Three words at one offset do not agree by chance often enough to cost time, and rarely fewer do in the same recording.
    private const int LeastVotes = 3;

    // The bits that survive codecs best: those of the long spans, and eight of the short.
    private const uint Key = 0xFFFF_0FF0;

    private int[] _heads = NewHeads(1 << 12);
    private Entry[] _entries = new Entry[1 << 12];
    private int _count;

    /// <summary>Words in the index.</summary>
    public int Count => _count;

    /// <summary>Adds a track.</summary>
    /// <param name="id">Answered by <see cref="Find"/>.</param>
    /// <param name="words">Its fingerprint; an empty one adds nothing.</param>
    public void Add(int id, ReadOnlySpan<uint> words)
    {
        // Every tenth word of two minutes; shorter tracks closer.
        var step = Math.Max(1.0, (double)words.Length / WordsPerTrack);
        for (var at = 0.0; (int)at < words.Length; at += step)
        {
            if (IsTelling(words, (int)at))
            {
                Insert(words[(int)at] & Key, id, (ushort)Math.Min((int)at, ushort.MaxValue));
            }
        }
    }

    /// <summary>Tracks that share words with a fingerprint, best first.</summary>
    /// <param name="words">The fingerprint asked about.</param>
    /// <param name="most">At most so many.</param>
    /// <returns>Candidates; compare them to be sure.</returns>
    public IReadOnlyList<FingerprintCandidate> Find(ReadOnlySpan<uint> words, int most = 10)
    {
        var found = new List<ulong>(1024);
        for (var i = 0; i < words.Length; i++)
        {
            if (!IsTelling(words, i))
            {
                continue;
            }

            var key = words[i] & Key;
            var left = LongestChain;
            for (var e = _heads[Slot(key)]; e >= 0 && left > 0; e = _entries[e].Next, left--)
            {
                ref readonly var entry = ref _entries[e];
                if (entry.Word == key)
                {
                    // Sorted by track, then by offset.
                    found.Add(((ulong)(uint)entry.Id << 32) | (uint)(i - entry.At + (1 << 20)));
                }
            }
        }

        ulong[] hits = [.. found];
        Array.Sort(hits);
        var best = new Dictionary<int, FingerprintCandidate>();
        for (int from = 0, to = 0; from < hits.Length; from++)
        {
            // A moment that lies between two words may land on either: neighbouring offsets count together.
            while (to < hits.Length && hits[to] <= hits[from] + 1)
            {
                to++;
            }

            var (id, votes) = ((int)(uint)(hits[from] >> 32), to - from);
            if (votes >= LeastVotes && (!best.TryGetValue(id, out var known) || known.Votes < votes))
            {
                var later = 2 * hits.AsSpan(from, votes).Count(hits[from]) < votes ? 1 : 0;
                best[id] = new FingerprintCandidate(id, votes, (int)(uint)hits[from] - (1 << 20) + later);
            }
        }

        return [.. best.Values.OrderByDescending(c => c.Votes).ThenBy(c => c.Id).Take(most)];
    }

    // A word that stands still (a held chord, silence) occurs everywhere; one without or with all bits says nothing.
    private static bool IsTelling(ReadOnlySpan<uint> words, int i) =>
        BitOperations.PopCount(words[i]) is >= 6 and <= 26 && (i == 0 || ((words[i] ^ words[i - 1]) & Key) != 0);

    private static int[] NewHeads(int size)
    {
        var heads = new int[size];
        Array.Fill(heads, -1);
        return heads;
    }

    private int Slot(uint key) => (int)((key * 2654435769u) >> (32 - BitOperations.Log2((uint)_heads.Length)));

    private void Insert(uint key, int id, ushort at)
    {
        if (_count == _entries.Length)
        {
            Grow();
        }

        ref var head = ref _heads[Slot(key)];
        _entries[_count] = new Entry(key, id, at, head);
        head = _count++;
    }

    private void Grow()
    {
        Array.Resize(ref _entries, 2 * _count);
        _heads = NewHeads(2 * _heads.Length);
        for (var e = 0; e < _count; e++)
        {
            ref var head = ref _heads[Slot(_entries[e].Word)];
            _entries[e] = _entries[e] with { Next = head };
            head = e;
        }
    }

    private readonly record struct Entry(uint Word, int Id, ushort At, int Next);
}
