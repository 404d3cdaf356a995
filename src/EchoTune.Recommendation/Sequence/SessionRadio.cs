namespace EchoTune.Recommendation.Sequence;

/// <summary>Continues a session without end: the next track, and a radio from any seed. Caps by artist and the like are left to the ranker.</summary>
public static class SessionRadio
{
    /// <summary>What to play next, best first, nothing that was heard in the session.</summary>
    /// <param name="model">The model.</param>
    /// <param name="prefix">What was heard, most recent last; a seed alone is a prefix of one; none gives what is likely at the beginning.</param>
    /// <param name="blocked">Items never to play, one flag an item, other than 0 for blocked; empty for none.</param>
    /// <param name="scores">Work space; length <see cref="ISessionModel.ItemCount"/>.</param>
    /// <param name="next">Filled from the front.</param>
    /// <returns>How many were found.</returns>
    public static int Next(ISessionModel model, ReadOnlySpan<int> prefix, ReadOnlySpan<byte> blocked, Span<float> scores, Span<int> next)
    {
        model.Score(prefix, scores);
        foreach (var item in prefix)
        {
            if ((uint)item < (uint)scores.Length)
            {
                scores[item] = float.NegativeInfinity;
            }
        }

        for (var item = 0; item < blocked.Length; item++)
        {
            scores[item] = blocked[item] != 0 ? float.NegativeInfinity : scores[item];
        }

        var count = 0;
        for (var item = 0; item < scores.Length && next.Length > 0; item++)
        {
            var score = scores[item];
            if (score == float.NegativeInfinity || (count == next.Length && score <= scores[next[count - 1]]))
            {
                continue;
            }

            // Few are wanted: sliding the worse ones back is quicker than a heap. Of equal scores the lower index stays in front.
            var at = count < next.Length ? count++ : count - 1;
            for (; at > 0 && scores[next[at - 1]] < score; at--)
            {
                next[at] = next[at - 1];
            }

            next[at] = item;
        }

        return count;
    }

    /// <summary>A radio: as many tracks as wanted, each chosen after those before it, none twice and none of the seeds.</summary>
    /// <remarks>
    /// Every few tracks the model is asked again, with the seeds in front of what was chosen last, so that the radio moves on and still
    /// remembers where it began.
    /// </remarks>
    /// <param name="model">The model.</param>
    /// <param name="seeds">Where to begin.</param>
    /// <param name="blocked">Items never to play, one flag an item, other than 0 for blocked; empty for none.</param>
    /// <param name="count">How many tracks, at least 0.</param>
    /// <param name="stride">How many tracks are taken from one answer, at least 1.</param>
    /// <returns>The tracks in order; fewer where the items run out.</returns>
    public static int[] Play(ISessionModel model, ReadOnlySpan<int> seeds, ReadOnlySpan<byte> blocked, int count, int stride = 3)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        const int Remembered = 4;
        var scores = new float[model.ItemCount];
        var used = new byte[model.ItemCount];
        blocked.CopyTo(used);
        Block(seeds);
        List<int> chosen = [];
        List<int> prefix = [];
        Span<int> next = new int[stride];
        while (chosen.Count < count)
        {
            prefix.Clear();
            prefix.AddRange(seeds);
            prefix.AddRange(chosen.Skip(chosen.Count - Remembered));
            var found = Next(model, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(prefix), used, scores, next[..Math.Min(stride, count - chosen.Count)]);
            if (found == 0)
            {
                break;
            }

            chosen.AddRange(next[..found]);
            Block(next[..found]);
        }

        return [.. chosen];

        void Block(ReadOnlySpan<int> items)
        {
            foreach (var item in items)
            {
                if ((uint)item < (uint)used.Length)
                {
                    used[item] = 1;
                }
            }
        }
    }
}
