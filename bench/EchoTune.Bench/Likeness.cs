using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EchoTune.Audio.Analysis;
using EchoTune.Audio.Fingerprint;
using EchoTune.Catalog.Library;
using EchoTune.Media;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Bench;

/// <summary>
/// <c>likeness WORK FOLDER…</c>: makes other versions of each file (codecs, gain, one channel, other rates, cut start, an
/// excerpt) below WORK, listens to all, and reports for every version how often the fingerprint recognises the
/// recording and none other, how often the track's own embedding is the nearest, and how far the descriptors move.
/// </summary>
internal static class Likeness
{
    private static readonly (string Name, string Extension, string[] Input, string[] Output)[] Versions =
    [
        ("original", "", [], []),
        ("mp3-64", "mp3", [], ["-c:a", "libmp3lame", "-b:a", "64k"]),
        ("mp3-96", "mp3", [], ["-c:a", "libmp3lame", "-b:a", "96k"]),
        ("mp3-128", "mp3", [], ["-c:a", "libmp3lame", "-b:a", "128k"]),
        ("opus-64", "opus", [], ["-c:a", "libopus", "-b:a", "64k"]),
        ("ogg-96", "ogg", [], ["-c:a", "libvorbis", "-b:a", "96k"]),
        ("gain-12", "wav", [], ["-af", "volume=-12dB", "-c:a", "pcm_f32le"]),
        ("mono", "flac", [], ["-ac", "1", "-c:a", "flac"]),
        ("22k", "flac", [], ["-ar", "22050", "-c:a", "flac"]),
        ("48k", "flac", [], ["-ar", "48000", "-c:a", "flac"]),
        ("cut-2s", "flac", ["-ss", "2"], ["-c:a", "flac"]),
        ("excerpt", "flac", ["-ss", "MIDDLE"], ["-t", "30", "-c:a", "flac"]),
    ];

    private static readonly (string Name, Func<Heard, double> Value)[] Descriptors =
    [
        ("energy", h => h.Energy), ("danceability", h => h.Danceability), ("valence", h => h.Valence), ("acousticness", h => h.Acousticness),
        ("instrumentalness", h => h.Instrumentalness), ("speechiness", h => h.Speechiness), ("liveness", h => h.Liveness), ("brightness", h => h.Brightness),
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length < 2)
        {
            Console.Error.WriteLine("Give a folder to work in, then folders with music.");
            return 1;
        }

        var files = args[1..].SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(f => Path.GetExtension(f) is ".ogg" or ".flac" or ".mp3").Order(StringComparer.Ordinal).ToArray();
        Directory.CreateDirectory(args[0]);
        await using var services = new ServiceCollection().AddMedia().BuildServiceProvider();
        var decoder = services.GetRequiredService<IAudioDecoder>();
        var heard = new Dictionary<string, Heard[]>();
        foreach (var version in Versions)
        {
            var rows = new Heard[files.Length];
            for (var i = 0; i < files.Length; i++)
            {
                rows[i] = await HearAsync(decoder, args[0], files[i], version);
            }

            heard[version.Name] = rows;
        }

