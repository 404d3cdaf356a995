using System.Buffers;
using EchoTune.Recommendation.Models;
using EchoTune.Recommendation.Retrieval;
using EchoTune.Recommendation.Sequence;

namespace EchoTune.Recommendation.Ranking;

/// <summary>What is likely to follow the seeds of a query, or else the listener's last session.</summary>
internal static class NextInSession
{
    private const int Kept = 200;
    private const double HalfLifeHours = 12;

    /// <summary>The likeliest tracks, best first, with 0–1; empty where nothing was learnt or heard.</summary>
    public static ItemHit[] Find(RankQuery query, RankScratch scratch)
    {
        if (query.Learned is not { Sequence: { } sequence } learned || (query.Seeds.Count == 0 && query.Profile.LastSession.Length == 0))
        {
            return [];
        }

        if (query.Seeds.Count > 0)
        {
            return Find(query, scratch, learned, sequence, query.Seeds);
        }

        if (query.Blocked is not null)
        {
            return Faded(query, Find(query, scratch, learned, sequence, query.Profile.LastSession));
        }

        if (query.Profile.Next is not { } known || !ReferenceEquals(known.Learned, learned))
        {
            query.Profile.Next = known = new NextTracks(learned, Find(query, scratch, learned, sequence, query.Profile.LastSession));
        }

        return Faded(query, known.Hits);
    }

    // What would have followed an evening says little about the next morning.
    private static ItemHit[] Faded(RankQuery query, ItemHit[] hits)
    {
        var fading = (float)Math.Pow(2, -query.Profile.HoursSinceSession / HalfLifeHours);
        return [.. hits.Select(hit => hit with { Score = hit.Score * fading })];
    }

    private static bool MayCome(RankQuery query, RankScratch scratch, int track) => query.Blocked is not { } blocked || (blocked[track] == 0 && !scratch.IsBlocked(track));

    private static ItemHit[] Find(RankQuery query, RankScratch scratch, LearnedView learned, ISessionModel sequence, IReadOnlyList<int> heard)
    {
        var prefix = heard.Select(learned.Item).Where(item => item >= 0 && item < sequence.ItemCount).ToArray();
        if (prefix.Length == 0)
        {
            return [];
        }

        var scores = ArrayPool<float>.Shared.Rent(sequence.ItemCount);
        try
        {
            sequence.Score(prefix, scores.AsSpan(0, sequence.ItemCount));
            var hits = new ItemHit[Kept];
            var heap = new HitHeap(hits);
            for (var item = 0; item < sequence.ItemCount; item++)
            {
                if (scores[item] > heap.Threshold && learned.Track(item) is >= 0 and var track && !prefix.Contains(item) && MayCome(query, scratch, track))
                {
                    heap.Offer(track, scores[item]);
                }
            }

            heap.Sort();
            var (last, range) = heap.Count == 0 ? (0, 1) : (hits[heap.Count - 1].Score, hits[0].Score - hits[heap.Count - 1].Score);
            return range < 1e-9f ? [] : [.. hits.Take(heap.Count).Select(hit => hit with { Score = (hit.Score - last) / range })];
        }
        finally
        {
            ArrayPool<float>.Shared.Return(scores);
        }
    }
}
