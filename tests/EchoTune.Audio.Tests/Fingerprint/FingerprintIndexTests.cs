using EchoTune.Audio.Fingerprint;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Fingerprint;

public sealed class FingerprintIndexTests
{
    [Fact]
    public void A_recording_with_one_bit_in_ten_wrong_is_found_among_ten_thousand_and_the_rest_is_left_alone()
    {
        var random = new Random(1);
        var library = new uint[10_000][];
        var index = new FingerprintIndex();
        for (var t = 0; t < library.Length; t++)
        {
            library[t] = Walk(random, 480);
            index.Add(t, library[t]);
        }

        var found = 0;
        for (var n = 0; n < 200; n++)
        {
            var wanted = random.Next(library.Length);
            var heard = Damage(random, library[wanted].AsSpan(16), 0.1);
            var candidates = index.Find(heard, 5);
            candidates.Count.ShouldBeLessThanOrEqualTo(5);
            if (candidates.FirstOrDefault(c => c.Id == wanted) is { } hit)
            {
                found++;
                // Sixteen words are missing at the start, so the same sound comes earlier in what was heard.
                ((double)hit.OffsetWords).ShouldBe(-16, 1.5);
                Fingerprints.CompareNear(heard, library[wanted], hit.OffsetWords).Similarity.ShouldBeGreaterThan(Fingerprints.SameRecording);
            }

            candidates.Where(c => c.Id != wanted).ShouldAllBe(c => Fingerprints.CompareNear(heard, library[c.Id], c.OffsetWords).Similarity < Fingerprints.SameRecording);
        }

        found.ShouldBeGreaterThanOrEqualTo(190);
    }

    [Fact]
    public void What_was_never_added_finds_nothing_that_compares_well()
    {
        var random = new Random(2);
        var index = new FingerprintIndex();
        for (var t = 0; t < 1000; t++)
        {
            index.Add(t, Walk(random, 400));
        }

        for (var n = 0; n < 50; n++)
        {
            index.Find(Walk(random, 400)).Count.ShouldBeLessThanOrEqualTo(1);
        }
    }

    [Fact]
    public void Tracks_added_after_a_question_are_found_beside_those_before()
    {
        var random = new Random(4);
        var index = new FingerprintIndex();
        var library = Enumerable.Range(0, 300).Select(_ => Walk(random, 400)).ToArray();
        for (var t = 0; t < library.Length; t++)
        {
            index.Add(t == 299 ? FingerprintIndex.HighestId : t, library[t]);
            if (t % 50 == 0)
            {
                index.Find(library[t]).ShouldContain(c => c.Id == t);
            }
        }

        for (var t = 0; t < library.Length; t++)
        {
            var hit = index.Find(library[t], 1).ShouldHaveSingleItem();
            (hit.Id, hit.OffsetWords).ShouldBe((t == 299 ? FingerprintIndex.HighestId : t, 0));
        }

        Should.Throw<ArgumentOutOfRangeException>(() => index.Add(FingerprintIndex.HighestId + 1, library[0]));
    }

    [Fact]
    public void A_word_costs_little_more_than_five_bytes()
    {
        var random = new Random(5);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var index = new FingerprintIndex();
        for (var t = 0; t < 20_000; t++)
        {
            index.Add(t, Walk(random, 400));
        }

        index.Find(Walk(random, 400));
        var used = GC.GetTotalMemory(forceFullCollection: true) - before;
        // Other tests run beside this one and keep what they keep: a table of twelve and more bytes a word would still not pass.
        ((double)used - (4 << 20)).ShouldBeLessThan(index.Count * 12.0);
        GC.KeepAlive(index);
    }

    [Fact]
    public void Silence_and_empty_fingerprints_are_nobodys_duplicate()
    {
        var index = new FingerprintIndex();
        index.Add(1, new uint[400]);
        index.Add(2, []);
        index.Count.ShouldBe(0);
        index.Find(new uint[400]).ShouldBeEmpty();
        index.Find([]).ShouldBeEmpty();
    }

    [Fact]
    public void Memory_and_work_are_bounded_though_a_thousand_tracks_are_the_same()
    {
        var random = new Random(3);
        var same = Walk(random, 400);
        var index = new FingerprintIndex();
        for (var t = 0; t < 1000; t++)
        {
            index.Add(t, same);
        }

        index.Count.ShouldBeLessThanOrEqualTo(1000 * FingerprintIndex.WordsPerTrack);
        index.Find(same, 7).Count.ShouldBe(7);
    }

    [Fact]
    public void Words_at_random_are_no_match_and_the_same_words_later_are()
    {
        var random = new Random(4);
        uint[] a = Walk(random, 600), b = Walk(random, 600);
        Fingerprints.Compare(a, b).Similarity.ShouldBeLessThan(0.2);
        Fingerprints.Compare(a, a).ShouldBe(new FingerprintMatch(1, 0, 0, 75));
        var later = Fingerprints.Compare(a, a.AsSpan(40));
        later.OffsetSeconds.ShouldBe(5);
        later.Similarity.ShouldBe(1);
        Fingerprints.Compare(a.AsSpan(40), a).OffsetSeconds.ShouldBe(-5);
        Fingerprints.Compare(a.AsSpan(0, 30), a).ShouldBe(FingerprintMatch.None);
    }

    [Fact]
    public void Two_sparse_tracks_do_not_match_because_both_are_mostly_at_rest()
    {
        var random = new Random(5);
        uint[] Sparse() => [.. Walk(random, 600).Select(w => w & 0x0000_3F00)];
        var (a, b) = (Sparse(), Sparse());
        var match = Fingerprints.Compare(a, b);
        match.BitErrorRate.ShouldBeLessThan(0.15);
        match.Similarity.ShouldBeLessThan(Fingerprints.SameRecording);
    }

    // Words as music makes them: most bits stay from one to the next.
    private static uint[] Walk(Random random, int length)
    {
        var words = new uint[length];
        var word = (uint)random.NextInt64(1L << 32);
        for (var i = 0; i < length; i++)
        {
            for (var flips = 0; flips < 4; flips++)
            {
                word ^= 1u << random.Next(32);
            }

            words[i] = word;
        }

        return words;
    }

    private static uint[] Damage(Random random, ReadOnlySpan<uint> words, double share)
    {
        var damaged = words.ToArray();
        for (var i = 0; i < damaged.Length; i++)
        {
            for (var bit = 0; bit < 32; bit++)
            {
                damaged[i] ^= random.NextDouble() < share ? 1u << bit : 0;
            }
        }

        return damaged;
    }
}
