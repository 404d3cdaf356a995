using System.Diagnostics;
using System.Globalization;
using EchoTune.Audio.Fingerprint;

namespace EchoTune.Bench;

/// <summary>
/// <c>duplicate-search [TRACKS]</c>: time and memory to find a recording with wrong bits among 100,000 fingerprints of two
/// minutes, made by chance but as sluggish as those of music: four bits change from a word to the next.
/// </summary>
internal static class DuplicateSearch
{
    private const int Words = 960;

    public static int Run(string[] args)
    {
        var tracks = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var index = new FingerprintIndex();
        var words = new uint[Words];
        var clock = Stopwatch.StartNew();
        for (var t = 0; t < tracks; t++)
        {
            Fill(words, t);
            index.Add(t, words);
        }

        index.Find(words);

        Console.WriteLine(FormattableString.Invariant(
            $"{tracks} tracks, {index.Count} words in the index, {(GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6:0} MB, added in {clock.Elapsed.TotalSeconds:0.0} s"));
        foreach (var wrong in (double[])[0.05, 0.10, 0.15])
        {
            const int queries = 400;
            var random = new Random(7);
            var times = new List<double>();
            var (found, others) = (0, 0);
            for (var q = 0; q < queries; q++)
            {
                var wanted = random.Next(tracks);
                Fill(words, wanted);
                var heard = words[16..];
                for (var i = 0; i < heard.Length; i++)
                {
                    for (var bit = 0; bit < 32; bit++)
                    {
                        heard[i] ^= random.NextDouble() < wrong ? 1u << bit : 0;
                    }
                }

                var start = Stopwatch.GetTimestamp();
                var candidates = index.Find(heard);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                found += candidates.Any(c => c.Id == wanted) ? 1 : 0;
                others += candidates.Count(c => c.Id != wanted);
            }

            times.Sort();
            Console.WriteLine(FormattableString.Invariant(
                $"{100 * wrong:0} % of bits wrong: {found} of {queries} found, {(double)others / queries:0.00} other candidates a query, p50 {times[queries / 2]:0.00} ms, p95 {times[queries * 95 / 100]:0.00} ms"));
        }

        return 0;
    }

    private static void Fill(uint[] words, int track)
    {
        var random = new Random(track);
        var word = (uint)random.NextInt64(1L << 32);
        for (var i = 0; i < words.Length; i++)
        {
            for (var flips = 0; flips < 4; flips++)
            {
                word ^= 1u << random.Next(32);
            }

            words[i] = word;
        }
    }
}
