using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Library;
using EchoTune.Catalog.Tracks;
using EchoTune.Server.OpenApi;
using Microsoft.Net.Http.Headers;

namespace EchoTune.Server.Features.Tracks;

/// <summary>The audio of a track, as it is or transcoded, whole or in ranges.</summary>
internal static class StreamEndpoint
{
    private static readonly Dictionary<string, string> MediaTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".flac"] = "audio/flac", [".mp3"] = "audio/mpeg", [".ogg"] = "audio/ogg", [".oga"] = "audio/ogg", [".opus"] = "audio/ogg",
        [".m4a"] = "audio/mp4", [".mp4"] = "audio/mp4", [".m4b"] = "audio/mp4", [".aac"] = "audio/aac", [".wav"] = "audio/wav",
        [".aif"] = "audio/aiff", [".aiff"] = "audio/aiff", [".wma"] = "audio/x-ms-wma", [".webm"] = "audio/webm", [".mka"] = "audio/x-matroska",
        [".wv"] = "audio/x-wavpack", [".ape"] = "audio/x-ape",
    };

    public static void MapStream(this RouteGroupBuilder tracks)
    {
        tracks.MapGet("/{id:guid}/stream", StreamAsync)
            .WithName("streamTrack")
            .Produces<FileStreamHttpResultBody>(StatusCodes.Status200OK, "application/octet-stream")
            .Produces<FileStreamHttpResultBody>(StatusCodes.Status206PartialContent, "application/octet-stream")
            .ProducesApiProblem(StatusCodes.Status416RangeNotSatisfiable)
            .MayMiss()
            .DisableRequestTimeout();
        tracks.MapMethods("/{id:guid}/stream", [HttpMethods.Head], StreamAsync).DisableRequestTimeout().ExcludeFromDescription();
    }

    private static async Task<IResult> StreamAsync(
        Guid id, string? format, ITrackStore store, LibraryFiles files, IAudioTranscoder transcoder, HttpContext http, CancellationToken ct)
    {
        if (format is not (null or "" or "opus" or "aac"))
        {
            throw new EchoTuneException(ErrorCodes.InvalidRequest, "format must be opus or aac, or left out for the file itself.");
        }

        var track = await store.RequireAsync(id, ct);
        FileStream stream;
        string mediaType;
        if (string.IsNullOrEmpty(format))
        {
            stream = files.Open(track);
            mediaType = MediaTypes.GetValueOrDefault(Path.GetExtension(track.File.RelativePath), "application/octet-stream");
        }
        else
        {
            var copy = await transcoder.TranscodeAsync(files.Resolve(track), track.File.ContentHash, format, ct);
            stream = LibraryFiles.OpenFile(copy);
            mediaType = format == "opus" ? "audio/ogg" : "audio/mp4";
        }

        var changedAt = new DateTimeOffset(File.GetLastWriteTimeUtc(stream.SafeFileHandle), TimeSpan.Zero);
        // Private: who may hear a track is decided anew for every listener.
        http.Response.Headers.CacheControl = "private, no-cache";
        http.Response.Headers[HeaderNames.ContentDisposition] = "inline";
        var etag = new EntityTagHeaderValue($"\"{changedAt.UtcTicks:x}-{stream.Length:x}{(string.IsNullOrEmpty(format) ? "" : "-" + format)}\"");
        return TypedResults.Stream(stream, mediaType, fileDownloadName: null, changedAt, etag, enableRangeProcessing: true);
    }
}