        ReportFingerprints(heard, files);
        ReportEmbeddings(heard, files);
        ReportDescriptors(heard, files);
        return 0;
    }

    private static void ReportFingerprints(Dictionary<string, Heard[]> heard, string[] files)
    {
        var originals = heard["original"];
        Console.WriteLine("fingerprint      hits        similarity lowest  median   false   highest");
        foreach (var (name, rows) in heard.Where(v => v.Key is not "excerpt"))
        {
            var own = new List<double>();
            var (hits, wrong, highest, pair) = (0, 0, 0.0, "");
            for (var i = 0; i < rows.Length; i++)
            {
                for (var j = 0; j < rows.Length; j++)
                {
                    var similarity = Fingerprints.Compare(originals[i].Fingerprint, rows[j].Fingerprint).Similarity;
                    if (i == j)
                    {
                        own.Add(similarity);
                        hits += similarity >= Fingerprints.SameRecording ? 1 : 0;
                    }
                    else
                    {
                        wrong += similarity >= Fingerprints.SameRecording ? 1 : 0;
                        (highest, pair) = similarity > highest ? (similarity, $"{files[i]} and {files[j]}") : (highest, pair);
                    }
                }
            }

            own.Sort();
            Console.WriteLine(FormattableString.Invariant(
                $"{name,-14} {hits,4} of {rows.Length,-4}             {own[0]:0.00}    {own[own.Count / 2]:0.00}    {wrong,4} of {rows.Length * (rows.Length - 1)}   {highest:0.00} {pair}"));
        }
    }

    private static void ReportEmbeddings(Dictionary<string, Heard[]> heard, string[] files)
    {
        var originals = heard["original"];
        foreach (var (name, rows) in heard.Where(v => v.Key is not "original"))
        {
            var (hits, lowest, missed) = (0, 1.0, new List<string>());
            for (var i = 0; i < rows.Length; i++)
            {
                var (best, own) = (0, Dot(rows[i].Embedding, originals[i].Embedding));
                for (var j = 1; j < rows.Length; j++)
                {
                    best = Dot(rows[i].Embedding, originals[j].Embedding) > Dot(rows[i].Embedding, originals[best].Embedding) ? j : best;
                }

                hits += best == i ? 1 : 0;
                lowest = Math.Min(lowest, own);
                if (best != i)
                {
                    missed.Add($"{Path.GetFileName(files[i])} is nearest to {Path.GetFileName(files[best])}");
                }
            }

            Console.WriteLine(FormattableString.Invariant($"embedding {name,-14} own track nearest {hits} of {rows.Length}, lowest likeness to itself {lowest:0.00} {string.Join("; ", missed.Take(6))}"));
        }

        // Tracks of one folder are an album; of its parent, an artist.
        var retrieval = new[] { (Name: "album", Level: 1), (Name: "artist", Level: 2) };
        foreach (var (name, level) in retrieval)
        {
            string GroupOf(string file) => level == 1 ? Path.GetDirectoryName(file)! : Path.GetDirectoryName(Path.GetDirectoryName(file))!;
            var (first, chance, asked) = (0, 0.0, 0);
            for (var i = 0; i < files.Length; i++)
            {
                var mates = files.Where((f, j) => j != i && GroupOf(f) == GroupOf(files[i])).Count();
                if (mates == 0 || mates > files.Length / 4)
                {
                    continue;
                }

                var nearest = Enumerable.Range(0, files.Length).Where(j => j != i).MaxBy(j => Dot(originals[i].Embedding, originals[j].Embedding));
                first += GroupOf(files[nearest]) == GroupOf(files[i]) ? 1 : 0;
                chance += (double)mates / (files.Length - 1);
                asked++;
            }

            Console.WriteLine(FormattableString.Invariant($"nearest other track is of the same {name}: {first} of {asked} (chance {chance:0.0})"));
        }
    }

    private static void ReportDescriptors(Dictionary<string, Heard[]> heard, string[] files)
    {
        var originals = heard["original"];
        Console.WriteLine("descriptors: mean and largest change " + string.Join("  ", Descriptors.Select(d => d.Name)));
        foreach (var (name, rows) in heard.Where(v => v.Key is not "original" and not "excerpt" and not "cut-2s"))
        {
            var cells = Descriptors.Select(d =>
            {
                var changes = rows.Select((row, i) => (Change: Math.Abs(d.Value(row) - d.Value(originals[i])), File: i)).ToArray();
                var worst = changes.MaxBy(c => c.Change);
                return FormattableString.Invariant($"{changes.Average(c => c.Change):0.000} {worst.Change:0.00}{(worst.Change > 0.1 ? $" ({Path.GetFileName(files[worst.File])})" : "")}");
            });
            Console.WriteLine($"{name,-10} {string.Join("   ", cells)}");
        }

        foreach (var (name, value) in Descriptors)
        {
            var sorted = originals.Select(value).Order().ToArray();
            Console.WriteLine(FormattableString.Invariant($"{name,-17} lowest {sorted[0]:0.00}, quartiles {sorted[sorted.Length / 4]:0.00} {sorted[sorted.Length / 2]:0.00} {sorted[sorted.Length * 3 / 4]:0.00}, highest {sorted[^1]:0.00}"));
        }
    }

    private static double Dot(float[] a, float[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static async Task<Heard> HearAsync(IAudioDecoder decoder, string work, string file, (string Name, string Extension, string[] Input, string[] Output) version)
    {
        var stem = Path.Combine(work, $"{Path.GetFileName(Path.GetDirectoryName(file))}_{Path.GetFileNameWithoutExtension(file)}@{version.Name}");
        var notes = stem + ".json";
        var build = typeof(AnalysisPipeline).Module.ModuleVersionId;
        if (File.Exists(notes) && JsonSerializer.Deserialize<Heard>(await File.ReadAllTextAsync(notes)) is { } known && known.Build == build)
        {
            return known;
        }

        var path = file;
        if (version.Output.Length > 0)
        {
            path = $"{stem}.{version.Extension}";
            if (!File.Exists(path))
            {
                Encode(file, path, version.Input, version.Output);
            }
        }

        using var analysis = AnalysisPipeline.Start();
        await foreach (var block in decoder.DecodeAsync(Path.GetFullPath(path), AnalysisPipeline.SampleRate, AnalysisPipeline.Channels, CancellationToken.None))
        {
            analysis.Process(block.Span);
        }

        var f = analysis.Complete();
        var heard = new Heard(
            build, [.. f.Fingerprint], [.. f.Embedding], f.Energy, f.Danceability, f.Valence, f.Acousticness, f.Instrumentalness, f.Speechiness, f.Liveness,
            f.Brightness, f.DurationSeconds);
        await File.WriteAllTextAsync(notes, JsonSerializer.Serialize(heard));
        return heard;
    }

    private static void Encode(string file, string path, string[] input, string[] output)
    {
        var partial = path + ".part" + Path.GetExtension(path);
        var middle = 0.0;
        if (input.Contains("MIDDLE"))
        {
            var said = Ffmpeg(["-i", file, "-map", "0:a:0", "-c:a", "copy", "-f", "null", "-"]);
            var time = said[(said.LastIndexOf("time=", StringComparison.Ordinal) + 5)..].Split(' ')[0];
            middle = Math.Max(0, (TimeSpan.Parse(time, CultureInfo.InvariantCulture).TotalSeconds / 2) - 15);
        }

        Ffmpeg(["-y", .. input.Select(a => a == "MIDDLE" ? middle.ToString(CultureInfo.InvariantCulture) : a), "-i", file, "-map", "0:a:0", "-map_metadata", "-1", .. output, partial]);
        File.Move(partial, path, overwrite: true);
    }

    private static string Ffmpeg(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", ["-hide_banner", "-nostdin", "-threads", "1", .. arguments]) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? said : throw new InvalidOperationException(said);
    }

    private sealed record Heard(
        Guid Build, uint[] Fingerprint, float[] Embedding, double Energy, double Danceability, double Valence, double Acousticness, double Instrumentalness,
        double Speechiness, double Liveness, double Brightness, double Seconds);
}
