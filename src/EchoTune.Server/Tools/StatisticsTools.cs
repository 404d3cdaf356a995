using System.Globalization;
using System.Text.Json.Nodes;
using EchoTune.Catalog;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Tracks;
using EchoTune.Conversation.Tools;
using EchoTune.Conversation.Tools.Arguments;

namespace EchoTune.Server.Tools;

/// <summary>Figures about the listener, straight from the log of listening events.</summary>
internal sealed class StatisticsTools(IPlayStore plays, ITrackStore tracks, IFeatureStore features, TimeProvider time) : IToolGroup
{
    private const int Top = 5;
    private const int MaxPages = 40;

    public IEnumerable<ITool> Tools => [new DelegateTool<StatisticsArguments>(ToolNames.Statistics, RunAsync)];

    private async Task<ToolResult> RunAsync(ToolContext context, StatisticsArguments arguments, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var since = Period.Since(arguments.Period, now);
        var counts = await plays.CountsAsync(context.Listener, since, ct);
        if (counts.Count == 0)
        {
            return ToolResult.Ok($"You have heard nothing for half a minute or more {Period.Words(arguments.Period)}, so there are no figures yet.");
        }

        var heard = (await tracks.GetManyAsync([.. counts.Select(count => count.TrackId)], ct)).ToDictionary(track => track.Id);
        counts = [.. counts.Where(count => heard.ContainsKey(count.TrackId))];
        var when = Period.Words(arguments.Period);
        return arguments.What switch
        {
            "top_artists" => Ranked("Your top artists", when, counts.GroupBy(count => heard[count.TrackId].Artist)),
            "top_genres" => Ranked("Your top genres", when, counts.SelectMany(count => heard[count.TrackId].Genres.Select(genre => (genre, count))).GroupBy(pair => pair.genre, pair => pair.count)),
            "top_tracks" => Ranked("Your top tracks", when, counts.GroupBy(count => ToolAnswers.Name(heard[count.TrackId]))),
            "listening_time" => ToolResult.Ok($"You listened for {Time(Sum(counts))} {when}, to {ToolAnswers.Count(counts.Count, "different track")}.", Figures("listeningTimeMs", (long)Sum(counts).TotalMilliseconds)),
            "discovery" => await DiscoveryAsync(context.Listener, counts, heard, when, ct),
            "streak" => await StreakAsync(context.Listener, now, ct),
            "moods" => await MoodsAsync(counts, when, ct),
            _ => await RecapAsync(context.Listener, counts, heard, now, when, ct),
        };
    }

    private static TimeSpan Sum(IEnumerable<PlayCount> counts) => counts.Aggregate(TimeSpan.Zero, (sum, count) => sum + count.Heard);

    private static string Time(TimeSpan span) => span.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.#} hours")
        : ToolAnswers.Count(Math.Max(1, (int)Math.Round(span.TotalMinutes)), "minute");

    private static JsonObject Figures(string name, JsonNode? value) => new() { ["statistics"] = new JsonObject { [name] = value } };

    private static ToolResult Ranked(string what, string when, IEnumerable<IGrouping<string, PlayCount>> groups)
    {
        var top = groups.Select(group => (Name: group.Key, Count: group.Sum(count => count.Count))).OrderByDescending(group => group.Count).ThenBy(group => group.Name, StringComparer.Ordinal).Take(Top).ToArray();
        return top.Length == 0
            ? ToolResult.Ok("The tags of what you heard do not say.")
            : ToolResult.Ok(
                $"{what} {when}: {string.Join(", ", top.Select(group => $"{group.Name} ({ToolAnswers.Count(group.Count, "play")})"))}.",
                Figures("top", new JsonArray([.. top.Select(group => (JsonNode)new JsonObject { ["name"] = group.Name, ["count"] = group.Count })])));
    }

