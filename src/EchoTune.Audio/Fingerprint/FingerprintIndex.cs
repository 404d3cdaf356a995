using System.Numerics;

namespace EchoTune.Audio.Fingerprint;

/// <summary>A track that may be the same recording as the one asked about.</summary>
/// <param name="Id">As given to <see cref="FingerprintIndex.Add"/>.</param>
/// <param name="Votes">Words that agree at one offset.</param>
/// <param name="OffsetWords">Words by which the same sound comes later in the track asked about; for <see cref="Fingerprints.CompareNear"/>.</param>
public sealed record FingerprintCandidate(int Id, int Votes, int OffsetWords);

/// <summary>
/// Finds tracks that share words with a fingerprint without comparing all pairs. Of each track some words are kept, sorted by word; a query looks
/// up all of its words and counts, track by track and offset by offset, how many agree. Memory is five bytes for each of at most
/// <see cref="WordsPerTrack"/> words a track and four megabytes; while tracks are added, eight more for each word added since the last query. A query
/// looks at no more than <see cref="LongestChain"/> entries a word. One writer at a time, no reader meanwhile; any number of readers.
/// </summary>
public sealed class FingerprintIndex
{
    /// <summary>Words kept of a track, at equal distances.</summary>
    public const int WordsPerTrack = 96;

    /// <summary>Entries looked at for one word of a query; those of the highest ids come first.</summary>
    public const int LongestChain = 256;

    /// <summary>The highest id.</summary>
    public const int HighestId = (1 << 24) - 1;

    // Three words at one offset do not agree by chance often enough to cost time, and rarely fewer do in the same recording.
    private const int LeastVotes = 3;

    // The bits that survive codecs best: those of the long spans, and eight of the short. Without the gaps they are a key of 24 bits.
    private const uint Key = 0xFFFF_0FF0;
    private const int BucketBits = 20;
    private const int RestBits = 24 - BucketBits;
    private const int OffsetBits = 12;
    private const int PendingBlock = 1 << 15;

    private readonly Lock _packing = new();
    private readonly List<ulong[]> _pending = [];
    private int _pendingCount;
    private int[] _starts = [];

    // Of each entry what the bucket does not say of its key (4 bits), the id (24), and the offset (12), its lower eight bits apart.
    private uint[] _entries = [];
    private byte[] _offsets = [];

    /// <summary>Words in the index.</summary>
    public int Count => _entries.Length + _pendingCount;

    /// <summary>Adds a track.</summary>
    /// <param name="id">Answered by <see cref="Find"/>; 0 to <see cref="HighestId"/>.</param>
    /// <param name="words">Its fingerprint; an empty one adds nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The id is out of range.</exception>
    public void Add(int id, ReadOnlySpan<uint> words)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(id, HighestId);

        // Every tenth word of two minutes; shorter tracks closer.
        var step = Math.Max(1.0, (double)words.Length / WordsPerTrack);
        for (var at = 0.0; (int)at < Math.Min(words.Length, 1 << OffsetBits); at += step)
        {
            if (IsTelling(words, (int)at))
            {
                if (_pendingCount % PendingBlock == 0)
                {
                    _pending.Add(new ulong[PendingBlock]);
                }

                _pending[^1][_pendingCount++ % PendingBlock] = ((ulong)KeyOf(words[(int)at]) << 40) | ((ulong)(uint)id << OffsetBits) | (uint)(int)at;
            }
        }
    }

    /// <summary>Tracks that share words with a fingerprint, best first.</summary>
    /// <param name="words">The fingerprint asked about.</param>
    /// <param name="most">At most so many.</param>
    /// <returns>Candidates; compare them to be sure.</returns>
    public IReadOnlyList<FingerprintCandidate> Find(ReadOnlySpan<uint> words, int most = 10)
    {
        Pack();
        var found = new List<ulong>(1024);
        for (var i = 0; i < words.Length && _entries.Length > 0; i++)
        {
            if (!IsTelling(words, i))
            {
                continue;
            }

            var key = KeyOf(words[i]);
            var (from, to) = (_starts[key >> RestBits], _starts[(key >> RestBits) + 1]);
            var rest = key & ((1u << RestBits) - 1);
            var end = from + UpperBound(_entries.AsSpan(from, to - from), rest);
            for (var e = end - 1; e >= from && e >= end - LongestChain && _entries[e] >> 28 == rest; e--)
            {
                var at = ((_entries[e] & 0xF) << 8) | _offsets[e];
                // Sorted by track, then by offset.
                found.Add(((ulong)((_entries[e] >> 4) & HighestId) << 32) | (uint)(i - (int)at + (1 << 20)));
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

    private static uint KeyOf(uint word) => ((word & Key) >> 16 << 8) | ((word >> 4) & 0xFF);

    // How many entries have at most this rest of a key.
    private static int UpperBound(ReadOnlySpan<uint> entries, uint rest)
    {
        var (low, high) = (0, entries.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = entries[middle] >> 28 <= rest ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    // Sorts what was added since the last query in among the rest: by bucket in linear time, then within each.
    private void Pack()
    {
        if (Volatile.Read(ref _pendingCount) == 0)
        {
            return;
        }

        lock (_packing)
        {
            if (_pendingCount == 0)
            {
                return;
            }

            var starts = new int[(1 << BucketBits) + 2];
            for (var bucket = 0; bucket + 1 < _starts.Length; bucket++)
            {
                starts[bucket + 2] = _starts[bucket + 1] - _starts[bucket];
            }

            for (var i = 0; i < _pendingCount; i++)
            {
                starts[Bucket(Pending(i)) + 2]++;
            }

            for (var bucket = 2; bucket < starts.Length; bucket++)
            {
                starts[bucket] += starts[bucket - 1];
            }

            // starts[b + 1] is where the next entry of bucket b goes, and in the end where bucket b + 1 begins.
            var (entries, offsets) = (new uint[Count], new byte[Count]);
            for (var bucket = 0; bucket + 1 < _starts.Length; bucket++)
            {
                var length = _starts[bucket + 1] - _starts[bucket];
                _entries.AsSpan(_starts[bucket], length).CopyTo(entries.AsSpan(starts[bucket + 1]));
                _offsets.AsSpan(_starts[bucket], length).CopyTo(offsets.AsSpan(starts[bucket + 1]));
                starts[bucket + 1] += length;
            }

            for (var i = 0; i < _pendingCount; i++)
            {
                var entry = Pending(i);
                var to = starts[Bucket(entry) + 1]++;
                var offset = (uint)entry & ((1 << OffsetBits) - 1);
                entries[to] = ((uint)(entry >> 40) << 28) | ((uint)(entry >> OffsetBits) & HighestId) << 4 | (offset >> 8);
                offsets[to] = (byte)offset;
            }

            for (var bucket = 0; bucket < 1 << BucketBits; bucket++)
            {
                if (starts[bucket + 1] - starts[bucket] > 1)
                {
                    Array.Sort(entries, offsets, starts[bucket], starts[bucket + 1] - starts[bucket]);
                }
            }

            (_entries, _offsets, _starts) = (entries, offsets, starts[..((1 << BucketBits) + 1)]);
            _pending.Clear();
            Volatile.Write(ref _pendingCount, 0);
        }
    }

    private static int Bucket(ulong entry) => (int)(entry >> (40 + RestBits));

    private ulong Pending(int i) => _pending[i / PendingBlock][i % PendingBlock];
}
