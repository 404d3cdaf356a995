using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Playlists;
using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Tracks;
using EchoTune.Server.Contracts;

namespace EchoTune.Server.Features.Playlists;

/// <summary>Makes and changes playlists, for pages and tools alike, and tells of every change.</summary>
internal sealed class PlaylistEditor(IPlaylistStore store, ITrackStore tracks, TimeProvider time)
{
    private const int MaxTitle = 200;
    private const int MaxDescription = 2_000;
    private const int MaxEntries = 10_000;

    // Additions to one list wait for each other; lists that share a gate only wait a little longer.
    private readonly SemaphoreSlim[] _adding = [.. Enumerable.Range(0, 32).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Raised after a playlist of a listener was made, changed or deleted. Handlers must return fast and must not throw.</summary>
    public event Action<ListenerId>? Changed;

    /// <summary>The playlist, or the problem that there is none.</summary>
    /// <exception cref="EchoTuneException">not_found.</exception>
    public async Task<Playlist> RequireAsync(ListenerId owner, PlaylistId id, CancellationToken cancellationToken) =>
        await store.GetAsync(owner, id, cancellationToken) ?? throw Missing();

    /// <summary>Makes a playlist of tracks, each with an optional reason.</summary>
    /// <exception cref="EchoTuneException">invalid_request, not_found (a track), conflict (the title is taken).</exception>
    public async Task<Playlist> CreateAsync(
        ListenerId owner, string? title, string? description, IReadOnlyList<(TrackId Track, string? Reason)> lines, CancellationToken cancellationToken,
        string? builtFrom = null, Criteria? criteria = null)
    {
        var now = time.GetUtcNow();
        var playlist = new Playlist
        {
            Id = PlaylistId.New(time), Owner = owner, Title = Title(title), Description = Description(description), BuiltFrom = builtFrom, Criteria = criteria,
            CreatedAt = now, ChangedAt = now, Version = 1,
        };
        await RequireTracksAsync(lines.Select(line => line.Track), cancellationToken);
        var entries = lines.Select(line => new PlaylistEntry(Guid.CreateVersion7(now), line.Track, now, line.Reason)).ToList();
        RequireRoom(entries.Count);
        await store.CreateAsync(playlist, entries, cancellationToken);
        Changed?.Invoke(owner);
        return await RequireAsync(owner, playlist.Id, cancellationToken);
    }

    /// <summary>Changes title, description or lines; null leaves them.</summary>
    /// <exception cref="EchoTuneException">invalid_request, not_found, conflict.</exception>
    public async Task<Playlist> ChangeAsync(ListenerId owner, PlaylistId id, UpdatePlaylistRequest change, CancellationToken cancellationToken)
    {
        var playlist = await RequireAsync(owner, id, cancellationToken);
        if (playlist.Version != change.Version)
        {
            throw new EchoTuneException(ErrorCodes.Conflict, "The playlist changed meanwhile. Load it again.");
        }

        var entries = await store.EntriesAsync(owner, id, cancellationToken);
        if (change.Entries is { } lines)
        {
            entries = await ArrangeAsync(entries, lines, cancellationToken);
        }

        var changed = playlist with
        {
            Title = change.Title is null ? playlist.Title : Title(change.Title),
            Description = change.Description is null ? playlist.Description : Description(change.Description),
            ChangedAt = time.GetUtcNow(),
        };
        changed = await store.ReplaceAsync(changed, entries, cancellationToken);
        Changed?.Invoke(owner);
        return changed;
    }

    /// <summary>Adds tracks at the end.</summary>
    /// <exception cref="EchoTuneException">invalid_request, not_found, conflict.</exception>
    public async Task<Playlist> AddAsync(ListenerId owner, PlaylistId id, IReadOnlyList<(TrackId Track, string? Reason)> lines, CancellationToken cancellationToken)
    {
        await RequireTracksAsync(lines.Select(line => line.Track), cancellationToken);
        var gate = _adding[(uint)id.GetHashCode() % _adding.Length];
        await gate.WaitAsync(cancellationToken);
        try
        {
            return await AppendAsync(owner, id, lines, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<Playlist> AppendAsync(ListenerId owner, PlaylistId id, IReadOnlyList<(TrackId Track, string? Reason)> lines, CancellationToken cancellationToken)
    {
        // Adding needs no version of the caller: it fits whatever the list has become, so it is tried again when a change came between.
        for (var attempt = 1; ; attempt++)
        {
            var playlist = await RequireAsync(owner, id, cancellationToken);
            var entries = await store.EntriesAsync(owner, id, cancellationToken);
            RequireRoom(entries.Count + lines.Count);
            var now = time.GetUtcNow();
            try
            {
                var changed = await store.ReplaceAsync(
                    playlist with { ChangedAt = now },
                    [.. entries, .. lines.Select(line => new PlaylistEntry(Guid.CreateVersion7(now), line.Track, now, line.Reason))],
                    cancellationToken);
                Changed?.Invoke(owner);
                return changed;
            }
            catch (EchoTuneException failure) when (failure.ErrorCode == ErrorCodes.Conflict && attempt < 5)
            {
                // Read again and add to what is there now.
            }
        }
    }

    /// <summary>Deletes a playlist.</summary>
    /// <exception cref="EchoTuneException">not_found.</exception>
    public async Task DeleteAsync(ListenerId owner, PlaylistId id, CancellationToken cancellationToken)
    {
        if (!await store.DeleteAsync(owner, id, cancellationToken))
        {
            throw Missing();
        }

        Changed?.Invoke(owner);
    }

    private static EchoTuneException Missing() => new(ErrorCodes.NotFound, "There is no such playlist.");

    private static void RequireRoom(int count)
    {
        if (count > MaxEntries)
        {
            throw new EchoTuneException(ErrorCodes.InvalidRequest, $"A playlist holds at most {MaxEntries} tracks.");
        }
    }

    private static string Title(string? title) =>
        title?.Trim() is { Length: >= 1 and <= MaxTitle } clean && !clean.Any(char.IsControl)
            ? clean
            : throw new EchoTuneException(ErrorCodes.InvalidRequest, $"A title has 1 to {MaxTitle} characters, and no control characters.");

    private static string Description(string? description) =>
        (description?.Trim() ?? "") is { Length: <= MaxDescription } clean && !clean.Contains('\0')
            ? clean
            : throw new EchoTuneException(ErrorCodes.InvalidRequest, $"A description has at most {MaxDescription} characters.");

    private async Task<IReadOnlyList<PlaylistEntry>> ArrangeAsync(
        IReadOnlyList<PlaylistEntry> entries, IReadOnlyList<PlaylistLine> lines, CancellationToken cancellationToken)
    {
        RequireRoom(lines.Count);
        if (lines.Any(line => line is null))
        {
            throw new EchoTuneException(ErrorCodes.InvalidRequest, "Each of the entries needs an entryId or a trackId.");
        }

        var known = entries.ToDictionary(entry => entry.EntryId);
        var now = time.GetUtcNow();
        var arranged = new List<PlaylistEntry>(lines.Count);
        foreach (var line in lines)
        {
            arranged.Add(line.EntryId is { } entryId && known.Remove(entryId, out var entry)
                ? entry
                : new PlaylistEntry(Guid.CreateVersion7(now), new TrackId(line.TrackId), now));
        }

        var old = entries.Select(entry => entry.EntryId).ToHashSet();
        await RequireTracksAsync(arranged.Where(entry => !old.Contains(entry.EntryId)).Select(entry => entry.TrackId), cancellationToken);
        return arranged;
    }

    private async Task RequireTracksAsync(IEnumerable<TrackId> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.Distinct().ToArray();
        if (wanted.Length > 0 && (await tracks.GetManyAsync(wanted, cancellationToken)).Count != wanted.Length)
        {
            throw new EchoTuneException(ErrorCodes.NotFound, "At least one of the tracks is not in the library.");
        }
    }
}