    private async Task<ToolResult> DiscoveryAsync(ListenerId listener, IReadOnlyList<PlayCount> counts, Dictionary<TrackId, Track> heard, string when, CancellationToken ct)
    {
        // What was heard in the period as often as ever was first heard in it.
        var ever = (await plays.CountsAsync(listener, null, ct)).ToDictionary(count => count.TrackId, count => count.Count);
        var fresh = counts.Where(count => ever.GetValueOrDefault(count.TrackId) == count.Count).ToArray();
        var before = ever.Keys.Except(fresh.Select(count => count.TrackId)).ToArray();
        var known = (await tracks.GetManyAsync(before, ct)).Select(track => track.ArtistId).ToHashSet();
        var artists = fresh.Select(count => heard[count.TrackId]).Where(track => !known.Contains(track.ArtistId)).Select(track => track.Artist).Distinct().ToArray();
        var names = artists.Length == 0 ? "" : $": {string.Join(", ", artists.Take(Top))}{(artists.Length > Top ? ", …" : "")}";
        return ToolResult.Ok(
            $"You found {ToolAnswers.Count(artists.Length, "new artist")} and {ToolAnswers.Count(fresh.Length, "new track")} {when}{names}.",
            new JsonObject { ["statistics"] = new JsonObject { ["newArtists"] = artists.Length, ["newTracks"] = fresh.Length } });
    }

    private async Task<ToolResult> StreakAsync(ListenerId listener, DateTimeOffset now, CancellationToken ct)
    {
        var streak = await StreakDaysAsync(listener, now, ct);
        return ToolResult.Ok(
            streak == 0 ? "No streak at the moment: you have heard nothing today or yesterday." : $"You have listened on {ToolAnswers.Count(streak, "day")} in a row.", Figures("streakDays", streak));
    }

    /// <summary>Days in a row with a listening, in the server's time zone; a day that is not over does not break it.</summary>
    private async Task<int> StreakDaysAsync(ListenerId listener, DateTimeOffset now, CancellationToken ct)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, time.LocalTimeZone).DateTime);
        var streak = 0;
        string? cursor = null;
        DateOnly? last = null;
        for (var i = 0; i < MaxPages; i++)
        {
            var page = await plays.HistoryAsync(listener, [PlayKind.Played, PlayKind.Completed], null, 500, cursor, ct);
            foreach (var play in page.Items)
            {
                var heard = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(play.StartedAt, time.LocalTimeZone).DateTime);
                if (heard == last)
                {
                    continue;
                }

                var expected = last is { } previous ? previous.AddDays(-1) : heard == day ? day : day.AddDays(-1);
                if (heard != expected)
                {
                    return streak;
                }

                last = heard;
                streak++;
            }

            cursor = page.NextCursor;
            if (cursor is null)
            {
                break;
            }
        }

        return streak;
    }

    private async Task<ToolResult> MoodsAsync(IReadOnlyList<PlayCount> counts, string when, CancellationToken ct)
    {
        var analysed = await features.GetManyAsync([.. counts.Select(count => count.TrackId)], ct);
        double weight = 0, energy = 0, valence = 0;
        foreach (var count in counts)
        {
            if (analysed.TryGetValue(count.TrackId, out var found))
            {
                weight += count.Count;
                energy += found.Energy * count.Count;
                valence += found.Valence * count.Count;
            }
        }

        if (weight == 0)
        {
            return ToolResult.Ok("What you heard has not been analysed yet; ask again in a little while.");
        }

        energy /= weight;
        valence /= weight;
        var word = (energy >= 0.5, valence >= 0.5) switch
        {
            (true, true) => "lively and bright",
            (true, false) => "intense and dark",
            (false, true) => "calm and warm",
            _ => "quiet and melancholic",
        };
        return ToolResult.Ok(
            string.Create(CultureInfo.InvariantCulture, $"What you heard {when} was mostly {word}: energy {energy * 100:0} %, brightness of mood {valence * 100:0} %."),
            new JsonObject { ["statistics"] = new JsonObject { ["energy"] = Math.Round(energy, 3), ["valence"] = Math.Round(valence, 3) } });
    }

    private async Task<ToolResult> RecapAsync(ListenerId listener, IReadOnlyList<PlayCount> counts, Dictionary<TrackId, Track> heard, DateTimeOffset now, string when, CancellationToken ct)
    {
        var artist = counts.GroupBy(count => heard[count.TrackId].Artist).MaxBy(group => group.Sum(count => count.Count))!.Key;
        var track = heard[counts.MaxBy(count => count.Count)!.TrackId];
        var streak = await StreakDaysAsync(listener, now, ct);
        return ToolResult.Ok(
            ToolAnswers.Sentences(
                $"{char.ToUpperInvariant(when[0])}{when[1..]} you listened for {Time(Sum(counts))} to {ToolAnswers.Count(counts.Count, "different track")}.",
                $"Your artist was {artist}, your track {ToolAnswers.Name(track)}.",
                streak > 1 ? $"You are on a streak of {streak} days." : null),
            Figures("listeningTimeMs", (long)Sum(counts).TotalMilliseconds));
    }
}
